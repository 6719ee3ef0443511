/* SPDX-License-Identifier: MIT */
/* Classifies lines. The language comment precedes everything else. There are no keywords inside a
 * doc string. */
#include "config.h"

#include "output/gherkin.h"

#include "base/ascii.h"

/* From the Gherkin reference (gherkin-languages.json of the Cucumber project), English. */
static const struct {
	const char *word; /* a colon follows */
	enum gherkin_kind kind;
} keywords[] = {
	{ "Feature", GHERKIN_FEATURE },
	{ "Business Need", GHERKIN_FEATURE },
	{ "Ability", GHERKIN_FEATURE },
	{ "Background", GHERKIN_BACKGROUND },
	{ "Rule", GHERKIN_RULE },
	{ "Scenario Outline", GHERKIN_OUTLINE },
	{ "Scenario Template", GHERKIN_OUTLINE },
	{ "Scenario", GHERKIN_SCENARIO },
	{ "Example", GHERKIN_SCENARIO },
	{ "Examples", GHERKIN_EXAMPLES },
	{ "Scenarios", GHERKIN_EXAMPLES },
};

static const char *const step_words[] = { "* ", "Given ", "When ", "Then ", "And ", "But " };

static enum gherkin_kind kind_of(struct str text)
{
	if (text.len == 0)
		return GHERKIN_BLANK;
	if (text.p[0] == '#')
		return GHERKIN_COMMENT;
	if (text.p[0] == '@')
		return GHERKIN_TAGS;
	if (text.p[0] == '|')
		return GHERKIN_TABLE;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
		struct str word = str_from(keywords[i].word);

		if (str_starts(text, keywords[i].word) && text.len > word.len &&
		    text.p[word.len] == ':')
			return keywords[i].kind;
	}
	for (size_t i = 0; i < sizeof(step_words) / sizeof(step_words[0]); i++)
		if (str_starts(text, step_words[i]))
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
	while (indent < bytes.len && (ascii_is_blank(bytes.p[indent])))
		indent++;
	line.indent = str_slice(bytes, 0, indent);
	line.text = str_trim(bytes);
	return line;
}

enum gherkin_status gherkin_read(struct gherkin *gherkin, struct arena *arena,
				 const struct source *source)
{
	struct str language = STR("");
	const char *quote = NULL; /* the end of the doc string */
	bool begun = false;

	*gherkin = (struct gherkin){ .source = source };
	for (size_t i = 0; i < source_line_count(source); i++) {
		struct gherkin_line line = line_of(source, i);

		if (line.range.start == line.range.end)
			continue;
		if (!begun && read_language(line.text, &language)) {
			begun = true;
			if (!str_is(language, "en"))
				return GHERKIN_NOT_ENGLISH;
		}
		line.kind = quote ? GHERKIN_TEXT : kind_of(line.text);
		begun |= line.kind == GHERKIN_FEATURE;
		if (quote && str_starts(line.text, quote))
			quote = NULL;
		else if (!quote && str_starts(line.text, "\"\"\""))
			quote = "\"\"\"";
		else if (!quote && str_starts(line.text, "```"))
			quote = "```";
		list_add(arena, &gherkin->lines, line);
	}
	return quote ? GHERKIN_TEXT_OPEN : GHERKIN_OK;
}
