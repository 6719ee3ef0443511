/* SPDX-License-Identifier: MIT */
/* The search of @actions/glob: from each search path (the folders of a pattern before its first
 * wildcard, or all of it) depth first, names in the order of their bytes, each file once. */
#include "config.h"

#include "nox/survey/hash_files.h"

#include "base/path.h"

#include <stdlib.h>
#include <string.h>

enum {
	ITEMS_MAX = 200000, /* files and folders that are visited */
	SEGMENTS_MAX = 64,  /* parts of a path or pattern */
	PATTERNS_MAX = 255, /* arguments of a function (actions/runner, ExpressionConstants) */
};

/* A path or pattern, split at its slashes. */
struct segments {
	struct str at[SEGMENTS_MAX];
	size_t count;
};

struct pattern {
	struct segments segments;
	struct str search; /* path from which to search, "" for the root */
};

struct search {
	struct arena *arena;
	struct diagnostics *d;
	struct repository *repository;
	bool by_name;  /* the first match ends the search, and nothing is read */
	size_t *spent; /* comparisons of parts of patterns with parts of paths */
	struct pattern *patterns;
	size_t pattern_count;
	LIST(struct str) stack; /* paths still to visit, the next one last */
	size_t items;
	struct digest_stream digest;
	size_t files;
};

static bool has_wildcard(struct str segment)
{
	return str_find_char(segment, '*', 0) != STR_NONE ||
	       str_find_char(segment, '?', 0) != STR_NONE;
}

static bool split(struct segments *segments, struct str path)
{
	size_t at = 0;

	segments->count = 0;
	while (at < path.len) {
		size_t slash = str_find_char(path, '/', at);
		size_t end = slash == STR_NONE ? path.len : slash;
		struct str segment = str_slice(path, at, end);

		at = end + 1;
		if (segment.len == 0 || str_is(segment, "."))
			continue;
		if (segments->count == SEGMENTS_MAX || str_is(segment, ".."))
			return false;
		segments->at[segments->count++] = segment;
	}
	return true;
}

static enum status pattern_read(struct search *s, struct pattern *pattern, struct str text)
{
	BUF_AUTO struct buf search = { 0 };

	text = str_trim(text);
	if (text.len == 0 || strchr("/!~#", text.p[0]) || str_contains(text, "[") ||
	    str_contains(text, "\\") || !split(&pattern->segments, text)) {
		diagnostic_file(s->d, SEVERITY_ERROR, "cannot evaluate hashFiles('%.*s')",
				STR_ARG(str_cut(text, 200)));
		return STATUS_INVALID;
	}
	for (size_t i = 0; i < pattern->segments.count; i++) {
		if (has_wildcard(pattern->segments.at[i]))
			break;
		if (i > 0)
			buf_add_char(&search, '/');
		buf_add(&search, pattern->segments.at[i]);
	}
	pattern->search = arena_copy(s->arena, buf_str(&search));
	return STATUS_OK;
}

/* Matches the segments of a path with a pattern. *full: the pattern matches the path. *partial: it
 * may match a path below. The states are the possible positions in the pattern ("**" matches any
 * number of segments). */
static void match_one(const struct segments *pattern, const struct segments *path, bool *full,
		      bool *partial)
{
	bool now[SEGMENTS_MAX + 1] = { true };
	bool alive = true;

	for (size_t k = 0; k <= path->count; k++) {
		bool next[SEGMENTS_MAX + 1] = { false };

		for (size_t p = 0; p < pattern->count; p++)
			if (now[p] && str_is(pattern->at[p], "**"))
				now[p + 1] = true;
		if (k == path->count)
			break;
		alive = false;
		for (size_t p = 0; p < pattern->count; p++) {
			bool deep = str_is(pattern->at[p], "**");

			if (!now[p] || (!deep && !str_match(path->at[k], pattern->at[p])))
				continue;
			next[deep ? p : p + 1] = true;
			alive = true;
		}
		/* A pattern also matches everything in the folder that it names. */
		if (now[pattern->count])
			next[pattern->count] = alive = true;
		memcpy(now, next, sizeof(now));
	}
	*full = alive && now[pattern->count];
	*partial = alive;
}

static void match(struct search *s, struct str path, bool *full, bool *partial)
{
	struct segments segments;

	*full = *partial = false;
	if (!split(&segments, path))
		return;
	for (size_t i = 0; i < s->pattern_count; i++) {
		size_t cost = (s->patterns[i].segments.count + 1) * (segments.count + 1);
		bool one_full, one_partial;

		*s->spent += cost;
		match_one(&s->patterns[i].segments, &segments, &one_full, &one_partial);
		*full |= one_full;
		*partial |= one_partial;
	}
}

static enum status add_file(struct search *s, struct str path)
{
	BUF_AUTO struct buf bytes = { 0 };
	struct digest digest;
	enum status status = STATUS_OK;

