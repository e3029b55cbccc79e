//! A one-file application: unpacks the bundle behind it into the user's cache once and starts its launcher there.
//! docs/onefile.md says where, and what happens when that fails.
const std = @import("std");
const installing = @import("install.zig");
const message = @import("message.zig");
const os = @import("os.zig").impl;
const Error = @import("os.zig").Error;
const places = @import("places.zig");
const text = @import("text.zig");
const unpacking = @import("unpack.zig");
const verify = @import("verify.zig");
const payloads = @import("payload.zig");
const Payload = payloads.Payload;

/// Nothing of a debugger's comfort: an alternative stack would be one more page at each start.
pub const std_options: std.Options = .{ .signal_stack_size = null };

/// zstd's licence wants to be with every program that holds it.
const zstd_license = @embedFile("zstd/ZSTD_LICENSE");

pub const panic = std.debug.FullPanic(struct {
    fn panic(_: []const u8, _: ?usize) noreturn {
        os.abandon("onefile: internal error\n");
    }
}.panic);

pub fn main(init: std.process.Init.Minimal) noreturn {
    std.mem.doNotOptimizeAway(zstd_license);
    os.begin(init);
    message.name = os.calledAs();
    called = places.baseName(os.calledAs());
    const own = os.ownFile() catch message.die(&.{ os.ownPath(), ": cannot read itself: ", os.reason() });
    var path = os.ownPath();
    const payload = if (payloads.beside(own)) |other| found: {
        called = other.launcher;
        path = text.join(&.{ places.folderOf(path), other.file, os.suffix });
        break :found payloads.find(os.wholeFile(path) catch
            message.die(&.{ path, ": ", os.reason(), "\n  this program starts what is in that file: keep the two in one folder" }));
    } else payloads.find(own);
    const setting = text.join(&.{ "KILN_ONEFILE=", path });
    const version = text.hex(payload.digest[0..10]);
    var tried: Tried = .{ .payload = payload };
    if (places.chosen()) |base| {
        startKept(&tried, base, version, setting);
        tried.giveUp();
    }
    if (places.cache(&tried)) |base| startKept(&tried, base, version, setting);
    var scratch: places.Scratch = .{};
    while (scratch.next()) |base| startPassing(&tried, base, setting);
    tried.giveUp();
}

/// Returns only when it cannot be done there.
fn startKept(tried: *Tried, base: []const u8, version: []const u8, setting: [:0]const u8) void {
    const payload = tried.payload;
    const shelf = places.shelf(tried, base, payload.name) orelse return;
    const folder = text.join(&.{ shelf, "/", version });
    const state = verify.glance(payload, folder);
    if (state == .foreign) return tried.add(folder, "belongs to somebody else, or others may write to it");
    if (state != .good or installing.isFullCheckWanted()) {
        if (!os.canRunFrom(shelf)) return tried.add(shelf, "programs may not be started from there (noexec)");
        installing.install(payload, shelf, version) catch |failure| return tried.addFailure(folder, failure);
    }
    os.replace(launcher(folder, payload.name), setting) catch tried.add(folder, os.reason());
}

/// Unpacks for this start alone, under a name that nobody can know before, and removes it afterwards.
fn startPassing(tried: *Tried, base: []const u8, setting: [:0]const u8) void {
    const payload = tried.payload;
    const found = os.info(text.join(&.{base})) catch return tried.add(base, os.reason());
    if (found.kind != .folder) return tried.add(base, "not a folder");
    if (!os.canRunFrom(text.join(&.{base}))) return tried.add(base, "programs may not be started from there (noexec)");
    const folder = text.join(&.{ base, "/", payload.name, "-", text.hex(os.random()) });
    unpackInto(payload, folder) catch |failure| return tried.addFailure(base, failure);
    const ending = os.waitFor(launcher(folder, payload.name), setting) catch {
        tried.add(folder, os.reason());
        return installing.removeTree(folder);
    };
    installing.removeTree(folder);
    ending.apply();
}

fn unpackInto(payload: Payload, folder: [:0]const u8) Error!void {
    try installing.fill(payload, try unpacking.readIndex(payload), folder);
}

var called: []const u8 = "";

/// A link or copy called like another launcher of the bundle starts that one.
fn launcher(folder: []const u8, name: []const u8) [:0]const u8 {
    const usual = text.join(&.{ folder, "/", name, os.suffix });
    if (std.mem.eql(u8, called, name) or called.len == 0) return usual;
    const other = text.join(&.{ folder, "/", called, os.suffix });
    const found = os.info(other) catch return usual;
    return if (found.kind == .file and os.isProgram(other)) other else usual;
}

/// Where it did not work, for the message.
pub const Tried = struct {
    payload: Payload,
    lines: []const u8 = "",

    pub fn add(tried: *Tried, where: []const u8, why: []const u8) void {
        tried.lines = text.join(&.{ tried.lines, "\n  ", where, ": ", why });
    }

    fn addFailure(tried: *Tried, where: []const u8, failure: Error) void {
        if (failure == error.Damaged) message.die(&.{"this program's data is damaged; get it again"});
        tried.add(where, os.reason());
    }

    fn giveUp(tried: *Tried) noreturn {
        const megabytes = text.decimal((tried.payload.content_size + 999_999) / 1_000_000);
        message.die(&.{
            "no place to unpack ",                                                                         megabytes,
            " MB to:",                                                                                     tried.lines,
            "\n  set KILN_ONEFILE_DIR to a folder of yours with room, from which programs may be started",
        });
    }
};
