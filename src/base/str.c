/* SPDX-License-Identifier: MIT */
/* Borrowed text. Nothing here allocates or reads past a length. */
#include "config.h"

#include "base/str.h"

#include "base/ascii.h"

#include <string.h>

const char str_nothing[] = "";

struct str str_trim(struct str text)
{
	while (text.len > 0 && ascii_is_space(text.p[text.len - 1]))
		text.len--;
	while (text.len > 0 && ascii_is_space(text.p[0])) {
		text.p++;
		text.len--;
	}
	return text;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

int str_compare(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common > 0 ? memcmp(a.p, b.p, common) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Bytes that are compared at once, on most machines by one instruction. None is passed to a function:
 * not every machine has a way for that. */
typedef unsigned char block __attribute__((vector_size(16)));

/* Passes over places at which no text with the first and the last byte of what can begin, two blocks at
 * a time. */
static size_t skip_blocks(struct str text, struct str what, size_t from)
{
	enum { STEP = 2 * sizeof(block) };
	const block none = { 0 };
	const block first = none + (unsigned char)what.p[0];
	const block last = none + (unsigned char)what.p[what.len - 1];

	for (; text.len - from >= what.len - 1 + STEP; from += STEP) {
		const char *begin = text.p + from, *end = begin + what.len - 1;
		block begins, ends, more_begins, more_ends, hits;
		unsigned long long words[2];

		memcpy(&begins, begin, sizeof(block));
		memcpy(&ends, end, sizeof(block));
		memcpy(&more_begins, begin + sizeof(block), sizeof(block));
		memcpy(&more_ends, end + sizeof(block), sizeof(block));
		hits = ((block)(begins == first) & (block)(ends == last)) |
		       ((block)(more_begins == first) & (block)(more_ends == last));
		memcpy(words, &hits, sizeof(words));
		if ((words[0] | words[1]) != 0)
			break;
	}
	return from;
}

size_t str_find(struct str text, struct str what, size_t from)
{
	/* memmem(3) looks at each byte, this at many at a time; but a long text may cost as much again
	 * for each first byte. */
	enum { SHORT = 32 };

	if (from > text.len)
		return STR_NONE;
	if (what.len == 0)
		return from;
	while (what.len <= SHORT && text.len - from >= what.len) {
		const char *first;

		from = skip_blocks(text, what, from);
		first = text.len - from < what.len
				? NULL
				: memchr(text.p + from, what.p[0], text.len - from - what.len + 1);
		if (!first)
			return STR_NONE;
		if (first[what.len - 1] == what.p[what.len - 1] &&
		    memcmp(first, what.p, what.len) == 0)
			return (size_t)(first - text.p);
		from = (size_t)(first - text.p) + 1;
	}

	const char *hit = text.len - from < what.len
				  ? NULL
				  : memmem(text.p + from, text.len - from, what.p, what.len);

	return hit ? (size_t)(hit - text.p) : STR_NONE;
}

size_t str_rfind_char(struct str text, char c)
{
#ifdef HAVE_MEMRCHR
	const char *hit = text.len > 0 ? memrchr(text.p, c, text.len) : NULL;

	return hit ? (size_t)(hit - text.p) : STR_NONE;
#else
	for (size_t i = text.len; i > 0; i--)
		if (text.p[i - 1] == c)
			return i - 1;
	return STR_NONE;
#endif
}

bool str_contains_nocase(struct str text, struct str what)
{
	for (size_t i = 0; i + what.len <= text.len; i++)
		if (str_eq_nocase(str_slice(text, i, i + what.len), what))
			return true;
	return false;
}

/* Length of the UTF-8 sequence at p, or 0 if there is none in the available bytes. */
static size_t utf8_length(const unsigned char *p, size_t available)
{
	static const struct {
		unsigned char first, last, low, high; /* first byte's range, second byte's range */
		unsigned char length;
	} forms[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	if (p[0] < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (p[0] < forms[i].first || p[0] > forms[i].last)
			continue;
		if (forms[i].length > available)
			return 0;
		if (forms[i].length > 1 && (p[1] < forms[i].low || p[1] > forms[i].high))
			return 0;
		for (size_t k = 2; k < forms[i].length; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].length;
	}
	return 0;
}

/* Length of the ASCII text at the offset, eight bytes at a time. */
static size_t ascii_length(struct str text, size_t at)
{
	size_t end = at;
	unsigned long long eight;

	for (; text.len - end >= sizeof(eight); end += sizeof(eight)) {
		memcpy(&eight, text.p + end, sizeof(eight));
		if (eight & 0x8080808080808080ULL)
			break;
	}
	return end - at;
}

bool str_is_utf8(struct str text, size_t *bad)
{
	for (size_t i = ascii_length(text, 0); i < text.len; i += ascii_length(text, i)) {
		size_t length = utf8_length((const unsigned char *)text.p + i, text.len - i);

		if (length == 0) {
			if (bad)
				*bad = i;
			return false;
		}
		i += length;
	}
	return true;
}

size_t str_character(struct str text, size_t at, unsigned long *code)
{
	const unsigned char *p = (const unsigned char *)text.p + at;
	size_t length = utf8_length(p, text.len - at);

	if (length == 0)
		return 0;
	*code = length == 1 ? p[0] : p[0] & (0x7fU >> length);
	for (size_t i = 1; i < length; i++)
		*code = *code << 6 | (p[i] & 0x3fU);
	return length;
}

struct str str_cut(struct str text, size_t max)
{
	size_t end = max;

	if (text.len <= max)
		return text;
	/* A character has at most three bytes after its first. */
	while (end > 0 && max - end < 3 && ((unsigned char)text.p[end] & 0xc0) == 0x80)
		end--;
	return str_slice(text, 0, end);
}

bool code_is_printable(unsigned long code)
{
	return code >= 0x20 && !(code >= 0x7f && code <= 0x9f) &&
	       !(code >= 0x2028 && code <= 0x202e) && !(code >= 0x2066 && code <= 0x2069) &&
	       code != 0xfeff && (code & 0xfffe) != 0xfffe;
}

/* Whether eight bytes are printable ASCII. */
static bool is_plain_word(unsigned long long word)
{
	const unsigned long long ones = 0x0101010101010101, high = 0x80 * ones;

	return ((word | (word - ' ' * ones) | (word + ones)) & high) == 0;
}

bool str_is_line(struct str text)
{
	unsigned long code = 0;
	unsigned long long word;
	size_t length;

	for (size_t i = 0; i < text.len; i += length) {
		length = sizeof(word);
		if (text.len - i >= length) {
			memcpy(&word, text.p + i, length);
			if (is_plain_word(word))
				continue;
		}
		length = 1;
		if (text.p[i] >= ' ' && text.p[i] <= '~')
			continue;
		length = str_character(text, i, &code);
		if (length == 0 || !code_is_printable(code))
			return false;
	}
	return true;
}

bool str_next_line(struct str *rest, struct str *line)
{
	if (rest->len == 0)
		return false;

	size_t newline = str_find_char(*rest, '\n', 0);
	size_t end = newline == STR_NONE ? rest->len : newline + 1;

	*line = str_slice(*rest, 0, end);
	*rest = str_slice(*rest, end, rest->len);
	return true;
}

struct str str_next_part(struct str *rest, char separator)
{
	size_t at = str_find_char(*rest, separator, 0);
	struct str part = str_slice(*rest, 0, at);

	*rest = str_slice(*rest, at == STR_NONE ? rest->len : at + 1, rest->len);
	return part;
}

#define FNV_BASIS 14695981039346656037ULL
#define FNV_PRIME 1099511628211ULL

unsigned long long str_hash(struct str text)
{
	unsigned long long hash = FNV_BASIS;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.p[i]) * FNV_PRIME;
	return hash;
}

/* Offset after the character (a UTF-8 sequence) at the offset. */
static size_t next_character(struct str text, size_t at)
{
	do
		at++;
	while (at < text.len && ((unsigned char)text.p[at] & 0xc0) == 0x80);
	return at;
}

static struct str add_digits(char space[STR_NUMBER_MAX], unsigned long long number, unsigned group)
{
	char *p = space + STR_NUMBER_MAX;

	for (unsigned digits = 0; digits == 0 || number > 0; digits++, number /= 10) {
		if (digits > 0 && digits % group == 0)
			*--p = ',';
		*--p = (char)('0' + number % 10);
	}
	return (struct str){ p, (size_t)(space + STR_NUMBER_MAX - p) };
}

struct str str_number(char space[STR_NUMBER_MAX], unsigned long long number)
{
	return add_digits(space, number, STR_NUMBER_MAX);
}

struct str str_number_grouped(char space[STR_NUMBER_MAX], unsigned long long number)
{
	return add_digits(space, number, 3);
}

bool str_match(struct str text, struct str pattern)
{
	size_t t = 0, p = 0, star = STR_NONE, resume = 0;

	while (t < text.len) {
		if (p < pattern.len && pattern.p[p] == '*') {
			star = p++;
			resume = t;
		} else if (p < pattern.len && pattern.p[p] == '?') {
			p++;
			t = next_character(text, t);
		} else if (p < pattern.len && pattern.p[p] == text.p[t]) {
			p++;
			t++;
		} else if (star != STR_NONE) {
			p = star + 1;
			t = ++resume;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.p[p] == '*')
		p++;
	return p == pattern.len;
}
