/* SPDX-License-Identifier: MIT */
/* Makes a pull request from the content of the base commit, read from its objects. */
#include "config.h"

#include "request.h"

#include "acceptance.h"
#include "items.h"
#include "load.h"
#include "output/commit.h"
#include "output/identity.h"
#include "output/mail.h"
#include "output/message.h"
#include "output/patch.h"
#include "output/pr_body.h"
#include "repository/commit_tree.h"
#include "repository/locate.h"
#include "repository/output_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct request {
	struct runner *runner;
	struct arena *arena;
	struct batch *batch;
	struct project *project; /* as named by the user */
	struct base_commit base;
	bool from_commit;	  /* files are read from the base commit */
	struct project committed; /* the same files in the base commit */
	struct project *read;	  /* the one of these two that is read */
	struct changes changes;	  /* sorted by path */
	struct message_body message;
	struct pr_body pr_body; /* if it is wanted */
	struct identity identity;
	struct str subject;
	struct str body;
	struct str *trailers;
	struct str commit;     /* its id, if it was made or existed */
	bool failed;	       /* there was an error */
	struct str error;      /* why nothing was done, or empty */
	struct str file_error; /* the first of a file, or empty */
	struct str missing;    /* a file that is not in the base commit, or empty */
};

static const char *branch_of(const struct options *options)
{
	return options->branch ? options->branch : DEFAULT_BRANCH;
}

void request_json_begin(struct json *json)
{
	json_object(json);
	json_key(json, "version");
	json_number(json, 1);
	json_key(json, "repositories");
	json_array(json);
}

bool request_json_end(struct json *json)
{
	json_end(json);
	json_end(json);
	return json_finish(json);
}

static void json_member(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	if (text.len > 0)
		json_text(json, text);
	else
		json_null(json);
}

/* Keeps the first error of a file for the JSON. */
static void note_error(struct request *q, const struct rewrite *file)
{
	for (size_t i = 0; i < file->diagnostics.list.len && q->file_error.len == 0; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (d->severity == SEVERITY_ERROR)
			q->file_error =
				arena_printf(q->arena, "%.*s: %.*s", STR_ARG(file->source.path),
					     STR_ARG(diagnostic_message(d)));
	}
}

/* The first error of the repository or of a file. */
static struct str first_error(const struct request *q)
{
	if (q->error.len > 0)
		return q->error;
	return q->file_error.len > 0 ? q->file_error : q->missing;
}

static void add_json(struct request *q)
{
	struct json *json = &q->runner->json;
	bool made = q->commit.len > 0;

	json_object(json);
	json_member(json, "path", q->project->root);
	json_member(json, "status",
		    made	? STR("committed")
		    : q->failed ? STR("error")
				: STR("unchanged"));
	json_member(json, "error", q->failed ? first_error(q) : STR(""));
	json_member(json, "base", q->base.id);
	json_member(json, "branch", made ? str_from(branch_of(q->runner->options)) : STR(""));
	json_member(json, "commit", q->commit);
	json_member(json, "subject", made ? q->subject : STR(""));
	json_key(json, "files");
	json_array(json);
	for (size_t i = 0; made && i < q->changes.list.len; i++)
		json_text(json, q->changes.list.at[i].path);
	json_end(json);
	json_end(json);
}

static void fail(struct request *q, struct str why)
{
	q->failed = true;
	q->error = why;
	runner_report(q->runner, SEVERITY_ERROR, q->project->root, why);
}

/* ------------------------------------------------------------------ reading files */

/* Adds the files that the user named to the project of the commit. */
static void name_files(struct request *q)
{
	struct project *committed = &q->committed;

	committed->whole = q->project->whole;
	for (size_t i = 0; i < q->project->named.len; i++) {
		struct str inner = q->project->named.at[i];
		const struct entry *entry = repository_look(&committed->repository, inner);

		if (entry->kind != ENTRY_NONE) {
			list_add(q->arena, &committed->named, inner);
			continue;
		}
		q->failed = true;
		q->missing = arena_printf(q->arena, "%.*s is not in %.*s", STR_ARG(inner),
					  STR_ARG(q->base.name));
		runner_report(q->runner, SEVERITY_ERROR,
			      path_below(q->arena, q->project->root, inner),
			      arena_printf(q->arena, "is not in %.*s", STR_ARG(q->base.name)));
	}
}

static void plan_files(struct request *q)
{
	if (load_project(q->runner, q->batch, q->read) == STATUS_OK)
		return;
	q->failed = true;
	q->error = q->read->refusal;
}

static void load_commit(struct request *q)
{
	name_files(q);
	if (!q->committed.whole && q->committed.named.len == 0)
		return;
	q->read = &q->committed;
	plan_files(q);
}

