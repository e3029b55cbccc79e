/*
 * launch.cfg, format 2: one `key value` per line, `#` starts a comment line. Paths are relative to the file's folder, with
 * `/` on every system.
 *   python 3.14                                 version that `lib` has to be; 3.10 or later
 *   lib    runtime/lib/libpython3.14.so.1.0     shared library of Python (macOS …3.14.dylib, Windows runtime/python314.dll)
 *   boot   boot.pyc                             what a launcher runs whose name has no `entry`
 *   entry  tool boot/tool.pyc                   what the launcher runs whose file is called `tool` (Windows: tool.exe)
 *   prefix runtime                              folder of the runtime: sys.prefix, and where the interpreter lies
 *   stdlib runtime/lib/python3.14               standard library, first of sys.path (Windows runtime/Lib)
 *   path   app                                  the rest of sys.path, in order; once or more
 *   env    SSL_CERT_FILE={bundle}/site/ca.pem   set before Python starts unless the variable exists; `{bundle}` becomes the
 *                                               folder of launch.cfg. Holds for the interpreter too
 *   flag   dev                                  as python's option: dev (-X dev), unbuffered (-u), faulthandler, importtime,
 *                                               tracemalloc (-X …). For the application alone
 *   warn   ignore::DeprecationWarning           as python's -W. For the application alone
 * A key, a flag or a path that is none is an error with the file and the line. `entry`, `path`, `env`, `flag` and `warn` may
 * come more than once; entry names and variables once each.
 */
#ifndef KILN_CONFIG_H
#define KILN_CONFIG_H

#include "flags.h"

struct pair {
  const char *name;
  const char *value;
};

struct config {
  const char *python;
  int minor; /* of `python` */
  const char *lib;
  const char *boot;
  const char *prefix;
  const char *stdlib;
  const char **paths; /* stdlib is not among them */
  unsigned long path_count;
  struct pair *entries;
  unsigned long entry_count;
  struct pair *env;
  unsigned long env_count;
  const struct flag **flags;
  unsigned long flag_count;
  const char **warn;
  unsigned long warn_count;
};

/* Takes `text` apart in place. Dies with `file:line: reason` on anything that it does not know. */
struct config config_parse(const char *file, char *text, unsigned long size);

#endif
