/* SPDX-License-Identifier: MIT */
/* Chooses the reference of the cache action. The versions are in one table. */
#include "config.h"

#include "nox/step/reference.h"

#include "base/ascii.h"
#include "workflow/uses.h"

/* Current releases by platform: Forgejo's and Gitea's runners have node20, which v4 needs. */
static const struct release {
	const char *tag;
	const char *digest;
	const char *version;
} releases[] = {
	[PLATFORM_GITHUB] = { "v6", "55cc8345863c7cc4c66a329aec7e433d2d1c52a9", "v6.1.0" },
	[PLATFORM_FORGEJO] = { "v4", "0057852bfaa89a56745cba8c7296529d2fc39830", "v4.3.0" },
	[PLATFORM_GITEA] = { "v4", "0057852bfaa89a56745cba8c7296529d2fc39830", "v4.3.0" },
};

/* Reads a decimal number at *i. */
static size_t read_number(struct str text, size_t *i)
{
	size_t number = 0;

	while (*i < text.len && ascii_is_digit(text.p[*i]) && number < 100000)
		number = number * 10 + (size_t)(text.p[(*i)++] - '0');
	return number;
}

static bool still_works(struct str ref)
{
	size_t i = 1;

	if (ref.len < 2 || ref.p[0] != 'v')
		return true; /* a branch or a digest is assumed to work */

	size_t major = read_number(ref, &i);

	if (major != 4 || i >= ref.len || ref.p[i] != '.')
		return major >= 4; /* "v4" is the newest of its line */
	i++;
	return read_number(ref, &i) >= 2;
}

/* The comment after a value on its line, without its "#" and blanks. */
static struct str comment_after(const struct tree *tree, const struct node *node)
{
	struct str bytes = tree->source->bytes;
	size_t line_end =
		source_line_range(tree->source, source_line(tree->source, node_range(node).end))
			.end;
	struct str rest = str_trim(str_slice(bytes, node_range(node).end, line_end));

	if (!str_starts(rest, "#") || !str_is_line(rest))
		return STR("");
	return str_trim(str_slice(rest, 1, rest.len));
}

static bool is_sound(const struct workflow *workflow, const struct node *node)
{
	return uses_is_sound(str_trim(scalar_value(workflow->tree, node)));
}

/* The next step, over all jobs, that uses an action. *uses is the reference, which may be invalid. */
static const struct node *next_uses(struct uses *uses, const struct workflow *workflow, size_t *job,
				    size_t *step)
{
	for (; *job < workflow->jobs.len; ++*job, *step = 0) {
		const struct job *j = &workflow->jobs.at[*job];

		while (*step < j->steps.len) {
			const struct step *s = &j->steps.at[(*step)++];
			const struct node *node = step_field(s, STEP_USES);

			if (!node || node->kind != NODE_SCALAR)
				continue;
			*uses = *s->action;
			return node;
		}
	}
	return NULL;
}

bool cache_reference_used(struct cache_reference *reference, struct arena *arena,
			  const struct workflow *workflow)
{
	size_t job = 0, step = 0;
	const struct node *node;
	struct uses uses;

	while ((node = next_uses(&uses, workflow, &job, &step)) != NULL) {
		struct str comment;

		if (!uses_is(&uses, "actions/cache") || uses.ref.len == 0 ||
		    !is_sound(workflow, node))
			continue;
		comment = comment_after(workflow->tree, node);
		if (!still_works(uses.ref) || (uses_is_pinned(&uses) && !still_works(comment)))
			continue;
		*reference = (struct cache_reference){
			arena_printf(arena, "%.*sactions/cache@%.*s", STR_ARG(uses.host),
				     STR_ARG(uses.ref)),
			uses_is_pinned(&uses) ? comment : STR(""),
		};
		return true;
	}
	return false;
}

bool cache_reference_looks_up(struct str value)
{
	struct uses uses = uses_read(value);
	size_t i = 1, major;

	if (!uses_is(&uses, "actions/cache") || uses.path.len > 0)
		return false;
	if (uses.ref.len < 2 || uses.ref.p[0] != 'v')
		return true;
	major = read_number(uses.ref, &i);
	if (major != 3 || i >= uses.ref.len || uses.ref.p[i] != '.')
		return major >= 3; /* "v3" is the newest of its line */
	i++;
	return read_number(uses.ref, &i) >= 3;
}

struct cache_reference cache_reference_default(struct arena *arena, const struct workflow *workflow,
					       enum platform platform)
{
	const struct release *release = &releases[platform];
	size_t job = 0, step = 0, remote = 0, pinned = 0;
	struct str host = STR("");
	bool loose = false;
	const struct node *node;
	struct uses uses;

	while ((node = next_uses(&uses, workflow, &job, &step)) != NULL) {
		if (uses.local || uses.docker || !is_sound(workflow, node))
			continue;
		remote++;
		pinned += uses_is_pinned(&uses);
		if (!str_starts(uses.name, "actions/"))
			continue;
		loose |= !uses_is_pinned(&uses);
		if (host.len == 0)
			host = uses.host;
	}
	/* A file that pins its actions pins most of them, and all from the same place. */
	if (!loose && pinned * 2 > remote)
		return (struct cache_reference){
			arena_printf(arena, "%.*sactions/cache@%s", STR_ARG(host), release->digest),
			str_from(release->version),
		};
	return (struct cache_reference){
		arena_printf(arena, "%.*sactions/cache@%s", STR_ARG(host), release->tag),
		STR(""),
	};
}
