#include "text.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "message.h"

/* Length that the first byte of a sequence announces, 0 for none. */
static int announced(unsigned char first) {
  if (first < 0x80) return 1;
  return first >= 0xC2 && first < 0xE0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

static int is_surrogate(const unsigned char *s) {
  return s[0] == 0xED && s[1] > 0x9F;
}

/* Length of the UTF-8 sequence at `s` as Python's strict decoder sees it, 0 when it is none. Never reads beyond a NUL. */
static int sequence(const unsigned char *s, int with_surrogates) {
  int length = announced(s[0]);
  for (int i = 1; i < length; i++)
    if ((s[i] & 0xC0) != 0x80) return 0;
  int overlong = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
  int too_big = s[0] == 0xF4 && s[1] > 0x8F;
  return overlong || too_big || (is_surrogate(s) && !with_surrogates) ? 0 : length;
}

int is_utf8(const char *text) {
  for (int length; *text; text += length)
    if (!(length = sequence((const unsigned char *)text, 0))) return 0;
  return 1;
}

static uint32_t code_point(const unsigned char *s, int length) {
  static const unsigned char FIRST[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  uint32_t code = s[0] & FIRST[length];
  for (int i = 1; i < length; i++) code = code << 6 | (s[i] & 0x3F);
  return code;
}

wchar_t *to_wide(const char *text) {
  int narrow = sizeof(wchar_t) == 2;
  wchar_t *wide = allocate((strlen(text) + 1) * sizeof *wide), *to = wide;
  for (const unsigned char *s = (const unsigned char *)text; *s;) {
    int length = sequence(s, narrow);
    uint32_t code = length ? code_point(s, length) : 0xDC00u + *s;
    s += length ? length : 1;
    if (narrow && code > 0xFFFF) {
      *to++ = (wchar_t)(0xD7C0 + (code >> 10));
      code = 0xDC00 + (code & 0x3FF);
    }
    *to++ = (wchar_t)code;
  }
  *to = 0;
  return wide;
}

static char *put(char *to, uint32_t code) {
  if (code < 0x80) return *to++ = (char)code, to;
  int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static const unsigned char FIRST[] = {0, 0xC0, 0xE0, 0xF0};
  *to++ = (char)(FIRST[more] | code >> (6 * more));
  for (int i = more - 1; i >= 0; i--) *to++ = (char)(0x80 | (code >> (6 * i) & 0x3F));
  return to;
}

char *to_utf8(const wchar_t *text) {
  char *utf8 = allocate(wcslen(text) * 4 + 1), *to = utf8;
  for (; *text; text++) {
    uint32_t code = (uint32_t)*text;
    int pair = (code & 0xFFFFFC00) == 0xD800 && ((uint32_t)text[1] & 0xFFFFFC00) == 0xDC00;
    if (pair) code = 0x10000 + ((code & 0x3FF) << 10) + ((uint32_t)*++text & 0x3FF);
    to = put(to, code);
  }
  *to = 0;
  return utf8;
}
