/* One clear line on stderr, then the end. */
#ifndef KILN_MESSAGE_H
#define KILN_MESSAGE_H

/* The launcher could not start Python. A program never sees it: it is the launcher's own, as a shell's "not found". */
#define EXIT_CANNOT_START 127

/* How the user called the program; stands before every message. */
void message_name(const char *program);

/* Prints `program: error: <text>` and exits with EXIT_CANNOT_START. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* malloc that dies. What it returns lives as long as the process. */
void *allocate(unsigned long size);

/* `a` + `b` + `c` in new memory. */
char *concat(const char *a, const char *b, const char *c);

#endif
