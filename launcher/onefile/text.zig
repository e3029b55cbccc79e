//! Texts that live until the process ends: paths and messages. Nothing is ever freed.
const std = @import("std");
const os = @import("os.zig").impl;

var arena = std.heap.ArenaAllocator.init(std.heap.page_allocator);
pub const memory = arena.allocator();

/// Joins with a NUL behind, as systems want it.
pub fn join(parts: []const []const u8) [:0]const u8 {
    var length: usize = 0;
    for (parts) |part| length += part.len;
    const whole = memory.allocSentinel(u8, length, 0) catch os.abandon("out of memory\n");
    var at: usize = 0;
    for (parts) |part| {
        @memcpy(whole[at..][0..part.len], part);
        at += part.len;
    }
    return whole;
}

pub fn hex(bytes: []const u8) [:0]const u8 {
    const digits = "0123456789abcdef";
    const whole = memory.allocSentinel(u8, bytes.len * 2, 0) catch os.abandon("out of memory\n");
    for (bytes, 0..) |byte, i| {
        whole[2 * i] = digits[byte >> 4];
        whole[2 * i + 1] = digits[byte & 15];
    }
    return whole;
}

pub fn decimal(value: u64) [:0]const u8 {
    var digits: [20]u8 = undefined;
    var at: usize = digits.len;
    var rest = value;
    while (true) {
        at -= 1;
        digits[at] = '0' + @as(u8, @intCast(rest % 10));
        rest /= 10;
        if (rest == 0) return join(&.{digits[at..]});
    }
}

/// null: not a number of at most 18 digits.
pub fn number(digits: []const u8) ?u64 {
    if (digits.len == 0 or digits.len > 18) return null;
    var value: u64 = 0;
    for (digits) |digit| {
        if (digit < '0' or digit > '9') return null;
        value = value * 10 + (digit - '0');
    }
    return value;
}
