#include <errno.h>
#include <mach-o/dyld.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "platform.h"

char *platform_executable(void) {
  uint32_t size = 0;
  _NSGetExecutablePath(NULL, &size); /* says how long the path is */
  char *started = allocate(size);
  if (_NSGetExecutablePath(started, &size)) die("cannot find the program's own folder");
  char *path = realpath(started, NULL);
  if (!path) die("cannot find the program's own folder: %s: %s", started, strerror(errno));
  return path;
}
