#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

static const char *name = "launcher";

void message_name(const char *program) {
  name = program;
}

void die(const char *format, ...) {
  static char text[16384];
  va_list arguments;
  int start = snprintf(text, sizeof text / 2, "%s: error: ", name);
  va_start(arguments, format);
  size_t used = start < (int)sizeof text / 2 ? (size_t)start : sizeof text / 2 - 1;
  vsnprintf(text + used, sizeof text - used - 1, format, arguments);
  va_end(arguments);
  strcat(text, "\n");
  platform_tell(text);
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
