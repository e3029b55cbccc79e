/*
 * Stands in for libpython: prints what the launcher asks for. FAKE_PYTHON in the environment chooses how the start ends:
 * `fail` refuses, `exit` asks for exit code 3 (as --version asks for 0); Py_RunMain and Py_Main return 42. FAKE_VERSION is
 * the version that it says it is.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static const char *lists[] = {"argv", "orig_argv"};
static ptrdiff_t argument_count;
static int marked = 1; /* sys._xoptions has the launcher's mark */

static int ends_by(const char *how) {
  const char *chosen = getenv("FAKE_PYTHON");
  return chosen && !strcmp(chosen, how);
}

const char *Py_GetVersion(void) {
  const char *version = getenv("FAKE_VERSION");
  return version ? version : "3.14.6 (fake)";
}

void *PyInitConfig_Create(void) { return &argument_count; }
void PyInitConfig_Free(void *config) { (void)config; }

int PyInitConfig_SetInt(void *config, const char *name, int64_t value) {
  (void)config;
  printf("%s = %d\n", name, (int)value);
  return 0;
}

int PyInitConfig_SetStr(void *config, const char *name, const char *value) {
  (void)config;
  printf("%s = %s\n", name, value);
  return 0;
}

int PyInitConfig_SetStrList(void *config, const char *name, size_t count, char *const *items) {
  (void)config;
  if (!strcmp(name, "argv")) argument_count = (ptrdiff_t)count;
  for (size_t i = 0; i < count; i++) printf("%s[%d] = %s\n", name, (int)i, items[i]);
  return 0;
}

int PyInitConfig_GetExitCode(void *config, int *code) {
  (void)config;
  *code = 3;
  return ends_by("exit");
}

int PyInitConfig_GetError(void *config, const char **message) {
  (void)config;
  *message = "the reason";
  return 1;
}

/* Those of the environment that FAKE_SHOW names. */
static void show_environment(void) {
  char *names = getenv("FAKE_SHOW");
  for (char *name = names ? strtok(names, " ") : NULL; name; name = strtok(NULL, " ")) printf("%s is %s\n", name, getenv(name));
}

int Py_InitializeFromInitConfig(void *config) {
  (void)config;
  show_environment();
  for (const char **name = (const char *[]){"PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__", NULL}; *name; name++)
    if (getenv(*name)) printf("environment has %s\n", *name);
  return ends_by("fail") || ends_by("exit") ? -1 : 0;
}

int Py_RunMain(void) { return 42; }

void *PySys_GetObject(const char *name) { return &lists[!strcmp(name, "orig_argv")]; }
ptrdiff_t PyList_Size(void *list) { (void)list; return argument_count; }
void *PyUnicode_DecodeFSDefault(const char *text) { return strcpy(malloc(strlen(text) + 1), text); }
int PyList_SetItem(void *list, ptrdiff_t index, void *item) {
  if (item == &marked) return printf("%s[%d] is set\n", *(const char **)list, (int)index), 0;
  printf("%s[%d] becomes %d bytes, first %d\n", *(const char **)list, (int)index, (int)strlen(item), ((unsigned char *)item)[0]);
  return 0;
}

/* What Python 3.10 to 3.13 are started by. An object is a text that says what it is. */
struct inittab {
  const char *name;
  void *(*start)(void);
};
static void *start_posix(void) { return puts("posix starts"), NULL; }
static struct inittab modules[] = {{"_abc", NULL}, {"posix", start_posix}, {NULL, NULL}};
struct inittab *PyImport_Inittab = modules;

static void print_wide(const char *what, const wchar_t *text) {
  printf("%s = ", what);
  for (; *text; text++) printf(*text < 0x80 ? "%c" : "<%x>", (unsigned)*text);
  putchar('\n');
}

void Py_SetPythonHome(const wchar_t *home) { print_wide("home", home); }

int Py_Main(int argc, wchar_t **argv) {
  for (int i = 0; i < argc; i++) print_wide("main", argv[i]);
  modules[1].start();
  return argv[argc] ? -1 : 42;
}

void *PyDict_GetItemString(void *dict, const char *key) { (void)key; return marked ? dict : NULL; }
int PyDict_DelItemString(void *dict, const char *key) { (void)dict; printf("without %s\n", key); return marked = 0; }
void *PyUnicode_FromWideChar(const wchar_t *text, ptrdiff_t length) { (void)length; print_wide("text", text); return &marked; }
void *PyList_New(ptrdiff_t length) { printf("list of %d\n", (int)length); return &lists[1]; }
int PyList_SetSlice(void *list, ptrdiff_t from, ptrdiff_t to, void *with) {
  printf("%s[%d:%d] = %s\n", *(const char **)list, (int)from, (int)to, with ? "?" : "");
  return 0;
}
int PySys_SetObject(const char *name, void *value) { (void)value; printf("sys.%s is set\n", name); return 0; }
