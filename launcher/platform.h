/* All that differs between operating systems. Texts are UTF-8 where the system has an encoding, raw bytes elsewhere. */
#ifndef KILN_PLATFORM_H
#define KILN_PLATFORM_H

/* Absolute path of the running program, symbolic links resolved. Dies when the system does not say. */
char *platform_executable(void);

/* Takes a variable out of the environment of this process and of what it starts. */
void platform_forget(const char *variable);

/* Content with a NUL behind it, its length in `size`; NULL with errno when it cannot be read. */
char *platform_read(const char *path, unsigned long *size);

/* 0 with errno when the file cannot be read. */
int platform_is_readable(const char *path);

/* Loads a shared library so that extension modules see its symbols. Dies with the loader's reason. */
void *platform_load(const char *path);

/* Address of a symbol; dies where the library at `path` has none of that name. */
void *platform_need(void *library, const char *path, const char *symbol);

#endif
