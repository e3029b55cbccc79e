#ifndef KILN_ARGUMENTS_H
#define KILN_ARGUMENTS_H

/*
 * The command line as PyInitConfig takes it, UTF-8 alone: an argument with other bytes gets `?` in their place.
 */
char **arguments_as_utf8(int argc, char **argv);

/*
 * Puts what arguments_as_utf8 changed right in sys.argv and sys.orig_argv, with surrogates for odd bytes as python does it.
 * Call between initialisation and run. The last items of sys.argv are the last ones of the command line; `first` says
 * whether that holds for sys.argv[0] too (it does not where Python put "-c" there).
 */
void arguments_restore(void *library, const char *path, int argc, char **argv, int first);

#endif
