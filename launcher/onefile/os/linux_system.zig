//! System calls that need more than one line.
const std = @import("std");
const linux = std.os.linux;
const builtin = @import("builtin");
const common = @import("../os.zig");
const text = @import("../text.zig");
const Error = common.Error;

var last: linux.E = .SUCCESS;

/// Why the last call failed, in the words of the C library.
pub fn reason() []const u8 {
    return switch (last) {
        .NOSPC => "no space left on device",
        .DQUOT => "disk quota exceeded",
        .ROFS => "read-only file system",
        .ACCES => "permission denied",
        .PERM => "operation not permitted",
        .NOENT => "no such file or folder",
        .NOTDIR => "not a folder",
        .EXIST, .NOTEMPTY => "exists already",
        .NAMETOOLONG => "the path is too long",
        .NOMEM => "out of memory",
        .MFILE, .NFILE => "too many open files",
        .NOEXEC => "exec format error: not a program for this machine",
        .IO => "input/output error",
        .LOOP => "a link where a file or folder is expected",
        .XDEV => "on another file system",
        else => text.join(&.{ "error ", text.decimal(@backingInt(last)) }),
    };
}

/// A system call's result; the reason of a failure is kept. Interrupted ones do not happen: there is no handler.
pub fn check(result: usize) Error!usize {
    const code = linux.errno(result);
    if (code == .SUCCESS) return result;
    last = code;
    return switch (code) {
        .NOENT, .NOTDIR => error.Missing,
        .EXIST, .NOTEMPTY => error.Exists,
        else => error.Failed,
    };
}

pub fn open(path: [:0]const u8, flags: linux.O) usize {
    return linux.openat(linux.AT.FDCWD, path, flags, 0);
}

/// struct stat of the kernel; statx is missing before 4.11 and in old containers' filters.
const Stat = switch (builtin.cpu.arch) {
    .x86_64 => extern struct { dev: u64, ino: u64, nlink: u64, mode: u32, uid: u32, gid: u32, pad: u32, rdev: u64, size: u64, blksize: u64, blocks: u64, atime: [2]i64, mtime: [2]i64, ctime: [2]i64, unused: [3]u64 },
    .aarch64 => extern struct { dev: u64, ino: u64, mode: u32, nlink: u32, uid: u32, gid: u32, rdev: u64, pad: u64, size: u64, blksize: u32, pad2: u32, blocks: u64, atime: [2]i64, mtime: [2]i64, ctime: [2]i64, unused: [2]u32 },
    else => @compileError("struct stat of this CPU is not known"),
};

pub fn statOf(folder: i32, path: [:0]const u8, flags: u32) Error!common.Info {
    var stat: Stat = undefined;
    const call = if (@hasField(linux.SYS, "newfstatat")) .newfstatat else .fstatat;
    _ = try check(linux.syscall4(call, @as(u32, @bitCast(folder)), @intFromPtr(path.ptr), @intFromPtr(&stat), flags));
    return .{
        .kind = switch (stat.mode & 0o170000) {
            0o100000 => .file,
            0o040000 => .folder,
            0o120000 => .link,
            else => .other,
        },
        .size = stat.size,
        .is_mine = stat.uid == linux.geteuid(),
        .is_shared = stat.mode & 0o022 != 0,
        .changed = stat.mtime[0],
    };
}

pub const Listing = struct {
    handle: i32,
    path: []const u8,
    buffer: [8192]u8 align(8) = undefined,
    at: usize = 0,
    end: usize = 0,

    pub fn open(path: [:0]const u8) Error!Listing {
        const flags: linux.O = .{ .DIRECTORY = true, .CLOEXEC = true, .NOFOLLOW = true };
        return .{ .handle = @intCast(try check(linux.openat(linux.AT.FDCWD, path, flags, 0))), .path = path };
    }

    /// The name is valid until the next call.
    pub fn next(listing: *Listing) ?common.Item {
        while (true) {
            if (listing.at == listing.end) {
                listing.end = check(linux.getdents64(listing.handle, &listing.buffer, listing.buffer.len)) catch 0;
                listing.at = 0;
                if (listing.end == 0) return null;
            }
            const entry: *align(8) linux.dirent64 = @ptrCast(@alignCast(&listing.buffer[listing.at]));
            listing.at += entry.reclen;
            const name = std.mem.span(@as([*:0]u8, @ptrCast(&entry.name)));
            if (std.mem.eql(u8, name, ".") or std.mem.eql(u8, name, "..")) continue;
            return .{ .name = name, .is_folder = entry.type == linux.DT.DIR or entry.type == linux.DT.UNKNOWN and listing.isFolder(name) };
        }
    }

    fn isFolder(listing: *Listing, name: []const u8) bool {
        const found = statOf(linux.AT.FDCWD, text.join(&.{ listing.path, "/", name }), linux.AT.SYMLINK_NOFOLLOW) catch return false;
        return found.kind == .folder;
    }

    pub fn close(listing: *Listing) void {
        _ = linux.close(listing.handle);
    }
};

/// Whether programs may be started and libraries loaded from there.
pub fn canRunFrom(folder: [:0]const u8) bool {
    var fields: [15]u64 = undefined;
    _ = check(linux.syscall2(.statfs, @intFromPtr(folder.ptr), @intFromPtr(&fields))) catch return true;
    const NOEXEC = 8;
    return fields[10] & NOEXEC == 0;
}

/// Whether a process that this user may look at was started from below `folder`.
pub fn isRunning(folder: []const u8) bool {
    var processes = Listing.open("/proc") catch return true;
    defer processes.close();
    const prefix = text.join(&.{ folder, "/" });
    var buffer: [4096]u8 = undefined;
    while (processes.next()) |item| {
        if (text.number(item.name) == null) continue;
        const link = text.join(&.{ "/proc/", item.name, "/exe" });
        const length = check(linux.readlinkat(linux.AT.FDCWD, link, &buffer, buffer.len)) catch continue;
        if (std.mem.startsWith(u8, buffer[0..length], prefix)) return true;
    }
    return false;
}

/// Zeroed memory, in large pages where the kernel has them: a fault for each small one costs as much as unpacking into it.
pub fn largeMemory(size: usize) ?[]align(4096) u8 {
    const at = check(linux.mmap(null, size, .{ .READ = true, .WRITE = true }, .{ .TYPE = .PRIVATE, .ANONYMOUS = true }, -1, 0)) catch return null;
    const HUGE_PAGES = 14;
    const memory = @as([*]align(4096) u8, @ptrFromInt(at));
    _ = linux.madvise(memory, size, HUGE_PAGES);
    return memory[0..size];
}

/// Whether somebody reads along.
pub fn isTerminal() bool {
    const GET_SETTINGS = 0x5401;
    var settings: [256]u8 = undefined;
    return linux.errno(linux.ioctl(2, GET_SETTINGS, @intFromPtr(&settings))) == .SUCCESS;
}
