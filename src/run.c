/* SPDX-License-Identifier: MIT */
/* The modes. Each repository is loaded, told or written, and let go before the next. */
#include "config.h"

#include "run.h"

#include "batch.h"
#include "output/diff.h"
#include "output/git.h"
#include "output/identity.h"
#include "output/message.h"
#include "output/patch.h"
#include "output/report.h"
#include "output/report_json.h"

#include <stdlib.h>

struct runner {
	const struct options *options;
	struct run_output *output;
	bool color_result;
	bool color_messages;
	struct arena arena;
	struct plan_settings settings;
	struct json json;
	bool failed;
	bool found;
};

static bool add_texts(struct runner *r, struct strs *strs, const struct texts *texts)
{
	for (size_t i = 0; i < texts->list.len; i++)
		if (!list_add(&r->arena, &strs->list, str_from(texts->list.at[i])))
			return false;
	return true;
}

static bool read_settings(struct runner *r)
{
	const struct options *o = r->options;
	struct plan_settings *s = &r->settings;

	s->action = str_from(o->action);
	s->no_restore_keys = o->no_restore_keys;
	s->preview = o->mode == MODE_LIST && o->verbosity > 0;
	s->keep_runs = o->reuse == REUSE_KEEP;
	s->no_install = o->reuse == REUSE_NO_INSTALL_POLICY;
	s->include_release = o->include_release;
	for (size_t i = 0; i < o->nox_commands.list.len; i++) {
		struct word word = { .value = str_from(o->nox_commands.list.at[i]), .literal = true };

		if (!list_add(&r->arena, &s->names.commands.list, word))
			return false;
	}
	for (size_t i = 0; i < o->nox_actions.list.len; i++)
		if (!list_add(&r->arena, &s->names.actions, str_from(o->nox_actions.list.at[i])))
			return false;
	return add_texts(r, &s->hash_files, &o->hash_files) && add_texts(r, &s->jobs, &o->jobs) &&
	       add_texts(r, &s->skip_jobs, &o->skip_jobs);
}

/* The plain messages of a file, as far as the user wants to hear them. */
static void tell_messages(struct runner *r, const struct rewrite *file)
{
	static const enum severity least[] = { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };
	int level = r->options->verbosity < -1 ? 0 : r->options->verbosity + 1;
	enum severity floor = least[level > 2 ? 2 : level];

	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		/* --check prints the findings, and the diff itself tells what was missing. */
		if (d->rule && (r->options->mode == MODE_CHECK || report_is_mended(d)))
			continue;
		if (d->severity >= floor)
			report_message(&r->output->messages, file, d, r->color_messages);
	}
}

static struct change change_of(const struct item *item)
{
	return (struct change){ .path = item->written,
				.old = item->rewrite.source.bytes,
				.text = buf_str(&item->rewrite.text),
				.edits = &item->rewrite.plan.edits,
				.mode = item->identity.mode & 0111 ? 0100755 : 0100644 };
}

/* ------------------------------------------------------------------ one file */

static bool tell_diff(struct runner *r, const struct item *item)
{
	struct change change = change_of(item);
	struct diff_options options = { .color = r->color_result };

	return !item->rewrite.changed || diff_add(&r->output->result, &change, &options);
}

/* A filter hands on what it read where it changes nothing. */
static void tell_text(struct runner *r, const struct item *item)
{
	if (!item->rewrite.failed)
		buf_add(&r->output->result, item->rewrite.changed ? buf_str(&item->rewrite.text)
								  : item->rewrite.source.bytes);
}

static void write_file(struct runner *r, struct item *item)
{
	struct rewrite *file = &item->rewrite;

	if (!file->changed)
		return;
	if (file_replace(&file->diagnostics, item->file.path.p, file->source.bytes,
			 buf_str(&file->text), r->options->backup_suffix) != STATUS_OK)
		file->failed = true;
	else if (r->options->verbosity > 0)
		diagnostic_file(&file->diagnostics, SEVERITY_NOTE, "rewritten");
}

static bool deal_with(struct runner *r, struct item *item)
{
	struct buf *out = &r->output->result;
	const struct rewrite *file = &item->rewrite;

	switch (r->options->mode) {
	case MODE_IN_PLACE:
		if (item->from_stdin)
			tell_text(r, item);
		else
			write_file(r, item);
		break;
	case MODE_CHECK:
		r->found |= file->changed || report_findings(file) > 0;
		if (r->options->format == FORMAT_TEXT)
			return report_check(out, file, r->color_result);
		report_json_add(&r->json, file);
		break;
	case MODE_LIST:
		if (r->options->format == FORMAT_TEXT)
			return report_list(out, file, r->color_result);
		report_json_add(&r->json, file);
		break;
	case MODE_PATCH:
		break;
	default:
		if (item->from_stdin && !r->options->mode_given)
			tell_text(r, item);
		else
			return tell_diff(r, item);
	}
	return !out->failed;
}

/* ------------------------------------------------------------------ one patch */

