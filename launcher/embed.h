/* Starts CPython through PEP 741 (3.14 and later). */
#ifndef KILN_EMBED_H
#define KILN_EMBED_H

#include "config.h"

enum mode {
  APPLICATION, /* runs `boot`, takes no option of Python's from the command line */
  INTERPRETER, /* reads the command line as python does: sys.executable of the application */
};

struct launch {
  enum mode mode;
  const char *folder; /* of the bundle, absolute */
  struct config config;
  int argc;
  char **argv;
};

/* Runs Python to its end; returns the exit code of the process. Dies when Python cannot be started. */
int embed_run(const struct launch *launch);

#endif
