//! What a person reads: the console, or a dialog where a program has none.
const std = @import("std");
const api = @import("windows_api.zig");
const wide = @import("windows_wide.zig");

const STDERR = @as(u32, @bitCast(@as(i32, -12)));

/// Whether somebody reads along.
pub fn isTerminal() bool {
    var mode: u32 = 0;
    return api.GetConsoleMode(api.GetStdHandle(STDERR) orelse return false, &mode) != 0;
}

pub fn complain(line: []const u8) void {
    var count: u32 = 0;
    if (api.GetStdHandle(STDERR)) |handle| _ = api.WriteFile(handle, line.ptr, @intCast(line.len), &count, null);
}

/// Why nothing starts. A program with windows alone would end without a word.
pub fn tell(line: []const u8) void {
    complain(line);
    if (!hasNoConsole()) return;
    const MessageBox = *const fn (?*anyopaque, api.Wide, ?api.Wide, u32) callconv(.winapi) i32;
    const ICON_ERROR = 0x10;
    // Loaded for this alone: it would be most of what each start loads.
    const library = api.LoadLibraryA("user32.dll") orelse return;
    const show: MessageBox = @ptrCast(@alignCast(api.GetProcAddress(library, "MessageBoxW") orelse return));
    _ = show(null, wide.widen(line), null, ICON_ERROR);
}

/// By its own header, which says how it was packed.
fn hasNoConsole() bool {
    const WINDOWS_ALONE = 2;
    const image: [*]const u8 = @ptrCast(api.GetModuleHandleW(null) orelse return false);
    const header = std.mem.readInt(u32, image[0x3c..0x40], .little);
    return std.mem.readInt(u16, image[header + 24 + 68 ..][0..2], .little) == WINDOWS_ALONE;
}
