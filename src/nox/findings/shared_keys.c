/* SPDX-License-Identifier: MIT */
/* Keys are compared in one sorted list for each path: a cache is found by a key or the beginning of
 * one, and only where its paths are the same texts (actions/toolkit, packages/cache,
 * getCacheVersion, which adds a word on Windows). */
#include "config.h"

#include "nox/findings/shared_keys.h"

#include "base/buf.h"

#include <stdint.h>
#include <stdlib.h>

enum {
	LEGS_MAX = 20 * 1000, /* read for the keys of one path */
	LOOKED_AT_MAX = 1000, /* keys that are compared for one question */
};

struct path_keys {
	LIST(struct saved_key) list; /* sorted by their texts */
};

struct shared_keys {
	struct arena *arena;
	const struct plan_context *context;
	const struct overview *overview;
	const struct workflow *alone; /* its only file; NULL: that of the context has all */
	bool read;
	LIST(struct saver) savers;
	struct lookup paths; /* struct path_keys */
};

/* ------------------------------------------------------------------ the keys of one cache */

static void enter_cache(struct leg_scope *scope, const struct cache *cache)
{
	scope->step = cache->inner;
	scope->action = cache->action;
	scope->user = cache->action ? cache->step : NULL;
}

/* The lines of a path, without blanks around them. */
static struct str version_of(struct leg_scope *scope, struct str path)
{
	BUF_AUTO struct buf out = { 0 };
	struct str rest = leg_text_of(scope, path).text, line;

	while (str_next_line(&rest, &line)) {
		buf_add(&out, str_trim(line));
		buf_add_char(&out, '\n');
	}
	if (str_is(scope->os, "Windows"))
		buf_add_c(&out, "windows-only\n");
	buf_add_c(&out, LEG_SEPARATOR);
	return buf_keep(&out, scope->arena);
}

void leg_keys_of(struct leg_keys *keys, struct arena *arena, const struct workflow *workflow,
		 const struct job *job, const struct setups *setups, const struct cache *cache,
		 size_t *left)
{
	struct matrix *matrix = &keys->matrix;
	size_t count;

	matrix_expand(matrix, arena, workflow->tree, job_field(job, JOB_MATRIX));
	if (matrix->known && matrix->legs.len > *left)
		matrix->known = false;
	count = matrix->known ? matrix->legs.len : 1;
	*left -= count < *left ? count : *left;
	for (size_t i = 0; i < count; i++) {
		struct leg_key key = { .leg = i };

		leg_scope_enter(&key.scope, arena, workflow, job, setups, matrix, i);
		if (leg_is_off(&key.scope, step_field(cache->step, STEP_IF)))
			continue;
		enter_cache(&key.scope, cache);
		if (cache->action && leg_is_off(&key.scope, step_field(cache->inner, STEP_IF)))
			continue;
		key.version = version_of(&key.scope, cache->path);
		key.key = leg_text_of(&key.scope, cache->key);
		list_add(arena, &keys->list, key);
	}
}

/* ------------------------------------------------------------------ what a leg does */

struct str leg_work(const struct leg_scope *scope, const struct nox_calls *calls)
{
	struct leg_scope plain = *scope;
	BUF_AUTO struct buf out = { 0 };

	plain.action = NULL;
	plain.step = NULL;
	plain.machine = (struct str){ NULL, 0 };
	plain.spent = 0;
	buf_add(&out, leg_machine(&plain));
	for (size_t i = 0; i < calls->list.len; i++) {
		const struct nox_call *call = &calls->list.at[i];
		const struct step *step = call->step;

		plain.step = step;
		if (leg_is_off(&plain, step_field(step, STEP_IF)))
			continue;
		if (!plain.leg)
			buf_add(&out,
				scalar_value(plain.workflow->tree, step_field(step, STEP_IF)));
		leg_add_text(&plain, &out, SIZE_MAX, call_own(call));
		leg_add_values(&plain, &out, SIZE_MAX, plain.workflow->tree,
			       step_field(step, STEP_ENV));
		if (call->indirect)
			leg_add_values(&plain, &out, SIZE_MAX, plain.workflow->tree,
				       step_field(step, STEP_WITH));
	}
	return buf_keep(&out, scope->arena);
}

/* ------------------------------------------------------------------ the keys of a repository */

struct shared_keys *shared_keys_of(struct arena *arena, const struct plan_context *context,
				   const struct overview *overview, const struct workflow *workflow)
{
	bool kept = context->overview == overview;
	struct survey *survey = context->survey;
	struct shared_keys *keys = kept ? survey->keys : NULL;

	if (keys)
		return keys;
	keys = arena_new(kept ? survey->arena : arena, struct shared_keys);
	*keys = (struct shared_keys){ .arena = kept ? survey->arena : arena,
				      .context = context,
				      .overview = overview,
				      .alone = kept ? NULL : workflow };
	if (kept)
		survey->keys = keys;
	return keys;
}

