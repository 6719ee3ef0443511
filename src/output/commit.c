/* SPDX-License-Identifier: MIT */
/* Blobs, a private index, a tree, a commit, and last of all the branch, with its old value: a
 * failure on the way leaves objects that nothing refers to, and nothing else. */
#include "config.h"

#include "output/commit.h"

#include "output/git.h"

struct maker {
	const struct commit *commit;
	struct arena *arena;
	struct str *error;
	struct str tip; /* where the branch is; empty: it is not there */
	struct str tree;
	const char *index; /* "GIT_INDEX_FILE=…" */
};

/* Runs git in the repository; *line is what it prints. */
static bool ask(struct maker *m, struct str *line, struct git_call call)
{
	BUF_AUTO struct buf messages = { 0 };

	call.folder = m->commit->snapshot->root.p;
	call.messages = &messages;
	if (git_line(line, m->arena, &call))
		return true;
	*m->error = git_complaint(m->arena, &messages);
	return false;
}

static bool refuse(struct maker *m, struct str why)
{
	*m->error = why;
	return false;
}

/* The branch's name, where it is, and whether a work tree stands on it. */
static bool find_branch(struct maker *m)
{
	const char *branch = m->commit->branch;
	struct str reference = arena_printf(m->arena, "refs/heads/%s", branch);
	struct str line, head;

	if (branch[0] == '-' ||
	    !ask(m, &line, (struct git_call){ .arguments = { "check-ref-format", reference.p } }))
		return refuse(m, arena_printf(m->arena, "'%s' is no name for a branch", branch));
	if (ask(m, &head, (struct git_call){ .arguments = { "symbolic-ref", "-q", "HEAD" } }) &&
	    str_eq(head, reference))
		return refuse(m, arena_printf(m->arena, "branch %s is checked out here", branch));
	if (!ask(m, &line,
		 (struct git_call){ .arguments = { "for-each-ref",
						   "--format=%(objectname) %(worktreepath)",
						   reference.p } }))
		return false;
	/* It also lists what lies in a folder of that name. */
	if (!ask(m, &m->tip, (struct git_call){ .arguments = { "rev-parse", "--verify", "-q",
							      reference.p } }))
		m->tip = STR("");
	if (m->tip.len > 0 && str_find_char(line, ' ', 0) != STR_NONE)
		return refuse(m, arena_printf(m->arena, "branch %s is checked out in %.*s", branch,
					      STR_ARG(str_slice(line, m->tip.len + 1, line.len))));
	*m->error = STR("");
	return true;
}

/* Lines for update-index -z --index-info: "mode id\tpath\0". */
static bool add_blobs(struct maker *m, struct buf *info)
{
	for (size_t i = 0; i < m->commit->count; i++) {
		const struct change *change = &m->commit->changes[i];
		struct git_call call = { .arguments = { "hash-object", "-w", "--stdin" },
					 .input = change->text };
		struct str id;

		if (!ask(m, &id, call))
			return false;
		buf_printf(info, "%o %.*s\t", diff_mode(change), STR_ARG(id));
		buf_add(info, change->path);
		buf_add_char(info, '\0');
	}
	return !info->failed;
}

static bool make_tree(struct maker *m)
{
	BUF_AUTO struct buf info = { 0 };
	struct str line;
	struct git_call update = { .arguments = { "update-index", "-z", "--index-info" },
				   .variables = { m->index } };

	if (!add_blobs(m, &info))
		return false;
	update.input = buf_str(&info);
	return ask(m, &line,
		   (struct git_call){ .arguments = { "read-tree", m->commit->snapshot->base.p },
				      .variables = { m->index } }) &&
	       ask(m, &line, update) &&
	       ask(m, &m->tree,
		   (struct git_call){ .arguments = { "write-tree", "--missing-ok" },
				      .variables = { m->index } });
}

