#include "embed.h"

#include <string.h>

#include "message.h"
#include "platform.h"
#include "text.h"

/* The first Python with PyInitConfig. */
#define FIRST_WITH_INIT_CONFIG 14

static void check_version(void *library, const char *path, const char *wanted) {
  const char *(*Py_GetVersion)(void);
  *(void **)&Py_GetVersion = platform_need(library, path, "Py_GetVersion");
  const char *version = Py_GetVersion(); /* "3.14.6 (main, …) [Clang …]" */
  size_t length = strlen(wanted);
  if (strncmp(version, wanted, length) != 0 || (version[length] >= '0' && version[length] <= '9'))
    die("%s: is Python %.*s, launch.cfg asks for %s", path, (int)strcspn(version, " "), version, wanted);
}

int embed_run(const struct launch *launch) {
  if (!is_utf8(launch->folder)) die("%s: Python cannot start from a folder whose name is not UTF-8", launch->folder);
  /* CPython takes these for sys.executable even when told to use no environment. */
  platform_forget("PYTHONEXECUTABLE");
  platform_forget("__PYVENV_LAUNCHER__");
  char *path = launch_path(launch, launch->config.lib);
  void *library = platform_load(path);
  check_version(library, path, launch->config.python);
  int (*run)(const struct launch *, void *, const char *) =
      launch->config.minor >= FIRST_WITH_INIT_CONFIG ? run_by_init_config : run_by_main;
  return run(launch, library, path);
}
