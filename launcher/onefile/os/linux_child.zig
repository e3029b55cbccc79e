//! Starting the application: in this process' place, or as a child where something is left to do afterwards.
const std = @import("std");
const linux = std.os.linux;
const host = @import("linux.zig");
const system = @import("linux_system.zig");
const text = @import("../text.zig");
const Error = @import("../os.zig").Error;

/// Never returns unless the start fails. `setting`: NAME=value for the application.
pub fn replace(program: [:0]const u8, setting: [:0]const u8) Error!noreturn {
    _ = try system.check(linux.execve(program, argumentsFor(program), environmentWith(setting)));
    unreachable;
}

fn argumentsFor(program: [:0]const u8) [*:null]const ?[*:0]const u8 {
    const count = @max(host.arguments.len, 1);
    const list = text.memory.allocSentinel(?[*:0]const u8, count, null) catch host.abandon("out of memory\n");
    list[0] = program;
    for (host.arguments, 0..) |argument, i| list[i] = argument;
    return list.ptr;
}

fn environmentWith(setting: [:0]const u8) [*:null]const ?[*:0]const u8 {
    const name = setting[0 .. std.mem.indexOfScalar(u8, setting, '=').? + 1];
    const list = text.memory.allocSentinel(?[*:0]const u8, host.environment.len + 1, null) catch host.abandon("out of memory\n");
    var count: usize = 0;
    for (host.environment) |entry| {
        if (std.mem.startsWith(u8, std.mem.span(entry.?), name)) continue;
        list[count] = entry;
        count += 1;
    }
    list[count] = setting;
    list[count + 1] = null;
    return list.ptr;
}

/// Runs the program as a child that gets every signal that this process gets; returns how this process has to end.
/// Signals of the terminal reach the child by themselves.
pub fn waitFor(program: [:0]const u8, setting: [:0]const u8) Error!Ending {
    const all = linux.sigfillset();
    var usual: linux.sigset_t = undefined;
    _ = linux.sigprocmask(linux.SIG.BLOCK, &all, &usual);
    const child: i32 = @intCast(try system.check(linux.fork()));
    if (child == 0) {
        _ = linux.prctl(@backingInt(linux.PR.SET_PDEATHSIG), @backingInt(linux.SIG.KILL), 0, 0, 0);
        _ = linux.sigprocmask(linux.SIG.SETMASK, &usual, null);
        replace(program, setting) catch host.complain(text.join(&.{ program, ": ", system.reason(), "\n" }));
        host.exit(125);
    }
    while (true) {
        var received: linux.siginfo_t = undefined;
        const number = linux.syscall4(.rt_sigtimedwait, @intFromPtr(&all), @intFromPtr(&received), 0, linux.NSIG / 8);
        if (linux.errno(number) != .SUCCESS) continue;
        const signal: linux.SIG = @fromBackingInt(@intCast(number));
        const from_kernel = received.code > 0;
        if (signal == .CHLD) {
            if (look(child)) |ending| return ending;
        } else if (!from_kernel) {
            _ = linux.kill(child, signal);
        }
    }
}

/// Exit code, or the signal that ended it.
pub const Ending = union(enum) {
    code: u8,
    signal: linux.SIG,

    pub fn apply(ending: Ending) noreturn {
        switch (ending) {
            .code => |code| host.exit(code),
            .signal => |signal| endBy(signal),
        }
    }
};

/// What happened to the child; null while it lives. A stopped child stops this process too, so that the shell sees it.
fn look(child: i32) ?Ending {
    while (true) {
        var status: i32 = 0;
        const got = linux.waitpid(child, &status, linux.W.UNTRACED | linux.W.NOHANG);
        if (linux.errno(got) != .SUCCESS or got == 0) return null;
        const state: u32 = @bitCast(status);
        if (linux.W.IFEXITED(state)) return .{ .code = linux.W.EXITSTATUS(state) };
        if (linux.W.IFSIGNALED(state)) return .{ .signal = linux.W.TERMSIG(state) };
        _ = linux.kill(linux.getpid(), .STOP);
        _ = linux.kill(child, .CONT);
    }
}

/// Ends as the child did: no core file of its own, the same signal for whoever waits.
fn endBy(signal: linux.SIG) noreturn {
    _ = linux.prctl(@backingInt(linux.PR.SET_DUMPABLE), 0, 0, 0, 0);
    const none = linux.sigemptyset();
    _ = linux.kill(linux.getpid(), signal);
    _ = linux.sigprocmask(linux.SIG.SETMASK, &none, null);
    host.exit(128 +| @as(u8, @intCast(@backingInt(signal))));
}
