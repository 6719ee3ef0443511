/* SPDX-License-Identifier: MIT */
/* Checks what git trusts in .git before git is run. Each rule prevents a repository from making git
 * read or write files outside it. */
#include "config.h"

#include "repository/git_folder.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/path.h"
#include "repository/git.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CLIMB_MAX = 1024, NOTE_BYTES_MAX = 65536 };

struct finder {
	struct git_folder *folder;
	struct arena *arena;
	struct str *error;
};

static bool refuse(struct finder *f, struct str why)
{
	*f->error = why;
	return false;
}

static struct str below(struct finder *f, struct str folder, const char *name)
{
	return arena_printf(f->arena, "%.*s/%s", STR_ARG(folder), name);
}

/* Resolves a path; empty if it does not exist. */
static struct str real(struct arena *arena, struct str path)
{
	char *found = realpath(path.p, NULL);
	struct str copy = STR("");

	if (found)
		copy = arena_copy(arena, str_from(found));
	else
		memory_check_errno();
	free(found);
	return copy;
}

static mode_t type_of(struct str path)
{
	struct stat st;

	return lstat(path.p, &st) == 0 ? st.st_mode & S_IFMT : 0;
}

/* ------------------------------------------------------------------ the content of a git folder */

static const struct member {
	const char *name;
	mode_t type;
} members[] = {
	{ "HEAD", S_IFREG },
	{ "config", S_IFREG },
	{ "config.worktree", S_IFREG },
	{ "packed-refs", S_IFREG },
	{ "shallow", S_IFREG },
	{ "commondir", S_IFREG },
	{ "gitdir", S_IFREG },
	{ "info", S_IFDIR },
	{ "info/grafts", S_IFREG },
	{ "objects", S_IFDIR },
	{ "objects/info", S_IFDIR },
	{ "objects/pack", S_IFDIR },
	{ "objects/info/alternates", S_IFREG },
	{ "refs", S_IFDIR },
	{ "refs/heads", S_IFDIR },
	{ "refs/remotes", S_IFDIR },
	{ "logs", S_IFDIR },
	{ "logs/refs", S_IFDIR },
	{ "logs/refs/heads", S_IFDIR },
	{ "worktrees", S_IFDIR },
	{ "reftable", S_IFDIR },
};

static bool refuse_member(struct finder *f, struct str path)
{
	return refuse(f, arena_printf(f->arena, "%.*s is a symbolic link or a special file",
				      STR_ARG(path)));
}

static bool check_members(struct finder *f, struct str folder)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		struct str path = below(f, folder, members[i].name);
		mode_t type = type_of(path);

		if (type != 0 && type != members[i].type)
			return refuse_member(f, path);
	}
	return true;
}

static bool refuse_list(struct finder *f, struct str folder)
{
	return refuse(f, arena_printf(f->arena, "cannot list %.*s: %s", STR_ARG(folder),
				      strerror(errno)));
}

/* New objects are written to these folders. */
static bool check_fans(struct finder *f, struct str objects)
{
	DIR *dir = opendir(objects.p);
	bool ok = true;

	if (!dir)
		memory_check_errno();
	if (!dir)
		return refuse_list(f, objects);
	errno = 0;
	for (const struct dirent *entry; ok && (entry = readdir(dir)); errno = 0) {
		struct str path;

		if (strlen(entry->d_name) != 2 || entry->d_name[0] == '.')
			continue;
		path = below(f, objects, entry->d_name);
		if (type_of(path) != S_IFDIR)
			ok = refuse_member(f, path);
	}
	if (ok && errno != 0)
		ok = refuse_list(f, objects);
	closedir(dir);
	return ok;
}

/* The content of a small file; empty if it cannot be read. */
static struct str read_note(struct finder *f, struct str path)
{
	struct diagnostics ignored = { .arena = f->arena };
	BUF_AUTO struct buf bytes = { 0 };

	if (type_of(path) != S_IFREG ||
	    file_read_at(&ignored, AT_FDCWD, path.p, NOTE_BYTES_MAX, &bytes, NULL) != STATUS_OK)
		return STR("");
	return buf_keep(&bytes, f->arena);
}

static struct str absolute(struct finder *f, struct str base, struct str path)
{
	if (!str_starts(path, "/"))
		path = arena_printf(f->arena, "%.*s/%.*s", STR_ARG(base), STR_ARG(path));
	return real(f->arena, arena_copy(f->arena, path));
}

