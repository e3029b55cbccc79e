#include "launch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "platform.h"

char *launch_path(const struct launch *launch, const char *path) {
  char *whole = concat(launch->folder, "/", path);
  for (char *c = whole + strlen(launch->folder); *c; c++)
    if (*c == '/') *c = PLATFORM_SEPARATOR;
  return whole;
}

char *launch_interpreter(const struct launch *launch) {
  return launch_path(launch, concat(launch->config.prefix, "/python", PLATFORM_PROGRAM));
}

char *launch_boot(const struct launch *launch) {
  const char *path = launch->config.boot;
  for (unsigned long i = 0; i < launch->config.entry_count; i++)
    if (platform_same_name(launch->config.entries[i].name, launch->name)) path = launch->config.entries[i].value;
  char *boot = launch_path(launch, path);
  if (!platform_is_readable(boot)) die("%s: %s", boot, strerror(errno));
  return boot;
}

char **launch_search_path(const struct launch *launch, size_t *count) {
  const struct config *config = &launch->config;
  char **paths = allocate((config->path_count + 1) * sizeof *paths);
  paths[0] = launch_path(launch, config->stdlib);
  for (unsigned long i = 0; i < config->path_count; i++) paths[i + 1] = launch_path(launch, config->paths[i]);
  *count = config->path_count + 1;
  return paths;
}

/* `value` with every `{bundle}` replaced by `folder`. */
static char *filled(const char *value, const char *folder) {
  static const char MARK[] = "{bundle}";
  const char *mark = strstr(value, MARK);
  if (!mark) return concat(value, "", "");
  char *before = concat(value, "", "");
  before[mark - value] = 0;
  return concat(before, folder, filled(mark + strlen(MARK), folder));
}

void launch_set_environment(const struct launch *launch) {
  const struct config *config = &launch->config;
  for (unsigned long i = 0; i < config->env_count; i++)
    platform_default(config->env[i].name, filled(config->env[i].value, launch->folder));
}
