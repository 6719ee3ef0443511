/* SPDX-License-Identifier: MIT */
/* From Nox calls to the arguments of hashFiles(). If the files can be listed, only existing ones
 * are named: a pattern without a match would be harmless, but carries no information. */
#include "config.h"

#include "nox/key/hashed.h"

#include "nox/release/overview.h"
#include "nox/survey/dependencies.h"
#include "workflow/expression_write.h"
#include "workflow/template.h"
#include "workflow/template_write.h"

enum { HASH_FILES_MAX = 255 }; /* arguments of a function (actions/runner, ExpressionConstants) */

/* Dependency files that a noxfile's folder may contain, by the ends of their names, if the folder
 * cannot be listed. */
static const char *const unseen[] = {
	"*.toml", "*.lock", "setup.*", "*requirements*", "*constraints*",
};

struct hashed {
	struct arena *arena;
	const struct workflow *workflow;
	const struct plan_context *context;
	const struct cache_group *group;
	struct checkouts checkouts; /* call it for the group's calls in their order */
	struct strs *patterns;	    /* without duplicates */
};

static void add(struct hashed *h, struct str pattern)
{
	for (size_t i = 0; i < h->patterns->list.len; i++)
		if (str_eq(h->patterns->list.at[i], pattern))
			return;
	/* One more than the limit is kept, so that the excess can be seen. */
	if (h->patterns->list.len <= HASH_FILES_MAX)
		list_add(h->arena, &h->patterns->list, pattern);
}

/* A pattern in a folder, which is a pattern too. */
static struct str inside(const struct hashed *h, struct str folder, struct str pattern)
{
	return folder.len == 0
		       ? pattern
		       : arena_printf(h->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(pattern));
}

static void add_all(struct hashed *h, struct str folder, const struct dependencies *found)
{
	for (size_t i = 0; i < found->patterns.len; i++)
		add(h, inside(h, folder, found->patterns.at[i]));
}

/* ------------------------------------------------------------------ folders of calls */

/* Is the path outside what hashFiles() sees? Of expressions, only those that are known to lead
 * outside count. */
static bool is_outside(struct str path)
{
	static const char *const starts[] = { "/",
					      "~",
					      "..",
					      "${{ runner.",
					      "${{runner.",
					      "${{ github.action_path",
					      "${{github.action_path" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts(path, starts[i]))
			return true;
	/* C:/x */
	return path.len > 2 && path.p[1] == ':' && (path.p[2] == '/' || path.p[2] == '\\');
}

/* Does the file run in the checkout of another repository? That is assumed if no workflow of this
 * repository uses it, and for an action in the root folder, which is published as the repository's
 * own. */
static bool is_shared(const struct hashed *h)
{
	const struct overview_file *file = overview_file(h->context->overview, h->context->file);

	if (h->workflow->kind != WORKFLOW_ACTION && !workflow_is_only_called(h->workflow))
		return false;
	if (!file || file->callers.start == file->callers.end)
		return true;
	return h->workflow->kind == WORKFLOW_ACTION &&
	       str_find_char(file->inner, '/', 0) == STR_NONE;
}

/* The job's checkout of its own repository, for a call in another folder. */
static struct checkout own_checkout(struct hashed *h, const struct nox_call *call, struct str path)
{
	return checkout_find(&h->checkouts, h->arena, call->step->index, path);
}

/* ------------------------------------------------------------------ patterns */

/* Finds the templates from which the steps up to the call generate projects, as patterns in the
 * workspace. */
static void find_templates(struct dependencies *templates, struct hashed *h,
			   const struct nox_call *call)
{
	const struct generators *generators = h->group->generators;

	for (size_t i = 0; i < generators->list.len; i++) {
		const struct generator *generator = &generators->list.at[i];
		struct folder file = folder_join(h->arena, generator->source, STR("template"));
		struct checkout checkout = own_checkout(h, call, file.path);
		const struct dependencies *found;

		if (generator->step->index > call->step->index || !checkout.own)
			continue;
		found = survey_template(h->context->survey, folder_of_file(checkout.inner),
					generator->copier);
		for (size_t k = 0; k < found->patterns.len; k++)
			list_add(h->arena, &templates->patterns,
				 inside(h, dependencies_pattern(h->arena, checkout.folder),
					found->patterns.at[k]));
	}
}

