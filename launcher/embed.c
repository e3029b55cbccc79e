#include "embed.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "arguments.h"
#include "message.h"
#include "platform.h"

typedef struct PyInitConfig PyInitConfig;

/* Part of CPython's stable ABI but for the PyInitConfig ones (PEP 741), so no header of a certain version is needed. */
struct api {
  const char *(*Py_GetVersion)(void);
  PyInitConfig *(*PyInitConfig_Create)(void);
  void (*PyInitConfig_Free)(PyInitConfig *);
  int (*PyInitConfig_SetInt)(PyInitConfig *, const char *, int64_t);
  int (*PyInitConfig_SetStr)(PyInitConfig *, const char *, const char *);
  int (*PyInitConfig_SetStrList)(PyInitConfig *, const char *, size_t, char *const *);
  int (*PyInitConfig_GetExitCode)(PyInitConfig *, int *);
  int (*PyInitConfig_GetError)(PyInitConfig *, const char **);
  int (*Py_InitializeFromInitConfig)(PyInitConfig *);
  int (*Py_RunMain)(void);
};

struct number {
  const char *name;
  int64_t value;
};
struct text {
  const char *name;
  const char *value;
};

static struct api load(void *library, const char *path) {
  struct api api;
#define LOAD(name) *(void **)&api.name = platform_need(library, path, #name)
  LOAD(Py_GetVersion);
  LOAD(PyInitConfig_Create);
  LOAD(PyInitConfig_Free);
  LOAD(PyInitConfig_SetInt);
  LOAD(PyInitConfig_SetStr);
  LOAD(PyInitConfig_SetStrList);
  LOAD(PyInitConfig_GetExitCode);
  LOAD(PyInitConfig_GetError);
  LOAD(Py_InitializeFromInitConfig);
  LOAD(Py_RunMain);
#undef LOAD
  return api;
}

static void check_version(const struct api *api, const char *path, const char *wanted) {
  const char *version = api->Py_GetVersion(); /* "3.14.6 (main, …) [Clang …]" */
  size_t length = strlen(wanted);
  if (strncmp(version, wanted, length) != 0 || (version[length] >= '0' && version[length] <= '9'))
    die("%s: is Python %.*s, launch.cfg asks for %s", path, (int)strcspn(version, " "), version, wanted);
}

static char *inside(const struct launch *launch, const char *path) {
  return concat(launch->folder, "/", path);
}

/* Applies `set`, one name and value after the other; stops at the first that Python refuses. */
static int set_numbers(const struct api *api, PyInitConfig *config, const struct number *set) {
  for (; set->name; set++)
    if (api->PyInitConfig_SetInt(config, set->name, set->value)) return -1;
  return 0;
}

/* Nothing of the user's environment or home decides what Python is; apart from that it is a normal python. */
static const struct number COMMON[] = {
    {"use_environment", 0},  {"user_site_directory", 0}, {"site_import", 0},          {"write_bytecode", 0},
    {"utf8_mode", 1},        {"configure_locale", 1},    {"install_signal_handlers", 1}, {"configure_c_stdio", 1},
    {NULL, 0},
};
static const struct number APPLICATION_ONLY[] = {{"isolated", 1}, {"parse_argv", 0}, {NULL, 0}};
/* As python: the script's folder or the cwd comes first on sys.path, unless -I or -P is given. */
static const struct number INTERPRETER_ONLY[] = {{"isolated", 0}, {"safe_path", 0}, {"parse_argv", 1}, {NULL, 0}};

static int set_folders(const struct api *api, PyInitConfig *config, const struct launch *launch) {
  char *prefix = inside(launch, launch->config.prefix), *executable = concat(prefix, "/", "python");
  char *stdlib = inside(launch, launch->config.stdlib);
  const struct text texts[] = {
      {"home", prefix},        {"prefix", prefix},           {"exec_prefix", prefix}, {"base_prefix", prefix},
      {"stdlib_dir", stdlib},  {"base_exec_prefix", prefix}, {"executable", executable}, {"base_executable", executable},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (api->PyInitConfig_SetStr(config, texts[i].name, texts[i].value)) return -1;
  size_t count = launch->config.path_count + 1;
  char **paths = allocate(count * sizeof *paths);
  paths[0] = stdlib;
  for (size_t i = 1; i < count; i++) paths[i] = inside(launch, launch->config.paths[i - 1]);
  return api->PyInitConfig_SetStrList(config, "module_search_paths", count, paths);
}

/* Python would say it too, but with the exit code of a usage error. */
static char *boot_file(const struct launch *launch) {
  char *boot = inside(launch, launch->config.boot);
  if (!platform_is_readable(boot)) die("%s: %s", boot, strerror(errno));
  return boot;
}

/* 0, or not 0 when Python refuses something; it then holds the reason. */
static int configure(const struct api *api, PyInitConfig *config, const struct launch *launch) {
  int is_application = launch->mode == APPLICATION;
  if (set_numbers(api, config, COMMON) || set_numbers(api, config, is_application ? APPLICATION_ONLY : INTERPRETER_ONLY) ||
      set_folders(api, config, launch))
    return -1;
  if (is_application && api->PyInitConfig_SetStr(config, "run_filename", boot_file(launch))) return -1;
  char **argv = arguments_as_utf8(launch->argc, launch->argv);
  return api->PyInitConfig_SetStrList(config, "argv", (size_t)launch->argc, argv);
}

int embed_run(const struct launch *launch) {
  if (!is_utf8(launch->folder)) die("%s: Python cannot start from a folder whose name is not UTF-8", launch->folder);
  /* CPython 3.14 takes these for sys.executable even when told to use no environment. */
  platform_forget("PYTHONEXECUTABLE");
  platform_forget("__PYVENV_LAUNCHER__");
  char *path = inside(launch, launch->config.lib);
  void *library = platform_load(path);
  struct api api = load(library, path);
  check_version(&api, path, launch->config.python);
  PyInitConfig *config = api.PyInitConfig_Create();
  if (!config) die("out of memory");
  if (configure(&api, config, launch) || api.Py_InitializeFromInitConfig(config)) {
    int code = 0;
    const char *reason = "unknown reason";
    if (api.PyInitConfig_GetExitCode(config, &code)) return code; /* python --version, a wrong option */
    api.PyInitConfig_GetError(config, &reason);
    die("Python does not start: %s (standard library: %s)", reason, inside(launch, launch->config.stdlib));
  }
  api.PyInitConfig_Free(config);
  arguments_restore(library, path, launch->argc, launch->argv, launch->mode == APPLICATION);
  return api.Py_RunMain();
}
