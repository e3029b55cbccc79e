/*
 * All that differs between operating systems. Texts are UTF-8 where the system has an encoding (Windows; a lone surrogate
 * is three bytes there), raw bytes elsewhere. platform_*.c hold `main`, which calls launcher_main.
 */
#ifndef KILN_PLATFORM_H
#define KILN_PLATFORM_H

#include <stdarg.h>
#include <stddef.h>

/* Between the folders of a path that the system or Python prints. */
extern const char PLATFORM_SEPARATOR;

/* Behind the name of a program: `.exe` or nothing. */
extern const char PLATFORM_PROGRAM[];

/* Python's built-in module of the system. */
extern const char PLATFORM_MODULE[];

/* Absolute path of the running program. Dies when the system does not say. */
char *platform_executable(void);

/* The same with all links resolved; NULL where platform_executable does that, or when it fails. */
char *platform_resolved(const char *executable);

/* Whether two names of files mean the same file to the system. */
int platform_same_name(const char *a, const char *b);

/* Puts a variable into the environment of this process and of what it starts, unless it exists. Dies when it cannot. */
void platform_default(const char *variable, const char *value);

/* Takes a variable out of the environment of this process and of what it starts. */
void platform_forget(const char *variable);

/* Content with a NUL behind it, its length in `size`; NULL with errno when it cannot be read. */
char *platform_read(const char *path, unsigned long *size);

/* 0 with errno when the file cannot be read. */
int platform_is_readable(const char *path);

/* vsnprintf. */
void platform_format(char *to, size_t size, const char *format, va_list arguments);

/* Prints a line for the user where errors go. */
void platform_tell(const char *line);

/* Loads a shared library so that extension modules see its symbols and the libraries beside it. Dies with the reason. */
void *platform_load(const char *path);

/* Address of a symbol; dies where the library at `path` has none of that name. */
void *platform_need(void *library, const char *path, const char *symbol);

/* What a program of any platform does: launcher.c. */
int launcher_main(int argc, char **argv);

#endif