/* Adds the noxfile and the files that may be beside it. */
static void add_unseen(struct hashed *h, struct str noxfile)
{
	struct str folder = dependencies_pattern(h->arena, folder_of_file(noxfile));

	add(h, dependencies_pattern(h->arena, noxfile));
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		add(h, inside(h, folder, str_from(unseen[i])));
}

/* Adds the repository's files for a noxfile, as paths of the workspace. If there are none, adds the
 * noxfile alone, as Nox needs it. */
static void add_seen(struct hashed *h, const struct checkout *checkout, struct str noxfile,
		     const struct strs *reads)
{
	const struct dependencies *found = survey_dependencies(h->context->survey, checkout->inner,
							       reads->list.at, reads->list.len);

	if (found->patterns.len == 0 && noxfile.len > 0) {
		add(h, dependencies_pattern(h->arena, noxfile));
		return;
	}
	add_all(h, dependencies_pattern(h->arena, checkout->folder), found);
}

/* Nox runs where hashFiles() sees nothing: the files in the root folder of the checkout are all
 * that can be used. */
static void add_outside(struct hashed *h, const struct nox_call *call)
{
	static const struct strs none;
	struct checkout checkout = own_checkout(h, call, STR("noxfile.py"));

	if (checkout.own)
		add_seen(h, &checkout, STR(""), &none);
}

static void add_noxfile(struct hashed *h, const struct group_noxfile *noxfile)
{
	const struct nox_call *call = noxfile->call;
	const struct checkout *checkout = &call->place->checkout;
	struct repository *repository = h->context->survey->repository;
	bool outside = is_outside(call->place->noxfile),
	     dynamic = has_expression(call->place->noxfile);
	bool in_repository = checkout->own && !outside && !dynamic &&
			     repository_has_file(repository, checkout->inner);
	struct dependencies templates = { .patterns = { .len = 0 } };

	if (!in_repository)
		find_templates(&templates, h, call);
	if (templates.patterns.len > 0) {
		if (!outside)
			add(h, dependencies_pattern(h->arena, call->place->noxfile));
		add_all(h, STR(""), &templates);
		return;
	}
	if (outside) {
		add_outside(h, call);
		return;
	}
	if (is_shared(h) || !checkout->own) {
		add_unseen(h, call->place->noxfile);
		return;
	}
	if (dynamic)
		add_unseen(h, call->place->noxfile);
	add_seen(h, checkout, call->place->noxfile, &noxfile->reads);
}

void hashed_patterns(struct strs *patterns, struct arena *arena, const struct workflow *workflow,
		     const struct plan_context *context, const struct cache_group *group)
{
	const struct strs *given = &context->settings->hash_files;
	struct hashed h = { .arena = arena,
			    .workflow = workflow,
			    .context = context,
			    .group = group,
			    .checkouts = { .workflow = workflow, .job = group->job },
			    .patterns = patterns };

	for (size_t i = 0; i < given->list.len; i++)
		add(&h, given->list.at[i]);
	for (size_t i = 0; given->list.len == 0 && i < group->noxfiles.len; i++)
		add_noxfile(&h, &group->noxfiles.at[i]);
}

struct str hashed_files(struct arena *arena, const struct workflow *workflow,
			const struct plan_context *context, const struct cache_group *group)
{
	struct strs patterns = { .list = { .len = 0 } };
	BUF_AUTO struct buf out = { 0 };

	hashed_patterns(&patterns, arena, workflow, context, group);
	for (size_t i = 0; i < patterns.list.len; i++) {
		buf_add_c(&out, i > 0 ? ", " : "");
		expression_add_template(&out, patterns.list.at[i]);
	}
	return buf_keep(&out, arena);
}
