/* SPDX-License-Identifier: MIT */
/* libfyaml's events as flat records. Every mark is checked against the input before it is stored:
 * what leaves this file lies inside the source and never runs backwards. */
#include "config.h"

#include "yaml/parser.h"

#include "yaml/records.h"
#include "yaml/worker.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How libfyaml's reading ended: the code of an answer. */
enum outcome {
	OUTCOME_READ,
	OUTCOME_INVALID, /* message, if any, at line and column (from 1) */
	OUTCOME_NOMEM,
	OUTCOME_MANY,
	OUTCOME_DEEP, /* at the byte `at` */
	OUTCOME_LONG, /* at the byte `at` */
};

/* Where records go. */
struct sink {
	bool (*add)(struct sink *sink, const struct record *record);
	size_t used;
	size_t depth;
	bool flow[YAML_DEPTH_MAX + 1]; /* whether the collection at a depth stands in brackets */
	size_t behind;		       /* end of the last record that has its own bytes */
};

/* libfyaml writes "NAME:LINE:COLUMN: error: MESSAGE", then the source line and a caret. */
static void note_error(struct fy_diag *diag, void *user, const char *text, size_t len)
{
	static const char mark[] = ": error: ";
	struct worker_answer *answer = user;
	struct str rest = { text, len }, line;

	(void)diag;
	if (answer->code != OUTCOME_READ || !str_next_line(&rest, &line))
		return;

	size_t at = str_find(line, str_from(mark), 0);

	if (at == STR_NONE)
		return;

	struct str place = str_slice(line, 0, at);
	struct str message = str_trim(str_slice(line, at + strlen(mark), line.len));
	size_t column_at = str_rfind_char(place, ':');
	struct str head = str_slice(place, 0, column_at == STR_NONE ? 0 : column_at);
	size_t line_at = str_rfind_char(head, ':');

	if (line_at != STR_NONE) {
		answer->line = strtoul(place.p + line_at + 1, NULL, 10);
		answer->column = strtoul(place.p + column_at + 1, NULL, 10);
	}
	answer->code = OUTCOME_INVALID;
	snprintf(answer->message, sizeof(answer->message), "%.*s",
		 message.len < sizeof(answer->message) ? (int)message.len
						       : (int)sizeof(answer->message) - 1,
		 message.p);
}

static void release_diag(struct fy_diag **diag)
{
	if (*diag)
		fy_diag_destroy(*diag);
}

static void release_parser(struct fy_parser **parser)
{
	if (*parser)
		fy_parser_destroy(*parser);
}

/* A token's range, false when it has none or lies outside the input. */
static bool token_range(struct fy_token *token, size_t length, struct range *range)
{
	const struct fy_mark *start = token ? fy_token_start_mark(token) : NULL;
	const struct fy_mark *end = token ? fy_token_end_mark(token) : NULL;

	if (!start || !end || start->input_pos > end->input_pos || end->input_pos > length)
		return false;
	*range = (struct range){ start->input_pos, end->input_pos };
	return true;
}

static enum style scalar_style(struct fy_token *token)
{
	switch (token ? fy_token_scalar_style(token) : FYSS_PLAIN) {
	case FYSS_SINGLE_QUOTED:
		return STYLE_SINGLE;
	case FYSS_DOUBLE_QUOTED:
		return STYLE_DOUBLE;
	case FYSS_LITERAL:
		return STYLE_LITERAL;
	case FYSS_FOLDED:
		return STYLE_FOLDED;
	default:
		return STYLE_PLAIN;
	}
}

static bool read_scalar(struct record *record, struct fy_token *token, struct str bytes)
{
	size_t length = 0;
	const char *text = token ? fy_token_get_text(token, &length) : NULL;

	record->style = scalar_style(token);
	record->text_len = text ? length : 0;
	record->text_hash = str_hash((struct str){ text, record->text_len });
	if (!token_range(token, bytes.len, &record->range))
		return record->text_len == 0; /* absent: the caller places it */
	if (record->style == STYLE_SINGLE || record->style == STYLE_DOUBLE) {
		char quote = record->style == STYLE_SINGLE ? '\'' : '"';

		/* The marks lie inside the quotes; ours hold them. */
		if (record->range.start == 0 || bytes.p[record->range.start - 1] != quote ||
		    record->range.end >= bytes.len || bytes.p[record->range.end] != quote)
			return false;
		record->range.start--;
		record->range.end++;
	}
	return true;
}

