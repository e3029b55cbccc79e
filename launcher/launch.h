/* What is to be started, and where everything lies. */
#ifndef KILN_LAUNCH_H
#define KILN_LAUNCH_H

#include <stddef.h>

#include "config.h"

enum mode {
  APPLICATION, /* runs `boot`, takes no option of Python's from the command line */
  INTERPRETER, /* reads the command line as python does: sys.executable of the application */
};

struct launch {
  enum mode mode;
  const char *folder; /* of the bundle, absolute */
  const char *name;   /* of the launcher's own file, without `.exe` */
  struct config config;
  int argc;
  char **argv;
};

/* Absolute path of something inside of the bundle, with the system's separators. */
char *launch_path(const struct launch *launch, const char *path);

/* sys.executable: the launcher as an interpreter. */
char *launch_interpreter(const struct launch *launch);

/* What the application runs. Dies when it cannot be read: Python would say so with the exit code of a usage error. */
char *launch_boot(const struct launch *launch);

/* The whole of sys.path, standard library first; the number of its folders in `count`. */
char **launch_search_path(const struct launch *launch, size_t *count);

/* Variables of launch.cfg that do not exist yet. */
void launch_set_environment(const struct launch *launch);

#endif