static bool is_inside(struct str path, struct str folder)
{
	return path.len > folder.len && path.p[folder.len] == '/' &&
	       str_eq(str_slice(path, 0, folder.len), folder);
}

/* Whether the user provides this folder. */
static bool is_provided(struct finder *f, struct str path)
{
	struct str rest = str_from(getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES"));

	while (rest.len > 0) {
		size_t colon = str_find_char(rest, ':', 0);
		struct str one = arena_copy(f->arena, str_slice(rest, 0, colon));

		if (str_eq(real(f->arena, one), path))
			return true;
		rest = colon == STR_NONE ? STR("") : str_slice(rest, colon + 1, rest.len);
	}
	return false;
}

static bool check_alternates(struct finder *f, struct str objects)
{
	struct str rest = read_note(f, below(f, objects, "info/alternates")), line;

	while (str_next_line(&rest, &line)) {
		struct str path;

		line = str_trim(line);
		if (line.len == 0 || line.p[0] == '#')
			continue;
		path = absolute(f, objects, line);
		if (path.len > 0 && !is_inside(path, f->folder->common) && !is_provided(f, path))
			return refuse(
				f,
				arena_printf(
					f->arena,
					"it also uses the objects of another repository (%.*s): add that path to "
					"GIT_ALTERNATE_OBJECT_DIRECTORIES to allow it",
					STR_ARG(path)));
	}
	return true;
}

static bool check(struct finder *f)
{
	struct str common = f->folder->common;
	struct str objects = below(f, common, "objects");

	if (!check_members(f, common) || !check_fans(f, objects) || !check_alternates(f, objects))
		return false;
	return str_eq(common, f->folder->path) || check_members(f, f->folder->path);
}

/* ------------------------------------------------------------------ finding the git folder */

/* A linked work tree (git-worktree(1)): its git folder is in worktrees/ of the common git folder,
 * and the file gitdir in it names the work tree's .git. */
static bool is_linked_worktree(struct finder *f, struct str file)
{
	struct str path = f->folder->path;
	struct str common = absolute(f, path, str_trim(read_note(f, below(f, path, "commondir"))));
	struct str back = absolute(f, path, str_trim(read_note(f, below(f, path, "gitdir"))));

	f->folder->common = common;
	return common.len > 0 && str_eq(back, file) &&
	       str_eq(path_folder(path), below(f, common, "worktrees"));
}

/* A submodule (gitsubmodules(7)): its configuration names the work tree. */
static bool is_submodule(struct finder *f)
{
	struct str path = f->folder->path;
	struct str config = below(f, path, "config"), line;
	struct git_call call = { .arguments = { "config", "--no-includes", "--file", config.p,
						"--get", "core.worktree" } };

	return type_of(config) == S_IFREG && git_line(&line, f->arena, &call) &&
	       str_eq(absolute(f, path, line), f->folder->top);
}

/* A .git file: "gitdir: PATH". */
static bool follow_file(struct finder *f, struct str file)
{
	static const char head[] = "gitdir:";
	struct str note = str_trim(read_note(f, file));

	if (!str_starts(note, head))
		return refuse(
			f, arena_printf(f->arena, "%.*s is not a valid .git file", STR_ARG(file)));
	note = str_trim(str_slice(note, sizeof(head) - 1, note.len));
	f->folder->path = f->folder->common = absolute(f, f->folder->top, note);
	if (f->folder->path.len == 0)
		return refuse(f, arena_printf(f->arena, "%.*s refers to a missing folder",
					      STR_ARG(file)));
	if (type_of(below(f, f->folder->path, "commondir")) != 0 ? is_linked_worktree(f, file)
								 : is_submodule(f))
		return true;
	return refuse(f, arena_printf(f->arena, "%.*s refers to %.*s, which does not refer back",
				      STR_ARG(file), STR_ARG(f->folder->path)));
}

static bool has_git_folder(struct finder *f, struct str path)
{
	return type_of(below(f, path, "HEAD")) != 0 && type_of(below(f, path, "objects")) != 0;
}

/* Checks .git in f->folder->top. GIT_FOLDER_NONE means that git would not use it either. */
static enum git_folder_status check_git_folder(struct finder *f)
{
	struct str path = below(f, f->folder->top, ".git");
	bool ok = true;

	switch (type_of(path)) {
	case S_IFDIR:
		if (!has_git_folder(f, path))
			return GIT_FOLDER_NONE;
		f->folder->path = f->folder->common = path;
		if (type_of(below(f, path, "commondir")) != 0)
			ok = refuse(f, arena_printf(f->arena, "%.*s refers to another repository",
						    STR_ARG(path)));
		break;
	case S_IFREG:
		ok = follow_file(f, path);
		break;
	case S_IFLNK:
		ok = refuse(f, arena_printf(f->arena, "%.*s is a symbolic link", STR_ARG(path)));
		break;
	default:
		return GIT_FOLDER_NONE;
	}
	return ok && check(f) ? GIT_FOLDER_OK : GIT_FOLDER_REFUSED;
}

enum git_folder_status git_folder_find(struct git_folder *folder, struct arena *arena,
				       struct str root, struct str *error)
{
	struct finder f = { .folder = folder, .arena = arena, .error = error };
	struct str start = real(arena, arena_copy(arena, root));

	*folder = (struct git_folder){ .top = start };
	*error = STR("");
	for (size_t i = 0; i < CLIMB_MAX && folder->top.len > 0; i++) {
		enum git_folder_status status = check_git_folder(&f);
		size_t slash = str_rfind_char(folder->top, '/');

		if (status == GIT_FOLDER_OK && folder->top.len < start.len)
			folder->prefix = arena_printf(
				arena, "%.*s/",
				STR_ARG(str_slice(start, folder->top.len + 1, start.len)));
		if (status != GIT_FOLDER_NONE)
			return status;
		folder->top =
			arena_copy(arena, str_slice(folder->top, 0, slash == STR_NONE ? 0 : slash));
	}
	return GIT_FOLDER_NONE;
}

/* ------------------------------------------------------------------ writing to it */

/* Checks that no existing folder of refs/heads/a/b is a symbolic link. */
static bool check_way(struct finder *f, struct str folder, const char *branch)
{
	struct str name = str_from(branch);

	for (size_t at = 0; at < name.len;) {
		size_t slash = str_find_char(name, '/', at);
		size_t end = slash == STR_NONE ? name.len : slash;
		struct str path = arena_printf(f->arena, "%.*s/%.*s", STR_ARG(folder),
					       STR_ARG(str_slice(name, 0, end)));

		if (type_of(path) == S_IFLNK)
			return refuse_member(f, path);
		at = end + 1;
	}
	return true;
}

/* Like git, treats root under sudo(8) as the user who called it. */
static bool is_own(uid_t owner)
{
	const char *sudo = getenv("SUDO_UID");

	return owner == geteuid() ||
	       (geteuid() == 0 && sudo && strtoull(sudo, NULL, 10) == (unsigned long long)owner);
}

static bool is_trusted(struct finder *f)
{
	struct git_call call = { .arguments = { "config", "-z", "--get-all", "safe.directory" } };
	struct str top = f->folder->top;
	BUF_AUTO struct buf out = { 0 };
	bool trusted = false;

	if (!git_run(&out, &call))
		return false;
	for (struct str rest = buf_str(&out); rest.len > 0;) {
		size_t end = str_find_char(rest, '\0', 0);
		struct str value = str_slice(rest, 0, end);

		rest = end == STR_NONE ? STR("") : str_slice(rest, end + 1, rest.len);
		if (value.len == 0)
			trusted = false; /* an empty value resets the list */
		else if (str_is(value, "*") || str_eq(value, top))
			trusted = true;
		else if (str_ends(value, "/*") &&
			 is_inside(top, str_slice(value, 0, value.len - 2)))
			trusted = true;
	}
	return trusted;
}

static bool check_owner(struct finder *f)
{
	struct stat st;

	if (stat(f->folder->common.p, &st) == 0 && (is_own(st.st_uid) || is_trusted(f)))
		return true;
	return refuse(f, arena_printf(f->arena,
				      "%.*s belongs to another user (see safe.directory in "
				      "git-config(1))",
				      STR_ARG(f->folder->common)));
}

bool git_folder_may_write_branch(const struct git_folder *folder, struct arena *arena,
				 const char *branch, struct str *error)
{
	struct git_folder copy = *folder;
	struct finder f = { .folder = &copy, .arena = arena, .error = error };

	*error = STR("");
	return check_way(&f, below(&f, folder->common, "refs/heads"), branch) &&
	       check_way(&f, below(&f, folder->common, "logs/refs/heads"), branch) &&
	       check_owner(&f);
}
