/* Bytes of the outside and Python's text. */
#ifndef KILN_TEXT_H
#define KILN_TEXT_H

#include <stddef.h>

/* Whether Python's strict UTF-8 decoder takes `text`. */
int is_utf8(const char *text);

/*
 * `text` as Python sees the command line: a byte that is no UTF-8 becomes a lone surrogate (PEP 383); on Windows, where
 * wchar_t has 16 bits, three bytes that hold a lone surrogate become that.
 */
wchar_t *to_wide(const char *text);

/* The way back; a lone surrogate becomes three bytes. For Windows. */
char *to_utf8(const wchar_t *text);

#endif
