/* What `flag` of launch.cfg may say, and how Python is told. */
#ifndef KILN_FLAGS_H
#define KILN_FLAGS_H

struct flag {
  const char *name;
  const char *member; /* of PyConfig, for PyInitConfig_SetInt (3.14 and later) */
  int value;
  const char *option; /* of the command line (up to 3.13) */
};

/* NULL when there is no such flag. */
const struct flag *flag_find(const char *name);

/* All names, for a message. */
extern const char FLAG_NAMES[];

#endif
