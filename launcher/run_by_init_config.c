#include <stdint.h>

#include "arguments.h"
#include "embed.h"
#include "message.h"
#include "platform.h"

typedef struct PyInitConfig PyInitConfig;

struct api {
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
  char *prefix = launch_path(launch, launch->config.prefix), *executable = launch_interpreter(launch);
  const struct text texts[] = {
      {"home", prefix},
      {"prefix", prefix},
      {"exec_prefix", prefix},
      {"base_prefix", prefix},
      {"stdlib_dir", launch_path(launch, launch->config.stdlib)},
      {"base_exec_prefix", prefix},
      {"executable", executable},
      {"base_executable", executable},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (api->PyInitConfig_SetStr(config, texts[i].name, texts[i].value)) return -1;
  size_t count;
  char **paths = launch_search_path(launch, &count);
  return api->PyInitConfig_SetStrList(config, "module_search_paths", count, paths);
}

static int set_application(const struct api *api, PyInitConfig *config, const struct launch *launch) {
  const struct config *wanted = &launch->config;
  for (unsigned long i = 0; i < wanted->flag_count; i++)
    if (api->PyInitConfig_SetInt(config, wanted->flags[i]->member, wanted->flags[i]->value)) return -1;
  if (wanted->warn_count &&
      api->PyInitConfig_SetStrList(config, "warnoptions", wanted->warn_count, (char *const *)wanted->warn))
    return -1;
  return api->PyInitConfig_SetStr(config, "run_filename", launch_boot(launch));
}

/* 0, or not 0 when Python refuses something; it then holds the reason. */
static int configure(const struct api *api, PyInitConfig *config, const struct launch *launch) {
  int is_application = launch->mode == APPLICATION;
  if (set_numbers(api, config, COMMON) || set_numbers(api, config, is_application ? APPLICATION_ONLY : INTERPRETER_ONLY) ||
      set_folders(api, config, launch))
    return -1;
  if (is_application && set_application(api, config, launch)) return -1;
  char **argv = arguments_as_utf8(launch->argc, launch->argv);
  return api->PyInitConfig_SetStrList(config, "argv", (size_t)launch->argc, argv);
}

int run_by_init_config(const struct launch *launch, void *library, const char *path) {
  struct api api = load(library, path);
  PyInitConfig *config = api.PyInitConfig_Create();
  if (!config) die("out of memory");
  if (configure(&api, config, launch) || api.Py_InitializeFromInitConfig(config)) {
    int code = 0;
    const char *reason = "unknown reason";
    if (api.PyInitConfig_GetExitCode(config, &code)) return code; /* python --version, a wrong option */
    api.PyInitConfig_GetError(config, &reason);
    die("Python does not start: %s (standard library: %s)", reason, launch_path(launch, launch->config.stdlib));
  }
  api.PyInitConfig_Free(config);
  arguments_restore(library, path, launch->argc, launch->argv, launch->mode == APPLICATION);
  return api.Py_RunMain();
}