static bool read_collection(struct record *record, struct fy_event *event, struct str bytes,
			    char bracket)
{
	const struct fy_mark *start = fy_event_start_mark(event);

	if (!start || start->input_pos > bytes.len)
		return false;
	record->range = (struct range){ start->input_pos, start->input_pos };
	record->style = start->input_pos < bytes.len && bytes.p[start->input_pos] == bracket
				? STYLE_FLOW
				: STYLE_BLOCK;
	return true;
}

/* An end lies behind its closing bracket; an end by indentation is where the next thing begins. */
static bool read_end(struct record *record, struct fy_event *event, struct str bytes)
{
	const struct fy_mark *end = fy_event_end_mark(event);

	if (!end || end->input_pos > bytes.len)
		return false;
	record->range = (struct range){ end->input_pos, end->input_pos };
	return true;
}

/* A document begins at its "---"; without one where its content does. */
static void read_document(struct record *record, struct fy_event *event, struct str bytes)
{
	const struct fy_mark *start = fy_event_start_mark(event);

	record->kind = RECORD_DOCUMENT;
	if (start && start->input_pos <= bytes.len)
		record->range = (struct range){ start->input_pos, start->input_pos };
}

/* Fills *record from an event; *keep says whether the event is one that is recorded. */
static bool read_event(struct record *record, struct fy_event *event, struct str bytes, bool *keep)
{
	*keep = true;
	switch (event->type) {
	case FYET_SCALAR:
		record->kind = RECORD_SCALAR;
		(void)token_range(event->scalar.anchor, bytes.len, &record->anchor);
		(void)token_range(event->scalar.tag, bytes.len, &record->tag);
		return read_scalar(record, event->scalar.value, bytes);
	case FYET_ALIAS:
		record->kind = RECORD_ALIAS;
		return token_range(event->alias.anchor, bytes.len, &record->range);
	case FYET_MAPPING_START:
		record->kind = RECORD_MAP;
		(void)token_range(event->mapping_start.anchor, bytes.len, &record->anchor);
		(void)token_range(event->mapping_start.tag, bytes.len, &record->tag);
		return read_collection(record, event, bytes, '{');
	case FYET_SEQUENCE_START:
		record->kind = RECORD_SEQ;
		(void)token_range(event->sequence_start.anchor, bytes.len, &record->anchor);
		(void)token_range(event->sequence_start.tag, bytes.len, &record->tag);
		return read_collection(record, event, bytes, '[');
	case FYET_MAPPING_END:
		record->kind = RECORD_MAP_END;
		return read_end(record, event, bytes);
	case FYET_SEQUENCE_END:
		record->kind = RECORD_SEQ_END;
		return read_end(record, event, bytes);
	case FYET_DOCUMENT_START:
		read_document(record, event, bytes);
		return true;
	default:
		*keep = false;
		return true;
	}
}

/* Keeps count of what is open, and gives what has no bytes its place. */
static enum outcome place_record(struct sink *sink, struct record *record)
{
	bool end = record->kind == RECORD_MAP_END || record->kind == RECORD_SEQ_END;
	bool flow = true;

	if (record->range.end == 0)
		record->range = (struct range){ sink->behind, sink->behind };
	if (record->text_len > YAML_SCALAR_MAX)
		return OUTCOME_LONG;
	if (record->kind == RECORD_MAP || record->kind == RECORD_SEQ) {
		if (sink->depth >= YAML_DEPTH_MAX)
			return OUTCOME_DEEP;
		sink->flow[++sink->depth] = record->style == STYLE_FLOW;
	} else if (end && sink->depth > 0) {
		flow = sink->flow[sink->depth--];
	}
	/* What ends by indentation may be noticed behind the next key only. */
	if (!end || flow)
		sink->behind = record->range.end;
	return sink->used >= YAML_RECORDS_MAX ? OUTCOME_MANY : OUTCOME_READ;
}

