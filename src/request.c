/* SPDX-License-Identifier: MIT */
/* A pull request is made of what the base commit holds, laid out in a scratch folder and sent
 * through the house like any other folder. What is shown are the repository's own paths. */
#include "config.h"

#include "request.h"

#include "acceptance.h"
#include "output/commit.h"
#include "output/identity.h"
#include "output/message.h"
#include "output/patch.h"
#include "output/pr_body.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct request {
	struct runner *runner;
	struct arena *arena;
	struct repository *repository; /* as the user named it */
	struct snapshot snapshot;
	bool from_commit;	       /* the snapshot is what is read */
	struct batch batch;	       /* the snapshot's files */
	struct repository *read;       /* what is read: of that batch, or the user's */
	struct rewrites files;	       /* those that change */
	struct rewrites all;
	struct changes changes;	       /* sorted by path */
	struct identity identity;
	struct str subject;
	struct str body;
	struct str *trailers;
	struct str commit; /* its id, where one was made or was there */
	bool failed;	     /* something of it could not be done */
	struct str error;    /* why nothing of it could, or empty */
	struct str missing;  /* a file that the base has not, or empty */
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

/* The first error of the repository: its own, or a file's. */
static struct str first_error(struct request *q)
{
	for (size_t i = 0; q->error.len == 0 && i < q->all.list.len; i++) {
		const struct rewrite *file = q->all.list.at[i];

		for (size_t k = 0; file->failed && k < file->diagnostics.list.len; k++)
			if (file->diagnostics.list.at[k].severity == SEVERITY_ERROR)
				return arena_printf(q->arena, "%.*s: %.*s", STR_ARG(file->source.path),
						    STR_ARG(file->diagnostics.list.at[k].message));
	}
	return q->error.len > 0 ? q->error : q->missing;
}