/* Whether the folder is committed: one that git ignores is not part of the repository. */
static bool is_committed(struct request *q)
{
	const struct names *names = repository_list(&q->committed.repository, STR(""));

	return names->list.len > 0 || q->base.git.prefix.len == 0;
}

/* Chooses the source of the files and reads them. */
static void load(struct request *q)
{
	const struct options *o = q->runner->options;
	bool patch = o->mode == MODE_PATCH;
	enum base_status status;

	if (path_kind(q->arena, q->project->root.p) == PATH_MISSING) {
		fail(q, arena_printf(q->arena, "%s", strerror(errno)));
		return;
	}
	if (!patch || !q->project->stdin_named) {
		q->committed.root = q->project->root;
		status = repository_open_commit(&q->committed.repository, &q->base, q->arena,
						q->project->root, o->base, &q->error);
		if (status == BASE_FAILED || (status == BASE_NONE && (!patch || o->base))) {
			fail(q, q->error);
			return;
		}
		q->error = STR("");
		q->from_commit = status == BASE_OK && (is_committed(q) || !patch);
	}
	if (q->from_commit) {
		load_commit(q);
		return;
	}
	q->base = (struct base_commit){ .format = DIGEST_SHA1 };
	q->read = q->project;
	plan_files(q);
}

/* ------------------------------------------------------------------ collecting changes */

static int by_path(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return str_compare(x->path, y->path);
}

/* Takes what the change, its message and its description need of a file. */
static void collect_file(struct request *q, struct item *item)
{
	struct rewrite *file = item->rewrite;
	struct change change;

	runner_report_file(q->runner, file);
	tally_add(&q->runner->tally, file);
	q->failed |= file->failed;
	if (file->failed)
		note_error(q, file);
	if (q->runner->options->pr_body)
		pr_body_add_file(&q->pr_body, file);
	if (!file->changed)
		return;
	message_body_add(&q->message, file);
	change = item_change(item);
	change.file = item;
	change.path = arena_printf(q->arena, "%.*s%.*s", STR_ARG(q->base.git.prefix),
				   STR_ARG(change.path));
	if (q->runner->options->mode == MODE_PATCH)
		patch_look(&change);
	list_add(q->arena, &q->changes.list, change);
}

/* Plans the file of a change again, if that is not in memory. */
static bool make_change(void *owner, struct change *change)
{
	struct request *q = owner;
	struct item *item = change->file;
	struct change now;

	if (!item) /* one of the acceptance scenarios */
		return true;
	(void)batch_ready(q->batch, q->read, item->order);
	if (!item->rewrite->changed) {
		q->failed = true;
		note_error(q, item->rewrite);
		runner_report_file(q->runner, item->rewrite);
		return false;
	}
	now = item_change(item);
	change->old = now.old;
	change->text = now.text;
	change->edits = now.edits;
	change->workflow = now.workflow;
	return true;
}

static void drop_change(void *owner, struct change *change)
{
	struct request *q = owner;
	const struct item *item = change->file;

	if (item)
		batch_done(q->read, item->order);
}

static void collect_scenarios(struct request *q, const struct acceptance *acceptance)
{
	size_t i = q->changes.list.len;

	acceptance_finish(acceptance, q->runner, q->read, q->base.git.prefix, &q->changes);
	for (; i < q->changes.list.len && q->runner->options->mode == MODE_PATCH; i++)
		patch_look(&q->changes.list.at[i]);
}

static void collect(struct request *q)
{
	struct acceptance acceptance = { .arena = q->runner->options->feature ? q->arena : NULL };

	q->changes.owner = q;
	q->changes.make = make_change;
	q->changes.drop = drop_change;
	for (size_t i = 0; i < q->read->items.len; i++) {
		struct item *item = q->read->items.at[i];

		if (!item->target)
			continue;
		if (!batch_ready(q->batch, q->read, i)) {
			q->failed = true;
			q->changes.list.len = 0;
			return;
		}
		collect_file(q, item);
		acceptance_add_file(&acceptance, item);
		batch_done(q->read, i);
	}
	collect_scenarios(q, &acceptance);
	if (q->changes.list.len > 1)
		qsort(q->changes.list.at, q->changes.list.len, sizeof(*q->changes.list.at),
		      by_path);
}

/* ------------------------------------------------------------------ the message */

static void describe(struct request *q)
{
	const struct options *o = q->runner->options;
	BUF_AUTO struct buf subject = { 0 };

	q->trailers = arena_alloc(q->arena, o->trailers.list.len + 1, sizeof(*q->trailers));
	message_body_end(&q->message, str_from(branch_of(o)));
	q->body = o->body ? str_from(o->body) : buf_str(&q->message.text);
	for (size_t i = 0; i < o->trailers.list.len; i++)
		q->trailers[i] = str_from(o->trailers.list.at[i]);
	mail_add_line(&subject, str_from(o->message ? o->message : DEFAULT_SUBJECT));
	q->subject = buf_keep(&subject, q->arena);
}

