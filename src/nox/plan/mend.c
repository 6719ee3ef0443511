/* SPDX-License-Identifier: MIT */
/* A cache is judged, one fault of it is mended, and it is judged again, until nothing is found that
 * could be mended: so a second run has nothing to do. Parts are put into the key before its hash. */
#include "config.h"

#include "nox/plan/mend.h"

#include "base/ascii.h"
#include "nox/findings/shared_keys.h"
#include "nox/key/hashed.h"
#include "nox/rules/ignore.h"
#include "nox/rules/rules.h"
#include "nox/step/maintain.h"
#include "nox/step/pair.h"
#include "workflow/template.h"

enum { ROUNDS_MAX = 16 };

#define BIT(rule) (1u << (rule))
/* A bit more: nothing is wrong that would make reuse unsafe. */
#define RIGHT (1u << RULE_COUNT)
/* In this order. */
static const enum rule_id mendable[] = {
	RULE_KEY_WITHOUT_HASH,
	RULE_KEY_NEVER_CHANGES,
	/* before others change the key, which other jobs get as well */
	RULE_KEY_SHARED_BY_JOBS,
	RULE_KEY_SHARED_BY_MATRIX,
	RULE_KEY_WITHOUT_PYTHON,
	RULE_RESTORE_KEYS_TOO_WIDE,
	RULE_RESTORE_KEYS_MISSING,
};

/* A cache in the making. Keys have two texts: the one that is written, and the one that is judged,
 * which names the Python by what needs no id. */
struct mend {
	struct planner *p;
	struct job_plan *job;
	struct cache_group group;
	const struct cache *old;
	size_t number;		  /* of the call that it serves */
	size_t hash_at;		  /* in the old key: where its first hash begins, or its end */
	struct buf parts, judged; /* to be put there: "X-Y-" */
	struct str hash;	  /* to be appended to the key, or in place of its hash; or empty */
	struct range hash_old;	  /* what it replaces, in the old key; empty: nothing */
	bool restores;		  /* the prefix of the key is to be among restore-keys */
	struct str restore_keys;  /* those that stay */
	struct mend_python python;
	unsigned given_up; /* faults that cannot be mended */
	unsigned done;
};

/* ------------------------------------------------------------------ the texts */

/* Has the key no hash? Then parts are put to its end, before a line break. */
static bool at_end(const struct mend *m)
{
	return str_trim(str_slice(m->old->key, m->hash_at, m->old->key.len)).len == 0;
}

/* The key up to its hash. */
static struct str prefix_of(const struct mend *m, const struct buf *parts)
{
	struct arena *a = m->p->arena;
	struct str start = str_slice(m->old->key, 0, m->hash_at);
	bool end = at_end(m);
	struct str added = buf_str(parts);

	if (added.len > 0 || (end && m->hash.len > 0))
		return arena_printf(a, "%.*s%s%.*s", STR_ARG(start),
				    end && !str_ends(start, "-") ? "-" : "", STR_ARG(added));
	return start;
}

static struct str key_of(const struct mend *m, const struct buf *parts)
{
	struct arena *a = m->p->arena;
	struct str prefix = prefix_of(m, parts);
	struct str rest = str_slice(m->old->key, m->hash_at, m->old->key.len);

	if (m->hash.len == 0) {
		/* A part at the end has no dash after it. */
		if (at_end(m) && str_ends(prefix, "-") && parts->len > 0)
			prefix.len--;
		return arena_printf(a, "%.*s%.*s", STR_ARG(prefix), STR_ARG(rest));
	}
	if (m->hash_old.end > m->hash_old.start)
		rest = str_slice(m->old->key, m->hash_old.end, m->old->key.len);
	return arena_printf(a, "%.*s${{ hashFiles(%.*s) }}%.*s", STR_ARG(prefix), STR_ARG(m->hash),
			    STR_ARG(rest));
}

static struct str restore_of(const struct mend *m, const struct buf *parts)
{
	struct str prefix = prefix_of(m, parts);

	if (!m->restores)
		return m->restore_keys;
	if (m->restore_keys.len == 0)
		return prefix;
	return arena_printf(m->p->arena, "%.*s\n%.*s", STR_ARG(prefix), STR_ARG(m->restore_keys));
}

static void judge(const struct mend *m, struct faults *faults)
{
	struct planner *p = m->p;
	struct cache trial = *m->old;

	if (trial.path_wanted.len > 0)
		trial.path = trial.path_wanted;
	trial.key = key_of(m, &m->judged);
	trial.restore_keys = restore_of(m, &m->judged);
	findings_faults(faults, p->arena, p->workflow, p->context, m->job, p->overview, &p->legs,
			&trial, m->number);
}

