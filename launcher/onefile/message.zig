//! What people read: `name: error: …` on stderr.
const os = @import("os.zig").impl;
const text = @import("text.zig");

/// Of this program's own failures; the application and its launcher never use it (env and nohup use it alike).
pub const EXIT_CANNOT_UNPACK = 125;

pub var name: []const u8 = "onefile";

pub fn note(parts: []const []const u8) void {
    os.complain(line(parts));
}

fn line(parts: []const []const u8) [:0]const u8 {
    return text.join(&.{ name, ": ", text.join(parts), "\n" });
}

pub fn die(parts: []const []const u8) noreturn {
    os.tell(line(&.{ "error: ", text.join(parts) }));
    os.exit(EXIT_CANNOT_UNPACK);
}