static void add_json(struct request *q)
{
	struct json *json = &q->runner->json;
	bool made = q->commit.len > 0;

	json_object(json);
	json_member(json, "path", q->repository->root);
	json_member(json, "status",
		    made ? STR("committed") : q->failed ? STR("error") : STR("unchanged"));
	json_member(json, "error", q->failed ? first_error(q) : STR(""));
	json_member(json, "base", q->snapshot.base);
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

static bool fail(struct request *q, struct str why)
{
	q->failed = true;
	q->error = why;
	runner_tell(q->runner, SEVERITY_ERROR, q->repository->root, why);
	return !q->arena->failed;
}

static struct str shown_path(struct request *q, struct str inner)
{
	struct str root = q->repository->root;

	if (str_is(root, "."))
		return inner;
	return arena_printf(q->arena, "%.*s%s%.*s", STR_ARG(root), str_ends(root, "/") ? "" : "/",
			    STR_ARG(inner));
}

/* ------------------------------------------------------------------ what is read */

/* Names to the snapshot's batch what the user named. */
static bool name_files(struct request *q)
{
	if (q->repository->whole && !batch_add(&q->batch, q->snapshot.folder.p))
		return false;
	for (size_t i = 0; i < q->repository->items.len; i++) {
		const struct item *item = q->repository->items.at[i];
		struct str path = arena_printf(q->arena, "%.*s/%.*s", STR_ARG(q->snapshot.folder),
					       STR_ARG(item->file.inner));

		if (!snapshot_get(&q->snapshot, item->file.inner)) {
			q->failed = true;
			q->missing = arena_printf(q->arena, "%.*s is not in %.*s",
						  STR_ARG(item->file.inner),
						  STR_ARG(q->snapshot.base_name));
			runner_tell(q->runner, SEVERITY_ERROR, item->file.path,
				    arena_printf(q->arena, "is not in %.*s",
						 STR_ARG(q->snapshot.base_name)));
		} else if (!batch_add(&q->batch, path.p)) {
			return false;
		}
	}
	return !q->arena->failed;
}

static bool load_snapshot(struct request *q)
{
	const char *parent = getenv("TMPDIR");
	size_t count = q->repository->items.len;
	struct str *wanted = arena_alloc(q->arena, count + 1, sizeof(*wanted));
	enum snapshot_status status;

	if (!wanted)
		return false;
	for (size_t i = 0; i < count; i++)
		wanted[i] = q->repository->items.at[i]->file.inner;
	status = snapshot_lay_out(&q->snapshot, parent && parent[0] ? parent : "/tmp", wanted, count,
				  &q->error);
	if (status != SNAPSHOT_OK)
		return q->error.len > 0 && fail(q, q->error);
	if (!name_files(q))
		return false;
	if (q->batch.repositories.len == 0)
		return true;
	q->read = &q->batch.repositories.at[0];
	return batch_load(&q->batch, q->read, &q->runner->settings);
}

static bool has_stdin(const struct repository *repository)
{
	for (size_t i = 0; i < repository->items.len; i++)
		if (repository->items.at[i]->from_stdin)
			return true;
	return false;
}

/* Chooses where the files are read, and reads them. */
static bool load(struct request *q)
{
	const struct options *o = q->runner->options;
	bool patch = o->mode == MODE_PATCH;
	enum snapshot_status status;

	if (access(q->repository->root.p, F_OK) != 0)
		return fail(q, arena_printf(q->arena, "%s", strerror(errno)));
	if (patch && has_stdin(q->repository)) {
		q->read = q->repository;
		return batch_load(&q->batch, q->read, &q->runner->settings);
	}
	status = snapshot_find(&q->snapshot, q->arena, q->repository->root, o->base, &q->error);
	if (status == SNAPSHOT_FAILED || (status == SNAPSHOT_NONE && (!patch || o->base)))
		return q->error.len > 0 && fail(q, q->error);
	q->error = STR("");
	/* A folder that git ignores is no part of the repository around it. */
	q->from_commit = status == SNAPSHOT_OK &&
			 (q->snapshot.entries.len > 0 || q->snapshot.prefix.len == 0 || !patch);
	if (q->from_commit)
		return load_snapshot(q);
	q->read = q->repository;
	return batch_load(&q->batch, q->read, &q->runner->settings);
}

/* ------------------------------------------------------------------ what changes */

static struct change change_of(struct request *q, const struct item *item)
{
	return (struct change){ .path = arena_printf(q->arena, "%.*s%.*s",
						     STR_ARG(q->snapshot.prefix),
						     STR_ARG(item->written)),
				.old = item->rewrite.source.bytes,
				.text = buf_str(&item->rewrite.text),
				.edits = &item->rewrite.plan.edits,
				.mode = item->identity.mode & 0111 ? 0100755 : 0100644 };
}

static int by_path(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return str_compare(x->path, y->path);
}

static bool collect(struct request *q)
{
	for (size_t i = 0; i < q->read->items.len; i++) {
		struct item *item = q->read->items.at[i];
		struct rewrite *file = &item->rewrite;

		if (!item->target)
			continue;
		if (q->from_commit)
			file->source.path = shown_path(q, item->file.inner);
		runner_tell_file(q->runner, file);
		q->failed |= file->failed;
		if (!list_add(q->arena, &q->all.list, file))
			return false;
		if (file->changed && (!list_add(q->arena, &q->files.list, file) ||
				      !list_add(q->arena, &q->changes.list, change_of(q, item))))
			return false;
	}
	if (!acceptance_add(q->runner, q->arena, q->read, q->snapshot.prefix, &q->changes))
		return false;
	if (q->changes.list.len > 1)
		qsort(q->changes.list.at, q->changes.list.len, sizeof(*q->changes.list.at), by_path);
	return !q->arena->failed;
}

/* ------------------------------------------------------------------ what it says */

static bool describe(struct request *q)
{
	const struct options *o = q->runner->options;
	BUF_AUTO struct buf body = { 0 };

	q->trailers = arena_alloc(q->arena, o->trailers.list.len + 1, sizeof(*q->trailers));
	if (!q->trailers)
		return false;
	if (o->body)
		buf_add_c(&body, o->body);
	else
		message_body(&body, &q->files, str_from(branch_of(o)));
	for (size_t i = 0; i < o->trailers.list.len; i++)
		q->trailers[i] = str_from(o->trailers.list.at[i]);
	q->subject = str_from(o->message ? o->message : DEFAULT_SUBJECT);
	q->body = arena_copy(q->arena, buf_str(&body));
	return !body.failed && !q->arena->failed;
}

/* Who and when: the options, then SOURCE_DATE_EPOCH, then what git knows. */
static bool identify(struct request *q, bool *date_given)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	const char *date = q->runner->options->date;
	const char *error = NULL;

	if (!date && epoch && epoch[0])
		date = arena_printf(q->arena, "@%s +0000", epoch).p;
	*date_given = date != NULL;
	if (identity_read(&q->identity, q->arena, q->repository->root.p, q->runner->options->author,
			  date, &error))
		return true;
	if (error)
		(void)fail(q, str_from(error));
	return false;
}

