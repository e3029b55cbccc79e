//! What scripts append to this program: index, content, trailer. pack_onefile.py writes it.
const std = @import("std");
const message = @import("message.zig");

const MAGIC = "KILNONE1";
/// Instead of content: the names of the file that has it and of the launcher, divided by a slash.
const BESIDE = "KILNREF1";
const TRAILER = 256;

pub const Payload = struct {
    /// zstd frames.
    index: []const u8,
    content: []const u8,
    /// Bytes when unpacked.
    index_size: usize,
    content_size: u64,
    /// blake2b-256 of the unpacked index, which holds the digest of every file.
    digest: *const [32]u8,
    /// Of the application: its launcher's name without a suffix.
    name: []const u8,
};

/// Where this program stands for a launcher of the file beside it.
pub const Beside = struct { file: []const u8, launcher: []const u8 };

/// Who is asked to start what lies in another file.
pub fn beside(file: []const u8) ?Beside {
    const trailer = trailerOf(file);
    if (!std.mem.eql(u8, trailer[0..8], BESIDE)) return null;
    const names = nameIn(trailer);
    const slash = std.mem.indexOfScalar(u8, names, '/') orelse broken();
    return .{ .file = names[0..slash], .launcher = names[slash + 1 ..] };
}

fn trailerOf(file: []const u8) *const [TRAILER]u8 {
    const end = contentEnd(file);
    if (end < TRAILER) broken();
    return file[end - TRAILER ..][0..TRAILER];
}

fn nameIn(trailer: *const [TRAILER]u8) []const u8 {
    const size = std.mem.readInt(u32, trailer[80..84], .little);
    if (size == 0 or size > TRAILER - 88) broken();
    return trailer[88..][0..size];
}

/// Finds the payload in a file; dies where it is cut off or not there.
pub fn find(file: []const u8) Payload {
    const trailer = trailerOf(file);
    if (!std.mem.eql(u8, trailer[0..8], MAGIC)) broken();
    const start = number(trailer, 8);
    const index_packed = number(trailer, 16);
    const content_packed = number(trailer, 32);
    const rest = contentEnd(file) - TRAILER;
    if (start > rest or index_packed > rest - start or content_packed > rest - start - index_packed) broken();
    return .{
        .index = file[start..][0..index_packed],
        .content = file[start + index_packed ..][0..content_packed],
        .index_size = number(trailer, 24),
        .content_size = number(trailer, 40),
        .digest = trailer[48..80],
        .name = nameIn(trailer),
    };
}

fn number(trailer: *const [TRAILER]u8, at: usize) usize {
    return std.mem.readInt(u64, trailer[at..][0..8], .little);
}

/// A signature of a Windows program is appended to it; its header says where.
fn contentEnd(file: []const u8) usize {
    if (file.len < 0x40 or file[0] != 'M' or file[1] != 'Z') return file.len;
    const header = std.mem.readInt(u32, file[0x3c..0x40], .little);
    const security = @as(usize, header) + 24 + 112 + 4 * 8;
    if (security + 8 > file.len) return file.len;
    const at = std.mem.readInt(u32, file[security..][0..4], .little);
    return if (at == 0 or at > file.len) file.len else at;
}

fn broken() noreturn {
    message.die(&.{"this program is incomplete: it was cut off while it was copied or downloaded, or its data was stripped; get it again"});
}
