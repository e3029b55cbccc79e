//! Unpacks into a folder that appears at once and whole. Who is killed on the way leaves a name that nobody starts from.
const std = @import("std");
const message = @import("message.zig");
const os = @import("os.zig").impl;
const Error = @import("os.zig").Error;
const text = @import("text.zig");
const unpacking = @import("unpack.zig");
const verify = @import("verify.zig");
const Payload = @import("payload.zig").Payload;

/// A version that nobody started for so long is removed when another one is unpacked.
const UNUSED_S = 30 * 24 * 60 * 60;
/// Another start is unpacking: longer than any disk takes, then both do it.
const LOCK_WAIT_MS = 60_000;

/// Makes `shelf`/`version` whole. `shelf` is this application's folder and this user's alone.
pub fn install(payload: Payload, shelf: []const u8, version: []const u8) Error!void {
    const folder = text.join(&.{ shelf, "/", version });
    const locked = waitForLock(text.join(&.{ shelf, "/.lock" }));
    defer os.unlock();
    const state = verify.glance(payload, folder);
    if (state == .good and !isFullCheckWanted()) return; // somebody else was first
    const index = try unpacking.readIndex(payload);
    if ((state == .unknown or state == .good) and verify.inspect(index, folder)) return verify.mark(payload, index, folder);
    if (state != .absent) message.note(&.{ folder, " was changed or is incomplete: it is unpacked again" });
    const fresh = text.join(&.{ shelf, "/.unpack-", text.hex(os.random()) });
    try fill(payload, index, fresh);
    const old = text.join(&.{ shelf, "/.old-", text.hex(os.random()) });
    os.rename(folder, old) catch {};
    os.rename(fresh, folder) catch |failure| {
        removeTree(fresh);
        // Another process was faster where files cannot be locked.
        if (verify.glance(payload, folder) != .good) return failure;
    };
    removeTree(old);
    if (locked) tidy(shelf, version);
}

/// Fills a new folder, or leaves none.
pub fn fill(payload: Payload, index: []const u8, folder: [:0]const u8) Error!void {
    // With files that nobody may read the application would not start.
    const usual = os.setUmask(0o022);
    defer _ = os.setUmask(usual);
    try os.makeFolder(folder);
    errdefer removeTree(folder);
    try unpacking.unpack(payload, index, folder);
    try verify.mark(payload, index, folder);
}

pub fn isFullCheckWanted() bool {
    return if (os.variable("KILN_ONEFILE_VERIFY")) |value| std.mem.eql(u8, value, "1") else false;
}

fn waitForLock(path: [:0]const u8) bool {
    const started = os.milliseconds();
    while (true) {
        switch (os.lock(path)) {
            .held => return true,
            .none => return false,
            .busy => if (os.milliseconds() - started > LOCK_WAIT_MS) return false,
        }
        os.sleep(10);
    }
}

/// Under the lock: what killed processes left, and versions that nobody used for a month and nobody runs.
fn tidy(shelf: []const u8, current: []const u8) void {
    var listing = os.Listing.open(text.join(&.{shelf})) catch return;
    defer listing.close();
    while (listing.next()) |item| {
        if (!item.is_folder or std.mem.eql(u8, item.name, current)) continue;
        const folder = text.join(&.{ shelf, "/", item.name });
        const is_left = std.mem.startsWith(u8, item.name, ".unpack-") or std.mem.startsWith(u8, item.name, ".old-");
        if (is_left or isUnused(folder)) removeTree(folder);
    }
}

fn isUnused(folder: []const u8) bool {
    const marker = os.info(text.join(&.{ folder, "/", verify.MARKER })) catch return false;
    return os.now() - marker.changed > UNUSED_S and !os.isRunning(folder);
}

/// Whatever cannot be removed stays; links are removed, not followed.
pub fn removeTree(folder: [:0]const u8) void {
    // Some systems skip names while others are removed.
    for (0..3) |_| {
        var listing = os.Listing.open(folder) catch return;
        defer listing.close();
        var is_empty = true;
        while (listing.next()) |item| {
            is_empty = false;
            const path = text.join(&.{ folder, "/", item.name });
            if (item.is_folder) removeTree(path) else os.removeFile(path);
        }
        if (is_empty) break;
    }
    os.removeFolder(folder);
}
