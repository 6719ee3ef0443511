/* SPDX-License-Identifier: MIT */
/* Reads a feature file line by line: only as much of Gherkin as is needed to insert a scenario. */
#ifndef OUTPUT_GHERKIN_H
#define OUTPUT_GHERKIN_H

#include "base/source.h"

/* The keywords that are written, in English. */
#define GHERKIN_WORD_FEATURE "Feature"
#define GHERKIN_WORD_OUTLINE "Scenario Outline"
#define GHERKIN_WORD_EXAMPLES "Examples"
#define GHERKIN_WORD_GIVEN "Given "
#define GHERKIN_WORD_THEN "Then "
#define GHERKIN_WORD_AND "And "

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
	GHERKIN_TEXT, /* description, text between """, steps with rarer keywords */
};

struct gherkin_line {
	enum gherkin_kind kind;
	struct range range; /* including its line break */
	struct str indent;  /* the blanks and tabs before it */
	struct str text;    /* trimmed */
};

struct gherkin {
	const struct source *source;
	LIST(struct gherkin_line) lines;
};

enum gherkin_status {
	GHERKIN_OK,
	GHERKIN_NOT_ENGLISH, /* its first lines declare another language */
	GHERKIN_TEXT_OPEN,   /* a doc string does not end */
};

enum gherkin_status gherkin_read(struct gherkin *gherkin, struct arena *arena,
				 const struct source *source);

#endif
