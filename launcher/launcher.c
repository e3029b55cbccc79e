/*
 * Starts the application of the bundle that this program lies in. One program, two places:
 *   <bundle>/<any name>        launch.cfg lies beside it: runs the application, or the entry of that name
 *   <bundle>/<prefix>/python   launch.cfg lies one folder up and names this folder as its prefix: a plain interpreter
 * Where the program was called from, by which name or through which link does not matter.
 */
#include <errno.h>
#include <string.h>

#include "embed.h"
#include "launch.h"
#include "message.h"
#include "platform.h"

static char *copy(const char *text) {
  return concat(text, "", "");
}

/* Cuts the last segment off `path` and returns it; NULL when there is none. */
static char *cut_last(char *path) {
  char *slash = strrchr(path, PLATFORM_SEPARATOR);
  if (!slash || slash == path) return NULL;
  *slash = 0;
  return slash + 1;
}

/* The name without what the system puts behind the name of a program. */
static char *cut_suffix(char *name) {
  size_t length = strlen(name), suffix = strlen(PLATFORM_PROGRAM);
  if (suffix && length > suffix && platform_same_name(name + length - suffix, PLATFORM_PROGRAM)) name[length - suffix] = 0;
  return name;
}

/* Reads <folder>/launch.cfg; 0 when there is no such file. */
static int read_config(const char *folder, struct config *config) {
  char *file = concat(folder, (char[]){PLATFORM_SEPARATOR, 0}, "launch.cfg");
  unsigned long size;
  char *text = platform_read(file, &size);
  if (!text && errno == ENOENT) return 0;
  if (!text) die("%s: %s", file, strerror(errno));
  *config = config_parse(file, text, size);
  return 1;
}

/* Whether the program at `executable` lies in a bundle; fills `launch` then. */
static int find(const char *executable, struct launch *launch) {
  char *folder = copy(executable), *name = cut_last(folder);
  *launch = (struct launch){.mode = APPLICATION, .folder = folder, .name = name ? cut_suffix(name) : ""};
  if (read_config(folder, &launch->config)) return 1;
  char *parent = copy(folder), *prefix = cut_last(parent);
  launch->mode = INTERPRETER;
  launch->folder = parent;
  return prefix && read_config(parent, &launch->config) && platform_same_name(launch->config.prefix, prefix);
}

int launcher_main(int argc, char **argv) {
  char *executable = platform_executable(), *resolved;
  char *unnamed[] = {executable, NULL};
  message_name(argc > 0 ? argv[0] : executable);
  struct launch launch;
  if (!find(executable, &launch) && !((resolved = platform_resolved(executable)) && find(resolved, &launch))) {
    cut_last(executable);
    die("%s%claunch.cfg: no such file: this program works inside of its bundle only, copy or link the whole folder",
        executable, PLATFORM_SEPARATOR);
  }
  launch.argc = argc > 0 ? argc : 1;
  launch.argv = argc > 0 ? argv : unnamed;
  launch_set_environment(&launch);
  return embed_run(&launch);
}
