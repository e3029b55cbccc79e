//! Texts of Windows are UTF-16, ours UTF-8; both may hold what is no character.
const std = @import("std");
const api = @import("windows_api.zig");
const text = @import("../text.zig");

pub fn widen(narrow_text: []const u8) [:0]u16 {
    return std.unicode.wtf8ToWtf16LeAllocZ(text.memory, narrow_text) catch @panic("");
}

pub fn narrow(wide_text: [*:0]const u16) [:0]const u8 {
    return std.unicode.wtf16LeToWtf8AllocZ(text.memory, std.mem.span(wide_text)) catch @panic("");
}

/// As functions take it that know no limit of 260 characters: absolute, backslashes, \\?\ in front.
pub fn path(from: []const u8) [:0]u16 {
    const is_share = std.mem.startsWith(u8, from, "\\\\") and !std.mem.startsWith(u8, from, "\\\\?\\");
    const is_drive = from.len > 2 and from[1] == ':';
    const whole = if (is_share) text.join(&.{ "\\\\?\\UNC", from[1..] }) else if (is_drive) text.join(&.{ "\\\\?\\", from }) else text.join(&.{from});
    const result = widen(whole);
    for (result) |*unit| if (unit.* == '/') {
        unit.* = '\\';
    };
    return result;
}
