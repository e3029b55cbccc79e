//! Linux by its system calls alone: no C library, so the same program runs on every distribution.
const std = @import("std");
const linux = std.os.linux;
const common = @import("../os.zig");
const system = @import("linux_system.zig");
const text = @import("../text.zig");
const Error = common.Error;
const Info = common.Info;

pub const reason = system.reason;
const check = system.check;

pub const suffix = "";

pub var arguments: []const [*:0]const u8 = &.{};
pub var environment: [:null]const ?[*:0]const u8 = &.{};

pub fn begin(init: std.process.Init.Minimal) void {
    arguments = init.args.vector;
    environment = init.environ.block.slice;
    // Who runs a set-uid program decides its environment, and so where its code would come from.
    if (linux.getauxval(std.elf.AT.SECURE) != 0) abandon("a one-file application cannot be set-uid\n");
}

/// The command's own word for the program.
pub fn calledAs() []const u8 {
    return if (arguments.len > 0) std.mem.span(arguments[0]) else ownPath();
}

pub fn ownPath() [:0]const u8 {
    var buffer: [4096]u8 = undefined;
    const length = check(linux.readlinkat(linux.AT.FDCWD, "/proc/self/exe", &buffer, buffer.len)) catch
        return std.mem.span(@as([*:0]const u8, @ptrFromInt(linux.getauxval(std.elf.AT.EXECFN))));
    return text.join(&.{buffer[0..length]});
}

/// This program's file, in memory as far as it is read.
pub fn ownFile() Error![]const u8 {
    return wholeFile("/proc/self/exe") catch wholeFile(ownPath());
}

pub fn wholeFile(path: [:0]const u8) Error![]const u8 {
    const file = try check(system.open(path, .{ .CLOEXEC = true }));
    defer _ = linux.close(@intCast(file));
    const size = (try system.statOf(@intCast(file), "", linux.AT.EMPTY_PATH)).size;
    const at = try check(linux.mmap(null, size, .{ .READ = true }, .{ .TYPE = .PRIVATE }, @intCast(file), 0));
    return @as([*]const u8, @ptrFromInt(at))[0..size];
}

/// null: not set, or empty.
pub fn variable(name: []const u8) ?[]const u8 {
    for (environment) |entry| {
        const line = std.mem.span(entry.?);
        if (line.len > name.len + 1 and line[name.len] == '=' and std.mem.startsWith(u8, line, name)) return line[name.len + 1 ..];
    }
    return null;
}

pub fn info(path: [:0]const u8) Error!Info {
    return system.statOf(linux.AT.FDCWD, path, linux.AT.SYMLINK_NOFOLLOW);
}

/// For this user alone. Existing ones are an error.
pub fn makeFolder(path: [:0]const u8) Error!void {
    _ = try check(linux.mkdirat(linux.AT.FDCWD, path, 0o700));
}

pub fn makeLink(target: []const u8, path: [:0]const u8) Error!void {
    _ = try check(linux.symlinkat(text.join(&.{target}), linux.AT.FDCWD, path));
}

pub fn readLink(path: [:0]const u8, buffer: []u8) Error![]const u8 {
    return buffer[0..try check(linux.readlinkat(linux.AT.FDCWD, path, buffer.ptr, buffer.len))];
}

pub fn rename(from: [:0]const u8, to: [:0]const u8) Error!void {
    _ = try check(linux.renameat(linux.AT.FDCWD, from, linux.AT.FDCWD, to));
}

pub fn removeFile(path: [:0]const u8) void {
    _ = linux.unlinkat(linux.AT.FDCWD, path, 0);
}

pub fn removeFolder(path: [:0]const u8) void {
    _ = linux.unlinkat(linux.AT.FDCWD, path, linux.AT.REMOVEDIR);
}

pub const File = struct {
    handle: i32,

    pub fn write(file: File, bytes: []const u8) Error!void {
        var rest = bytes;
        while (rest.len > 0) rest = rest[try check(linux.write(file.handle, rest.ptr, rest.len))..];
    }

    /// Fewer bytes than `to` holds: the end.
    pub fn read(file: File, to: []u8) Error![]u8 {
        var length: usize = 0;
        while (length < to.len) {
            const got = try check(linux.read(file.handle, to[length..].ptr, to.len - length));
            if (got == 0) break;
            length += got;
        }
        return to[0..length];
    }

    /// Some file systems tell only here that there was no room.
    pub fn close(file: File) Error!void {
        _ = try check(linux.close(file.handle));
    }
};

