/* SPDX-License-Identifier: MIT */
/* Writes blobs, trees, a commit, and last the branch, checking its old value. A failure before that
 * leaves only unreferenced objects. */
#include "config.h"

#include "output/commit.h"

#include "output/signing.h"
#include "repository/git.h"

struct maker {
	const struct commit *commit;
	struct arena *arena;
	struct str *error;
	struct branch_tip tip; /* the tip of the branch; id is empty if there is no such branch */
	struct str tree;
};

/* Runs git on the repository. *line is its output. */
static bool ask(struct maker *m, struct str *line, struct git_call call)
{
	BUF_AUTO struct buf messages = { 0 };

	call.folder = m->commit->base->git.path.p;
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

/* Checks the branch's name, finds its tip, and checks that it is not checked out. */
static bool find_branch(struct maker *m)
{
	const char *branch = m->commit->branch;
	struct str reference = arena_printf(m->arena, "refs/heads/%s", branch);
	struct str line, head;

	if (branch[0] == '-' ||
	    !ask(m, &line, (struct git_call){ .arguments = { "check-ref-format", reference.p } }))
		return refuse(m, arena_printf(m->arena, "invalid branch name '%s'", branch));
	if (!git_folder_may_write_branch(&m->commit->base->git, m->arena, branch, m->error))
		return false;
	if (ask(m, &head, (struct git_call){ .arguments = { "symbolic-ref", "-q", "HEAD" } }) &&
	    str_eq(head, reference))
		return refuse(m, arena_printf(m->arena, "branch %s is checked out here", branch));
	/* This also lists branches in a folder of that name. */
	if (!ask(m, &line,
		 (struct git_call){ .arguments = { "for-each-ref",
						   "--format=%(objectname) %(worktreepath)",
						   reference.p } }))
		return false;
	if (!commit_tree_branch(m->commit->repository, m->arena, branch, &m->tip))
		return refuse(m, arena_printf(m->arena, "git cannot read branch %s", branch));
	if (m->tip.id.len > 0 && str_find_char(line, ' ', 0) != STR_NONE)
		return refuse(m,
			      arena_printf(m->arena, "branch %s is checked out in %.*s", branch,
					   STR_ARG(str_slice(line, m->tip.id.len + 1, line.len))));
	*m->error = STR("");
	return true;
}

/* ------------------------------------------------------------------ trees */

static struct change *change_at(const struct maker *m, size_t index)
{
	return &m->commit->changes->list.at[index];
}

static bool write_blob(struct maker *m, struct change *change, struct str *id)
{
	bool done;

	if (!changes_open(m->commit->changes, change))
		return refuse(m, arena_printf(m->arena, "%.*s changed while it was read",
					      STR_ARG(change->path)));
	done = ask(
		m, id,
		(struct git_call){ .arguments = { "hash-object", "-w", "--no-filters", "--stdin" },
				   .input = change->text });
	changes_close(m->commit->changes, change);
	return done;
}

static const char *type_of(unsigned mode)
{
	return mode == 0040000 ? "tree" : mode == 0160000 ? "commit" : "blob";
}

/* A line for mktree -z: "mode type id\tname\0". */
static void add_line(struct buf *lines, unsigned mode, struct str id, struct str name)
{
	buf_printf(lines, "%06o %s %.*s\t", mode, type_of(mode), STR_ARG(id));
	buf_add(lines, name);
	buf_add_char(lines, '\0');
}

/* Changes [first, last) of the sorted list, all in one folder (its path with a final '/', or
 * empty). */
struct span {
	size_t first, last;
	struct str folder;
};

static bool make_tree(struct maker *m, struct span span, struct str *id);

/* The next name in the folder that changes: a file, or a folder with all changes in it. */
static struct span next_name(const struct maker *m, const struct span *span, struct str *name)
{
	struct str path = change_at(m, span->first)->path;
	size_t slash = str_find_char(path, '/', span->folder.len);
	struct span next = { span->first, span->first + 1, str_slice(path, 0, slash + 1) };

	*name = str_slice(path, span->folder.len, slash);
	if (slash == STR_NONE)
		return (struct span){ span->first, span->first + 1, STR("") };
	while (next.last < span->last &&
	       str_eq(str_slice(change_at(m, next.last)->path, 0, slash + 1), next.folder))
		next.last++;
	return next;
}

/* Adds the unchanged entries of a folder. */
static void add_others(struct buf *lines, const struct tree_entries *entries,
		       const struct names *names)
{
	for (size_t i = 0; i < entries->list.len; i++) {
		const struct tree_entry *entry = &entries->list.at[i];
		bool changes = false;

		for (size_t k = 0; k < names->list.len && !changes; k++)
			changes = str_eq(names->list.at[k], entry->name);
		if (!changes)
			add_line(lines, entry->mode, entry->id, entry->name);
	}
}

static bool make_tree(struct maker *m, struct span span, struct str *id)
{
	struct str folder = str_slice(span.folder, 0, span.folder.len - (span.folder.len > 0));
	const struct tree_entries *entries = commit_tree_list(m->commit->repository, folder);
	BUF_AUTO struct buf lines = { 0 };
	struct names names = { .list = { .len = 0 } };

	if (!entries)
		return refuse(
			m, arena_printf(m->arena, "git cannot read folder %.*s", STR_ARG(folder)));
	while (span.first < span.last) {
		struct str name, member;
		struct span next = next_name(m, &span, &name);
		bool file = next.folder.len == 0;

		if (!(file ? write_blob(m, change_at(m, span.first), &member)
			   : make_tree(m, next, &member)))
			return false;
		list_add(m->arena, &names.list, name);
		add_line(&lines, file ? diff_mode(change_at(m, span.first)) : 0040000, member,
			 name);
		span.first = next.last;
	}
	add_others(&lines, entries, &names);
	return ask(m, id,
		   (struct git_call){ .arguments = { "mktree", "-z", "--missing" },
				      .input = buf_str(&lines) });
}

/* ------------------------------------------------------------------ the commit */

/* Whether the branch's tip is a single commit on the base with this tree. */
static bool is_up_to_date(const struct maker *m)
{
	return m->tip.id.len > 0 && str_eq(m->tip.parent, m->commit->base->id) &&
	       str_eq(m->tip.tree, m->tree);
}

static bool has_other_commits(struct maker *m)
{
	struct str line;

	return !ask(m, &line,
		    (struct git_call){ .arguments = { "merge-base", "--is-ancestor", m->tip.id.p,
						      m->commit->base->id.p } });
}

static const char *variable(struct maker *m, const char *name, struct str value)
{
	return arena_printf(m->arena, "%s=%.*s", name, STR_ARG(value)).p;
}

static struct str stamp_of(struct maker *m)
{
	const struct identity *author = m->commit->author;
	int zone = author->zone < 0 ? -author->zone : author->zone;

	return arena_printf(m->arena, "@%lld %c%02d%02d", author->date,
			    author->zone < 0 ? '-' : '+', zone / 60, zone % 60);
}

/* Sets author and committer. *committer is "Name <address>". */
static void add_people(struct maker *m, struct git_call *call, struct str *committer)
{
	const struct identity *author = m->commit->author;
	size_t count = 0;
	struct str stamp = stamp_of(m);

	call->variables[count++] = variable(m, "GIT_AUTHOR_NAME", author->name);
	call->variables[count++] = variable(m, "GIT_AUTHOR_EMAIL", author->email);
	call->variables[count++] = variable(m, "GIT_AUTHOR_DATE", stamp);
	if (m->commit->date_given)
		call->variables[count++] = variable(m, "GIT_COMMITTER_DATE", stamp);
	if (ask(m, committer, (struct git_call){ .arguments = { "var", "GIT_COMMITTER_IDENT" } })) {
		*committer = str_slice(*committer, 0, str_rfind_char(*committer, '>') + 1);
		return;
	}
	*m->error = STR("");
	call->variables[count++] = variable(m, "GIT_COMMITTER_NAME", author->name);
	call->variables[count++] = variable(m, "GIT_COMMITTER_EMAIL", author->email);
	*committer = arena_printf(m->arena, "%.*s <%.*s>", STR_ARG(author->name),
				  STR_ARG(author->email));
}

static bool make_commit(struct maker *m, struct str *id)
{
	const struct commit *commit = m->commit;
	struct git_call call = { .input = commit->message };
	const char *const words[] = { "commit-tree", "-p", commit->base->id.p, "-F", "-" };
	struct signing signing;
	struct str committer;
	size_t count = 0;

	add_people(m, &call, &committer);
	if (!signing_read(&signing, m->arena, &commit->base->git, commit->sign, committer,
			  m->error))
		return false;
	for (size_t i = 0; signing.wanted && signing.settings[i]; i++)
		call.arguments[count++] = signing.settings[i];
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		call.arguments[count++] = words[i];
	if (signing.wanted)
		call.arguments[count++] = signing.option;
	call.arguments[count++] = m->tree.p;
	call.patient = signing.wanted;
	return ask(m, id, call);
}

static bool move_branch(struct maker *m, struct str id)
{
	struct str reference = arena_printf(m->arena, "refs/heads/%s", m->commit->branch);
	struct str line;

	return ask(m, &line,
		   (struct git_call){ .arguments = { "update-ref", "--no-deref", "-m",
						     "nox-cache-inject: commit", reference.p, id.p,
						     m->tip.id.len > 0 ? m->tip.id.p : "" } });
}

enum commit_outcome commit_make(const struct commit *commit, struct arena *arena, struct str *id,
				struct str *error)
{
	struct maker m = { .commit = commit, .arena = arena, .error = error };

	*error = STR("");
	if (!find_branch(&m) ||
	    !make_tree(&m, (struct span){ 0, commit->changes->list.len, STR("") }, &m.tree))
		return COMMIT_FAILED;
	if (is_up_to_date(&m)) {
		*id = m.tip.id;
		return COMMIT_EXISTS;
	}
	if (m.tip.id.len > 0 && !commit->force && has_other_commits(&m)) {
		*error = arena_printf(arena, "branch %s has other commits (see --force-branch)",
				      commit->branch);
		return COMMIT_FAILED;
	}
	if (!make_commit(&m, id) || !move_branch(&m, *id))
		return COMMIT_FAILED;
	return COMMIT_MADE;
}