static void add_part(struct mend *m, struct str written, struct str judged)
{
	buf_add(&m->parts, written);
	buf_add_char(&m->parts, '-');
	buf_add(&m->judged, judged);
	buf_add_char(&m->judged, '-');
}

/* ------------------------------------------------------------------ the faults */

static bool mend_hash(struct mend *m, bool replaced)
{
	struct planner *p = m->p;

	m->hash = hashed_files(p->arena, p->workflow, p->context, &m->group);
	if (!replaced)
		return m->hash.len > 0 && at_end(m);
	/* In place of the one expression that hashes nothing. */
	if (m->hash.len == 0 || !template_find(m->old->key, m->hash_at, &m->hash_old) ||
	    str_contains(str_slice(m->old->key, m->hash_old.end, m->old->key.len), "hashFiles")) {
		m->hash = STR("");
		m->hash_old = (struct range){ 0, 0 };
		return false;
	}
	return true;
}

static bool name_python(struct mend *m)
{
	struct planner *p = m->p;
	struct naming before = p->naming;

	mend_python_find(&m->python, p, m->job, m->old, m->number, &m->group);
	if (m->python.why || str_contains(buf_str(&m->parts), m->python.part.p) ||
	    str_contains(m->old->key, m->python.part.p)) {
		p->naming = before;
		m->python.probe.id = STR("");
		return false;
	}
	add_part(m, m->python.part, m->python.judged);
	return true;
}

static bool mend_once(struct mend *m, const char *text)
{
	if (str_contains(m->old->key, text) || str_contains(buf_str(&m->parts), text))
		return false;
	add_part(m, str_from(text), str_from(text));
	return true;
}

static bool mend_member(struct mend *m, const struct leg_member *member)
{
	const struct leg_reads *reads = &m->job->reads;

	if (member->runner) {
		bool os = mend_once(m, "${{ runner.os }}");

		return mend_once(m, "${{ runner.arch }}") || os;
	}
	for (size_t i = 0; i < reads->list.len; i++) {
		const struct leg_read *read = &reads->list.at[i];

		if (!str_eq(read->path, member->path) || read->part.len == 0)
			continue;
		/* It only names the version for steps whose exact version can be had. */
		if (read->setups_len > 0 && read->distinct && !read->foreign && name_python(m))
			return true;
		return mend_once(m,
				 arena_printf(m->p->arena, "${{ %.*s }}", STR_ARG(read->part)).p);
	}
	return false;
}

static bool mend_sharing(struct mend *m, const struct faults *faults)
{
	struct planner *p = m->p;
	const size_t *files = lookup_get(&p->context->known_jobs, m->job->job->id);
	bool job;

	if (!faults->met)
		return faults->member && mend_member(m, faults->member);
	job = mend_once(m, "${{ github.job }}");
	return (files && *files > 1 && mend_once(m, compose_file_word(p->arena, p->workflow).p)) ||
	       job;
}

/* Lines that other environments fit make way for the key up to its hash. */
static bool narrow(struct mend *m)
{
	struct planner *p = m->p;
	struct str rest = m->restore_keys, line;
	BUF_AUTO struct buf kept = { 0 };

	if (m->restores && m->restore_keys.len == 0)
		return false;
	while (str_next_line(&rest, &line)) {
		struct mend alone = *m;
		struct faults faults;

		line = str_trim(line);
		alone.restores = false;
		alone.restore_keys = line;
		if (line.len == 0)
			continue;
		judge(&alone, &faults);
		if (faults.rules & BIT(RULE_RESTORE_KEYS_TOO_WIDE))
			continue;
		if (kept.len > 0)
			buf_add_char(&kept, '\n');
		buf_add(&kept, line);
	}
	m->restore_keys = buf_keep(&kept, p->arena);
	m->restores = true;
	return true;
}

static bool add_restore_keys(struct mend *m)
{
	struct faults faults;

	/* Without a hash the key has no beginning that an older cache could have. */
	if (m->restores || m->p->context->settings->fallback != FALLBACK_ALWAYS ||
	    (m->given_up & BIT(RULE_KEY_WITHOUT_PYTHON)) || (at_end(m) && m->hash.len == 0))
		return false;
	/* Of a key with parts after its hash the beginning may be too short. */
	m->restores = true;
	judge(m, &faults);
	m->restores = !(faults.rules & BIT(RULE_RESTORE_KEYS_TOO_WIDE));
	return m->restores;
}

