#include "message.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

static const char *name = "launcher";

void message_name(const char *program) {
  name = program;
}

/* Puts `text` behind what `to` holds, as much of it as there is room for. */
static void append(char *to, size_t size, const char *text) {
  strncat(to, text, size - strlen(to) - 1);
}

void die(const char *format, ...) {
  static int again;
  static char reason[8192], line[16384];
  if (again++) exit(EXIT_CANNOT_START); /* even the message finds no memory */
  va_list arguments;
  va_start(arguments, format);
  platform_format(reason, sizeof reason, format, arguments);
  va_end(arguments);
  append(line, sizeof line / 4, name);
  append(line, sizeof line, ": error: ");
  append(line, sizeof line, reason);
  append(line, sizeof line, "\n");
  platform_tell(line);
  exit(EXIT_CANNOT_START);
}

void *allocate(unsigned long size) {
  void *memory = malloc(size ? size : 1);
  if (!memory) die("out of memory");
  return memory;
}

char *concat(const char *a, const char *b, const char *c) {
  size_t la = strlen(a), lb = strlen(b), lc = strlen(c);
  char *text = allocate(la + lb + lc + 1);
  memcpy(text, a, la);
  memcpy(text + la, b, lb);
  memcpy(text + la + lb, c, lc + 1);
  return text;
}