static void read_job(struct shared_keys *k, const struct overview_file *file,
		     const struct workflow *workflow, size_t index)
{
	const struct job *job = &workflow->jobs.at[index];
	struct caches *caches = arena_new(k->arena, struct caches);
	struct setups *setups = NULL;

	caches_find(caches, k->arena, workflow->tree, job, k->context->survey);
	for (size_t i = 0; i < caches->list.len; i++) {
		const struct cache *cache = &caches->list.at[i];

		if (!cache->saves || cache->key.len == 0)
			continue;
		if (!setups) {
			setups = arena_new(k->arena, struct setups);
			setups_find(setups, k->arena, workflow, job, k->context->survey);
		}
		list_add(k->arena, &k->savers,
			 (struct saver){ .overviewed = &k->overview->jobs.at[file->first + index],
					 .workflow = workflow,
					 .job = job,
					 .file = file->inner,
					 .cache = cache,
					 .setups = setups });
	}
}

static void read_all(struct shared_keys *k)
{
	const struct overview *overview = k->overview;

	k->read = true;
	for (uint32_t i = 0; i < overview->files.len; i++) {
		const struct overview_file *file = &overview->files.at[i];
		const struct workflow *workflow = k->alone;

		if (file->kind != WORKFLOW_FILE)
			continue;
		if (!workflow)
			workflow = k->context->workflow_at(k->context->files, i);
		for (size_t n = 0; workflow && n < workflow->jobs.len && k->savers.len < CACHES_MAX;
		     n++)
			read_job(k, file, workflow, n);
	}
}

static int by_text(const void *a, const void *b)
{
	const struct saved_key *x = a, *y = b;

	return str_compare(x->text, y->text);
}

/* Adds the keys of a saver whose caches have that version. */
static void add_saver(struct shared_keys *k, struct arena *scratch, struct path_keys *path,
		      struct saver *saver, struct str version, size_t *left)
{
	struct leg_keys keys = { .list = { .len = 0 } };

	leg_keys_of(&keys, scratch, saver->workflow, saver->job, saver->setups, saver->cache, left);
	for (size_t i = 0; i < keys.list.len; i++) {
		const struct leg_key *key = &keys.list.at[i];

		if (str_eq(key->version, version))
			list_add(k->arena, &path->list,
				 (struct saved_key){ saver, (uint32_t)key->leg, keys.matrix.known,
						     arena_copy(k->arena, key->key.text) });
	}
	if (!saver->works) {
		saver->legs = keys.matrix.legs.len;
		saver->works = arena_alloc(k->arena, saver->legs + 1, sizeof(*saver->works));
	}
}

static struct path_keys *keys_at(struct shared_keys *k, struct str version)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct path_keys *path = lookup_pointer(&k->paths, version);
	size_t left = LEGS_MAX;

	if (path)
		return path;
	if (!k->read)
		read_all(k);
	path = arena_new(k->arena, struct path_keys);
	for (size_t i = 0; i < k->savers.len && left > 0; i++) {
		add_saver(k, &scratch, path, &k->savers.at[i], version, &left);
		arena_clear(&scratch);
	}
	if (path->list.len > 1)
		qsort(path->list.at, path->list.len, sizeof(*path->list.at), by_text);
	lookup_add_pointer(&k->paths, k->arena, arena_copy(k->arena, version), path);
	return path;
}

/* Reads what is needed of a saver beside its key. */
static void read_saver(struct shared_keys *k, struct saver *saver)
{
	if (saver->calls)
		return;
	saver->calls = arena_new(k->arena, struct nox_calls);
	nox_calls_find(saver->calls, k->arena, saver->workflow, saver->job,
		       &k->context->settings->names);
	saver->matrix = arena_new(k->arena, struct matrix);
	matrix_expand(saver->matrix, k->arena, saver->workflow->tree,
		      job_field(saver->job, JOB_MATRIX));
}

static struct str make_work(struct shared_keys *k, const struct saved_key *key)
{
	ARENA_AUTO struct arena scratch = { 0 };
	const struct saver *saver = key->saver;
	struct leg_scope scope = { 0 };
	struct matrix matrix = *saver->matrix;

	matrix.known &= key->known;
	leg_scope_enter(&scope, &scratch, saver->workflow, saver->job, saver->setups, &matrix,
			key->leg);
	enter_cache(&scope, saver->cache);
	return arena_copy(k->arena, leg_work(&scope, saver->calls));
}

static struct str work_of(struct shared_keys *k, const struct saved_key *key)
{
	struct saver *saver = key->saver;
	struct str *work = &saver->works[key->leg < saver->legs ? key->leg : 0];

	if (!work->p) {
		read_saver(k, saver);
		*work = make_work(k, key);
	}
	return *work;
}

const struct saved_key *shared_keys_meet(struct shared_keys *keys, struct str text, bool whole,
					 const struct overview_job *job, const struct leg_key *own,
					 const struct nox_calls *calls)
{
	struct path_keys *path = keys_at(keys, own->version);
	struct str own_work = { NULL, 0 };
	size_t low = 0, high = path->list.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(path->list.at[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < path->list.len && i - low < LOOKED_AT_MAX; i++) {
		const struct saved_key *key = &path->list.at[i];

		if (!str_eq(str_slice(key->text, 0, text.len), text) ||
		    (whole && key->text.len > text.len))
			break;
		if (key->saver->overviewed == job && (whole || key->leg == own->leg))
			continue;
		if (!own_work.p)
			own_work = leg_work(&own->scope, calls);
		if (!str_eq(work_of(keys, key), own_work))
			return key;
	}
	return NULL;
}
