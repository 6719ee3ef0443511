/* SPDX-License-Identifier: MIT */
/* Looking for words without parsing. Quotes, escapes and line breaks between the letters are passed
 * over, whichever of YAML, sh, PowerShell and cmd they are of, so that n'o'x, "no\<newline>x" and n^ox
 * are found. Bytes that are written as numbers ("\x6e", $'\156') are not read: a file that has any is
 * taken to hold every word. */
#include "config.h"

#include "nox/call/glance.h"

#include <string.h>

#include "base/ascii.h"

/* May the byte be between two letters of a word? "$" begins $'o' and $"o". */
static bool is_between(char c)
{
	return ascii_is_space(c) || c == '\'' || c == '"' || c == '\\' || c == '^' || c == '`' ||
	       c == '$';
}

/* The letter of a break that YAML writes as \n or \r. */
static bool is_break_letter(struct str bytes, size_t at)
{
	return (bytes.p[at] == 'n' || bytes.p[at] == 'r') && at > 0 && bytes.p[at - 1] == '\\';
}

/* Does the word, in lower-case letters, end before the offset? alone: with no letter before it. As
 * deep as the word is long. */
static bool ends_word(struct str bytes, size_t at, struct str word, bool alone)
{
	if (word.len == 0)
		return !alone || at == 0 || !ascii_is_alphanumeric(bytes.p[at - 1]);
	for (; at > 0; at--) {
		char c = bytes.p[at - 1];

		if (ascii_lower(c) == word.p[word.len - 1] &&
		    ends_word(bytes, at - 1, str_slice(word, 0, word.len - 1), alone))
			return true;
		if (!is_between(c) && !is_break_letter(bytes, at - 1))
			return false;
	}
	return false;
}

static bool has_ending(struct str bytes, char letter, struct str word)
{
	struct str rest = str_slice(word, 0, word.len - 1);

	for (size_t at = str_find_char(bytes, letter, 0); at != STR_NONE;
	     at = str_find_char(bytes, letter, at + 1))
		if (ends_word(bytes, at, rest, false))
			return true;
	return false;
}

static bool has_word(struct str bytes, struct str word)
{
	char last = word.p[word.len - 1];

	return has_ending(bytes, last, word) || has_ending(bytes, (char)(last - 'a' + 'A'), word);
}

/* Bytes as numbers: \x, \u and \U of YAML and of sh, \0 to \7 of sh in $'…', `u{ of PowerShell. */
static bool has_numbers(struct str bytes)
{
	bool digits = false;

	for (size_t at = str_find_char(bytes, '\\', 0); at != STR_NONE;
	     at = str_find_char(bytes, '\\', at + 1)) {
		char next = at + 1 < bytes.len ? bytes.p[at + 1] : '\0';

		if ((next == 'x' || next == 'u' || next == 'U') && at + 2 < bytes.len &&
		    ascii_hex(bytes.p[at + 2]) >= 0)
			return true;
		digits |= next >= '0' && next <= '7';
	}
	if (digits && str_contains(bytes, "$'"))
		return true;
	for (size_t at = str_find_char(bytes, '`', 0); at != STR_NONE;
	     at = str_find_char(bytes, '`', at + 1))
		if (str_starts(str_slice(bytes, at, bytes.len), "`u{"))
			return true;
	return false;
}

/* May a key of YAML begin at the offset? */
static bool begins_key(struct str bytes, size_t at)
{
	if (at > 0 && !ascii_is_space(bytes.p[at - 1]) &&
	    str_find_char(STR("[{,"), bytes.p[at - 1], 0) == STR_NONE)
		return false;
	while (at > 0 && ascii_is_blank(bytes.p[at - 1]))
		at--;
	return at == 0 || str_find_char(STR("\r\n-?:[{,"), bytes.p[at - 1], 0) != STR_NONE;
}

static size_t skip_blanks(struct str bytes, size_t at)
{
	while (at < bytes.len && ascii_is_space(bytes.p[at]))
		at++;
	return at;
}

/* At "*": is it an alias that is a key? */
static bool is_alias_key(struct str bytes, size_t at)
{
	size_t end = at + 1;

	while (end < bytes.len && !ascii_is_space(bytes.p[end]) && bytes.p[end] != '*')
		end++;
	if (end == at + 1)
		return false;
	if (bytes.p[end - 1] == ':')
		return true;
	end = skip_blanks(bytes, end);
	return end < bytes.len && bytes.p[end] == ':';
}

/* Keys that are written elsewhere ("*key : value"), or after "?" and so over several lines. */
static bool has_strange_keys(struct str bytes)
{
	for (size_t at = str_find_char(bytes, '*', 0); at != STR_NONE;
	     at = str_find_char(bytes, '*', at + 1))
		if (begins_key(bytes, at) && is_alias_key(bytes, at))
			return true;
	for (size_t at = str_find_char(bytes, '?', 0); at != STR_NONE;
	     at = str_find_char(bytes, '?', at + 1))
		if (begins_key(bytes, at) && skip_blanks(bytes, at + 1) > at + 1)
			return true;
	return false;
}

