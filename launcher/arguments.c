#include "arguments.h"

#include <stddef.h>

#include "message.h"
#include "platform.h"

/* Length of the UTF-8 sequence at `s` as Python's strict decoder sees it, 0 when it is none. Never reads beyond a NUL. */
static int sequence(const unsigned char *s) {
  if (s[0] < 0x80) return 1;
  int length = s[0] >= 0xC2 && s[0] < 0xE0 ? 2 : (s[0] & 0xF0) == 0xE0 ? 3 : s[0] >= 0xF0 && s[0] < 0xF5 ? 4 : 0;
  for (int i = 1; i < length; i++)
    if ((s[i] & 0xC0) != 0x80) return 0;
  int overlong = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
  int surrogate = s[0] == 0xED && s[1] > 0x9F;
  int too_big = s[0] == 0xF4 && s[1] > 0x8F;
  return overlong || surrogate || too_big ? 0 : length;
}

int is_utf8(const char *text) {
  for (int length; *text; text += length)
    if (!(length = sequence((const unsigned char *)text))) return 0;
  return 1;
}

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
