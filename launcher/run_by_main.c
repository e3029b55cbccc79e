/*
 * Python 3.10 to 3.13 have no configuration that can be filled without their headers. Their Py_Main takes a command line,
 * which says most of it (-I -S -B -X utf8), but has no word for sys.path. That is put right while Python starts: the table
 * of built-in modules, PyImport_Inittab, gets another first step for the one of the system (`posix`, `nt`), which Python
 * imports after it has filled sys and before it reads any file. Subinterpreters come by there too, but for those of 3.13,
 * which remembers the module: they see the standard library alone.
 */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "embed.h"
#include "message.h"
#include "platform.h"
#include "text.h"

typedef ptrdiff_t Py_ssize_t;

struct inittab {
  const char *name;
  PyObject *(*start)(void);
};

static struct api {
  PyObject *(*PySys_GetObject)(const char *);
  int (*PySys_SetObject)(const char *, PyObject *);
  PyObject *(*PyList_New)(Py_ssize_t);
  int (*PyList_SetItem)(PyObject *, Py_ssize_t, PyObject *);
  int (*PyList_SetSlice)(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
  PyObject *(*PyDict_GetItemString)(PyObject *, const char *);
  int (*PyDict_DelItemString)(PyObject *, const char *);
  PyObject *(*PyUnicode_FromWideChar)(const wchar_t *, Py_ssize_t);
  void (*Py_SetPythonHome)(const wchar_t *);
  int (*Py_Main)(int, wchar_t **);
  struct inittab **PyImport_Inittab;
} api;

/* An option that only this launcher gives: an interpreter whose sys has it is not put right yet. */
#define MARK "kiln_launcher"

/* What stands between argv[0] and the user's own arguments. */
static const wchar_t *const AS_APPLICATION[] = {L"-I", L"-S", L"-B", L"-Xutf8", L"-X" MARK, NULL};
static const wchar_t *const AS_INTERPRETER[] = {L"-E", L"-s", L"-S", L"-B", L"-Xutf8", L"-X" MARK, NULL};

/* What `start`, to which Python gives nothing, needs. */
static const struct launch *started;
static int inserted;
static int has_locale;
static PyObject *(*usual_start)(void);

static void load(void *library, const char *path) {
#define LOAD(name) *(void **)&api.name = platform_need(library, path, #name)
  LOAD(PySys_GetObject);
  LOAD(PySys_SetObject);
  LOAD(PyList_New);
  LOAD(PyList_SetItem);
  LOAD(PyList_SetSlice);
  LOAD(PyDict_GetItemString);
  LOAD(PyDict_DelItemString);
  LOAD(PyUnicode_FromWideChar);
  LOAD(Py_SetPythonHome);
  LOAD(Py_Main);
  LOAD(PyImport_Inittab);
#undef LOAD
}

static void require(int is_right) {
  if (!is_right) die("Python does not take its configuration");
}

static PyObject *text(const char *utf8) {
  PyObject *object = api.PyUnicode_FromWideChar(to_wide(utf8), -1);
  require(object != NULL);
  return object;
}

static PyObject *need(const char *name) {
  PyObject *object = api.PySys_GetObject(name);
  require(object != NULL);
  return object;
}

static void set_search_path(void) {
  size_t count;
  char **paths = launch_search_path(started, &count);
  PyObject *list = api.PyList_New((Py_ssize_t)count);
  require(list != NULL);
  for (size_t i = 0; i < count; i++) require(!api.PyList_SetItem(list, (Py_ssize_t)i, text(paths[i])));
  require(!api.PySys_SetObject("path", list));
}

static void set_folders(void) {
  PyObject *prefix = text(launch_path(started, started->config.prefix)), *executable = text(launch_interpreter(started));
  for (const char *const *name = (const char *[]){"prefix", "exec_prefix", "base_prefix", "base_exec_prefix", NULL}; *name; name++)
    require(!api.PySys_SetObject(*name, prefix));
  require(!api.PySys_SetObject("executable", executable) && !api.PySys_SetObject("_base_executable", executable));
}

/* sys.argv[0] of the application is what the user called; sys.orig_argv is the user's command line. */
static void set_arguments(void) {
  PyObject *original = need("orig_argv");
  require(!api.PyList_SetSlice(original, 0, inserted, NULL));
  require(!api.PyList_SetItem(original, 0, text(started->argv[0])));
  if (started->mode == APPLICATION) require(!api.PyList_SetItem(need("argv"), 0, text(started->argv[0])));
}

static PyObject *start(void) {
  PyObject *options = need("_xoptions");
  if (api.PyDict_GetItemString(options, MARK)) {
    require(!api.PyDict_DelItemString(options, MARK) && !api.PyDict_DelItemString(options, "utf8"));
    set_search_path();
    set_folders();
    set_arguments();
    /* Python put it there for its children (PEP 538); os.environ is made after this. */
    if (!has_locale) platform_forget("LC_CTYPE");
    has_locale = 1;
  }
  return usual_start();
}

static void hook(const char *path) {
  for (struct inittab *row = *api.PyImport_Inittab; row->name; row++)
    if (!strcmp(row->name, PLATFORM_MODULE)) {
      usual_start = row->start;
      row->start = start;
      return;
    }
  die("%s: has no built-in module %s: not the CPython that launch.cfg names", path, PLATFORM_MODULE);
}

/* Adds an item; there is room for it. */
static int add(wchar_t **list, int count, const wchar_t *item) {
  list[count] = (wchar_t *)item;
  return count + 1;
}

/* The command line for Py_Main; its length in `count`. */
static wchar_t **command_line(const struct launch *launch, int *count) {
  const struct config *config = &launch->config;
  unsigned long room = (unsigned long)launch->argc + config->flag_count + 2 * config->warn_count + 16;
  wchar_t **list = allocate(room * sizeof *list);
  int is_application = launch->mode == APPLICATION;
  int n = add(list, 0, to_wide(launch_interpreter(launch)));
  for (const wchar_t *const *option = is_application ? AS_APPLICATION : AS_INTERPRETER; *option; option++) n = add(list, n, *option);
  if (is_application) {
    for (unsigned long i = 0; i < config->flag_count; i++) n = add(list, n, to_wide(config->flags[i]->option));
    for (unsigned long i = 0; i < config->warn_count; i++) n = add(list, add(list, n, L"-W"), to_wide(config->warn[i]));
    n = add(list, n, to_wide(launch_boot(launch)));
  }
  inserted = n - 1;
  for (int i = 1; i < launch->argc; i++) n = add(list, n, to_wide(launch->argv[i]));
  list[n] = NULL;
  *count = n;
  return list;
}

int run_by_main(const struct launch *launch, void *library, const char *path) {
  char *stdlib = launch_path(launch, launch->config.stdlib);
  if (!platform_is_readable(stdlib)) die("Python does not start: there is no standard library: %s", stdlib);
  load(library, path);
  started = launch;
  has_locale = getenv("LC_CTYPE") != NULL;
  hook(path);
  int count;
  wchar_t **list = command_line(launch, &count);
  api.Py_SetPythonHome(to_wide(launch_path(launch, launch->config.prefix)));
  return api.Py_Main(count, list);
}
