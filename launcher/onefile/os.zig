//! Everything that differs between systems, under the same names: see os/linux.zig.
pub const impl = switch (@import("builtin").os.tag) {
    .linux => @import("os/linux.zig"),
    .windows => @import("os/windows.zig"),
    else => @compileError("no one-file applications for this system"),
};

/// Missing: no such file. Exists: something is there already. Failed: os.reason() says why. Damaged: this program's own data.
pub const Error = error{ Missing, Exists, Failed, Damaged };

pub const Info = struct {
    kind: enum { file, folder, link, other },
    size: u64,
    /// The owner is who runs this program.
    is_mine: bool,
    /// Others may write.
    is_shared: bool,
    /// Seconds since 1970.
    changed: i64,
};

pub const Item = struct { name: []const u8, is_folder: bool };

/// busy: another process holds it. none: this file system cannot lock.
pub const Lock = enum { held, busy, none };
