/*
 * Stands in for libpython: prints what the launcher asks for. FAKE_PYTHON in the environment chooses how the start ends:
 * `fail` refuses, `exit` asks for exit code 3 (as --version asks for 0); Py_RunMain returns 42.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *lists[] = {"argv", "orig_argv"};
static ptrdiff_t argument_count;

static int ends_by(const char *how) {
  const char *chosen = getenv("FAKE_PYTHON");
  return chosen && !strcmp(chosen, how);
}

const char *Py_GetVersion(void) { return "3.14.6 (fake)"; }
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

int Py_InitializeFromInitConfig(void *config) {
  (void)config;
  for (const char **name = (const char *[]){"PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__", NULL}; *name; name++)
    if (getenv(*name)) printf("environment has %s\n", *name);
  return ends_by("fail") || ends_by("exit") ? -1 : 0;
}

int Py_RunMain(void) { return 42; }

void *PySys_GetObject(const char *name) { return &lists[!strcmp(name, "orig_argv")]; }
ptrdiff_t PyList_Size(void *list) { (void)list; return argument_count; }
void *PyUnicode_DecodeFSDefault(const char *text) { return strcpy(malloc(strlen(text) + 1), text); }
int PyList_SetItem(void *list, ptrdiff_t index, void *item) {
  printf("%s[%d] becomes %d bytes, first %d\n", *(const char **)list, (int)index, (int)strlen(item), ((unsigned char *)item)[0]);
  return 0;
}
