/* All that zstd needs of a C library that it never calls: zig's compiler runtime brings these. */
#ifndef KILN_STRING_H
#define KILN_STRING_H
#include <stddef.h>
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
#endif
