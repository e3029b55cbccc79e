#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "message.h"
#include "platform.h"

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
