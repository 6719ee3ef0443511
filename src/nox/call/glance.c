/* SPDX-License-Identifier: MIT */
/* Looking for words without parsing. Quotes, escapes and line breaks between the letters are passed
 * over, whichever of YAML, sh, PowerShell and cmd they are of, so that n'o'x, "no\<newline>x" and n^ox
 * are found. A letter of a word that is written as a number ("\x6e", $'\156') counts as the whole
 * word. */
#include "config.h"

#include "nox/call/glance.h"

#include "base/ascii.h"

/* The bytes that may be between two letters of a word. "$" begins $'o' and $"o". */
static const bool between[256] = {
	[' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['\''] = true,
	['"'] = true, ['\\'] = true, ['^'] = true,  ['`'] = true,  ['$'] = true,
};

static bool is_between(char c)
{
	return between[(unsigned char)c];
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

/* Tells most bytes that no letter of a word is before, without ends_word(). */
static bool is_preceded(struct str bytes, size_t at, struct str word)
{
	char c;

	if (word.len == 0 || at == 0)
		return word.len == 0;
	c = bytes.p[at - 1];
	return ascii_lower(c) == word.p[word.len - 1] || !ascii_is_alphanumeric(c) || c == 'n' ||
	       c == 'r';
}

static bool has_ending(struct str bytes, char letter, struct str word)
{
	struct str rest = str_slice(word, 0, word.len - 1);

	for (size_t at = str_find_char(bytes, letter, 0); at != STR_NONE;
	     at = str_find_char(bytes, letter, at + 1))
		if (is_preceded(bytes, at, rest) && ends_word(bytes, at, rest, false))
			return true;
	return false;
}

static bool has_word(struct str bytes, struct str word)
{
	char last = word.p[word.len - 1];

	return has_ending(bytes, last, word) ||
	       (last >= 'a' && last <= 'z' && has_ending(bytes, (char)(last - 'a' + 'A'), word));
}

/* Reads at most so many digits. Returns 0, which no word has, where there is none. */
static unsigned long read_number(struct str bytes, size_t at, int base, size_t digits)
{
	unsigned long value = 0;

	for (; digits > 0 && at < bytes.len; digits--, at++) {
		int digit = ascii_hex(bytes.p[at]);

		if (digit < 0 || digit >= base)
			break;
		value = value * (unsigned)base + (unsigned)digit;
	}
	return value;
}

/* At "\": the byte that is written as a number: \x, \u and \U of YAML and of sh, \0 to \7 of $'…'. */
static unsigned long escaped_number(struct str bytes, size_t at)
{
	switch (at + 1 < bytes.len ? bytes.p[at + 1] : '\0') {
	case 'x':
		return read_number(bytes, at + 2, 16, 2);
	case 'u':
		return read_number(bytes, at + 2, 16, 4);
	case 'U':
		return read_number(bytes, at + 2, 16, 8);
	default:
		return read_number(bytes, at + 1, 8, 3);
	}
}

/* Can a number be a byte of one of the words, or be between two of their letters? Without words: any
 * byte of a text. */
static bool is_of_words(unsigned long number, const struct str *words, size_t count)
{
	if (number == 0 || number > '~')
		return false;
	for (size_t i = 0; i < count; i++)
		if (str_find_char(words[i], ascii_lower((char)number), 0) != STR_NONE)
			return true;
	return is_between((char)number) || (count == 0 && number >= ' ');
}

/* Is a byte of the words written as a number? `u{ is of PowerShell. */
static bool has_numbers(struct str bytes, const struct str *words, size_t count)
{
	bool octal = false;

	for (size_t at = str_find_char(bytes, '\\', 0); at != STR_NONE;
	     at = str_find_char(bytes, '\\', at + 1)) {
		if (!is_of_words(escaped_number(bytes, at), words, count))
			continue;
		if (!ascii_is_digit(bytes.p[at + 1]))
			return true;
		octal = true;
	}
	if (octal && str_contains(bytes, "$'"))
		return true;
	for (size_t at = str_find_char(bytes, '`', 0); at != STR_NONE;
	     at = str_find_char(bytes, '`', at + 1))
		if (str_starts(str_slice(bytes, at, bytes.len), "`u{") &&
		    is_of_words(read_number(bytes, at + 3, 16, 8), words, count))
			return true;
	return false;
}

static bool has_numbers_of(struct str bytes, struct str word)
{
	return has_numbers(bytes, &word, 1);
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

/* The bytes with which names of anchors may begin. */
struct anchors {
	bool known;
	bool first[256];
};

static bool has_anchor(struct anchors *anchors, struct str bytes, char first)
{
	for (size_t at = anchors->known ? STR_NONE : str_find_char(bytes, '&', 0);
	     at != STR_NONE && at + 1 < bytes.len; at = str_find_char(bytes, '&', at + 1))
		anchors->first[(unsigned char)bytes.p[at + 1]] = true;
	anchors->known = true;
	return anchors->first[(unsigned char)first];
}

/* At "*": is it an alias that is a key? */
static bool is_alias_key(struct str bytes, size_t at, struct anchors *anchors)
{
	size_t end = at + 1;

	while (end < bytes.len && !ascii_is_space(bytes.p[end]) && bytes.p[end] != '*')
		end++;
	if (end == at + 1 || !has_anchor(anchors, bytes, bytes.p[at + 1]))
		return false;
	if (bytes.p[end - 1] == ':')
		return true;
	end = skip_blanks(bytes, end);
	return end < bytes.len && bytes.p[end] == ':';
}

/* Keys that are written elsewhere ("*key : value"), or after "?" and so over several lines. */
static bool has_strange_keys(struct str bytes)
{
	struct anchors anchors = { .known = false };

	for (size_t at = str_find_char(bytes, '*', 0); at != STR_NONE;
	     at = str_find_char(bytes, '*', at + 1))
		if (begins_key(bytes, at) && is_alias_key(bytes, at, &anchors))
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

/* The bytes of what may name a file of the repository, its server and its ref included. */
static const bool of_value[256] = {
	['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['.'] = true,
	['/'] = true,	      ['-'] = true,	    ['_'] = true,	  ['@'] = true,
	[':'] = true,	      ['+'] = true,	    ['~'] = true,	  ['$'] = true,
};

bool glance_use_next(struct glance_uses *uses, struct str *value)
{
	struct str bytes = uses->bytes;
	size_t key, start, end, at = next_use(bytes, uses->at, &key);
	bool quoted;

	if (at == STR_NONE)
		return false;
	start = skip_quote(bytes, at);
	quoted = start > at;
	for (end = start; end < bytes.len && of_value[(unsigned char)bytes.p[end]]; end++)
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
	static const struct str words[] = { STR("uses"), STR("nox") };
	/* With zero bytes it may be of another encoding. */
	bool all = str_find_char(bytes, '\0', 0) != STR_NONE;
	bool strange = all || has_strange_keys(bytes);
	bool escaped = str_find_char(bytes, '\\', 0) != STR_NONE ||
		       str_find_char(bytes, '`', 0) != STR_NONE;
	bool numbers = escaped && has_numbers(bytes, words, 2);
	bool unclear = strange || (numbers && has_numbers_of(bytes, words[0]));
	size_t key;

	return (struct glance){ .nox = strange || has_word(bytes, words[1]) ||
				       (numbers && has_numbers_of(bytes, words[1])),
				.uses = unclear || next_use(bytes, 0, &key) != STR_NONE,
				.unclear = unclear,
				.strange = strange,
				.escaped = escaped };
}

static void add_byte(unsigned table[256], char c, unsigned bit)
{
	table[(unsigned char)c] |= bit;
	if (c >= 'a' && c <= 'z')
		table[(unsigned char)(c - 'a' + 'A')] |= bit;
}

static void prepare(struct glance_words *set)
{
	for (size_t i = 0; i < set->count; i++) {
		struct str word = set->words[i];

		add_byte(set->last, word.p[word.len - 1], 1U << i);
		add_byte(set->before, word.p[word.len - 2], 1U << i);
	}
	add_byte(set->before, 'n', ~0U); /* may be letters of breaks */
	add_byte(set->before, 'r', ~0U);
	set->ready = true;
}

/* The words that may end with the byte at the offset. */
static unsigned may_end(struct str text, size_t at, const struct glance_words *set)
{
	unsigned may = set->last[(unsigned char)text.p[at]];

	while (may != 0 && at > 0 && is_between(text.p[at - 1]))
		at--;
	return may == 0 || at == 0 ? 0 : may & set->before[(unsigned char)text.p[at - 1]];
}

bool glance_holds(struct str text, struct glance_words *set)
{
	if (!set->ready)
		prepare(set);
	for (size_t at = 0; at < text.len; at++) {
		unsigned may = may_end(text, at, set);

		for (size_t i = 0; may >> i != 0; i++)
			if ((may >> i & 1) != 0 &&
			    ends_word(text, at, str_slice(set->words[i], 0, set->words[i].len - 1),
				      false))
				return true;
	}
	return has_numbers(text, set->words, set->count);
}

bool glance_calls(struct str script)
{
	static const struct str words[] = { STR("nox"), STR("cookiecutter"), STR("cruft"),
					    STR("copier") };
	static struct glance_words set = GLANCE_WORDS(words);

	return glance_holds(script, &set);
}

bool glance_names_cache(const struct glance *glance, struct str bytes)
{
	/* "actions/cache" without its last letter, which is the most frequent of all */
	static const struct str word = STR("actions/cach");

	return glance->strange || has_word(bytes, word) ||
	       (glance->escaped && has_numbers_of(bytes, word));
}

/* Is the word there, and neither after nor before another letter? */
static bool has_lone_word(struct str bytes, struct str word)
{
	struct str rest = str_slice(word, 0, word.len - 1);

	for (size_t at = str_find_char(bytes, word.p[rest.len], 0); at != STR_NONE;
	     at = str_find_char(bytes, word.p[rest.len], at + 1)) {
		bool open = at + 1 < bytes.len &&
			    (bytes.p[at + 1] == '-' || ascii_is_alphanumeric(bytes.p[at + 1]));

		if (!open && is_preceded(bytes, at, rest) && ends_word(bytes, at, rest, true))
			return true;
	}
	return false;
}

/* Is there a redirection with a word after it in the line? */
static bool is_redirected(struct str line, struct str word)
{
	size_t in = str_find_char(line, '<', 0), out = str_find_char(line, '>', 0);
	size_t first = in < out ? in : out;

	return first != STR_NONE && str_find(line, word, first) != STR_NONE;
}

/* `gh run download`, where redirections may be between the words */
static bool downloads(struct str bytes)
{
	static const struct str last = STR("download");
	struct str line;

	if (has_lone_word(bytes, STR("ghrundownload")))
		return true;
	if (str_find(bytes, last, 0) == STR_NONE || !has_lone_word(bytes, STR("gh")))
		return false;
	while (str_next_line(&bytes, &line))
		if (is_redirected(line, last))
			return true;
	return false;
}

bool glance_gives_artifacts(const struct glance *glance, struct str bytes)
{
	static const struct str words[] = { STR("upload"), STR("build-and-inspect") };

	return glance->strange || has_word(bytes, words[0]) || has_word(bytes, words[1]) ||
	       (glance->escaped && has_numbers(bytes, words, 2));
}

bool glance_takes_artifacts(const struct glance *glance, struct str bytes)
{
	return glance->strange || str_contains(bytes, "run-id") ||
	       has_word(bytes, STR("dawidd6")) || downloads(bytes) ||
	       (glance->escaped && has_numbers(bytes, NULL, 0));
}