static bool mend_fault(struct mend *m, enum rule_id rule, const struct faults *faults)
{
	switch (rule) {
	case RULE_KEY_WITHOUT_HASH:
		return m->hash.len == 0 && mend_hash(m, false);
	case RULE_KEY_NEVER_CHANGES:
		return m->hash.len == 0 && mend_hash(m, true);
	case RULE_KEY_WITHOUT_PYTHON:
		return name_python(m);
	case RULE_KEY_SHARED_BY_MATRIX:
		return faults->member && mend_member(m, faults->member);
	case RULE_KEY_SHARED_BY_JOBS:
		return mend_sharing(m, faults);
	case RULE_RESTORE_KEYS_TOO_WIDE:
		return narrow(m);
	case RULE_RESTORE_KEYS_MISSING:
		return add_restore_keys(m);
	default:
		return false;
	}
}

/* Mends one fault; false where there is none that can be. */
static bool mend_next(struct mend *m)
{
	struct faults faults;

	judge(m, &faults);
	if (faults.rules & BIT(RULE_KEY_INVALID))
		return false;
	for (size_t i = 0; i < sizeof(mendable) / sizeof(mendable[0]); i++) {
		enum rule_id rule = mendable[i];

		if (!(faults.rules & BIT(rule)) || (m->given_up & BIT(rule)))
			continue;
		if (mend_fault(m, rule, &faults))
			return true;
		m->given_up |= BIT(rule);
	}
	return false;
}

/* ------------------------------------------------------------------ the edits */

/* Puts the parts where they belong; of a key that is written in braces, or whose hash changes, the whole
 * is rewritten. */
static void edit_key(struct mend *m, const struct node *node, bool *changed)
{
	struct planner *p = m->p;
	struct str value = key_of(m, &m->parts);
	struct text text = { 0 };
	struct range first = { 0, m->hash_at };
	struct str added = str_slice(value, m->hash_at, value.len + m->hash_at - m->old->key.len);

	if (str_eq(value, m->old->key))
		return;
	if (m->hash_old.end > m->hash_old.start || node_in_flow(node) ||
	    !scalar_text(p->tree, p->arena, node, &text) || !str_eq(text.value, m->old->key)) {
		maintain_value(&p->now.edits, &p->now.expectations, p->arena, p->tree, node, value,
			       changed);
		return;
	}
	list_add(p->arena, &p->now.words.list,
		 text_insertion(node, first.end,
				m->hash_at == text.value.len
					? text_behind(p->tree->source, &text, m->hash_at)
					: text_at(&text, m->hash_at),
				arena_copy(p->arena, added).p));
	*changed = true;
}

static void edit_restore_keys(struct mend *m, bool *changed)
{
	struct planner *p = m->p;
	const struct node *with = step_field(m->old->step, STEP_WITH);
	const struct node *node = map_get(with, "restore-keys", NULL);
	struct str value = restore_of(m, &m->parts);
	bool done = false;

	if (!m->restores)
		return;
	if (node)
		maintain_value(&p->now.edits, &p->now.expectations, p->arena, p->tree, node, value,
			       &done);
	else
		pair_add(&p->now.edits, &p->now.expectations, p->arena, p->tree, with, "key",
			 STR("restore-keys"), value, &done);
	if (!done)
		m->done &= ~(BIT(RULE_RESTORE_KEYS_MISSING) | BIT(RULE_RESTORE_KEYS_TOO_WIDE));
	*changed |= done;
}

/* Is the value written in the step itself, and not reached by an alias? */
static bool is_own(const struct tree *tree, const struct node *with, const char *key)
{
	const struct node *value = map_get(with, key, NULL);

	return !value || (node_parent(value) == with && !node_has_anchor(tree, value));
}

bool mend_may(const struct planner *p, const struct job_plan *job, const struct cache *cache)
{
	const struct node *with = step_field(cache->step, STEP_WITH);

	return p->context->settings->fix_existing && !job->skipped && !cache->ours &&
	       !cache->in_action && cache->restores && with &&
	       node_parent(with) == cache->step->body && with->kind == NODE_MAP &&
	       is_own(p->tree, with, "path") && is_own(p->tree, with, "key") &&
	       is_own(p->tree, with, "restore-keys") &&
	       !ignore_node(p->tree, cache->step->body, true);
}

/* ------------------------------------------------------------------ all */

void mend_begin(struct planner *p, const struct job_plan *job)
{
	p->served = p->context->settings->fix_existing && job->caches.list.len > 0
			    ? findings_served(p->arena, job)
			    : NULL;
}

