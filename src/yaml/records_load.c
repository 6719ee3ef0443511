/* SPDX-License-Identifier: MIT */
/* Calls the parser, in this process or in a worker, and reports its errors. Everything that a
 * worker returns is checked before it is used. */
#include "config.h"

#include "yaml/records_load.h"

#include "yaml/parser.h"

#include <errno.h>
#include <string.h>

/* ------------------------------------------------------------------ in the worker */

static void work(struct worker_task *task)
{
	parser_read(task->output, task->input, task->shared, &task->answer);
	task->answer.used *= sizeof(struct record);
}

_Static_assert(WORKER_OUTPUT_MAX / sizeof(struct record) > YAML_RECORDS_MAX, "all records fit");

static enum status refuse(struct diagnostics *diagnostics, const char *message)
{
	diagnostic_file(diagnostics, SEVERITY_ERROR, "%s", message);
	return STATUS_INVALID;
}

/* What is parsed. */
static struct edited text_of(const struct source *source)
{
	return edited_of(source->bytes, source->edits);
}

/* Runs the parser. *output is set to the records. */
static enum status run_parser(const struct source *source, struct edited *text,
			      struct worker_answer *answer, const void **output,
			      struct diagnostics *diagnostics)
{
	switch (worker_call(source->worker, work, text, source->ticket, answer, output)) {
	case WORKER_ANSWERED:
		return STATUS_OK;
	case WORKER_DIED:
		return refuse(diagnostics, "the YAML parser crashed on it");
	case WORKER_LATE:
		return refuse(diagnostics, "the YAML parser took too long on it");
	case WORKER_MISSING:
		break;
	}
	diagnostic_file(diagnostics, SEVERITY_ERROR,
			"cannot run the YAML parser in a process of its own: %s", strerror(errno));
	return STATUS_IO;
}

/* ------------------------------------------------------------------ checks */

/* YAML 1.2, production 1: c-printable */
static bool is_printable(char c)
{
	unsigned char code = (unsigned char)c;

	return (code >= ' ' && code != 0x7f) || code == '\t' || code == '\n' || code == '\r';
}

/* Length of the printable text at the offset, whole blocks only. */
static size_t printable_length(struct str text, size_t at)
{
	enum { BLOCK = 64 };
	size_t end = at;

	for (; text.len - end >= BLOCK; end += BLOCK) {
		unsigned char bad = 0;

		for (size_t i = 0; i < BLOCK; i++)
			bad |= !is_printable(text.p[end + i]);
		if (bad)
			break;
	}
	return end - at;
}

/* Where there are edits, the old text was checked when it was read, and edits_verify() checks theirs. */
static bool check_bytes(const struct source *source, struct diagnostics *diagnostics)
{
	size_t bad = 0;

	if (source->edits)
		return true;
	if (!str_is_utf8(source->bytes, &bad)) {
		diagnostic_at(diagnostics, SEVERITY_ERROR, (struct range){ bad, bad },
			      "found a byte that is not UTF-8, expected UTF-8 text");
		return false;
	}
	for (size_t i = printable_length(source->bytes, 0); i < source->bytes.len; i++) {
		char c = source->bytes.p[i];

		if (is_printable(c))
			continue;
		diagnostic_at(diagnostics, SEVERITY_ERROR, (struct range){ i, i },
			      c == '\0' ? "found a NUL byte, expected text"
					: "found a control character, expected text");
		return false;
	}
	return true;
}

/* Converts a 1-based line and column to an offset. */
static size_t offset_of(const struct source *source, size_t line_number, size_t column)
{
	if (line_number == 0 || line_number > source_line_count(source))
		return 0;

	struct range line = source_line_range(source, line_number - 1);
	size_t at = line_number == 1 ? source_bom(source) : line.start;

	for (size_t left = column; left > 1 && at < line.end; left--)
		do
			at++;
		while (at < line.end && ((unsigned char)source->bytes.p[at] & 0xc0) == 0x80);
	return at;
}

/* Reports the outcome in the answer, which may come from a worker and is not trusted. */
static enum status report_outcome(const struct worker_answer *answer, const struct source *source,
				  struct diagnostics *diagnostics)
{
	size_t at = answer->at < source->bytes.len ? answer->at : source->bytes.len;
	struct range place = { at, at };
	const char *message = "not readable as YAML";

	switch (answer->code) {
	case OUTCOME_READ:
		return STATUS_OK;
	case OUTCOME_NOMEM:
		if (source->worker->here)
			memory_out();
		return refuse(diagnostics, "the YAML parser ran out of memory on it");
	case OUTCOME_TOO_MANY:
		return refuse(diagnostics, "has more than 1,000,000 YAML nodes");
	case OUTCOME_TOO_DEEP:
		message = "nested more than 100 levels deep";
		break;
	case OUTCOME_TOO_LONG:
		message = "found a text of more than 1,048,576 bytes";
		break;
	default:
		if (!source->edits) /* else nobody asks for the place */
			place.start = place.end = offset_of(source, answer->line, answer->column);
		if (answer->message[0] && str_is_utf8(str_from(answer->message), NULL))
			message = answer->message;
	}
	diagnostic_at(diagnostics, SEVERITY_ERROR, place, "%s", message);
	return STATUS_INVALID;
}

void records_prepare(struct source *const *sources, size_t count)
{
	struct edited inputs[WORKER_BATCH];
	struct source *prepared[WORKER_BATCH];
	size_t used = 0, size = 0, ticket;

	if (count == 0 || sources[0]->worker->unasked > 0 ||
	    text_of(sources[0]).len > PREPARED_BYTES_MAX)
		return;
	for (size_t i = 0; i < count && used < WORKER_BATCH; i++) {
		struct edited text = text_of(sources[i]);

		if (text.len == 0 || text.len > PREPARED_BYTES_MAX - size)
			continue;
		size += text.len;
		inputs[used] = text;
		prepared[used++] = sources[i];
	}
	if (used < 2)
		return;
	ticket = worker_prepare(prepared[0]->worker, work, inputs, used);
	for (size_t i = 0; i < used; i++)
		prepared[i]->ticket = ticket + i;
}

enum status records_load(struct records *records, const struct source *source,
			 struct diagnostics *diagnostics)
{
	struct worker_answer answer = { 0 };
	struct edited text = text_of(source);
	const void *output = NULL;
	enum status status;

	records_begin(records, NULL, 0, &text, false);
	if (!source->worker)
		return refuse(diagnostics, "no YAML parser available");
	if (!check_bytes(source, diagnostics))
		return STATUS_INVALID;
	if (text.len == 0)
		return STATUS_OK;
	if (text.len > WORKER_INPUT_MAX)
		return refuse(diagnostics, "is larger than 24 MiB");
	status = run_parser(source, &text, &answer, &output, diagnostics);
	if (status == STATUS_OK)
		status = report_outcome(&answer, source, diagnostics);
	if (status == STATUS_OK)
		records_begin(records, output, answer.used / sizeof(struct record), &text, true);
	return status;
}