	s->files++;
	if (s->by_name)
		return STATUS_OK;
	status = repository_read_once(s->repository, s->d, path, &bytes, NULL);
	if (status != STATUS_OK)
		return status;
	digest_of(&digest, DIGEST_SHA256, buf_str(&bytes));
	digest_update(&s->digest, (struct str){ (const char *)digest.bytes, digest.len });
	return STATUS_OK;
}

static enum status push_folder(struct search *s, struct str path)
{
	const struct names *names = repository_list(s->repository, path);

	s->items += names->list.len;
	if (s->items > ITEMS_MAX) {
		diagnostic_file(s->d, SEVERITY_ERROR, "too many files for hashFiles()");
		return STATUS_INVALID;
	}
	/* The last one on the stack is visited next: the first name of the folder. */
	for (size_t i = names->list.len; i-- > 0;)
		list_add(s->arena, &s->stack,
			 arena_printf(s->arena, "%.*s%s%.*s", STR_ARG(path),
				      path.len > 0 ? "/" : "", STR_ARG(names->list.at[i])));
	return STATUS_OK;
}

/* Is the path's last name a link? */
static bool is_link(struct search *s, struct str path, const struct entry *entry)
{
	const struct entry *folder = repository_look(s->repository, path_folder(path));

	return entry->linked &&
	       !str_eq(entry->path,
		       arena_printf(s->arena, "%.*s%s%.*s", STR_ARG(folder->path),
				    folder->path.len > 0 ? "/" : "", STR_ARG(path_name(path))));
}

static enum status visit(struct search *s, struct str path)
{
	bool matches, partial;
	const struct entry *entry;

	match(s, path, &matches, &partial);
	if (!matches && !partial)
		return STATUS_OK;
	if (*s->spent > HASH_FILES_WORK) {
		diagnostic_file(s->d, SEVERITY_ERROR, "too much to compare for hashFiles()");
		return STATUS_INVALID;
	}
	entry = repository_look(s->repository, path);
	if (entry->kind == ENTRY_NONE)
		return STATUS_OK;
	if (entry->kind != ENTRY_FOLDER)
		return matches ? add_file(s, path) : STATUS_OK;
	/* The search does not follow links to folders. */
	return is_link(s, path, entry) ? STATUS_OK : push_folder(s, path);
}

/* Is a path in a folder, directly or deeper? Every path is in "". */
static bool is_below(struct str path, struct str folder)
{
	return path.len > folder.len && str_eq(str_slice(path, 0, folder.len), folder) &&
	       (folder.len == 0 || path.p[folder.len] == '/');
}

/* A search path below another one is not searched separately. */
static bool is_covered(const struct search *s, size_t which)
{
	for (size_t i = 0; i < s->pattern_count; i++) {
		if (is_below(s->patterns[which].search, s->patterns[i].search))
			return true;
		if (i < which && str_eq(s->patterns[which].search, s->patterns[i].search))
			return true;
	}
	return false;
}

static enum status search_run(struct search *s, const struct str *patterns, size_t count)
{
	enum status status = STATUS_OK;

	if (count > PATTERNS_MAX) {
		diagnostic_file(s->d, SEVERITY_ERROR, "hashFiles() takes at most 255 patterns");
		return STATUS_INVALID;
	}
	s->patterns = arena_alloc(s->arena, count > 0 ? count : 1, sizeof(*s->patterns));
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = pattern_read(s, &s->patterns[i], patterns[i]);
	if (status != STATUS_OK)
		return status;
	s->pattern_count = count;
	for (size_t i = count; i-- > 0;)
		if (!is_covered(s, i))
			list_add(s->arena, &s->stack, s->patterns[i].search);
	digest_begin(&s->digest, DIGEST_SHA256);
	while (s->stack.len > 0 && status == STATUS_OK && !(s->by_name && s->files > 0))
		status = visit(s, s->stack.at[--s->stack.len]);
	return status;
}

enum status hash_files(char hex[DIGEST_HEX_SIZE], struct diagnostics *d,
		       struct repository *repository, const struct str *patterns, size_t count)
{
	ARENA_AUTO struct arena arena = { 0 };
	size_t spent = 0;
	struct search s = { .arena = &arena, .d = d, .repository = repository, .spent = &spent };
	enum status status = search_run(&s, patterns, count);
	struct digest digest;

	if (status == STATUS_OK)
		digest_end(&s.digest, &digest);
	digest_stream_release(&s.digest);
	if (status != STATUS_OK)
		return status;
	if (s.files > 0)
		digest_hex(&digest, hex);
	else
		hex[0] = '\0';
	return STATUS_OK;
}

enum status hash_files_match(bool *any, size_t *spent, struct diagnostics *d,
			     struct repository *repository, const struct str *patterns,
			     size_t count)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct search s = {
		.arena = &arena, .d = d, .repository = repository, .by_name = true, .spent = spent
	};
	enum status status = search_run(&s, patterns, count);

	digest_stream_release(&s.digest);
	*any = s.files > 0;
	return status;
}