/* What `git rev-parse ARGUMENT` says in the repository, or the empty text. */
static struct str rev_parse(struct runner *r, const char *folder, const char *argument)
{
	BUF_AUTO struct buf out = { 0 };
	struct git_call call = { .folder = folder, .arguments = { "rev-parse", argument } };

	if (!git_run(&out, &call))
		return STR("");
	return arena_copy(&r->arena, str_trim(buf_str(&out)));
}

static bool collect_changes(struct runner *r, const struct repository *repository,
			    struct rewrites *files, struct change **changes)
{
	for (size_t i = 0; i < repository->items.len; i++) {
		const struct item *item = repository->items.at[i];

		if (item->target && item->rewrite.changed &&
		    !list_add(&r->arena, &files->list, &item->rewrite))
			return false;
	}
	*changes = arena_alloc(&r->arena, files->list.len + 1, sizeof(**changes));
	if (!*changes)
		return false;
	for (size_t i = 0, n = 0; i < repository->items.len; i++)
		if (repository->items.at[i]->target && repository->items.at[i]->rewrite.changed)
			(*changes)[n++] = change_of(repository->items.at[i]);
	return true;
}

static bool describe(struct runner *r, const struct rewrites *files, struct patch *patch)
{
	const struct options *o = r->options;
	BUF_AUTO struct buf body = { 0 };
	struct str *trailers = arena_alloc(&r->arena, o->trailers.list.len + 1, sizeof(*trailers));

	if (!trailers)
		return false;
	if (o->body)
		buf_add_c(&body, o->body);
	else
		message_body(&body, files, str_from(o->branch ? o->branch : DEFAULT_BRANCH));
	for (size_t i = 0; i < o->trailers.list.len; i++)
		trailers[i] = str_from(o->trailers.list.at[i]);
	patch->subject = str_from(o->message ? o->message : DEFAULT_SUBJECT);
	patch->body = arena_copy(&r->arena, buf_str(&body));
	patch->trailers = trailers;
	patch->trailer_count = o->trailers.list.len;
	return !body.failed;
}

static bool tell_patch(struct runner *r, const struct repository *repository)
{
	const char *folder = repository->root.p;
	const char *date = r->options->date;
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	const char *error = NULL;
	struct rewrites files = { 0 };
	struct change *changes = NULL;
	struct patch patch = { 0 };
	struct identity identity = { 0 };

	if (!collect_changes(r, repository, &files, &changes) || !describe(r, &files, &patch))
		return false;
	if (files.list.len == 0)
		return true;
	if (!date && epoch)
		date = arena_printf(&r->arena, "@%s +0000", epoch).p;
	if (!identity_read(&identity, &r->arena, folder, r->options->author, date, &error)) {
		if (error)
			buf_printf(&r->output->messages, "nox-cache-inject: %s\n", error);
		r->failed = true;
		return error != NULL;
	}
	patch.author_name = identity.name;
	patch.author_email = identity.email;
	patch.date = identity.date;
	patch.zone = identity.zone;
	if (str_is(rev_parse(r, folder, "--show-object-format"), "sha256"))
		patch.format = DIGEST_SHA256;
	if (r->options->base)
		patch.base = rev_parse(r, folder, r->options->base);
	return patch_add(&r->output->result, &patch, changes, files.list.len);
}

/* ------------------------------------------------------------------ all */

static bool run_repository(struct runner *r, struct batch *batch, struct repository *repository)
{
	if (!batch_load(batch, repository, &r->settings))
		return false;
	for (size_t i = 0; i < repository->items.len; i++) {
		struct item *item = repository->items.at[i];

		if (!item->target)
			continue;
		if (!deal_with(r, item))
			return false;
		tell_messages(r, &item->rewrite);
		r->failed |= item->rewrite.failed;
	}
	if (r->options->mode == MODE_PATCH && !tell_patch(r, repository))
		return false;
	batch_unload(repository);
	return true;
}

static bool run_all(struct runner *r, struct batch *batch)
{
	const struct texts *paths = &r->options->paths;
	bool json = r->options->format == FORMAT_JSON;

	if (!read_settings(r) || (paths->list.len == 0 && !batch_add(batch, ".")))
		return false;
	for (size_t i = 0; i < paths->list.len; i++)
		if (!batch_add(batch, paths->list.at[i]))
			return false;
	if (json)
		report_json_begin(&r->json);
	for (size_t i = 0; i < batch->repositories.len; i++)
		if (!run_repository(r, batch, &batch->repositories.at[i]))
			return false;
	return !json || report_json_end(&r->json);
}

enum exit_status run(struct run_output *output, const struct options *options, bool color_result,
		     bool color_messages)
{
	struct runner r = { .options = options,
			    .output = output,
			    .color_result = color_result,
			    .color_messages = color_messages,
			    .json = JSON_TO(&output->result) };
	struct batch batch = { 0 };

	if (!run_all(&r, &batch)) {
		buf_add_c(&output->messages, "nox-cache-inject: out of memory\n");
		r.failed = true;
	}
	batch_release(&batch);
	arena_release(&r.arena);
	return r.failed ? EXIT_FAILED : r.found ? EXIT_FOUND : EXIT_DONE;
}
