/* SPDX-License-Identifier: MIT */
/* The wording of the comments. The tables keep every wording ever released. */
#include "config.h"

#include "nox/step/comment.h"

#include "nox/key/key.h"
#include "nox/rules/marks.h"

/* How the comments begin: the current wording first, then those of earlier releases. */
static const char *const explaining[] = { "# The key covers everything", "# Nox's environments" };
static const char *const pointing[] = { "# Caches ", "# Keeps " };

#define STAYS_INSTALLED "packages no longer required stay installed"
/* As written by 0.1.0 and later, with and without a capital letter. */
#define STAYS "ackages no longer required stay installed"

static const char *newest_cache(const struct comment_facts *facts)
{
	return str_contains(facts->names, "Python") ? "the newest cache of this job and Python"
						    : "the newest cache of this job";
}

static void add_fallback(struct buf *out, const struct comment_facts *facts)
{
	const char *stays = facts->leaves ? " (" STAYS_INSTALLED ")" : "";

	switch (facts->fallback) {
	case FALLBACK_NEVER:
		buf_printf(out, "; otherwise %.*s is rebuilt. ", STR_ARG(facts->path));
		break;
	case FALLBACK_ALWAYS:
		buf_printf(out, "; otherwise restore-keys falls back to %s%s. ",
			   newest_cache(facts), stays);
		break;
	case FALLBACK_PULL_REQUEST:
		buf_printf(out,
			   "; otherwise a pull request falls back to %s%s, and any other run "
			   "rebuilds %.*s. ",
			   newest_cache(facts), stays, STR_ARG(facts->path));
		break;
	}
}

struct str comment_explaining(struct arena *arena, const struct comment_facts *facts)
{
	BUF_AUTO struct buf out = { 0 };

	buf_printf(&out,
		   "%s the environments in %.*s depend on: %.*s and the files in "
		   "hashFiles(). As long as none of it changes, %.*s is restored",
		   explaining[0] + 2, STR_ARG(facts->path), STR_ARG(facts->names),
		   STR_ARG(facts->path));
	if (facts->reuser)
		buf_printf(&out, " and %s reuses it", facts->reuser);
	add_fallback(&out, facts);
	if (facts->guarded)
		buf_add_c(&out, "Runs for tags restore nothing. ");
	buf_add_c(&out, COMMENT_MARK ".");
	return buf_keep(&out, arena);
}

struct str comment_pointing(struct arena *arena, const struct comment_facts *facts,
			    const struct explanation *explained, bool same_job)
{
	BUF_AUTO struct buf out = { 0 };

	buf_printf(&out, "%s%.*s; see the comment ", pointing[0] + 2, STR_ARG(facts->path));
	if (same_job)
		buf_add_c(&out, "above");
	else
		buf_printf(&out, "in job %.*s", STR_ARG(explained->job));
	if (str_contains(facts->names, KEY_NAMES_WORKSPACE) && !explained->workspace)
		buf_add_c(&out, ". The key also covers the " KEY_NAMES_WORKSPACE);
	if (str_contains(facts->names, KEY_NAMES_TAG) && !explained->tag)
		buf_add_c(&out, ". The tag of its image may move");
	if (facts->leaves && !explained->leaves && facts->fallback != FALLBACK_NEVER)
		buf_add_c(&out, ". P" STAYS);
	buf_add_c(&out, ". " COMMENT_MARK ".");
	return buf_keep(&out, arena);
}

struct explanation explanation_in(struct str job, struct str comment)
{
	return (struct explanation){ .job = job,
				     .workspace = str_contains(comment, KEY_NAMES_WORKSPACE),
				     .tag = str_contains(comment, KEY_NAMES_TAG),
				     .leaves = str_contains(comment, STAYS) };
}

static bool begins_with(struct str line, const char *const beginnings[2], bool *current)
{
	*current = str_starts(line, beginnings[0]);
	return *current || str_starts(line, beginnings[1]);
}

bool comment_begins(struct str line, bool *current)
{
	line = str_trim(line);
	return begins_with(line, explaining, current) || begins_with(line, pointing, current);
}

bool comment_explains(const struct tree *tree, const struct node *step)
{
	for (size_t i = 0; i < sizeof(explaining) / sizeof(explaining[0]); i++)
		if (layout_has_mark(tree, step, false, explaining[i] + 2))
			return true;
	return false;
}

size_t comment_find_explaining(struct str text, size_t from)
{
	size_t first = STR_NONE;

	for (size_t i = 0; i < sizeof(explaining) / sizeof(explaining[0]); i++) {
		size_t at = str_find(text, str_from(explaining[i]), from);

		first = at < first ? at : first;
	}
	return first;
}
