/* SPDX-License-Identifier: MIT */
/* The table of rules: messages, reports, the manual and --explain read it. */
#ifndef NOX_RULES_H
#define NOX_RULES_H

#include "base/diagnostic.h"

/* In the order of the table. */
enum rule_id {
	RULE_MISSING_CACHE,
	RULE_CACHE_NOT_REUSED,
	RULE_REUSE_UNSAFE,
	RULE_CACHE_AFTER_NOX,
	RULE_CACHE_WRONG_PATH,
	RULE_CACHE_OUT_OF_DATE,
	RULE_KEY_WITHOUT_PYTHON,
	RULE_KEY_WITHOUT_HASH,
	RULE_KEY_NEVER_CHANGES,
	RULE_KEY_SHARED_BY_JOBS,
	RULE_KEY_SHARED_BY_MATRIX,
	RULE_KEY_INVALID,
	RULE_RESTORE_KEYS_MISSING,
	RULE_RESTORE_KEYS_TOO_WIDE,
	RULE_CACHE_IN_RELEASE_JOB,
	RULE_CACHE_EXPOSED,
	RULE_COUNT,
};

/* A kind of finding. Its section of the manual, and the anchor of that section in the HTML manual,
 * have its name. Texts are plain, with code between backticks. */
struct rule {
	const char *name;	/* stable: other programs and comments refer to it */
	enum severity severity; /* of a finding that is certain; others are notes */
	const char *summary;	/* one sentence: what is wrong */
	const char *help;	/* why that is wrong; paragraphs separated by an empty line */
	const char *remedy;	/* one sentence: what to do */
	const char *before;	/* lines of a workflow with the finding, */
	const char *after;	/* and without it */
};

const struct rule *rule_of(enum rule_id id);
/* The index of the rule in the table. */
size_t rule_index(const struct rule *rule);
/* The rule of that name, or NULL. */
const struct rule *rule_named(struct str name);
/* The rule with the nearest name, if it is near enough to be a typing error; else NULL. */
const struct rule *rule_near(struct str name);

/* A finding without its message. */
struct finding {
	enum rule_id rule;
	struct str job;	    /* its id; as in struct diagnostic */
	struct range range; /* the bytes of the file to mark */
	bool note;	    /* it is uncertain, or there is nothing to do */
	bool fixable;	    /* the edits planned for its job remove it */
	const char *remedy; /* static; NULL: the rule's */
};

void finding_add(struct diagnostics *d, struct finding finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void finding_add_v(struct diagnostics *d, struct finding finding, const char *format,
		   va_list arguments) __attribute__((format(printf, 3, 0)));

#endif