static enum outcome read_events(struct sink *sink, struct fy_parser *parser, struct str bytes,
				size_t *at)
{
	enum outcome outcome = OUTCOME_READ;
	struct fy_event *event;

	while (outcome == OUTCOME_READ && (event = fy_parser_parse(parser)) != NULL) {
		struct record record = { 0 };
		bool keep = false;
		bool sound = read_event(&record, event, bytes, &keep);

		fy_parser_event_free(parser, event);
		if (!sound)
			return OUTCOME_INVALID;
		if (!keep)
			continue;
		outcome = place_record(sink, &record);
		*at = record.range.start;
		if (outcome == OUTCOME_READ && !sink->add(sink, &record))
			outcome = OUTCOME_NOMEM;
		sink->used++;
	}
	return outcome;
}

/* Reads the bytes into the sink; says in *answer how it ended. */
static void read_yaml(struct sink *sink, struct str bytes, struct worker_answer *answer)
{
	struct fy_diag_cfg diag_cfg = { .output_fn = note_error,
					.user = answer,
					.level = FYET_ERROR,
					.module_mask = ~0u,
					.show_position = true };
	struct fy_diag *diag __attribute__((cleanup(release_diag))) = fy_diag_create(&diag_cfg);
	/* Runners accept a closing bracket at its key's column; libfyaml does when told to. */
	struct fy_parse_cfg cfg = { .flags = FYPCF_SLOPPY_FLOW_INDENTATION, .diag = diag };
	struct fy_parser *parser __attribute__((cleanup(release_parser))) =
		diag ? fy_parser_create(&cfg) : NULL;

	if (!parser || fy_parser_set_string(parser, bytes.p, bytes.len) != 0) {
		answer->code = OUTCOME_NOMEM;
		return;
	}

	enum outcome outcome = read_events(sink, parser, bytes, &answer->at);

	if (outcome == OUTCOME_READ && fy_parser_get_stream_error(parser))
		outcome = OUTCOME_INVALID;
	if (answer->code == OUTCOME_READ)
		answer->code = outcome;
	answer->used = sink->used;
}

/* ------------------------------------------------------------------ in the worker */

struct shared_sink {
	struct sink sink;
	struct record *records;
	size_t room;
};

static bool add_shared(struct sink *sink, const struct record *record)
{
	struct shared_sink *shared = (struct shared_sink *)sink;

	if (sink->used >= shared->room)
		return false;
	shared->records[sink->used] = *record;
	return true;
}

static void work(struct worker_task *task)
{
	struct shared_sink shared = { { .add = add_shared },
				      task->output,
				      task->room / sizeof(struct record) };

	read_yaml(&shared.sink, task->input, &task->answer);
}

_Static_assert(WORKER_OUTPUT_MAX / sizeof(struct record) >= YAML_RECORDS_MAX, "room for all");

static enum status refuse(struct diagnostics *diagnostics, const char *message)
{
	diagnostic_file(diagnostics, SEVERITY_ERROR, "%s", message);
	return STATUS_INVALID;
}

/* The records are copied before anything looks at them. */
static enum status read_apart(struct records *records, struct arena *arena,
			      const struct source *source, struct worker_answer *answer,
			      struct diagnostics *diagnostics)
{
	const void *output = NULL;

	switch (worker_call(source->worker, work, source->bytes, answer, &output)) {
	case WORKER_ANSWERED:
		break;
	case WORKER_DIED:
		return refuse(diagnostics, "the YAML parser crashed on it");
	case WORKER_LATE:
		return refuse(diagnostics, "the YAML parser took too long on it");
	case WORKER_MISSING:
		diagnostic_file(diagnostics, SEVERITY_ERROR,
				"cannot run the YAML parser in a process of its own: %s",
				strerror(errno));
		return STATUS_IO;
	}
	if (answer->code != OUTCOME_READ)
		return STATUS_OK;
	if (answer->used > YAML_RECORDS_MAX)
		return refuse(diagnostics, "not readable as YAML");
	records->list.at = arena_alloc(arena, answer->used + 1, sizeof(struct record));
	if (!records->list.at)
		return STATUS_NOMEM;
	memcpy(records->list.at, output, answer->used * sizeof(struct record));
	records->list.len = answer->used;
	records->list.cap = answer->used + 1;
	return STATUS_OK;
}

