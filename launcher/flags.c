#include "flags.h"

#include <stddef.h>
#include <string.h>

static const struct flag FLAGS[] = {
    {"dev", "dev_mode", 1, "-Xdev"},
    {"unbuffered", "buffered_stdio", 0, "-u"},
    {"faulthandler", "faulthandler", 1, "-Xfaulthandler"},
    {"importtime", "import_time", 1, "-Ximporttime"},
    {"tracemalloc", "tracemalloc", 1, "-Xtracemalloc"},
};

const char FLAG_NAMES[] = "dev, unbuffered, faulthandler, importtime, tracemalloc";

const struct flag *flag_find(const char *name) {
  for (size_t i = 0; i < sizeof FLAGS / sizeof *FLAGS; i++)
    if (!strcmp(FLAGS[i].name, name)) return &FLAGS[i];
  return NULL;
}
