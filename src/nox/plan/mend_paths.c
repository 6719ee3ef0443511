/* SPDX-License-Identifier: MIT */
/* Paths of caches that are meant for Nox's environments and name another folder. */
#include "config.h"

#include "nox/plan/mend.h"

/* The one folder in which the calls of a job keep their environments; false where there are more. */
static bool find_folder(const struct nox_calls *calls, struct folder *folder, size_t *first)
{
	*first = STR_NONE;
	for (size_t i = 0; i < calls->list.len; i++) {
		const struct nox_call *call = &calls->list.at[i];

		if (!call->runs || call->skipped)
			continue;
		if (*first == STR_NONE) {
			*folder = call->place->envdir;
			*first = call->step->index;
		}
		if (!str_eq(folder->path, call->place->envdir.path))
			return false;
	}
	return *first != STR_NONE && folder->known;
}

/* The path with the line that names another .nox replaced; empty where there is not just one. */
static struct str corrected(struct arena *arena, struct str path, struct str folder)
{
	struct str rest = path, line;
	BUF_AUTO struct buf out = { 0 };
	size_t replaced = 0;

	while (str_next_line(&rest, &line)) {
		struct str name = str_trim(line);

		while (name.len > 0 && name.p[name.len - 1] == '/')
			name.len--;
		if (out.len > 0)
			buf_add_char(&out, '\n');
		if (str_is(name, ".nox") || str_ends(name, "/.nox")) {
			name = folder;
			replaced++;
		}
		buf_add(&out, name);
	}
	return replaced == 1 ? buf_keep(&out, arena) : STR("");
}

static bool is_cached(const struct caches *caches, struct folder folder, size_t before)
{
	for (size_t i = 0; i < caches->list.len; i++)
		for (size_t k = 0; k < caches->list.at[i].folders.len; k++)
			if (caches->list.at[i].step->index < before &&
			    str_eq(caches->list.at[i].folders.at[k], folder.path))
				return true;
	return false;
}

void mend_paths(struct planner *p, struct job_plan *job, const struct nox_calls *calls)
{
	struct folder folder = { .known = false };
	struct cache *wrong = NULL;
	size_t first;

	if (!p->context->settings->fix_existing || !find_folder(calls, &folder, &first) ||
	    is_cached(&job->caches, folder, first))
		return;
	for (size_t i = 0; i < job->caches.list.len; i++) {
		struct cache *cache = &job->caches.list.at[i];
		struct str path = corrected(p->arena, cache->path, folder.path);

		if (path.len == 0 || cache->step->index >= first || !mend_may(p, job, cache) ||
		    !cache->saves)
			continue;
		if (wrong) { /* which of them it is to be is not for us to say */
			wrong->path_wanted = STR("");
			return;
		}
		wrong = cache;
		wrong->path_wanted = path;
	}
	if (wrong)
		list_add(p->arena, &wrong->folders, folder.path);
}