/* Determines author and date: the options, then SOURCE_DATE_EPOCH, then git. */
static bool identify(struct request *q, bool *date_given)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	const char *date = q->runner->options->date;
	const char *error = NULL;

	if (!date && epoch && epoch[0]) {
		if (epoch[strspn(epoch, "0123456789")]) {
			fail(q, STR("SOURCE_DATE_EPOCH is not a number of seconds"));
			return false;
		}
		date = arena_printf(q->arena, "@%s +0000", epoch).p;
	}
	*date_given = date != NULL;
	if (identity_read(&q->identity, q->arena, q->from_commit ? q->base.git.path.p : NULL,
			  q->runner->options->author, date, &error))
		return true;
	fail(q, str_from(error));
	return false;
}

/* ------------------------------------------------------------------ output */

static void make_patch(struct request *q)
{
	struct patch patch = {
		.subject = q->subject,
		.body = q->body,
		.trailers = q->trailers,
		.trailer_count = q->runner->options->trailers.list.len,
		.author_name = q->identity.name,
		.author_email = q->identity.email,
		.date = q->identity.date,
		.zone = q->identity.zone,
		.base = q->from_commit ? q->base.id : STR(""),
		.format = q->base.format,
		.shown = q->runner->output->terminal,
		.outlet = q->runner->report.outlet,
	};

	patch_add(&q->runner->output->result, &patch, &q->changes);
}

static void report_commit(struct request *q, bool exists)
{
	struct runner *r = q->runner;
	BUF_AUTO struct buf line = { 0 };

	if (exists)
		runner_report(r, SEVERITY_NOTE, q->project->root,
			      arena_printf(q->arena, "branch %s already has this commit",
					   branch_of(r->options)));
	if (r->options->format == FORMAT_JSON)
		return;
	buf_add(&line, q->commit);
	if (r->several) {
		buf_add_char(&line, ' ');
		buf_add(&line, q->project->root);
	}
	lines_take(&r->lines, &line);
}

static void make_commit(struct request *q, bool date_given)
{
	BUF_AUTO struct buf message = { 0 };
	struct commit commit = { .base = &q->base,
				 .repository = &q->committed.repository,
				 .changes = &q->changes,
				 .author = &q->identity,
				 .date_given = date_given,
				 .branch = branch_of(q->runner->options),
				 .force = q->runner->options->force_branch,
				 .sign = q->runner->options->sign };
	enum commit_outcome outcome;
	struct str id, error;

	message_add(&message, q->subject, q->body, q->trailers,
		    q->runner->options->trailers.list.len);
	commit.message = buf_str(&message);
	outcome = commit_make(&commit, q->arena, &id, &error);
	if (outcome == COMMIT_FAILED) {
		fail(q, error);
		return;
	}
	q->commit = id;
	report_commit(q, outcome == COMMIT_EXISTS);
}

static void write_pr_body(struct request *q)
{
	const char *path = q->runner->options->pr_body;
	BUF_AUTO struct buf text = { 0 };
	struct diagnostics diagnostics = { .arena = q->arena };

	if (!path)
		return;
	pr_body_add(&text, &q->pr_body, q->subject, str_from(branch_of(q->runner->options)));
	if (output_file_write(&diagnostics, path, buf_str(&text)) == STATUS_OK)
		return;
	q->failed = true;
	runner_report(q->runner, SEVERITY_ERROR, str_from(path),
		      diagnostic_message(&diagnostics.list.at[0]));
}

static void make(struct request *q)
{
	bool date_given = false;

	load(q);
	if (!q->read || q->error.len > 0)
		return;
	collect(q);
	describe(q);
	if (q->changes.list.len == 0 || !identify(q, &date_given))
		return;
	if (q->runner->options->mode == MODE_PATCH)
		make_patch(q);
	else
		make_commit(q, date_given);
	if (q->error.len == 0)
		write_pr_body(q);
}

void request_make(struct runner *r, struct batch *batch, struct project *project)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct request q = { .runner = r, .arena = &arena, .batch = batch, .project = project };

	pr_body_init(&q.pr_body);
	make(&q);
	if (r->options->mode == MODE_COMMIT && r->options->format == FORMAT_JSON)
		add_json(&q);
	r->failed |= q.failed;
	batch_unload(&q.committed);
	buf_release(&q.message.text);
	pr_body_release(&q.pr_body);
}
