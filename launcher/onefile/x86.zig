//! Undoes liblzma's x86 filter: CALL and JMP hold absolute targets in the packed content, because those repeat.
const std = @import("std");

const BYTES_BEFORE = [5]u5{ 0, 1, 2, 2, 3 };

fn isSign(byte: u8) bool {
    return byte == 0 or byte == 0xff;
}

/// In place; `code` is a whole file.
pub fn undo(code: []u8) void {
    if (code.len < 5) return;
    var mask: u32 = 0;
    var last: usize = 0 -% @as(usize, 5);
    var at: usize = 0;
    while (at <= code.len - 5) {
        at = nextJump(code, at);
        if (at > code.len - 5) break;
        const distance = at -% last;
        last = at;
        if (distance > 5) {
            mask = 0;
        } else {
            for (0..distance) |_| mask = (mask & 0x77) << 1;
        }
        const sign = code[at + 4];
        const nearby = mask >> 1;
        if (isSign(sign) and nearby <= 4 and nearby != 3) {
            std.mem.writeInt(u32, code[at + 1 ..][0..4], relative(code[at + 1 ..][0..4], at, mask), .little);
            at += 5;
            mask = 0;
        } else {
            at += 1;
            mask |= 1;
            if (isSign(sign)) mask |= 0x10;
        }
    }
}

/// The next CALL or JMP, or the end: most of a file is neither, and this is where the time goes.
fn nextJump(code: []const u8, from: usize) usize {
    const Block = @Vector(32, u8);
    var at = from;
    while (at + 32 <= code.len) : (at += 32) {
        const block: Block = code[at..][0..32].*;
        const found: u32 = @bitCast(block & @as(Block, @splat(0xfe)) == @as(Block, @splat(0xe8)));
        if (found != 0) return at + @ctz(found);
    }
    while (at < code.len and code[at] & 0xfe != 0xe8) at += 1;
    return at;
}

fn relative(target: *const [4]u8, at: usize, mask: u32) u32 {
    const position: u32 = @truncate(at + 5);
    var source = std.mem.readInt(u32, target, .little);
    var result: u32 = undefined;
    while (true) {
        result = source -% position;
        if (mask == 0) break;
        const shift: u5 = BYTES_BEFORE[mask >> 1] * 8;
        const byte: u8 = @truncate(result >> (24 - shift));
        if (!isSign(byte)) break;
        source = result ^ ((@as(u32, 1) << @intCast(@as(u6, 32) - shift)) -% 1);
    }
    result &= 0x01ffffff;
    return if (result & 0x01000000 != 0) result | 0xff000000 else result;
}
