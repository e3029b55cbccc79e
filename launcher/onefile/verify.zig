//! Whether an unpacked folder is the one that this program would make. Two depths:
//!   at each start    the owner and mode of the folder, the marker that is written last, sizes of what starts Python
//!   in full          every file's digest, every link, and that nothing was added: at the first start after the machine
//!                    was started (a power cut may leave empty files), and with KILN_ONEFILE_VERIFY=1
const std = @import("std");
const files = @import("index.zig");
const os = @import("os.zig").impl;
const Error = @import("os.zig").Error;
const text = @import("text.zig");
const Payload = @import("payload.zig").Payload;
const Blake2b256 = std.crypto.hash.blake2.Blake2b256;

/// Lies in the folder; where it is, the folder is whole.
pub const MARKER = ".onefile";

/// absent: not there. changed: not what it was. foreign: another user's, or writable by others. unknown: look at everything.
pub const State = enum { good, absent, changed, foreign, unknown };

const DAY = 24 * 60 * 60;
/// No bundle comes near; a file that somebody put there costs no more memory.
const LONGEST_MARKER = 16 << 20;

/// The check of each start.
pub fn glance(payload: Payload, folder: [:0]const u8) State {
    const found = os.info(folder) catch |failure| return if (failure == error.Missing) .absent else .foreign;
    if (found.kind != .folder or !found.is_mine or found.is_shared) return .foreign;
    var buffer: [4096]u8 = undefined;
    const path = text.join(&.{ folder, "/", MARKER });
    const marker = readMarker(path, &buffer) catch return .changed;
    var lines = std.mem.splitScalar(u8, marker, '\n');
    if (!std.mem.eql(u8, lines.next() orelse "", heading(payload))) return .changed;
    if (!std.mem.eql(u8, lines.next() orelse "", boot())) return .unknown;
    while (lines.next()) |line| {
        if (line.len == 0) continue;
        const space = std.mem.indexOfScalar(u8, line, ' ') orelse return .changed;
        if (!hasSize(folder, line[space + 1 ..], text.number(line[0..space]) orelse return .changed)) return .changed;
    }
    keepYoung(path);
    return .good;
}

/// Written last, or again when all was looked at.
pub fn mark(payload: Payload, index: []const u8, folder: []const u8) Error!void {
    const path = text.join(&.{ folder, "/", MARKER });
    const fresh = text.join(&.{ path, "-", text.hex(os.random()[0..8]) });
    const file = try os.createFile(fresh, false);
    try file.write(text.join(&.{ heading(payload), "\n", boot(), "\n" }));
    var lines: files.Iterator = .{ .rest = index };
    while (lines.next()) |entry| {
        if (entry.kind != .link and startsPython(entry.path)) try file.write(text.join(&.{ text.decimal(entry.size), " ", entry.path, "\n" }));
    }
    try file.close();
    try os.rename(fresh, path);
}

/// Launchers, their configuration and boot modules, the interpreter and its library.
fn startsPython(path: []const u8) bool {
    const parent = std.fs.path.dirnamePosix(path) orelse return true;
    return std.mem.eql(u8, parent, "runtime") or std.mem.eql(u8, parent, "runtime/lib") or std.mem.eql(u8, parent, "boot");
}

/// Every file is there, is what was packed, and no other is.
pub fn inspect(index: []const u8, folder: []const u8) bool {
    var known: std.StringHashMapUnmanaged(void) = .empty;
    var lines: files.Iterator = .{ .rest = index };
    while (lines.next()) |entry| {
        if (!isSame(folder, entry)) return false;
        known.put(text.memory, entry.path, {}) catch os.abandon("out of memory\n");
    }
    return isComplete(folder, "", &known);
}

fn isSame(folder: []const u8, entry: files.File) bool {
    const path = text.join(&.{ folder, "/", entry.path });
    if (entry.kind == .link) {
        var buffer: [4096]u8 = undefined;
        return std.mem.eql(u8, os.readLink(path, &buffer) catch return false, entry.digest);
    }
    if (!hasSize(folder, entry.path, entry.size)) return false;
    const file = os.openFile(path) catch return false;
    defer file.close() catch {};
    var hash = Blake2b256.init(.{});
    var buffer: [64 << 10]u8 = undefined;
    while (true) {
        const part = file.read(&buffer) catch return false;
        hash.update(part);
        if (part.len < buffer.len) break;
    }
    var digest: [32]u8 = undefined;
    hash.final(&digest);
    return std.mem.eql(u8, text.hex(&digest), entry.digest);
}

/// What lies below `at` is known: a module beside another could be imported in its place.
fn isComplete(folder: []const u8, at: []const u8, known: *const std.StringHashMapUnmanaged(void)) bool {
    var listing = os.Listing.open(text.join(&.{ folder, "/", at })) catch return false;
    defer listing.close();
    while (listing.next()) |item| {
        if (item.is_folder) {
            if (!isComplete(folder, text.join(&.{ at, item.name, "/" }), known)) return false;
        } else if (at.len == 0 and std.mem.startsWith(u8, item.name, MARKER)) {
            continue;
        } else if (!known.contains(text.join(&.{ at, item.name }))) return false;
    }
    return true;
}

fn hasSize(folder: []const u8, path: []const u8, size: u64) bool {
    const found = os.info(text.join(&.{ folder, "/", path })) catch return false;
    return found.kind == .file and found.size == size;
}

/// The marker's time says when a version was last used; once a day is exact enough.
fn keepYoung(path: [:0]const u8) void {
    const marker = os.info(path) catch return;
    if (os.now() - marker.changed > DAY) os.touch(path);
}

fn heading(payload: Payload) []const u8 {
    return text.join(&.{ "kiln-onefile 1 ", text.hex(payload.digest) });
}

fn boot() []const u8 {
    const State_ = struct {
        var buffer: [64]u8 = undefined;
    };
    return os.bootId(&State_.buffer);
}

/// `buffer` holds it as a rule; bundles with dozens of launchers have a longer one.
fn readMarker(path: [:0]const u8, buffer: []u8) Error![]const u8 {
    const file = try os.openFile(path);
    defer file.close() catch {};
    const head = try file.read(buffer);
    if (head.len < buffer.len) return head;
    const size = (try os.info(path)).size;
    if (size < head.len or size > LONGEST_MARKER) return error.Failed;
    const whole = text.memory.alloc(u8, @intCast(size)) catch os.abandon("out of memory\n");
    @memcpy(whole[0..head.len], head);
    const rest = try file.read(whole[head.len..]);
    return whole[0 .. head.len + rest.len];
}
