#include "config.h"

#include <string.h>

#include "message.h"

/* Inside the bundle, whatever the text says: no absolute path, no drive, no `..`, no empty segment. */
static int is_inside(const char *path) {
  if (strchr(path, '\\') || strchr(path, ':')) return 0;
  for (;;) {
    unsigned long length = strcspn(path, "/");
    if (length == 0 || (length == 1 && path[0] == '.') || (length == 2 && path[0] == '.' && path[1] == '.')) return 0;
    if (!path[length]) return 1;
    path += length + 1;
  }
}

static void set_once(const char **slot, const char *value, const char *file, int line, const char *key) {
  if (*slot) die("%s:%d: '%s' is given twice", file, line, key);
  *slot = value;
}

static void take(struct config *config, const char *key, const char *value, const char *file, int line) {
  if (!strcmp(key, "python")) {
    set_once(&config->python, value, file, line, key);
    return;
  }
  int is_path = !strcmp(key, "path");
  const char **slot = !strcmp(key, "lib")      ? &config->lib
                      : !strcmp(key, "boot")   ? &config->boot
                      : !strcmp(key, "prefix") ? &config->prefix
                      : !strcmp(key, "stdlib") ? &config->stdlib
                                               : NULL;
  if (!is_path && !slot) die("%s:%d: unknown key '%s'", file, line, key);
  if (!is_inside(value)) die("%s:%d: '%s' is not a path inside of the bundle", file, line, value);
  if (is_path) config->paths[config->path_count++] = value;
  else set_once(slot, value, file, line, key);
}

static void require(const char *value, const char *key, const char *file) {
  if (!value) die("%s: '%s' is missing", file, key);
}

struct config config_parse(const char *file, char *text, unsigned long size) {
  struct config config = {0};
  if (memchr(text, 0, size)) die("%s: not a text file", file);
  unsigned long lines = 1;
  for (const char *c = text; (c = strchr(c, '\n')); c++) lines++;
  config.paths = allocate(lines * sizeof *config.paths);
  int number = 0;
  for (char *line = text, *next; line; line = next) {
    number++;
    next = strchr(line, '\n');
    if (next) *next++ = 0;
    if (!*line || *line == '#') continue;
    char *value = strchr(line, ' ');
    if (!value || !value[1]) die("%s:%d: expected 'key value', found '%s'", file, number, line);
    *value++ = 0;
    take(&config, line, value, file, number);
  }
  require(config.python, "python", file);
  require(config.lib, "lib", file);
  require(config.boot, "boot", file);
  require(config.prefix, "prefix", file);
  require(config.stdlib, "stdlib", file);
  require(config.path_count ? config.paths[0] : NULL, "path", file);
  return config;
}
