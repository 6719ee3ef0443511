/* SPDX-License-Identifier: MIT */
/* Finding the commit, and the list of its files. Its layout on disk is in snapshot_files.c. */
#include "config.h"

#include "output/snapshot.h"

#include "output/git.h"

#include <stdlib.h>

/* Cuts the part up to the separator off *rest. */
static struct str cut(struct str *rest, char separator)
{
	size_t at = str_find_char(*rest, separator, 0);
	struct str part = str_slice(*rest, 0, at);

	*rest = str_slice(*rest, at == STR_NONE ? rest->len : at + 1, rest->len);
	return part;
}

static bool find_repository(struct snapshot *s, struct str *error)
{
	BUF_AUTO struct buf out = { 0 };
	BUF_AUTO struct buf messages = { 0 };
	struct git_call call = { .folder = s->root.p,
				 .arguments = { "rev-parse", "--show-object-format", "--show-prefix" },
				 .messages = &messages };
	struct str rest;

	if (!git_run(&out, &call)) {
		*error = git_complaint(s->arena, &messages);
		return false;
	}
	rest = buf_str(&out);
	if (str_is(cut(&rest, '\n'), "sha256"))
		s->format = DIGEST_SHA256;
	/* A line break may be part of a folder's name. */
	s->prefix = arena_copy(s->arena, str_slice(rest, 0, str_rfind_char(rest, '\n')));
	return true;
}

static bool resolve(struct snapshot *s, struct str revision)
{
	struct str name = arena_printf(s->arena, "%.*s^{commit}", STR_ARG(revision));
	struct git_call call = { .folder = s->root.p,
				 .arguments = { "rev-parse", "--verify", "-q", "--end-of-options",
						name.p } };
	struct str line;

	if (!git_line(&line, s->arena, &call) || line.len == 0)
		return false;
	/* --end-of-options is printed too by some versions. */
	s->base = str_slice(line, str_rfind_char(line, '\n') + 1, line.len);
	s->base_name = arena_copy(s->arena, revision);
	return true;
}

static bool resolve_given(struct snapshot *s, const char *base)
{
	return resolve(s, str_from(base)) ||
	       resolve(s, arena_printf(s->arena, "refs/remotes/origin/%s", base));
}

static bool resolve_default(struct snapshot *s)
{
	static const char *const names[] = { "refs/heads/master", "refs/heads/main",
					     "refs/remotes/origin/HEAD",
					     "refs/remotes/origin/master",
					     "refs/remotes/origin/main", "HEAD" };
	struct git_call call = { .folder = s->root.p, .arguments = { "symbolic-ref", "-q", "HEAD" } };
	struct str head;

	if (git_line(&head, s->arena, &call) &&
	    (str_is(head, names[0]) || str_is(head, names[1])) && resolve(s, head))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (resolve(s, str_from(names[i])))
			return true;
	return false;
}

static void shorten_name(struct snapshot *s)
{
	static const char *const prefixes[] = { "refs/heads/", "refs/remotes/" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_starts(s->base_name, prefixes[i]))
			s->base_name = str_slice(s->base_name, str_from(prefixes[i]).len,
						 s->base_name.len);
}

/* "100644 blob 83baae61804e65cc73a7201a7252750c76066a30    1024\tpath" */
static bool add_entry(struct snapshot *s, struct str line)
{
	struct snapshot_entry entry = { 0 };
	struct str mode = cut(&line, ' '), type = cut(&line, ' ');

	entry.id = arena_copy(s->arena, cut(&line, ' '));
	entry.size = (size_t)strtoull(arena_copy(s->arena, str_trim(cut(&line, '\t'))).p, NULL, 10);
	entry.path = arena_copy(s->arena, line);
	entry.mode = (unsigned)strtoul(arena_copy(s->arena, mode).p, NULL, 8);
	return !str_is(type, "blob") || list_add(s->arena, &s->entries, entry);
}

static bool list_entries(struct snapshot *s, struct str *error)
{
	BUF_AUTO struct buf out = { 0 };
	BUF_AUTO struct buf messages = { 0 };
	struct git_call call = { .folder = s->root.p,
				 .arguments = { "ls-tree", "-r", "-l", "-z", s->base.p },
				 .messages = &messages };
	struct str rest;

	if (!git_run(&out, &call)) {
		*error = git_complaint(s->arena, &messages);
		return false;
	}
	rest = buf_str(&out);
	while (rest.len > 0)
		if (!add_entry(s, cut(&rest, '\0')))
			return false;
	return !s->arena->failed;
}

enum snapshot_status snapshot_find(struct snapshot *s, struct arena *arena, struct str root,
				   const char *base, struct str *error)
{
	*s = (struct snapshot){ .arena = arena };
	*error = STR("");
	s->root = arena_copy(arena, root);
	if (arena->failed)
		return SNAPSHOT_FAILED;
	if (!find_repository(s, error))
		return SNAPSHOT_NONE;
	if (base && !resolve_given(s, base)) {
		*error = arena_printf(arena, "no commit '%s' to start from (--base)", base);
		return SNAPSHOT_FAILED;
	}
	if (!base && !resolve_default(s)) {
		*error = STR("the repository has no commit to start from");
		return SNAPSHOT_NONE;
	}
	shorten_name(s);
	return list_entries(s, error) ? SNAPSHOT_OK : SNAPSHOT_FAILED;
}

const struct snapshot_entry *snapshot_get(const struct snapshot *s, struct str path)
{
	for (size_t i = 0; i < s->entries.len; i++)
		if (str_eq(s->entries.at[i].path, path))
			return &s->entries.at[i];
	return NULL;
}
