#include "arguments.h"

#include <stddef.h>

#include "message.h"
#include "platform.h"
#include "text.h"

static char *to_ascii(const char *text) {
  char *copy = concat(text, "", "");
  for (char *c = copy; *c; c++)
    if ((unsigned char)*c >= 0x80) *c = '?';
  return copy;
}

char **arguments_as_utf8(int argc, char **argv) {
  char **copy = allocate((size_t)argc * sizeof *copy);
  for (int i = 0; i < argc; i++) copy[i] = is_utf8(argv[i]) ? argv[i] : to_ascii(argv[i]);
  return copy;
}

typedef struct PyObject PyObject;
typedef ptrdiff_t Py_ssize_t;

/* Stable ABI of CPython. */
struct api {
  PyObject *(*PySys_GetObject)(const char *);
  Py_ssize_t (*PyList_Size)(PyObject *);
  int (*PyList_SetItem)(PyObject *, Py_ssize_t, PyObject *);
  PyObject *(*PyUnicode_DecodeFSDefault)(const char *);
};

static void restore(const struct api *api, const char *name, int argc, char **argv, int first) {
  PyObject *list = api->PySys_GetObject(name);
  Py_ssize_t count = list ? api->PyList_Size(list) : 0;
  for (Py_ssize_t i = first ? 0 : 1; i < count; i++) {
    Py_ssize_t from = argc - count + i;
    if (from < 0 || is_utf8(argv[from])) continue;
    PyObject *text = api->PyUnicode_DecodeFSDefault(argv[from]);
    if (!text || api->PyList_SetItem(list, i, text)) die("out of memory");
  }
}

void arguments_restore(void *library, const char *path, int argc, char **argv, int first) {
  int odd = 0;
  for (int i = 0; i < argc; i++) odd |= !is_utf8(argv[i]);
  if (!odd) return;
  struct api api;
#define LOAD(name) *(void **)&api.name = platform_need(library, path, #name)
  LOAD(PySys_GetObject);
  LOAD(PyList_Size);
  LOAD(PyList_SetItem);
  LOAD(PyUnicode_DecodeFSDefault);
#undef LOAD
  restore(&api, "argv", argc, argv, first);
  restore(&api, "orig_argv", argc, argv, 1);
}