/* Is the branch's tip one commit on the base that has this tree? */
static bool is_there(struct maker *m)
{
	struct str parents = arena_printf(m->arena, "%.*s^@", STR_ARG(m->tip));
	struct str tree = arena_printf(m->arena, "%.*s^{tree}", STR_ARG(m->tip));
	struct str line;

	return ask(m, &line, (struct git_call){ .arguments = { "rev-parse", parents.p, tree.p } }) &&
	       str_eq(line, arena_printf(m->arena, "%.*s\n%.*s", STR_ARG(m->commit->snapshot->base),
					 STR_ARG(m->tree)));
}

static bool has_other_work(struct maker *m)
{
	struct str line;

	return !ask(m, &line,
		    (struct git_call){ .arguments = { "merge-base", "--is-ancestor", m->tip.p,
						      m->commit->snapshot->base.p } });
}

static bool wants_signature(struct maker *m)
{
	struct str line;

	return ask(m, &line, (struct git_call){ .arguments = { "config", "--type=bool", "--get",
							      "commit.gpgSign" } }) &&
	       str_is(line, "true");
}

static bool make_commit(struct maker *m, struct str *id)
{
	const struct identity *author = m->commit->author;
	struct arena *a = m->arena;
	struct str line;
	const char *stamp = arena_printf(a, "@%lld %c%02d%02d", author->date,
					 author->zone < 0 ? '-' : '+',
					 (author->zone < 0 ? -author->zone : author->zone) / 60,
					 (author->zone < 0 ? -author->zone : author->zone) % 60).p;
	struct git_call call = {
		.arguments = { "commit-tree", "-p", m->commit->snapshot->base.p, "-F", "-" },
		.variables = {
			arena_printf(a, "GIT_AUTHOR_NAME=%.*s", STR_ARG(author->name)).p,
			arena_printf(a, "GIT_AUTHOR_EMAIL=%.*s", STR_ARG(author->email)).p,
			arena_printf(a, "GIT_AUTHOR_DATE=%s", stamp).p,
		},
		.input = m->commit->message,
	};
	size_t arguments = 5, variables = 3;

	if (m->commit->date_given)
		call.variables[variables++] = arena_printf(a, "GIT_COMMITTER_DATE=%s", stamp).p;
	if (!ask(m, &line, (struct git_call){ .arguments = { "var", "GIT_COMMITTER_IDENT" } })) {
		call.variables[variables++] =
			arena_printf(a, "GIT_COMMITTER_NAME=%.*s", STR_ARG(author->name)).p;
		call.variables[variables++] =
			arena_printf(a, "GIT_COMMITTER_EMAIL=%.*s", STR_ARG(author->email)).p;
	}
	if (wants_signature(m))
		call.arguments[arguments++] = "-S";
	call.arguments[arguments++] = m->tree.p;
	return !a->failed && ask(m, id, call);
}

static bool move_branch(struct maker *m, struct str id)
{
	struct str reference = arena_printf(m->arena, "refs/heads/%s", m->commit->branch);
	struct str line;

	return ask(m, &line,
		   (struct git_call){ .arguments = { "update-ref", "--no-deref", "-m",
						     "nox-cache-inject: commit", reference.p, id.p,
						     m->tip.len > 0 ? m->tip.p : "" } });
}

enum commit_outcome commit_make(const struct commit *commit, struct arena *arena, struct str *id,
				struct str *error)
{
	struct maker m = { .commit = commit, .arena = arena, .error = error };

	*error = STR("");
	m.index = arena_printf(arena, "GIT_INDEX_FILE=%.*s/index",
			       STR_ARG(commit->snapshot->scratch)).p;
	if (!find_branch(&m) || !make_tree(&m))
		return COMMIT_FAILED;
	if (m.tip.len > 0 && is_there(&m)) {
		*id = m.tip;
		return COMMIT_THERE;
	}
	if (m.tip.len > 0 && !commit->force && has_other_work(&m)) {
		*error = arena_printf(arena, "branch %s has other work (see --force-branch)",
				      commit->branch);
		return COMMIT_FAILED;
	}
	if (!make_commit(&m, id) || !move_branch(&m, *id))
		return COMMIT_FAILED;
	return COMMIT_MADE;
}
