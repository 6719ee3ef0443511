/* SPDX-License-Identifier: MIT */
/* Borrowed text: a pointer and a length in bytes. Never NUL-terminated by contract, never owned. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Who owns the bytes is documented where a member of this type is declared. */
struct str {
	const char *p;
	size_t len;
};

/* Bytes [start, end) of a text, 0-based. The text is named where a range is declared. */
struct range {
	size_t start;
	size_t end;
};

/* A struct range in half the memory: no file is as long as 4 GiB. */
struct short_range {
	uint32_t start;
	uint32_t end;
};

static inline struct short_range short_range_of(struct range range)
{
	return (struct short_range){ (uint32_t)range.start, (uint32_t)range.end };
}

static inline struct range long_range(struct short_range range)
{
	return (struct range){ range.start, range.end };
}

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* For printf's "%.*s"; only for text known to be shorter than INT_MAX. */
#define STR_ARG(s) (int)(s).len, (s).p

/* An empty text in which a pointer may point, so that no text but a zeroed one has NULL. */
extern const char str_nothing[];

/* The returned text borrows its argument's bytes. A NULL pointer gives the empty text. */
static inline struct str str_from(const char *text)
{
	return (struct str){ text ? text : str_nothing, text ? strlen(text) : 0 };
}

/* Bytes [start, end) of text, both cut to its length. */
static inline struct str str_slice(struct str text, size_t start, size_t end)
{
	if (end > text.len)
		end = text.len;
	if (start > end)
		start = end;
	return (struct str){ text.p ? text.p + start : str_nothing, end - start };
}

/* Without the spaces, tabs, carriage returns and newlines at both ends. */
struct str str_trim(struct str text);

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* Tables are walked through with these: most of their rows differ in the first letter. */
static inline bool str_is(struct str a, const char *b)
{
	return !(a.len > 0 && b && a.p[0] != b[0]) && str_eq(a, str_from(b));
}

/* The same, with ASCII letters of either case alike. */
bool str_eq_nocase(struct str a, struct str b);
static inline bool str_is_nocase(struct str a, const char *b)
{
	return !(a.len > 0 && b && ((a.p[0] ^ b[0]) & ~('a' ^ 'A')) != 0) &&
	       str_eq_nocase(a, str_from(b));
}

static inline bool str_starts(struct str text, const char *prefix)
{
	struct str want = str_from(prefix);

	return text.len >= want.len && str_eq(str_slice(text, 0, want.len), want);
}

static inline bool str_ends(struct str text, const char *suffix)
{
	struct str want = str_from(suffix);

	return text.len >= want.len && str_eq(str_slice(text, text.len - want.len, text.len), want);
}

/* Compares bytewise, a prefix before the longer text. Returns <0, 0 or >0, for qsort. */
int str_compare(struct str a, struct str b);

#define STR_NONE ((size_t)-1)
/* No index where one takes 32 bits. */
#define INDEX_NONE UINT32_MAX

/* Offset of the first occurrence at or after from (bytes, 0-based), or STR_NONE. */
size_t str_find(struct str text, struct str what, size_t from);
static inline size_t str_find_char(struct str text, char c, size_t from)
{
	const char *hit = from < text.len ? memchr(text.p + from, c, text.len - from) : NULL;

	return hit ? (size_t)(hit - text.p) : STR_NONE;
}
/* Offset of the last occurrence, or STR_NONE. */
size_t str_rfind_char(struct str text, char c);
static inline bool str_contains(struct str text, const char *what)
{
	return str_find(text, str_from(what), 0) != STR_NONE;
}

/* The same, with ASCII letters of either case alike. */
bool str_contains_nocase(struct str text, struct str what);

/* Whether the bytes are valid UTF-8 (RFC 3629: no surrogates, no overlong forms). If not, *bad (if
 * not NULL) is the offset of the first invalid byte. */
bool str_is_utf8(struct str text, size_t *bad);

/* The length (1 to 4) of the UTF-8 sequence at the offset, which must be inside the text, or 0 if
 * there is none. *code is its code point. */
size_t str_character(struct str text, size_t at, unsigned long *code);

/* The longest prefix of text that has at most max bytes and ends with a whole character. */
struct str str_cut(struct str text, size_t max);

/* False for characters that a YAML 1.1 or 1.2 reader rejects, drops or treats as a line break (YAML
 * 1.2.2, productions 1 to 3; YAML 1.1, 26: C0, DEL, C1, U+2028, U+2029, U+FEFF, U+FFFE, U+FFFF),
 * and for those that change the direction of the text around them. A tab is a control character. */
bool code_is_printable(unsigned long code);

/* Whether the text is valid UTF-8 of printable characters only, and so a single line. */
bool str_is_line(struct str text);

/* Cuts the first line, including its "\n", off *rest. Returns false when *rest is empty. */
bool str_next_line(struct str *rest, struct str *line);

/* Cuts the part before the first separator off *rest, and the separator. Without one, all of it. */
struct str str_next_part(struct str *rest, char separator);

/* FNV-1a, 64 bits: a fingerprint, not a digest. */
unsigned long long str_hash(struct str text);

/* The same, eight bytes at a time. It differs between machines: for use in one run. Texts of at most
 * eight bytes and of the same length have the same hash only if they are the same. The hash of a
 * literal is a constant. */
static inline unsigned long long str_quick_hash(struct str text)
{
	const unsigned long long prime = 0x100000001b3;
	unsigned long long hash = 0xcbf29ce484222325 ^ text.len, word = 0;
	unsigned first, last;

	if (text.len >= sizeof(word)) {
		for (size_t i = 0; text.len - i > sizeof(word); i += sizeof(word)) {
			memcpy(&word, text.p + i, sizeof(word));
			hash = (hash ^ word) * prime;
			hash ^= hash >> 32; /* a product passes bits on to higher ones only */
		}
		memcpy(&word, text.p + text.len - sizeof(word), sizeof(word));
	} else if (text.len >= sizeof(first)) {
		memcpy(&first, text.p, sizeof(first));
		memcpy(&last, text.p + text.len - sizeof(last), sizeof(last));
		word = (unsigned long long)first << 32 | last;
	} else if (text.len > 0) {
		word = (unsigned long long)(unsigned char)text.p[0] << 16 |
		       (unsigned long long)(unsigned char)text.p[text.len / 2] << 8 |
		       (unsigned char)text.p[text.len - 1];
	}
	hash = (hash ^ word) * prime;
	return hash ^ hash >> 32;
}

/* A number in decimal digits, written to the end of a space. */
enum { STR_NUMBER_MAX = 26 };
struct str str_number(char space[STR_NUMBER_MAX], unsigned long long number);
/* The same for people, with a comma before each three digits. */
struct str str_number_grouped(char space[STR_NUMBER_MAX], unsigned long long number);

/* Shell-style match: '*' matches any run of bytes, '?' one character (a UTF-8 sequence), everything
 * else itself. */
bool str_match(struct str text, struct str pattern);

#endif
