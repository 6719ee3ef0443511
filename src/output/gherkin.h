/* SPDX-License-Identifier: MIT */
/* A feature file, line by line: as much of Gherkin as it takes to put a scenario in its place. */
#ifndef OUTPUT_GHERKIN_H
#define OUTPUT_GHERKIN_H

#include "base/source.h"

/* The words of a language; synonyms with '|' between them, the one to be written first. Those of
 * steps end with a blank where the language has blanks. */
struct gherkin_language {
	const char *name;
	const char *feature;
	const char *background;
	const char *rule;
	const char *scenario;
	const char *outline;
	const char *examples;
	const char *given;
	const char *then;
	const char *conjunction; /* And */
};

/* NULL: there is none of that name. */
const struct gherkin_language *gherkin_language(struct str name);

/* The first of a language's synonyms. */
struct str gherkin_word(const char *synonyms);

enum gherkin_kind {
	GHERKIN_BLANK,
	GHERKIN_COMMENT,
	GHERKIN_TAGS,
	GHERKIN_FEATURE,
	GHERKIN_BACKGROUND,
	GHERKIN_RULE,
	GHERKIN_SCENARIO,
	GHERKIN_OUTLINE,
	GHERKIN_EXAMPLES,
	GHERKIN_STEP,
	GHERKIN_TABLE,
	GHERKIN_TEXT, /* description, what stands between """, steps of rarer words */
};

struct gherkin_line {
	enum gherkin_kind kind;
	struct range range; /* with its line break */
	struct str indent;  /* the blanks and tabs in front */
	struct str text;    /* without blanks at both ends */
};

struct gherkin {
	const struct source *source;
	const struct gherkin_language *language;
	LIST(struct gherkin_line) lines;
};

enum gherkin_status {
	GHERKIN_OK,
	GHERKIN_NOMEM,
	GHERKIN_LANGUAGE_UNKNOWN,
	GHERKIN_TEXT_OPEN, /* a doc string has no end: all behind it is text */
};

enum gherkin_status gherkin_read(struct gherkin *gherkin, struct arena *arena,
				 const struct source *source);

#endif
