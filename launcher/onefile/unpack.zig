//! Writes the payload's files into a new folder. Everything is on disk or an error comes back; nothing is cleaned up here.
const std = @import("std");
const files = @import("index.zig");
const message = @import("message.zig");
const os = @import("os.zig").impl;
const Error = @import("os.zig").Error;
const text = @import("text.zig");
const x86 = @import("x86.zig");
const zstd = @import("zstd.zig");
const Payload = @import("payload.zig").Payload;

/// Large enough that a write costs less than what it writes.
const CHUNK = 256 << 10;
/// Unpacking takes well under a second; who waits longer at a terminal is told why.
const PATIENCE_MS = 2000;

/// The unpacked index, when it is what the trailer says.
pub fn readIndex(payload: Payload) Error![]const u8 {
    const lines = text.memory.alloc(u8, payload.index_size) catch os.abandon("out of memory\n");
    var stream = try open(payload.index);
    try stream.read(lines);
    try stream.finish();
    var digest: [32]u8 = undefined;
    std.crypto.hash.blake2.Blake2b256.hash(lines, &digest, .{});
    if (!std.mem.eql(u8, &digest, payload.digest)) return error.Damaged;
    return lines;
}

/// `folder` exists and is empty.
pub fn unpack(payload: Payload, lines: []const u8, folder: []const u8) Error!void {
    var stream = try open(payload.content);
    const chunk = text.memory.alloc(u8, CHUNK) catch os.abandon("out of memory\n");
    const started = os.milliseconds();
    var told = false;
    var previous: []const u8 = "";
    var index: files.Iterator = .{ .rest = lines };
    while (index.next()) |file| {
        previous = try makeParents(folder, file.path, previous);
        const path = text.join(&.{ folder, "/", file.path });
        if (file.kind == .link) {
            try os.makeLink(file.digest, path);
            continue;
        }
        const output = try os.createFile(path, file.kind == .program);
        const result = if (file.is_filtered) writeFiltered(&stream, output, file.size) else writePlain(&stream, output, file.size, chunk);
        try output.close();
        try result;
        if (!told and os.milliseconds() - started > PATIENCE_MS) {
            told = true;
            if (os.isTerminal()) message.note(&.{"unpacking for the first start …"});
        }
    }
    try stream.finish();
}

fn writePlain(stream: *zstd.Stream, output: os.File, size: u64, chunk: []u8) Error!void {
    var rest = size;
    while (rest > 0) {
        const part = chunk[0..@intCast(@min(rest, chunk.len))];
        try stream.read(part);
        try output.write(part);
        rest -= part.len;
    }
}

var whole: []u8 = &.{};

/// The filter looks at a whole file: the largest is libpython. Memory that fitted one is there for the next.
fn writeFiltered(stream: *zstd.Stream, output: os.File, size: u64) Error!void {
    if (size > whole.len) whole = os.largeMemory(@intCast(size)) orelse os.abandon("out of memory\n");
    const code = whole[0..@intCast(size)];
    try stream.read(code);
    x86.undo(code);
    try output.write(code);
}

/// Makes the folders of `path` that the previous file's folder did not have. Returns the folder.
fn makeParents(folder: []const u8, path: []const u8, previous: []const u8) Error![]const u8 {
    const parent = std.fs.path.dirnamePosix(path) orelse return "";
    if (std.mem.eql(u8, parent, previous)) return parent;
    var at: usize = 0;
    while (std.mem.indexOfScalarPos(u8, path, at, '/')) |slash| : (at = slash + 1) {
        os.makeFolder(text.join(&.{ folder, "/", path[0..slash] })) catch |failure| if (failure != error.Exists) return failure;
    }
    return parent;
}

fn open(frame: []const u8) Error!zstd.Stream {
    return zstd.Stream.open(frame) catch |failure| switch (failure) {
        error.Damaged => error.Damaged,
        error.OutOfMemory => os.abandon("out of memory\n"),
    };
}
