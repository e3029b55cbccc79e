//! Windows cannot put one program in another's place: the application is a child that this program waits for.
const api = @import("windows_api.zig");
const host = @import("windows.zig");
const text = @import("../text.zig");
const wide = @import("windows_wide.zig");
const std = @import("std");
const Error = @import("../os.zig").Error;

pub const Ending = struct {
    code: u32,

    pub fn apply(ending: Ending) noreturn {
        host.exit(ending.code);
    }
};

pub fn replace(program: [:0]const u8, setting: [:0]const u8) Error!noreturn {
    (try waitFor(program, setting)).apply();
}

/// The command line, the handles and the console pass on as they are.
pub fn waitFor(program: [:0]const u8, setting: [:0]const u8) Error!Ending {
    const SUSPENDED = 4;
    const at = std.mem.indexOfScalar(u8, setting, '=').?;
    _ = api.SetEnvironmentVariableW(wide.widen(setting[0..at]), wide.widen(setting[at + 1 ..]));
    var startup: api.StartupInfo = undefined;
    startup.size = @sizeOf(api.StartupInfo);
    api.GetStartupInfoW(&startup);
    var process: api.Process = undefined;
    _ = api.SetConsoleCtrlHandler(&leaveToChild, 1);
    // Not the long form: the program would see it as its own path.
    if (api.CreateProcessW(host.plain(program), api.GetCommandLineW(), null, null, 1, SUSPENDED, null, null, &startup, &process) == 0) return host.failure();
    endTogether(process.process);
    _ = api.ResumeThread(process.thread);
    _ = api.WaitForSingleObject(process.process, ~@as(u32, 0));
    var code: u32 = 0;
    if (api.GetExitCodeProcess(process.process, &code) == 0) return host.failure();
    return .{ .code = code };
}

/// When this program is ended, the application is; what the application starts is its own affair.
fn endTogether(process: api.HANDLE) void {
    const EXTENDED_LIMITS = 9;
    const KILL_ON_CLOSE = 0x2000;
    const CHILDREN_BREAK_AWAY = 0x1000;
    const job = api.CreateJobObjectW(null, null) orelse return;
    const limits: api.JobLimits = .{ .flags = KILL_ON_CLOSE | CHILDREN_BREAK_AWAY };
    _ = api.SetInformationJobObject(job, EXTENDED_LIMITS, &limits, @sizeOf(api.JobLimits));
    _ = api.AssignProcessToJobObject(job, process);
}

/// Ctrl-C, closing the window and so on reach the child by themselves; it decides.
fn leaveToChild(event: u32) callconv(.winapi) i32 {
    const CTRL_BREAK = 1;
    if (event > CTRL_BREAK) api.Sleep(~@as(u32, 0));
    return 1;
}
