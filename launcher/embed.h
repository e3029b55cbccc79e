/* Starts CPython, of which no header is needed: all that is used is in the stable ABI or has not changed since 3.10. */
#ifndef KILN_EMBED_H
#define KILN_EMBED_H

#include "launch.h"

typedef struct PyObject PyObject;

/* Runs Python to its end; returns the exit code of the process. Dies when Python cannot be started. */
int embed_run(const struct launch *launch);

/* The two ways; both see the same application: isolated, without site, in UTF-8 mode, with the bundle's sys.path alone. */
int run_by_init_config(const struct launch *launch, void *library, const char *path); /* PEP 741: 3.14 and later */
int run_by_main(const struct launch *launch, void *library, const char *path);        /* Py_Main: 3.10 to 3.13 */

#endif
