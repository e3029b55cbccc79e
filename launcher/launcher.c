/*
 * Starts the application of the bundle that this program lies in. One program, two places:
 *   <bundle>/<any name>        launch.cfg lies beside it: runs the application
 *   <bundle>/<prefix>/python   launch.cfg lies one folder up and names this folder as its prefix: a plain interpreter
 * Where the program was called from, by which name or through which link does not matter.
 */
#include <errno.h>
#include <string.h>

#include "config.h"
#include "embed.h"
#include "message.h"
#include "platform.h"

/* Cuts the last segment off `path` and returns it; NULL when there is none. */
static char *cut_last(char *path) {
  char *slash = strrchr(path, '/');
  if (!slash || slash == path) return NULL;
  *slash = 0;
  return slash + 1;
}

/* Reads <folder>/launch.cfg; 0 when there is no such file. */
static int read_config(const char *folder, struct config *config) {
  char *file = concat(folder, "/", "launch.cfg");
  unsigned long size;
  char *text = platform_read(file, &size);
  if (!text && errno == ENOENT) return 0;
  if (!text) die("%s: %s", file, strerror(errno));
  *config = config_parse(file, text, size);
  return 1;
}

static struct launch find(char *executable) {
  struct launch launch = {.mode = APPLICATION, .folder = executable};
  cut_last(executable);
  if (read_config(executable, &launch.config)) return launch;
  launch.mode = INTERPRETER;
  char *parent = concat(executable, "", "");
  const char *name = cut_last(parent);
  launch.folder = parent;
  if (name && read_config(parent, &launch.config) && !strcmp(launch.config.prefix, name)) return launch;
  die("%s/launch.cfg: no such file: this program works inside of its bundle only, copy or link the whole folder", executable);
}

int main(int argc, char **argv) {
  char *executable = platform_executable();
  char *unnamed[] = {executable, NULL};
  message_name(argc > 0 ? argv[0] : executable);
  char *self = concat(executable, "", "");
  struct launch launch = find(self);
  launch.argc = argc > 0 ? argc : 1;
  launch.argv = argc > 0 ? argv : unnamed;
  return embed_run(&launch);
}