static size_t skip_quote(struct str bytes, size_t at)
{
	return at < bytes.len && (bytes.p[at] == '"' || bytes.p[at] == '\'') ? at + 1 : at;
}

/* Where the value of the next `uses:` at or after an offset begins, its quote included; STR_NONE where
 * there is no other. *key is where its key begins. */
static size_t next_use(struct str bytes, size_t at, size_t *key)
{
	static const struct str word = STR("uses");

	while ((at = str_find(bytes, word, at)) != STR_NONE) {
		size_t end = skip_blanks(bytes, skip_quote(bytes, at + word.len));

		*key = at;
		at += word.len;
		if (end < bytes.len && bytes.p[end] == ':')
			return skip_blanks(bytes, end + 1);
	}
	return STR_NONE;
}

static size_t line_start(struct str bytes, size_t at)
{
	while (at > 0 && bytes.p[at - 1] != '\n')
		at--;
	return at;
}

/* Does a plain text that ends at an offset, with its line, go on in the next? It does where that is
 * indented deeper than its key. */
static bool goes_on(struct str bytes, size_t end, size_t column)
{
	size_t next;

	while (end < bytes.len && (bytes.p[end] == ' ' || bytes.p[end] == '\r'))
		end++;
	if (end < bytes.len && bytes.p[end] != '\n')
		return bytes.p[end] != '#' || bytes.p[end - 1] != ' ';
	next = skip_blanks(bytes, end);
	return next < bytes.len && bytes.p[next] != '#' && next - line_start(bytes, next) > column;
}

/* A byte of what may name a file of the repository, its server and its ref included. */
static bool is_value(char c)
{
	return ascii_is_alphanumeric(c) || (c != '\0' && strchr("./-_@:+~$", c) != NULL);
}

bool glance_use_next(struct glance_uses *uses, struct str *value)
{
	struct str bytes = uses->bytes;
	size_t key, start, end, at = next_use(bytes, uses->at, &key);
	bool quoted;

	if (at == STR_NONE)
		return false;
	start = skip_quote(bytes, at);
	quoted = start > at;
	for (end = start; end < bytes.len && is_value(bytes.p[end]); end++)
		;
	*value = str_slice(bytes, start, end);
	uses->at = end;
	/* What follows a ref names no file. */
	uses->unclear =
		str_find_char(*value, '@', 0) == STR_NONE &&
		(value->len == 0 || (quoted ? end == bytes.len || bytes.p[end] != bytes.p[at]
					    : goes_on(bytes, end, key - line_start(bytes, key))));
	return !uses->unclear;
}

struct glance glance_at(struct str bytes)
{
	/* With zero bytes it may be of another encoding. */
	bool all = str_find_char(bytes, '\0', 0) != STR_NONE || has_numbers(bytes) ||
		   has_strange_keys(bytes);
	size_t key;

	return (struct glance){ .nox = all || has_word(bytes, STR("nox")),
				.uses = all || next_use(bytes, 0, &key) != STR_NONE,
				.unclear = all };
}

bool glance_holds(struct str text, const struct str *words, size_t count)
{
	bool ends[256] = { false };

	for (size_t i = 0; i < count; i++)
		ends[(unsigned char)words[i].p[words[i].len - 1]] = true;
	for (size_t at = 0; at < text.len; at++) {
		char c = ascii_lower(text.p[at]);

		if (!ends[(unsigned char)c])
			continue;
		for (size_t i = 0; i < count; i++)
			if (c == words[i].p[words[i].len - 1] &&
			    ends_word(text, at, str_slice(words[i], 0, words[i].len - 1), false))
				return true;
	}
	return has_numbers(text);
}

bool glance_calls(struct str script)
{
	static const struct str words[] = { STR("nox"), STR("cookiecutter"), STR("cruft"),
					    STR("copier") };

	return glance_holds(script, words, sizeof(words) / sizeof(words[0]));
}

bool glance_names_cache(struct str bytes)
{
	return has_word(bytes, STR("actions/cache")) || has_numbers(bytes) ||
	       has_strange_keys(bytes);
}

/* Is the word there, and neither after nor before another letter? */
static bool has_lone_word(struct str bytes, struct str word)
{
	struct str rest = str_slice(word, 0, word.len - 1);

	for (size_t at = str_find_char(bytes, word.p[rest.len], 0); at != STR_NONE;
	     at = str_find_char(bytes, word.p[rest.len], at + 1)) {
		bool open = at + 1 < bytes.len &&
			    (bytes.p[at + 1] == '-' || ascii_is_alphanumeric(bytes.p[at + 1]));

		if (!open && ends_word(bytes, at, rest, true))
			return true;
	}
	return false;
}

bool glance_takes_artifacts(struct str bytes)
{
	return str_contains(bytes, "run-id") || has_word(bytes, STR("dawidd6/action-download")) ||
	       (has_lone_word(bytes, STR("gh")) && has_lone_word(bytes, STR("download"))) ||
	       has_numbers(bytes) || has_strange_keys(bytes);
}
