//! Windows by its own functions alone: no C library. The same names as os/linux.zig.
const std = @import("std");
const api = @import("windows_api.zig");
const common = @import("../os.zig");
const owner = @import("windows_owner.zig");
const text = @import("../text.zig");
const wide = @import("windows_wide.zig");
const Error = common.Error;

pub const suffix = ".exe";
const TICKS_1970 = 116444736000000000;
const TICKS_PER_SECOND = 10_000_000;

var last: u32 = 0;

pub fn begin(_: std.process.Init.Minimal) void {}

pub fn calledAs() []const u8 {
    return ownPath();
}

pub fn ownPath() [:0]const u8 {
    var buffer: [32768]u16 = undefined;
    const length = api.GetModuleFileNameW(null, &buffer, buffer.len - 1);
    buffer[length] = 0;
    return wide.narrow(buffer[0..length :0]);
}

pub fn ownFile() Error![]const u8 {
    return wholeFile(ownPath());
}

pub fn wholeFile(path: [:0]const u8) Error![]const u8 {
    const READ_ONLY = 2;
    const VIEW_READ = 4;
    const file = try opened(api.CreateFileW(wide.path(path), api.READ, api.SHARE_ALL, null, api.OPEN_EXISTING, 0, null));
    var size: u64 = 0;
    if (api.GetFileSizeEx(file, &size) == 0) return failure();
    const mapping = api.CreateFileMappingW(file, null, READ_ONLY, 0, 0, null) orelse return failure();
    const start = api.MapViewOfFile(mapping, VIEW_READ, 0, 0, 0) orelse return failure();
    return start[0..@intCast(size)];
}

pub fn variable(name: []const u8) ?[]const u8 {
    var buffer: [32768]u16 = undefined;
    const length = api.GetEnvironmentVariableW(wide.widen(name), &buffer, buffer.len);
    return if (length == 0 or length >= buffer.len) null else wide.narrow(buffer[0..length :0]);
}

/// The owner of files is not asked: they lie in folders that are.
pub fn info(path: [:0]const u8) Error!common.Info {
    var found: api.Attributes = undefined;
    const name = wide.path(path);
    if (api.GetFileAttributesExW(name, 0, &found) == 0) return failure();
    const is_folder = found.attributes & api.FOLDER != 0;
    return .{
        .kind = if (found.attributes & api.REPARSE_POINT != 0) .link else if (is_folder) .folder else .file,
        .size = @as(u64, found.size_high) << 32 | found.size_low,
        .is_mine = !is_folder or owner.isMine(name),
        .is_shared = false,
        .changed = @divTrunc(@as(i64, @intCast(found.written)) - TICKS_1970, TICKS_PER_SECOND),
    };
}

pub fn makeFolder(path: [:0]const u8) Error!void {
    if (api.CreateDirectoryW(wide.path(path), owner.onlyMine()) == 0) return failure();
}

/// Bundles for Windows have no links.
pub fn makeLink(_: []const u8, _: [:0]const u8) Error!void {
    return error.Failed;
}

pub fn readLink(_: [:0]const u8, _: []u8) Error![]const u8 {
    return error.Failed;
}

/// Tries for two seconds: scanners hold new files open for a moment.
pub fn rename(from: [:0]const u8, to: [:0]const u8) Error!void {
    const REPLACE = 1;
    const DENIED = 5;
    const IN_USE = 32;
    const source = wide.path(from);
    const target = wide.path(to);
    for (0..100) |_| {
        if (api.MoveFileExW(source, target, REPLACE) != 0) return;
        const failed = failure();
        if (last != DENIED and last != IN_USE) return failed;
        if (isFolder(to)) return error.Exists;
        sleep(20);
    }
    return error.Failed;
}

fn isFolder(path: [:0]const u8) bool {
    const found = info(path) catch return false;
    return found.kind == .folder;
}

pub fn removeFile(path: [:0]const u8) void {
    _ = api.DeleteFileW(wide.path(path));
}

pub fn removeFolder(path: [:0]const u8) void {
    _ = api.RemoveDirectoryW(wide.path(path));
}

const files = @import("windows_files.zig");
pub const File = files.File;
pub const Listing = files.Listing;
pub const createFile = files.createFile;
pub const openFile = files.openFile;

var lock_file: ?api.HANDLE = null;

/// Held until `unlock`, or until this process ends.
pub fn lock(path: [:0]const u8) common.Lock {
    const IN_USE = 32;
    lock_file = opened(api.CreateFileW(wide.path(path), api.WRITE, 0, null, api.OPEN_ALWAYS, 0, null)) catch
        return if (last == IN_USE) .busy else .none;
    return .held;
}

