//! Reading, writing and listing files of Windows.
const std = @import("std");
const api = @import("windows_api.zig");
const common = @import("../os.zig");
const host = @import("windows.zig");
const text = @import("../text.zig");
const wide = @import("windows_wide.zig");
const Error = common.Error;

pub const File = struct {
    handle: api.HANDLE,

    pub fn write(file: File, bytes: []const u8) Error!void {
        var rest = bytes;
        while (rest.len > 0) {
            var count: u32 = 0;
            if (api.WriteFile(file.handle, rest.ptr, @intCast(@min(rest.len, 1 << 30)), &count, null) == 0) return host.failure();
            rest = rest[count..];
        }
    }

    pub fn read(file: File, to: []u8) Error![]u8 {
        var length: usize = 0;
        while (length < to.len) {
            var count: u32 = 0;
            if (api.ReadFile(file.handle, to[length..].ptr, @intCast(to.len - length), &count, null) == 0) return host.failure();
            if (count == 0) break;
            length += count;
        }
        return to[0..length];
    }

    pub fn close(file: File) Error!void {
        if (api.CloseHandle(file.handle) == 0) return host.failure();
    }
};

pub fn createFile(path: [:0]const u8, _: bool) Error!File {
    return .{ .handle = try host.opened(api.CreateFileW(wide.path(path), api.WRITE, 0, null, api.CREATE_NEW, 0, null)) };
}

pub fn openFile(path: [:0]const u8) Error!File {
    return .{ .handle = try host.opened(api.CreateFileW(wide.path(path), api.READ, api.SHARE_ALL, null, api.OPEN_EXISTING, api.OPEN_REPARSE_POINT, null)) };
}

pub const Listing = struct {
    handle: api.HANDLE,
    data: api.FindData,
    is_first: bool = true,

    pub fn open(path: [:0]const u8) Error!Listing {
        var listing: Listing = .{ .handle = undefined, .data = undefined };
        const pattern = text.join(&.{ std.mem.trimEnd(u8, path, "/\\"), "/*" });
        listing.handle = try host.opened(api.FindFirstFileW(wide.path(pattern), &listing.data));
        return listing;
    }

    pub fn next(listing: *Listing) ?common.Item {
        while (true) {
            if (!listing.is_first and api.FindNextFileW(listing.handle, &listing.data) == 0) return null;
            listing.is_first = false;
            const name = wide.narrow(@ptrCast(&listing.data.name));
            if (std.mem.eql(u8, name, ".") or std.mem.eql(u8, name, "..")) continue;
            return .{ .name = name, .is_folder = listing.data.attributes & (api.FOLDER | api.REPARSE_POINT) == api.FOLDER };
        }
    }

    pub fn close(listing: *Listing) void {
        _ = api.FindClose(listing.handle);
    }
};
