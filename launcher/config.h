/*
 * launch.cfg: one `key value` per line, `#` starts a comment line. Paths are relative to the file's folder.
 *   python 3.14                                 version that `lib` has to be
 *   lib    runtime/lib/libpython3.14.so.1.0     shared library of Python
 *   boot   boot.pyc                             what the application runs
 *   prefix runtime                              folder of the runtime: sys.prefix, and where the interpreter lies
 *   stdlib runtime/lib/python3.14               standard library, first of sys.path
 *   path   app                                  the rest of sys.path, in order; once or more
 */
#ifndef KILN_CONFIG_H
#define KILN_CONFIG_H

struct config {
  const char *python;
  const char *lib;
  const char *boot;
  const char *prefix;
  const char *stdlib;
  const char **paths; /* stdlib is not among them */
  unsigned long path_count;
};

/* Takes `text` apart in place. Dies with `file:line: reason` on anything that it does not know. */
struct config config_parse(const char *file, char *text, unsigned long size);

#endif
