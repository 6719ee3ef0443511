/* SPDX-License-Identifier: MIT */
/* What a workflow may have to do with Nox, seen from its bytes alone: most have nothing, and need not
 * be parsed. */
#ifndef NOX_GLANCE_H
#define NOX_GLANCE_H

#include "base/str.h"

struct glance {
	bool nox;     /* the word may be in it, in whatever spelling YAML and shells allow */
	bool uses;    /* it may use an action or a workflow, */
	bool unclear; /* and only parsing shows which; */
	bool strange; /* keys may be written elsewhere, */
	bool escaped; /* or bytes as numbers */
};

/* Neither is false where parsing would find such a thing. Takes time in proportion to the bytes. */
struct glance glance_at(struct str bytes);

/* A walk over the values of `uses:` that a file may have. */
struct glance_uses {
	struct str bytes;
	size_t at;
	bool unclear; /* there is one that only parsing finds */
};

/* The next value; false at the end, or where unclear has been set. */
bool glance_use_next(struct glance_uses *uses, struct str *value);

/* At most 31 words of two or more bytes, in lower-case letters, and a table that the first use makes. */
struct glance_words {
	const struct str *words;
	size_t count;
	bool ready;
	unsigned last[256];   /* the words that end with a byte, a bit for each, */
	unsigned before[256]; /* and those that may have it before their last */
};

#define GLANCE_WORDS(list) { .words = (list), .count = sizeof(list) / sizeof((list)[0]) }

/* May one of the words be in the text? As sure as glance_at(). */
bool glance_holds(struct str text, struct glance_words *set);

/* May a command of a script, as it is written in its file, run Nox or a generator of projects? */
bool glance_calls(struct str script);

/* The same of what a file may mean to others, though it has nothing to do with Nox; glance is
 * glance_at(bytes): */
/* it may use a cache action, whose reference is taken for them, */
bool glance_names_cache(const struct glance *glance, struct str bytes);
/* it may upload artifacts, */
bool glance_gives_artifacts(const struct glance *glance, struct str bytes);
/* or take artifacts of other runs, and so publish what they made. */
bool glance_takes_artifacts(const struct glance *glance, struct str bytes);

#endif