/* ------------------------------------------------------------------ what is made */

static bool make_patch(struct request *q)
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
		.base = q->from_commit ? q->snapshot.base : STR(""),
		.format = q->snapshot.format,
	};

	return patch_add(&q->runner->output->result, &patch, q->changes.list.at,
			 q->changes.list.len);
}

static void tell_commit(struct request *q, bool there)
{
	struct runner *r = q->runner;
	struct buf *out = &r->output->result;

	if (there)
		runner_tell(r, SEVERITY_NOTE, q->repository->root,
			    arena_printf(q->arena, "branch %s has this commit already",
					 branch_of(r->options)));
	if (r->options->format == FORMAT_JSON)
		return;
	buf_add(out, q->commit);
	if (r->several) {
		buf_add_char(out, ' ');
		buf_add(out, q->repository->root);
	}
	buf_add_char(out, '\n');
}

static bool make_commit(struct request *q, bool date_given)
{
	BUF_AUTO struct buf message = { 0 };
	struct commit commit = { .snapshot = &q->snapshot,
				 .changes = q->changes.list.at,
				 .count = q->changes.list.len,
				 .author = &q->identity,
				 .date_given = date_given,
				 .branch = branch_of(q->runner->options),
				 .force = q->runner->options->force_branch };
	enum commit_outcome outcome;
	struct str id, error;

	message_add(&message, q->subject, q->body, q->trailers,
		    q->runner->options->trailers.list.len);
	commit.message = buf_str(&message);
	if (message.failed)
		return false;
	outcome = commit_make(&commit, q->arena, &id, &error);
	if (outcome == COMMIT_FAILED)
		return error.len > 0 && fail(q, error);
	q->commit = id;
	tell_commit(q, outcome == COMMIT_THERE);
	return true;
}

static bool write_pr_body(struct request *q)
{
	const char *path = q->runner->options->pr_body;
	BUF_AUTO struct buf text = { 0 };
	struct diagnostics diagnostics = { .arena = q->arena };

	if (!path)
		return true;
	pr_body_add(&text, q->subject, &q->all, str_from(branch_of(q->runner->options)));
	if (text.failed)
		return false;
	if (file_write(&diagnostics, path, buf_str(&text)) == STATUS_OK)
		return true;
	if (diagnostics.list.len == 0)
		return false;
	q->failed = true;
	runner_tell(q->runner, SEVERITY_ERROR, str_from(path), diagnostics.list.at[0].message);
	return true;
}

static bool make(struct request *q)
{
	bool date_given = false;

	if (!load(q))
		return false;
	if (!q->read || q->error.len > 0)
		return true;
	if (!collect(q) || !describe(q))
		return false;
	if (q->changes.list.len == 0)
		return true;
	if (!identify(q, &date_given))
		return q->error.len > 0;
	if (q->runner->options->mode == MODE_PATCH ? !make_patch(q) : !make_commit(q, date_given))
		return false;
	return q->error.len > 0 || write_pr_body(q);
}

bool request_make(struct runner *r, struct repository *repository)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct request q = { .runner = r,
			     .arena = &arena,
			     .repository = repository,
			     .batch = { .no_isolation = r->options->no_isolation } };
	bool ok = make(&q);

	if (ok && r->options->mode == MODE_COMMIT && r->options->format == FORMAT_JSON)
		add_json(&q);
	r->failed |= q.failed;
	snapshot_remove(&q.snapshot);
	batch_unload(repository); /* its items may be q.batch's */
	batch_release(&q.batch);
	return ok && !r->output->result.failed && !arena.failed;
}