static size_t first_hash(struct str key)
{
	struct template_part part;
	size_t at = 0;

	while (template_next(key, &at, &part))
		if (part.kind == TEMPLATE_EXPRESSION && str_contains(part.text, "hashFiles"))
			return part.range.start;
	while (key.len > 0 && ascii_is_space(key.p[key.len - 1]))
		key.len--;
	return key.len;
}

static void find_group(struct mend *m)
{
	struct job_plan *job = m->job;

	m->group = (struct cache_group){ .job = job->job,
					 .reads = &job->reads,
					 .setups = &job->setups,
					 .generators = &job->found.generators,
					 .first = m->old->moved ? m->old->moved : m->old->step };
	for (size_t i = 0; i < job->calls.len; i++)
		if (job->calls.at[i].covered_by == m->old->step->index &&
		    job->calls.at[i].call->runs && !job->calls.at[i].skipped)
			group_add(m->p, &m->group, &job->calls.at[i]);
}

/* Are the new texts such as may be written? */
static bool is_readable(const struct mend *m)
{
	struct str rest = restore_of(m, &m->parts), line;
	bool readable = template_is_usable(m->p->arena, str_trim(key_of(m, &m->parts)));

	while (readable && str_next_line(&rest, &line))
		readable = template_is_usable(m->p->arena, str_trim(line));
	return readable;
}

/* Takes what was done for the cache over to the job. */
static void finish(struct job_plan *job, struct cache *cache, unsigned done)
{
	cache->mended = done & ~RIGHT;
	for (size_t i = 0; (done & RIGHT) && i < job->calls.len; i++)
		if (job->calls.at[i].covered_by == cache->step->index)
			job->calls.at[i].covered_to_mend = true;
}

/* Writes the new values. names: the ids given so far, for a step whose key stays as it is. */
static void write_values(struct mend *m, const struct node *key, struct naming names,
			 const struct faults *before, const struct faults *after)
{
	struct planner *p = m->p;
	const struct cache *cache = m->old;
	bool changed = false, right = false;

	m->done = before->rules & ~after->rules;
	if (cache->path_wanted.len > 0) {
		maintain_value(&p->now.edits, &p->now.expectations, p->arena, p->tree,
			       map_get(step_field(cache->step, STEP_WITH), "path", NULL),
			       cache->path_wanted, &right);
		m->done |= right ? BIT(RULE_CACHE_WRONG_PATH) : 0;
	}
	edit_key(m, key, &changed);
	edit_restore_keys(m, &changed);
	if (cache->moved)
		m->done |= BIT(RULE_CACHE_AFTER_NOX);
	if (!changed)
		p->naming = names;
	else
		mend_python_insert(&m->python, p, cache);
	/* What -r reuses must be what Nox would make. */
	if ((after->rules & ~BIT(RULE_RESTORE_KEYS_MISSING)) == 0)
		m->done |= RIGHT;
	else
		mend_report(p, m->job, cache, m->done != 0,
			    mend_why_left(after->rules, m->python.why, m->hash.len > 0));
}

void mend_cache(struct planner *p, struct job_plan *job, size_t number)
{
	struct cache *cache = &job->caches.list.at[number];
	const struct node *key = map_get(step_field(cache->step, STEP_WITH), "key", NULL);
	struct mend m = {
		.p = p, .job = job, .old = cache, .restore_keys = str_trim(cache->restore_keys)
	};
	struct naming before = p->naming;
	struct faults before_all, after_all;
	bool added;
	size_t *done;

	if (!p->served || p->served[number] == STR_NONE)
		return;
	if (!key || !mend_may(p, job, cache)) {
		mend_report(p, job, cache, false, mend_why_not(p, job, cache));
		return;
	}
	done = lookup_put(&p->mended, p->drafts,
			  arena_printf(p->drafts, "%zu", node_range(cache->step->body).start), 0,
			  &added);
	if (!added) {
		finish(job, cache, (unsigned)*done);
		return;
	}
	m.number = p->served[number];
	m.hash_at = first_hash(cache->key);
	find_group(&m);
	if (m.group.envdirs.list.len == 0) {
		mend_report(p, job, cache, false, cache->stays);
		return;
	}
	judge(&m, &before_all);
	for (size_t i = 0; i < ROUNDS_MAX && mend_next(&m); i++)
		;
	judge(&m, &after_all);
	if (!is_readable(&m)) {
		p->naming = before;
		mend_report(p, job, cache, false, "runners cannot read its key or restore-keys");
		buf_release(&m.parts);
		buf_release(&m.judged);
		return;
	}
	write_values(&m, key, before, &before_all, &after_all);
	mend_move(p, cache);
	*done = m.done;
	finish(job, cache, m.done);
	buf_release(&m.parts);
	buf_release(&m.judged);
}
