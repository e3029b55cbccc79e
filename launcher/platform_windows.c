/*
 * Uses Windows' own C library alone, without what a compiler would add to a program: that has to be compiled first, which
 * takes minutes, and is four times as big as the launcher.
 */
#include <corecrt_startup.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <wchar.h>
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "message.h"
#include "platform.h"
#include "text.h"

const char PLATFORM_SEPARATOR = '\\';
const char PLATFORM_PROGRAM[] = ".exe";
const char PLATFORM_MODULE[] = "nt";

char *platform_executable(void) {
  for (DWORD size = 512;; size *= 2) {
    wchar_t *path = allocate(size * sizeof *path);
    DWORD length = GetModuleFileNameW(NULL, path, size);
    if (!length) die("cannot find the program's own folder: Windows error %lu", GetLastError());
    if (length < size) return to_utf8(path);
    free(path);
  }
}

/* `\\?\C:\x` and `\\?\UNC\server\x` as people write them; a long path needs its prefix. */
static char *plain(wchar_t *path) {
  static const wchar_t LONG[] = L"\\\\?\\", NETWORK[] = L"\\\\?\\UNC\\";
  size_t length = wcslen(path);
  if (length >= MAX_PATH || wcsncmp(path, LONG, 4)) return to_utf8(path);
  if (wcsncmp(path, NETWORK, 8)) return to_utf8(path + 4);
  path[6] = L'\\';
  return to_utf8(path + 6);
}

char *platform_resolved(const char *executable) {
  const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  HANDLE file = CreateFileW(to_wide(executable), 0, share, NULL, OPEN_EXISTING, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) return NULL;
  DWORD size = GetFinalPathNameByHandleW(file, NULL, 0, 0);
  wchar_t *path = allocate((size + 1) * sizeof *path);
  DWORD length = GetFinalPathNameByHandleW(file, path, size + 1, 0);
  CloseHandle(file);
  return length && length <= size ? plain(path) : NULL;
}

int platform_same_name(const char *a, const char *b) {
  return CompareStringOrdinal(to_wide(a), -1, to_wide(b), -1, TRUE) == CSTR_EQUAL;
}

void platform_default(const char *variable, const char *value) {
  wchar_t *name = to_wide(variable);
  if (!_wgetenv(name) && _wputenv_s(name, to_wide(value))) die("cannot set %s: %s", variable, strerror(errno));
}

void platform_forget(const char *variable) {
  _wputenv_s(to_wide(variable), L"");
}

char *platform_read(const char *path, unsigned long *size) {
  int file = _wopen(to_wide(path), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
  if (file < 0) return NULL;
  long length = _filelength(file);
  char *content = length < 0 ? NULL : allocate((unsigned long)length + 1);
  int got = 0;
  *size = 0;
  while (content && *size < (unsigned long)length && (got = _read(file, content + *size, (unsigned)length - *size)) > 0)
    *size += (unsigned long)got;
  if (content) content[*size] = 0;
  if (got < 0) free(content), content = NULL;
  int reason = errno;
  _close(file);
  errno = reason;
  return content;
}

int platform_is_readable(const char *path) {
  return _waccess(to_wide(path), 4) == 0;
}

void platform_format(char *to, size_t size, const char *format, va_list arguments) {
  __stdio_common_vsprintf(_CRT_INTERNAL_PRINTF_STANDARD_SNPRINTF_BEHAVIOR, to, size, format, NULL, arguments);
}

void platform_tell(const char *line) {
#ifdef KILN_NO_CONSOLE
  MessageBoxW(NULL, to_wide(line), NULL, MB_ICONERROR);
#else
  HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
  DWORD mode, written;
  wchar_t *wide = to_wide(line);
  /* A console shows bytes in a code page of its own. */
  if (GetConsoleMode(error, &mode)) WriteConsoleW(error, wide, (DWORD)wcslen(wide), &written, NULL);
  else WriteFile(error, line, (DWORD)strlen(line), &written, NULL);
#endif
}

static char *system_reason(DWORD code) {
  wchar_t *text = NULL;
  const DWORD flags = FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  DWORD length = FormatMessageW(flags, NULL, code, 0, (LPWSTR)&text, 0, NULL);
  while (length && wcschr(L"\r\n .", text[length - 1])) text[--length] = 0;
  return length ? to_utf8(text) : "unknown reason";
}

/* The folder of the library is searched for what extension modules need (python3.dll, vcruntime140_1.dll), as it is for python.exe. */
static void search_beside(const char *path) {
  wchar_t *folder = to_wide(path);
  *wcsrchr(folder, L'\\') = 0;
  AddDllDirectory(folder);
}

void *platform_load(const char *path) {
  search_beside(path);
  HMODULE library = LoadLibraryExW(to_wide(path), NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
  DWORD code = GetLastError();
  if (!library) die("%s: %s (Windows error %lu)", path, system_reason(code), code);
  return library;
}

void *platform_need(void *library, const char *path, const char *symbol) {
  FARPROC address = GetProcAddress(library, symbol);
  if (!address) die("%s: has no %s: not the CPython that launch.cfg names", path, symbol);
  return (void *)address;
}

/* Where the program begins. Wildcards in arguments stay what they are, as in python. */
void begin(void) {
  if (_configure_wide_argv(_crt_argv_unexpanded_arguments) || _initialize_wide_environment()) exit(EXIT_CANNOT_START);
  int argc = *__p___argc();
  wchar_t **argv = *__p___wargv();
  char **utf8 = allocate(((size_t)argc + 1) * sizeof *utf8);
  for (int i = 0; i < argc; i++) utf8[i] = to_utf8(argv[i]);
  utf8[argc] = NULL;
  exit(launcher_main(argc, utf8));
}