pub fn createFile(path: [:0]const u8, is_program: bool) Error!File {
    const flags: linux.O = .{ .ACCMODE = .WRONLY, .CREAT = true, .EXCL = true, .CLOEXEC = true, .NOFOLLOW = true };
    const mode: linux.mode_t = if (is_program) 0o755 else 0o644;
    return .{ .handle = @intCast(try check(linux.openat(linux.AT.FDCWD, path, flags, mode))) };
}

pub fn openFile(path: [:0]const u8) Error!File {
    return .{ .handle = @intCast(try check(system.open(path, .{ .CLOEXEC = true, .NOFOLLOW = true }))) };
}

pub const Listing = system.Listing;

var lock_file: ?i32 = null;

/// Held until `unlock`, or until this process ends.
pub fn lock(path: [:0]const u8) common.Lock {
    const flags: linux.O = .{ .ACCMODE = .RDWR, .CREAT = true, .CLOEXEC = true, .NOFOLLOW = true };
    const file = check(linux.openat(linux.AT.FDCWD, path, flags, 0o600)) catch return .none;
    const exclusive_now = 2 | 4;
    switch (linux.errno(linux.flock(@intCast(file), exclusive_now))) {
        .SUCCESS => {
            lock_file = @intCast(file);
            return .held;
        },
        .AGAIN => {
            _ = linux.close(@intCast(file));
            return .busy;
        },
        else => return .none,
    }
}

pub fn unlock() void {
    if (lock_file) |file| _ = linux.close(file);
    lock_file = null;
}

/// Marks as used now.
pub fn touch(path: [:0]const u8) void {
    _ = linux.utimensat(linux.AT.FDCWD, path, null, linux.AT.SYMLINK_NOFOLLOW);
}

/// Seconds since 1970.
pub fn now() i64 {
    var time: linux.timespec = undefined;
    _ = linux.clock_gettime(.REALTIME, &time);
    return time.sec;
}

pub fn milliseconds() i64 {
    var time: linux.timespec = undefined;
    _ = linux.clock_gettime(.MONOTONIC, &time);
    return time.sec * 1000 + @divTrunc(time.nsec, std.time.ns_per_ms);
}

pub fn sleep(ms: u32) void {
    const time: linux.timespec = .{ .sec = 0, .nsec = @as(isize, ms) * std.time.ns_per_ms };
    _ = linux.nanosleep(&time, null);
}

/// The kernel's own for each process.
pub fn random() *const [16]u8 {
    return @ptrFromInt(linux.getauxval(std.elf.AT.RANDOM));
}

/// Another text after each start of the machine; empty where the system does not say.
pub fn bootId(buffer: []u8) []const u8 {
    const file = check(system.open("/proc/sys/kernel/random/boot_id", .{ .CLOEXEC = true })) catch return "";
    defer _ = linux.close(@intCast(file));
    const length = check(linux.read(@intCast(file), buffer.ptr, buffer.len)) catch return "";
    return std.mem.trimEnd(u8, buffer[0..length], "\n");
}

pub const canRunFrom = system.canRunFrom;
pub const isRunning = system.isRunning;
pub const largeMemory = system.largeMemory;
pub const isTerminal = system.isTerminal;
pub const replace = @import("linux_child.zig").replace;
pub const waitFor = @import("linux_child.zig").waitFor;

pub fn setUmask(mask: u32) u32 {
    return @intCast(linux.syscall1(.umask, mask));
}

pub fn complain(line: []const u8) void {
    _ = linux.write(2, line.ptr, line.len);
}

/// Why nothing starts.
pub const tell = complain;

pub fn exit(code: u8) noreturn {
    linux.exit_group(code);
}

pub fn abandon(line: []const u8) noreturn {
    complain(line);
    exit(125);
}

/// $XDG_CACHE_HOME, else ~/.cache; relative ones do not count (XDG base directories).
pub fn cacheFolder() ?[]const u8 {
    if (variable("XDG_CACHE_HOME")) |folder| if (folder[0] == '/') return folder;
    const home = variable("HOME") orelse return null;
    return if (home[0] == '/') text.join(&.{ home, "/.cache" }) else null;
}

pub fn scratchFolders() [4]?[]const u8 {
    return .{ variable("XDG_RUNTIME_DIR"), variable("TMPDIR"), "/tmp", "/var/tmp" };
}

pub fn isProgram(path: [:0]const u8) bool {
    _ = check(linux.faccessat(linux.AT.FDCWD, path, linux.X_OK, 0)) catch return false;
    return true;
}
