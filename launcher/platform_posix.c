/* What Linux and macOS have in common. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"
#include "platform.h"

const char PLATFORM_SEPARATOR = '/';
const char PLATFORM_PROGRAM[] = "";
const char PLATFORM_MODULE[] = "posix";

char *platform_resolved(const char *executable) {
  (void)executable;
  return NULL;
}

int platform_same_name(const char *a, const char *b) {
  return !strcmp(a, b);
}

void platform_default(const char *variable, const char *value) {
  if (setenv(variable, value, 0)) die("cannot set %s: %s", variable, strerror(errno));
}

void platform_forget(const char *variable) {
  unsetenv(variable);
}

char *platform_read(const char *path, unsigned long *size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return NULL;
  struct stat info;
  char *content = NULL;
  if (fstat(file, &info) == 0 && !S_ISREG(info.st_mode)) errno = EISDIR;
  else if (info.st_size >= 0) {
    content = allocate((unsigned long)info.st_size + 1);
    ssize_t got = 0;
    *size = 0;
    while (*size < (unsigned long)info.st_size && (got = read(file, content + *size, (unsigned long)info.st_size - *size)) > 0)
      *size += (unsigned long)got;
    content[*size] = 0;
    if (got < 0) free(content), content = NULL;
  }
  int reason = errno;
  close(file);
  errno = reason;
  return content;
}

int platform_is_readable(const char *path) {
  return access(path, R_OK) == 0;
}

void platform_format(char *to, size_t size, const char *format, va_list arguments) {
  vsnprintf(to, size, format, arguments);
}

void platform_tell(const char *line) {
  fputs(line, stderr);
}

void *platform_load(const char *path) {
  /* GLOBAL: extension modules of wheels do not name libpython, they expect its symbols to be there. */
  void *library = dlopen(path, RTLD_LAZY | RTLD_GLOBAL);
  if (!library) die("%s", dlerror());
  return library;
}

void *platform_need(void *library, const char *path, const char *symbol) {
  void *address = dlsym(library, symbol);
  if (!address) die("%s: has no %s: not the CPython that launch.cfg names", path, symbol);
  return address;
}

int main(int argc, char **argv) {
  return launcher_main(argc, argv);
}
