//! zstd's own decoder (zstd.json says where it comes from), in memory that it is given once.
const os = @import("os.zig").impl;

const Input = extern struct { src: [*]const u8, size: usize, pos: usize };
const Output = extern struct { dst: [*]u8, size: usize, pos: usize };

extern fn ZSTD_estimateDStreamSize_fromFrame(src: [*]const u8, size: usize) usize;
extern fn ZSTD_initStaticDStream(workspace: [*]align(8) u8, size: usize) ?*anyopaque;
extern fn ZSTD_decompressStream(stream: *anyopaque, output: *Output, input: *Input) usize;
extern fn ZSTD_isError(code: usize) c_uint;

pub const Stream = struct {
    context: *anyopaque,
    input: Input,
    /// The frame's end was seen, its checksum fits.
    is_done: bool = false,

    /// Takes memory for the frame's window: 8 MiB as pack_onefile.py packs.
    pub fn open(frame: []const u8) error{ Damaged, OutOfMemory }!Stream {
        const size = ZSTD_estimateDStreamSize_fromFrame(frame.ptr, frame.len);
        if (ZSTD_isError(size) != 0 or size > 256 << 20) return error.Damaged;
        const workspace = os.largeMemory(size) orelse return error.OutOfMemory;
        const context = ZSTD_initStaticDStream(workspace.ptr, size) orelse return error.Damaged;
        return .{ .context = context, .input = .{ .src = frame.ptr, .size = frame.len, .pos = 0 } };
    }

    /// Fills `to`. Checksums are checked at the frame's end.
    pub fn read(stream: *Stream, to: []u8) error{Damaged}!void {
        var output: Output = .{ .dst = to.ptr, .size = to.len, .pos = 0 };
        while (output.pos < to.len) {
            const before = .{ output.pos, stream.input.pos };
            const result = ZSTD_decompressStream(stream.context, &output, &stream.input);
            if (ZSTD_isError(result) != 0) return error.Damaged;
            stream.is_done = result == 0;
            if (before[0] == output.pos and before[1] == stream.input.pos) return error.Damaged;
        }
    }

    /// Nothing may be left, and the checksum has to fit.
    pub fn finish(stream: *Stream) error{Damaged}!void {
        var nothing: [1]u8 = undefined;
        var output: Output = .{ .dst = &nothing, .size = 0, .pos = 0 };
        if (!stream.is_done) stream.is_done = ZSTD_decompressStream(stream.context, &output, &stream.input) == 0;
        if (!stream.is_done or stream.input.pos != stream.input.size) return error.Damaged;
    }
};
