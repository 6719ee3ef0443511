/* SPDX-License-Identifier: MIT */
/* Joins paths without reading a disk: "." and ".." are resolved, ${{ }} parts are kept whole, and
 * anything that only a shell can expand makes a folder unknown. */
#include "config.h"

#include "workflow/folder.h"

#include "base/buf.h"
#include "base/path.h"
#include "workflow/template.h"

/* The ways to write the workspace in a path, except the expression. */
static const char *const workspace_names[] = {
	"$GITHUB_WORKSPACE",
	"${GITHUB_WORKSPACE}",
	"$env:GITHUB_WORKSPACE",
	"%GITHUB_WORKSPACE%",
};

static bool is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* Length of the workspace's name at the start of a path, or 0. */
static size_t workspace_length(struct str path)
{
	struct template_part part;
	size_t at = 0;

	if (template_next(path, &at, &part) && part.kind == TEMPLATE_EXPRESSION &&
	    str_is_nocase(part.text, "github.workspace"))
		return at;
	for (size_t i = 0; i < sizeof(workspace_names) / sizeof(workspace_names[0]); i++)
		if (str_starts(path, workspace_names[i]))
			return str_from(workspace_names[i]).len;
	return 0;
}

/* Removes the workspace's name from the start of a path. Returns false if it is not there. */
static bool cut_workspace(struct str *path)
{
	size_t length = workspace_length(*path);

	if (length == 0 || (path->len > length && !is_slash(path->p[length])))
		return false;
	*path = str_slice(*path, length, path->len);
	while (path->len > 0 && is_slash(path->p[0]))
		*path = str_slice(*path, 1, path->len);
	return true;
}

/* Whether the text means something else as a line of a cache's path: an exclusion or a comment (@actions/glob), or
 * without the blanks around it (@actions/core). */
static bool is_special(struct str path)
{
	return path.len > 0 &&
	       (path.p[0] == '!' || path.p[0] == '#' || str_trim(path).len < path.len);
}

/* True if a shell would replace a part of the text, if an expression is not usable in a new step,
 * or if the text means something else in a cache's path: also a pattern, or a second path. */
static bool has_expansion(struct arena *arena, struct str path)
{
	struct template_part part;
	size_t at = 0;

	if (is_special(path) || !template_is_usable(arena, path))
		return true;
	while (template_next(path, &at, &part))
		for (size_t i = 0; part.kind == TEMPLATE_TEXT && i < part.text.len; i++)
			if (str_find_char(STR("$`*?[%"), part.text.p[i], 0) != STR_NONE)
				return true;
	return false;
}

/* Drops the last component of b. Returns false if there is none, or if it is not a plain name. */
static bool drop_component(struct buf *b)
{
	struct str path = buf_str(b);
	struct str last = path_name(path);

	if (last.len == 0 || str_is(last, "..") || str_contains(last, "}}"))
		return false;
	buf_cut(b, path_folder(path).len);
	return true;
}

static void add_component(struct buf *out, struct str part)
{
	if (part.len == 0 || str_is(part, ".") || (str_is(part, "..") && drop_component(out)))
		return;
	if (out->len > 0)
		buf_add_char(out, '/');
	buf_add(out, part);
}

/* Adds the components of a path. Slashes inside expressions do not separate. */
static void add_components(struct buf *out, struct str path)
{
	struct template_part part;
	size_t at = 0, start = 0;

	while (template_next(path, &at, &part))
		for (size_t i = part.range.start; part.kind == TEMPLATE_TEXT && i < part.range.end;
		     i++)
			if (is_slash(path.p[i])) {
				add_component(out, str_slice(path, start, i));
				start = i + 1;
			}
	add_component(out, str_slice(path, start, path.len));
}

static bool is_absolute(struct str path)
{
	if (path.len == 0)
		return false;
	return is_slash(path.p[0]) || path.p[0] == '~' || (path.len > 1 && path.p[1] == ':');
}

/* The first bytes of a path in a folder that is too long, cut between two characters. */
static struct folder too_long(struct arena *arena, struct folder folder, struct str path)
{
	size_t end = FOLDER_MAX;

	while (end > 0 && ((unsigned char)path.p[end] & 0xc0) == 0x80)
		end--;
	path = str_slice(path, 0, end);
	/* They stay the same when more is added. */
	return (struct folder){ str_eq(path, folder.path) ? folder.path : arena_copy(arena, path),
				false };
}

struct folder folder_join(struct arena *arena, struct folder folder, struct str path)
{
	BUF_AUTO struct buf out = { 0 };
	bool known = folder.known;

	path = str_trim(path);
	if (path.len > FOLDER_MAX)
		return too_long(arena, folder, path);
	if (cut_workspace(&path)) {
		known = true;
	} else if (is_absolute(path)) {
		known = !has_expansion(arena, path);
		return (struct folder){ arena_copy(arena, path), known };
	} else {
		buf_add(&out, folder.path);
	}
	if (has_expansion(arena, path))
		return (struct folder){ arena_copy(arena, path), false };
	add_components(&out, path);
	if (out.len > FOLDER_MAX)
		return too_long(arena, folder, buf_str(&out));
	known = known && !is_special(buf_str(&out));
	return (struct folder){ buf_keep(&out, arena), known };
}

bool folder_is_shared(struct str path)
{
	bool above = true;

	while (path.len > 0 && above) {
		struct str name = str_next_part(&path, '/');

		above = name.len == 0 || str_is(name, "..") || (str_is(name, "~") && path.len == 0);
	}
	return above;
}

void folders_add(struct folders *folders, struct arena *arena, struct folder folder)
{
	for (size_t i = 0; i < folders->list.len; i++)
		if (str_eq(folders->list.at[i].path, folder.path))
			return;
	list_add(arena, &folders->list, folder);
}

bool folder_up(struct str *path)
{
	if (path->len == 0)
		return false;
	*path = path_folder(*path);
	return true;
}

struct str folder_of_file(struct str path)
{
	for (size_t i = path.len; i > 0; i--)
		if (is_slash(path.p[i - 1]))
			return str_slice(path, 0, i == 1 ? 1 : i - 1);
	return STR("");
}

struct str name_of_file(struct str path)
{
	for (size_t i = path.len; i > 0; i--)
		if (is_slash(path.p[i - 1]))
			return str_slice(path, i, path.len);
	return path;
}
