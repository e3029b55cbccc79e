//! Where an application is unpacked: what the user says, else the user's cache, else a folder for one start.
const std = @import("std");
const os = @import("os.zig").impl;
const text = @import("text.zig");
const Tried = @import("main.zig").Tried;

/// The only place where the user names one.
pub fn chosen() ?[]const u8 {
    return os.variable("KILN_ONEFILE_DIR");
}

/// The cache of this user's own; null where there is none.
pub fn cache(tried: *Tried) ?[]const u8 {
    const base = os.cacheFolder() orelse {
        tried.add("cache", "neither XDG_CACHE_HOME nor HOME says where");
        return null;
    };
    // With sudo, HOME may be somebody else's: their cache must not get folders that they cannot use.
    var at: []const u8 = base;
    while (true) {
        const found = os.info(text.join(&.{at})) catch |failure| {
            if (failure == error.Missing) {
                at = std.fs.path.dirname(at) orelse return base;
                continue;
            }
            tried.add(at, os.reason());
            return null;
        };
        if (found.kind == .link or found.is_mine) return base;
        tried.add(at, "belongs to somebody else");
        return null;
    }
}

/// The application's own folder below `base`, made where it is missing: this user's, closed to others.
pub fn shelf(tried: *Tried, base: []const u8, name: []const u8) ?[:0]const u8 {
    const folder = text.join(&.{ base, "/", name, "-onefile" });
    const found = os.info(folder) catch |failure| {
        if (failure == error.Missing and makeAll(folder)) return shelf(tried, base, name);
        tried.add(folder, os.reason());
        return null;
    };
    if (found.kind == .folder and found.is_mine and !found.is_shared) return folder;
    tried.add(folder, "belongs to somebody else, or others may write to it");
    return null;
}

fn makeAll(folder: [:0]const u8) bool {
    os.makeFolder(folder) catch |failure| switch (failure) {
        error.Exists => return true,
        error.Failed, error.Damaged => return false,
        error.Missing => {
            const parent = std.fs.path.dirname(folder) orelse return false;
            if (parent.len == folder.len or !makeAll(text.join(&.{parent}))) return false;
            os.makeFolder(folder) catch return false;
        },
    };
    return true;
}

/// Folders for temporary files, in the order in which they are tried.
pub const Scratch = struct {
    at: usize = 0,

    pub fn next(scratch: *Scratch) ?[]const u8 {
        const all = os.scratchFolders();
        while (scratch.at < all.len) {
            scratch.at += 1;
            if (all[scratch.at - 1]) |folder| if (std.fs.path.isAbsolute(folder)) return folder;
        }
        return null;
    }
};

/// With the slash at its end.
pub fn folderOf(path: []const u8) []const u8 {
    return path[0 .. path.len - std.fs.path.basename(path).len];
}

pub fn baseName(path: []const u8) []const u8 {
    const name = std.fs.path.basename(path);
    return if (os.suffix.len > 0 and std.ascii.endsWithIgnoreCase(name, os.suffix)) name[0 .. name.len - os.suffix.len] else name;
}
