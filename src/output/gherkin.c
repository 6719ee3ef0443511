/* SPDX-License-Identifier: MIT */
/* Classifying lines. The language's line comes before everything else; between the marks of a doc
 * string nothing is a keyword. */
#include "config.h"

#include "output/gherkin.h"

/* Cuts a synonym off *rest. */
static struct str next_word(struct str *rest)
{
	size_t bar = str_find_char(*rest, '|', 0);
	struct str word = str_slice(*rest, 0, bar);

	*rest = str_slice(*rest, bar == STR_NONE ? rest->len : bar + 1, rest->len);
	return word;
}

struct str gherkin_word(const char *synonyms)
{
	struct str rest = str_from(synonyms);

	return next_word(&rest);
}

/* Is it one of the words with a colon behind it? */
static bool opens(struct str text, const char *synonyms)
{
	struct str rest = str_from(synonyms);

	while (rest.len > 0) {
		struct str word = next_word(&rest);

		if (text.len > word.len && str_eq(str_slice(text, 0, word.len), word) &&
		    text.p[word.len] == ':')
			return true;
	}
	return false;
}

static enum gherkin_kind kind_of(struct str text, const struct gherkin_language *language)
{
	const struct {
		const char *words;
		enum gherkin_kind kind;
	} keywords[] = {
		{ language->feature, GHERKIN_FEATURE },   { language->background, GHERKIN_BACKGROUND },
		{ language->rule, GHERKIN_RULE },	  { language->outline, GHERKIN_OUTLINE },
		{ language->scenario, GHERKIN_SCENARIO }, { language->examples, GHERKIN_EXAMPLES },
	};

	if (text.len == 0)
		return GHERKIN_BLANK;
	if (text.p[0] == '#')
		return GHERKIN_COMMENT;
	if (text.p[0] == '@')
		return GHERKIN_TAGS;
	if (text.p[0] == '|')
		return GHERKIN_TABLE;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (opens(text, keywords[i].words))
			return keywords[i].kind;
	if (str_starts(text, "* ") || str_starts(text, language->given) ||
	    str_starts(text, language->then) || str_starts(text, language->conjunction))
		return GHERKIN_STEP;
	return GHERKIN_TEXT;
}

/* "# language: de" */
static bool read_language(struct str text, struct str *name)
{
	if (text.len == 0 || text.p[0] != '#')
		return false;
	text = str_trim(str_slice(text, 1, text.len));
	if (!str_starts(text, "language"))
		return false;
	text = str_trim(str_slice(text, sizeof("language") - 1, text.len));
	if (text.len == 0 || text.p[0] != ':')
		return false;
	*name = str_trim(str_slice(text, 1, text.len));
	return name->len > 0;
}

static struct gherkin_line line_of(const struct source *source, size_t number)
{
	struct gherkin_line line = { .range = source_line_range(source, number) };
	struct str bytes = str_slice(source->bytes, line.range.start, line.range.end);
	size_t indent = 0;

	if (number == 0)
		bytes = str_slice(bytes, source_bom(source), bytes.len);
	while (indent < bytes.len && (bytes.p[indent] == ' ' || bytes.p[indent] == '\t'))
		indent++;
	line.indent = str_slice(bytes, 0, indent);
	line.text = str_trim(bytes);
	return line;
}

enum gherkin_status gherkin_read(struct gherkin *gherkin, struct arena *arena,
				 const struct source *source)
{
	struct str language = STR("en");
	const char *quote = NULL; /* what ends the doc string */
	bool begun = false;

	*gherkin = (struct gherkin){ .source = source, .language = gherkin_language(language) };
	for (size_t i = 0; i < source->lines.len; i++) {
		struct gherkin_line line = line_of(source, i);

		if (line.range.start == line.range.end)
			continue;
		if (!begun && read_language(line.text, &language)) {
			gherkin->language = gherkin_language(language);
			begun = true;
			if (!gherkin->language)
				return GHERKIN_LANGUAGE_UNKNOWN;
		}
		line.kind = quote ? GHERKIN_TEXT : kind_of(line.text, gherkin->language);
		begun |= line.kind == GHERKIN_FEATURE;
		if (quote && str_starts(line.text, quote))
			quote = NULL;
		else if (!quote && str_starts(line.text, "\"\"\""))
			quote = "\"\"\"";
		else if (!quote && str_starts(line.text, "```"))
			quote = "```";
		if (!list_add(arena, &gherkin->lines, line))
			return GHERKIN_NOMEM;
	}
	return quote ? GHERKIN_TEXT_OPEN : GHERKIN_OK;
}
