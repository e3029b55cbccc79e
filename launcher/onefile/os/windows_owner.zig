//! Whose a folder is, and folders that are nobody else's.
const api = @import("windows_api.zig");
const text = @import("../text.zig");
const wide = @import("windows_wide.zig");

var user: ?*anyopaque = null;
var token_user: [128]u8 align(8) = undefined;
var private: api.Security = .{ .descriptor = null };

fn currentUser() ?*anyopaque {
    if (user) |sid| return sid;
    const QUERY = 8;
    const TOKEN_USER = 1;
    var token: api.HANDLE = undefined;
    var size: u32 = 0;
    if (api.OpenProcessToken(api.GetCurrentProcess(), QUERY, &token) == 0) return null;
    defer _ = api.CloseHandle(token);
    if (api.GetTokenInformation(token, TOKEN_USER, &token_user, token_user.len, &size) == 0) return null;
    user = @as(*api.SidOwner, @ptrCast(&token_user)).sid;
    return user;
}

/// Full access for the user, the system and administrators; nothing is inherited from the folder above.
pub fn onlyMine() ?*const api.Security {
    if (private.descriptor != null) return &private;
    var sid: [*:0]u16 = undefined;
    if (api.ConvertSidToStringSidW(currentUser() orelse return null, &sid) == 0) return null;
    const rules = text.join(&.{ "D:P(A;OICI;FA;;;", wide.narrow(sid), ")(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)" });
    const version = 1;
    if (api.ConvertStringSecurityDescriptorToSecurityDescriptorW(wide.widen(rules), version, &private.descriptor, null) == 0) return null;
    return &private;
}

/// The user's, or of the administrators or the system, who may do everything anyway (an elevated start owns so).
pub fn isMine(path: api.Wide) bool {
    const FILE_OBJECT = 1;
    const OWNER = 1;
    const SYSTEM = 22;
    const ADMINISTRATORS = 26;
    var owner: ?*anyopaque = null;
    var descriptor: ?*anyopaque = null;
    if (api.GetNamedSecurityInfoW(path, FILE_OBJECT, OWNER, &owner, null, null, null, &descriptor) != 0) return false;
    const sid = owner orelse return false;
    if (api.IsWellKnownSid(sid, SYSTEM) != 0 or api.IsWellKnownSid(sid, ADMINISTRATORS) != 0) return true;
    return api.EqualSid(sid, currentUser() orelse return false) != 0;
}
