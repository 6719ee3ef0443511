/* SPDX-License-Identifier: MIT */
/* From module names to files, by Python's rules for a folder on its path. */
#include "config.h"

#include "nox/noxfile/modules.h"

#include "workflow/folder.h"

enum { PLACES = 4 };

/* The candidate paths of a module: its file, its package, and both for its member. */
static struct str module_path(struct arena *arena, const struct noxfile_module *module,
			      size_t number)
{
	static const char *const ends[] = { ".py", "/__init__.py" };
	BUF_AUTO struct buf path = { 0 };

	if (str_ends(module->name, ".py"))
		return number == 0 ? module->name : STR("");
	for (size_t i = 0; i < module->name.len; i++)
		buf_add_char(&path, module->name.p[i] == '.' ? '/' : module->name.p[i]);
	if (number >= 2) {
		if (module->member.len == 0)
			return STR("");
		buf_add_char(&path, '/');
		buf_add(&path, module->member);
	}
	buf_add_c(&path, ends[number % 2]);
	return buf_keep(&path, arena);
}

/* Adds a module's file if it exists. *found is set if it does. */
static void add_file(struct noxfile *noxfile, struct arena *arena, struct repository *repository,
		     struct str folder, struct str path, bool *found)
{
	struct str full = arena_printf(arena, "%.*s%s%.*s", STR_ARG(folder),
				       folder.len > 0 ? "/" : "", STR_ARG(path));
	const struct repository_file *file;

	if (!repository_has_file(repository, full))
		return;
	file = repository_read(repository, full);
	if (file->status != STATUS_OK)
		return;
	*found = true;
	if (str_contains(file->bytes, "nox"))
		noxfile->complete = false;
	noxfile_add_read(noxfile, arena, path, true, NULL);
}

void noxfile_modules_find(struct noxfile *noxfile, struct arena *arena,
			  struct repository *repository, struct str path)
{
	struct str folder = folder_of_file(path);

	for (size_t i = 0; i < noxfile->modules.len; i++) {
		bool found = false;

		for (size_t number = 0; number < PLACES; number++) {
			struct str file = module_path(arena, &noxfile->modules.at[i], number);

			if (file.len > 0)
				add_file(noxfile, arena, repository, folder, file, &found);
		}
		if (!found)
			noxfile->complete = false;
	}
}
