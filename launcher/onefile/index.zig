//! The list of files: `kind TAB size TAB digest TAB filter TAB path` per line, in the order of their content.
const std = @import("std");
const message = @import("message.zig");
const text = @import("text.zig");

pub const File = struct {
    kind: enum { plain, program, link },
    size: u64,
    /// blake2b-256 in hex; of a link: where it leads.
    digest: []const u8,
    /// Jump targets are absolute in the content (x86.zig).
    is_filtered: bool,
    path: []const u8,
};

pub const Iterator = struct {
    rest: []const u8,

    pub fn next(lines: *Iterator) ?File {
        if (lines.rest.len == 0) return null;
        const end = std.mem.indexOfScalar(u8, lines.rest, '\n') orelse wrong();
        var fields = std.mem.splitScalar(u8, lines.rest[0..end], '\t');
        lines.rest = lines.rest[end + 1 ..];
        const kind = fields.next() orelse wrong();
        const size = text.number(fields.next() orelse wrong()) orelse wrong();
        const digest = fields.next() orelse wrong();
        const filter = fields.next() orelse wrong();
        const path = fields.next() orelse wrong();
        if (!isInside(path) or kind.len != 1) wrong();
        return .{
            .kind = switch (kind[0]) {
                'f' => .plain,
                'x' => .program,
                'l' => .link,
                else => wrong(),
            },
            .size = size,
            .digest = digest,
            .is_filtered = std.mem.eql(u8, filter, "x86"),
            .path = path,
        };
    }
};

/// No absolute path, no drive, no `..`, no empty segment.
fn isInside(path: []const u8) bool {
    if (std.mem.indexOfAny(u8, path, "\\:\x00") != null) return false;
    var segments = std.mem.splitScalar(u8, path, '/');
    while (segments.next()) |segment| {
        if (segment.len == 0 or std.mem.eql(u8, segment, ".") or std.mem.eql(u8, segment, "..")) return false;
    }
    return true;
}

fn wrong() noreturn {
    message.die(&.{"this program's list of files is damaged; get it again"});
}