/* ------------------------------------------------------------------ in this process */

struct arena_sink {
	struct sink sink;
	struct arena *arena;
	struct records *records;
};

static bool add_here(struct sink *sink, const struct record *record)
{
	struct arena_sink *here = (struct arena_sink *)sink;

	return list_add(here->arena, &here->records->list, *record);
}

static void read_here(struct records *records, struct arena *arena, struct str bytes,
		      struct worker_answer *answer)
{
	struct arena_sink here = { { .add = add_here }, arena, records };

	read_yaml(&here.sink, bytes, answer);
}

/* ------------------------------------------------------------------ before and after */

static bool check_bytes(const struct source *source, struct diagnostics *diagnostics)
{
	size_t bad = 0;

	if (!str_is_utf8(source->bytes, &bad)) {
		diagnostic_at(diagnostics, SEVERITY_ERROR, (struct range){ bad, bad },
			      "found a byte that is not UTF-8, expected UTF-8 text");
		return false;
	}
	for (size_t i = 0; i < source->bytes.len; i++) {
		unsigned char c = (unsigned char)source->bytes.p[i];

		/* YAML 1.2, production 1: c-printable */
		if ((c >= ' ' && c != 0x7f) || c == '\t' || c == '\n' || c == '\r')
			continue;
		diagnostic_at(diagnostics, SEVERITY_ERROR, (struct range){ i, i },
			      c == '\0' ? "found a NUL byte, expected text"
					: "found a control character, expected text");
		return false;
	}
	return true;
}

/* Offset of a line and column that were counted from 1. */
static size_t offset_of(const struct source *source, size_t line_number, size_t column)
{
	if (line_number == 0 || line_number > source->lines.len)
		return 0;

	struct range line = source_line_range(source, line_number - 1);
	size_t at = line_number == 1 ? source_bom(source) : line.start;

	for (size_t left = column; left > 1 && at < line.end; left--)
		do
			at++;
		while (at < line.end && ((unsigned char)source->bytes.p[at] & 0xc0) == 0x80);
	return at;
}

/* Tells what the answer says. Nothing in it is trusted: it may come from a worker. */
static enum status judge(const struct worker_answer *answer, const struct source *source,
			 struct diagnostics *diagnostics)
{
	size_t at = answer->at < source->bytes.len ? answer->at : source->bytes.len;
	struct range place = { at, at };
	const char *message = "not readable as YAML";

	switch (answer->code) {
	case OUTCOME_READ:
		return STATUS_OK;
	case OUTCOME_NOMEM:
		return source->worker ? refuse(diagnostics, "the YAML parser ran out of memory on it")
				      : STATUS_NOMEM;
	case OUTCOME_MANY:
		return refuse(diagnostics, "has more than 1,000,000 YAML nodes");
	case OUTCOME_DEEP:
		message = "nested more than 100 levels deep";
		break;
	case OUTCOME_LONG:
		message = "found a text of more than 1,048,576 bytes";
		break;
	default:
		place.start = place.end = offset_of(source, answer->line, answer->column);
		if (answer->message[0] && str_is_utf8(str_from(answer->message), NULL))
			message = answer->message;
	}
	diagnostic_at(diagnostics, SEVERITY_ERROR, place, "%s", message);
	return STATUS_INVALID;
}

enum status yaml_parse(struct records *records, struct arena *arena, const struct source *source,
		       struct diagnostics *diagnostics)
{
	struct worker_answer answer = { 0 };
	enum status status = STATUS_OK;

	if (!check_bytes(source, diagnostics))
		return STATUS_INVALID;
	if (source->bytes.len == 0)
		return STATUS_OK;
	if (source->bytes.len > WORKER_INPUT_MAX)
		return refuse(diagnostics, "is larger than 24 MiB");
	if (source->worker)
		status = read_apart(records, arena, source, &answer, diagnostics);
	else
		read_here(records, arena, source->bytes, &answer);
	if (status == STATUS_OK)
		status = judge(&answer, source, diagnostics);
	if (status == STATUS_OK && !records_are_sound(records, source->bytes))
		status = refuse(diagnostics, "not readable as YAML");
	return status;
}