pub fn unlock() void {
    if (lock_file) |file| _ = api.CloseHandle(file);
    lock_file = null;
}

pub fn touch(path: [:0]const u8) void {
    const file = opened(api.CreateFileW(wide.path(path), api.WRITE_ATTRIBUTES, api.SHARE_ALL, null, api.OPEN_EXISTING, 0, null)) catch return;
    var time: u64 = 0;
    api.GetSystemTimeAsFileTime(&time);
    _ = api.SetFileTime(file, null, null, &time);
    _ = api.CloseHandle(file);
}

pub fn now() i64 {
    var time: u64 = 0;
    api.GetSystemTimeAsFileTime(&time);
    return @divTrunc(@as(i64, @intCast(time)) - TICKS_1970, TICKS_PER_SECOND);
}

pub fn milliseconds() i64 {
    return @intCast(api.GetTickCount64());
}

pub const sleep = api.Sleep;

var random_bytes: [16]u8 = @splat(0);

pub fn random() *const [16]u8 {
    if (std.mem.allEqual(u8, &random_bytes, 0) and api.SystemFunction036(&random_bytes, random_bytes.len) == 0)
        abandon("onefile: Windows has no random numbers\n");
    return &random_bytes;
}

/// The count of starts that Windows shows to every process at a fixed address (KUSER_SHARED_DATA.BootId).
pub fn bootId(buffer: []u8) []const u8 {
    const count: *const volatile u32 = @ptrFromInt(0x7ffe02c4);
    const digits = text.decimal(count.*);
    @memcpy(buffer[0..digits.len], digits);
    return buffer[0..digits.len];
}

pub fn canRunFrom(_: [:0]const u8) bool {
    return true;
}

/// Folders of running programs cannot be renamed.
pub fn isRunning(folder: []const u8) bool {
    const name = wide.path(folder);
    const other = wide.path(text.join(&.{ folder, ".moved" }));
    if (api.MoveFileExW(name, other, 0) == 0) return true;
    _ = api.MoveFileExW(other, name, 0);
    return false;
}

pub const replace = @import("windows_child.zig").replace;
pub const waitFor = @import("windows_child.zig").waitFor;

pub fn setUmask(_: u32) u32 {
    return 0;
}

pub fn cacheFolder() ?[]const u8 {
    return variable("LOCALAPPDATA");
}

pub fn scratchFolders() [1]?[]const u8 {
    var buffer: [300]u16 = undefined;
    const length = api.GetTempPathW(buffer.len, &buffer);
    if (length == 0 or length >= buffer.len) return .{null};
    return .{std.mem.trimEnd(u8, wide.narrow(buffer[0..length :0]), "\\")};
}

pub fn isProgram(_: [:0]const u8) bool {
    return true;
}

/// A path as programs see it: with backslashes, without \\?\.
pub fn plain(path: []const u8) [:0]u16 {
    const result = wide.widen(path);
    for (result) |*unit| if (unit.* == '/') {
        unit.* = '\\';
    };
    return result;
}

pub fn opened(handle: api.HANDLE) Error!api.HANDLE {
    return if (handle == api.INVALID) failure() else handle;
}

/// Keeps why the last call failed.
pub fn failure() Error {
    last = api.GetLastError();
    return switch (last) {
        2, 3, 267 => error.Missing,
        80, 183, 145 => error.Exists,
        else => error.Failed,
    };
}

/// In the words of Windows.
pub fn reason() []const u8 {
    const FROM_SYSTEM_WITHOUT_INSERTS = 0x1200;
    var buffer: [512]u16 = undefined;
    const length = api.FormatMessageW(FROM_SYSTEM_WITHOUT_INSERTS, null, last, 0, &buffer, buffer.len - 1, null);
    buffer[length] = 0;
    const words = std.mem.trimEnd(u8, wide.narrow(buffer[0..length :0]), ".\r\n ");
    return text.join(&.{ words, " (error ", text.decimal(last), ")" });
}

pub fn largeMemory(size: usize) ?[]align(4096) u8 {
    return std.heap.page_allocator.alignedAlloc(u8, .fromByteUnits(4096), size) catch null;
}

const telling = @import("windows_tell.zig");
pub const isTerminal = telling.isTerminal;
pub const complain = telling.complain;
pub const tell = telling.tell;

pub fn exit(code: u32) noreturn {
    api.ExitProcess(code);
}

pub fn abandon(line: []const u8) noreturn {
    complain(line);
    exit(125);
}
