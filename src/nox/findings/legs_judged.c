/* SPDX-License-Identifier: MIT */
/* Does a key distinguish the legs of its job? The legs that have one key are compared in what decides
 * something about the job. */
#include "config.h"

#include "nox/findings/findings.h"

#include "base/ascii.h"
#include "nox/findings/inspector.h"
#include "workflow/template.h"

struct range inspector_range(const struct cache *cache, const char *input)
{
	const struct node *value =
		cache->in_action ? NULL : map_get(step_field(cache->step, STEP_WITH), input, NULL);

	if (!value)
		value = step_field(cache->step, STEP_USES);
	return value ? node_range(value) : node_range(cache->step->body);
}

void inspector_add(const struct inspector *in, enum rule_id rule, struct range range,
		   const char *remedy, const char *format, ...)
{
	va_list arguments;

	if (in->faults) {
		in->faults->rules |= 1u << rule;
		return;
	}
	va_start(arguments, format);
	finding_add_v(in->diagnostics,
		      (struct finding){ .rule = rule,
					.job = in->job->job->id,
					.range = range,
					.fixable = (in->mended >> rule) & 1,
					.remedy = remedy },
		      format, arguments);
	va_end(arguments);
}

static bool names_input(const struct reference_paths *named)
{
	static const struct str context = STR("inputs");

	for (size_t i = 0; i < named->list.len; i++) {
		struct str path = named->list.at[i];

		if (str_eq_nocase(str_slice(path, 0, context.len), context) &&
		    (path.len == context.len || path.p[context.len] == '.' ||
		     path.p[context.len] == '['))
			return true;
	}
	return false;
}

/* Does a key that names the references distinguish what differs in a leg? By the matrix as a whole, by
 * the leg's own path, by the number of the leg; by any input, as one may well represent all. */
static bool key_distinguishes(const struct reference_paths *named, const struct leg *leg)
{
	if (leg->input)
		return names_input(named);
	return str_is(leg->path, "strategy.job-index") ||
	       reference_paths_contain(named, leg->path) ||
	       reference_paths_contain(named, STR("strategy.job-index")) ||
	       reference_paths_contain(named, STR("matrix"));
}

/* Reports a member that the key does not distinguish. */
static void add_member(const struct inspector *in, const struct cache *cache,
		       const struct leg_member *member)
{
	if (in->faults && !in->faults->member)
		in->faults->member = member;
	inspector_add(in, member->input ? RULE_KEY_SHARED_BY_JOBS : RULE_KEY_SHARED_BY_MATRIX,
		      inspector_range(cache, "key"),
		      member->runner ? "Put `runner.os` and `runner.arch` into the key." : NULL,
		      "%s that differ in %.*s share this key: all but the first to save lose their "
		      "environments",
		      member->input ? "calls" : "legs of the matrix", STR_ARG(member->path));
}

static struct str value_in(const struct leg_key *key, struct str path)
{
	struct leg_scope scope = key->scope;

	scope.action = NULL;
	scope.step = NULL;
	return leg_text_of(&scope, arena_printf(scope.arena, "${{ %.*s }}", STR_ARG(path))).text;
}

/* Does a text have the path, and not only the beginning of a longer name? */
static bool names_path(struct str text, struct str path)
{
	for (size_t i = 0; i + path.len <= text.len; i++) {
		char next = i + path.len < text.len ? text.p[i + path.len] : ' ';

		if (!ascii_is_name(next) && next != '-' &&
		    str_eq_nocase(str_slice(text, i, i + path.len), path))
			return true;
	}
	return false;
}

/* What the legs do, with the names of the members that it depends on. A member that only steps read that
 * have nothing to do with Nox, or the sessions after their "--", is not among them. */
static struct str work_by_members(const struct inspector *in, const struct subject *subject)
{
	struct leg_scope scope = subject->keys.list.at[0].scope;

	scope.leg = NULL;
	scope.action = NULL;
	scope.step = NULL;
	leg_runner_find(&scope);
	return leg_work(&scope, &in->job->found);
}

/* The first member in which two legs differ. Of one that chooses the runner and nothing else the
 * runners count: labels of one system are as good as each other. */
static const struct leg_member *differing(const struct leg_members *members, struct str work,
					  const struct leg_key *a, const struct leg_key *b)
{
	bool runners = !str_eq(a->scope.os, b->scope.os) || !str_eq(a->scope.arch, b->scope.arch);

	for (size_t i = 0; i < members->list.len; i++) {
		const struct leg_member *member = &members->list.at[i];

		if (member->input || (member->runner && !runners))
			continue;
		if (!str_eq(value_in(a, member->path), value_in(b, member->path)) &&
		    names_path(work, member->path))
			return member;
	}
	return NULL;
}

/* Legs that have one key and make different environments. */
static void judge_known_legs(const struct inspector *in, const struct subject *subject,
			     const struct leg_members *members, struct str work)
{
	const struct leg_keys *keys = &subject->keys;
	struct lookup seen = { NULL };

	for (size_t i = 0; i < keys->list.len; i++) {
		const struct leg_key *key = &keys->list.at[i], *other;
		const struct leg_member *member;
		bool added;
		struct str whole = arena_join(in->arena, key->version, key->key.text, STR(""));
		size_t *first = lookup_put(&seen, in->arena, whole, i, &added);

		other = &keys->list.at[*first];
		if (added || str_eq(leg_work(&other->scope, &in->job->found),
				    leg_work(&key->scope, &in->job->found)))
			continue;
		member = differing(members, work, other, key);
		if (!member)
			continue;
		add_member(in, subject->cache, member);
		return;
	}
}

/* For unknown legs the references of the key decide: a member that chooses the runner is covered by the
 * runner's name, one that sets Python up by the Python version. */
static bool key_covers(const struct subject *subject, const struct reference_paths *named,
		       const struct leg_member *member, const struct leg_read *read)
{
	const struct leg leg = { member->path, STR(""), member->input };
	const struct leg_text *key = &subject->keys.list.at[0].key;

	if (key_distinguishes(named, &leg) || key->open)
		return true;
	if (member->input)
		return false;
	if (read->runner && reference_paths_contain(named, STR("runner.os")))
		return true;
	return read->setups_len > 0 && !read->has_range && key->python;
}

static const struct leg_read *read_of(const struct inspector *in, struct str path)
{
	const struct leg_reads *reads = &in->job->reads;

	for (size_t i = 0; i < reads->list.len; i++)
		if (str_eq(reads->list.at[i].path, path))
			return &reads->list.at[i];
	return NULL;
}

void inspect_legs(const struct inspector *in, const struct subject *subject)
{
	const struct cache *cache = subject->cache;
	bool known = subject->keys.matrix.known;
	struct reference_paths named = { 0 };
	struct leg_members *members = arena_new(in->arena, struct leg_members);
	struct str work;

	if (subject->keys.list.len == 0)
		return;
	legs_members(members, in->arena, in->job->job, &in->job->reads, subject->last);
	reference_paths_find(&named, in->arena, cache->key);
	if (members->list.len == 0)
		return;
	work = work_by_members(in, subject);
	if (known)
		judge_known_legs(in, subject, members, work);
	for (size_t i = 0; i < members->list.len; i++) {
		const struct leg_member *member = &members->list.at[i];

		if ((!member->input && (known || !names_path(work, member->path))) ||
		    key_covers(subject, &named, member, read_of(in, member->path)))
			continue;
		add_member(in, cache, member);
		return;
	}
}
