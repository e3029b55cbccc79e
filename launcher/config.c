#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"

/* Where in launch.cfg the reader is. */
struct place {
  const char *file;
  int line;
};

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

static const char *checked_path(const char *value, struct place at) {
  if (!is_inside(value)) die("%s:%d: '%s' is not a path inside of the bundle", at.file, at.line, value);
  return value;
}

static void set_once(const char **slot, const char *value, struct place at, const char *key) {
  if (*slot) die("%s:%d: '%s' is given twice", at.file, at.line, key);
  *slot = value;
}

/* Cuts `value` at the first `separator`, which may stand neither first nor be missing; the name is new in `known`. */
static struct pair split(char *value, char separator, const struct pair *known, unsigned long count, struct place at, const char *shape) {
  char *rest = strchr(value, separator);
  if (!rest || rest == value) die("%s:%d: expected '%s', found '%s'", at.file, at.line, shape, value);
  *rest++ = 0;
  for (unsigned long i = 0; i < count; i++)
    if (!strcmp(known[i].name, value)) die("%s:%d: '%s' is given twice", at.file, at.line, value);
  return (struct pair){value, rest};
}

static int minor_of(const char *version, struct place at) {
  char *end = NULL;
  long minor = strncmp(version, "3.", 2) ? -1 : strtol(version + 2, &end, 10);
  if (minor < 10 || minor > 99 || *end) die("%s:%d: '%s' is not a Python that this launcher starts (3.10 or later)", at.file, at.line, version);
  return (int)minor;
}

/* Keys that may come more than once. */
static int take_list(struct config *config, const char *key, char *value, struct place at) {
  if (!strcmp(key, "path")) config->paths[config->path_count++] = checked_path(value, at);
  else if (!strcmp(key, "warn")) config->warn[config->warn_count++] = value;
  else if (!strcmp(key, "entry")) {
    struct pair entry = split(value, ' ', config->entries, config->entry_count, at, "entry name path");
    checked_path(entry.value, at);
    config->entries[config->entry_count++] = entry;
  } else if (!strcmp(key, "env")) {
    config->env[config->env_count] = split(value, '=', config->env, config->env_count, at, "env NAME=value");
    config->env_count++;
  } else if (!strcmp(key, "flag")) {
    const struct flag *flag = flag_find(value);
    if (!flag) die("%s:%d: unknown flag '%s'; there are: %s", at.file, at.line, value, FLAG_NAMES);
    config->flags[config->flag_count++] = flag;
  } else return 0;
  return 1;
}

static void take(struct config *config, const char *key, char *value, struct place at) {
  if (take_list(config, key, value, at)) return;
  if (!strcmp(key, "python")) {
    set_once(&config->python, value, at, key);
    config->minor = minor_of(value, at);
    return;
  }
  const char **slot = !strcmp(key, "lib")      ? &config->lib
                      : !strcmp(key, "boot")   ? &config->boot
                      : !strcmp(key, "prefix") ? &config->prefix
                      : !strcmp(key, "stdlib") ? &config->stdlib
                                               : NULL;
  if (!slot) die("%s:%d: unknown key '%s'", at.file, at.line, key);
  set_once(slot, checked_path(value, at), at, key);
}

static void require(const char *value, const char *key, const char *file) {
  if (!value) die("%s: '%s' is missing", file, key);
}

/* Room for as many items as there are lines. */
static struct config with_room(const char *text) {
  unsigned long lines = 1;
  for (const char *c = text; (c = strchr(c, '\n')); c++) lines++;
  return (struct config){
      .paths = allocate(lines * sizeof(char *)),
      .warn = allocate(lines * sizeof(char *)),
      .flags = allocate(lines * sizeof(struct flag *)),
      .entries = allocate(lines * sizeof(struct pair)),
      .env = allocate(lines * sizeof(struct pair)),
  };
}

/* Ends the line at `line`, of which an editor on Windows may have made CRLF; returns the next one or NULL. */
static char *cut_line(char *line) {
  char *end = line + strcspn(line, "\n");
  char *next = *end ? end + 1 : NULL;
  if (end > line && end[-1] == '\r') end--;
  *end = 0;
  return next;
}

struct config config_parse(const char *file, char *text, unsigned long size) {
  if (memchr(text, 0, size)) die("%s: not a text file", file);
  struct config config = with_room(text);
  struct place at = {file, 0};
  for (char *line = text, *next; line; line = next) {
    at.line++;
    next = cut_line(line);
    if (!*line || *line == '#') continue;
    char *value = strchr(line, ' ');
    if (!value || !value[1]) die("%s:%d: expected 'key value', found '%s'", file, at.line, line);
    *value++ = 0;
    take(&config, line, value, at);
  }
  require(config.python, "python", file);
  require(config.lib, "lib", file);
  require(config.boot, "boot", file);
  require(config.prefix, "prefix", file);
  require(config.stdlib, "stdlib", file);
  require(config.path_count ? config.paths[0] : NULL, "path", file);
  return config;
}
