#define _GNU_SOURCE
#include "platform.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"

/* The kernel gives no length beforehand, so the buffer grows until the answer fits. */
static char *read_link(const char *path) {
  for (unsigned long size = 512;; size *= 2) {
    char *buffer = allocate(size);
    ssize_t length = readlink(path, buffer, size);
    if (length < 0) return free(buffer), NULL;
    if ((unsigned long)length < size) return buffer[length] = 0, buffer;
    free(buffer);
  }
}

char *platform_executable(void) {
  char *path = read_link("/proc/self/exe");
  if (path) return path;
  int reason = errno;
  /* Without /proc (a bare chroot) the kernel's note of what was started helps; the cwd is still that of the start. */
  const char *started = (const char *)getauxval(AT_EXECFN);
  path = started ? realpath(started, NULL) : NULL;
  if (!path) die("cannot find the program's own folder: /proc/self/exe: %s", strerror(reason));
  return path;
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

void *platform_load(const char *path) {
  /* GLOBAL: extension modules of wheels do not name libpython, they expect its symbols to be there. */
  void *library = dlopen(path, RTLD_LAZY | RTLD_GLOBAL);
  if (!library) die("%s", dlerror());
  return library;
}

void *platform_need(void *library, const char *path, const char *symbol) {
  void *address = dlsym(library, symbol);
  if (!address) die("%s: has no %s: not a CPython of version 3.14 or later", path, symbol);
  return address;
}
