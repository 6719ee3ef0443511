/* SPDX-License-Identifier: MIT */
/* Converts libfyaml's events to flat records. Every mark is checked against the input before it is
 * stored: ranges are inside the source and never run backwards. */
#include "config.h"

#include "yaml/parser.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	message = str_cut(message, sizeof(answer->message) - 1);
	memcpy(answer->message, message.p, message.len);
	answer->message[message.len] = '\0';
}

enum { MUCH = 8192 };

/* The records of one input. */
struct reader {
	struct record *records;
	size_t used;
	size_t depth;
	bool flow[YAML_DEPTH_MAX + 1]; /* whether the collection at a depth is in flow style */
	size_t end;		       /* end of the last record that has its own bytes */
	size_t much;		       /* so many records are worth a system call */
	size_t passed;		       /* records, and */
	size_t passed_bytes;	       /* bytes of the input, that need not be in memory any more */
	bool shared;		       /* the input is in shared memory, as the records are */
	bool begun; /* the last record is a map whose first key has not been read yet */
};

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

/* The range of a token. Returns false if it has none or it is outside the input. */
static inline bool token_range(struct fy_token *token, size_t length, struct short_range *range)
{
	const struct fy_mark *start, *end;

	if (!token)
		return false;
	start = fy_token_start_mark(token);
	end = fy_token_end_mark(token);
	if (!start || !end || start->input_pos > end->input_pos || end->input_pos > length)
		return false;
	*range = short_range_of((struct range){ start->input_pos, end->input_pos });
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

/* A scalar in one line without escapes reads as it is written (YAML 1.2, 7.3). text is without its
 * quotes. */
static bool is_verbatim(enum style style, struct fy_token *token, struct str text)
{
	if (style > STYLE_DOUBLE || text.len == 0 ||
	    fy_token_start_mark(token)->line != fy_token_end_mark(token)->line)
		return false;
	return style == STYLE_PLAIN ||
	       str_find_char(text, style == STYLE_SINGLE ? '\'' : '\\', 0) == STR_NONE;
}

static bool read_text(struct record *record, struct fy_token *token, struct str bytes)
{
	struct str text = str_slice(bytes, record->range.start, record->range.end);

	if (!is_verbatim(record->style, token, text)) {
		errno = 0;
		text.len = 0;
		text.p = token ? fy_token_get_text(token, &text.len) : NULL;
		if (text.len == 0 && errno == ENOMEM)
			return false; /* libfyaml gives the empty text then */
		if (!text.p)
			text.len = 0;
	}
	record->text_len = (uint32_t)text.len;
	record->text_hash = str_quick_hash(text);
	return true;
}

static bool read_scalar(struct record *record, struct fy_token *token, struct str bytes)
{
	bool has_range = token_range(token, bytes.len, &record->range);

	record->style = (unsigned char)scalar_style(token);
	if (!read_text(record, token, bytes))
		return false;
	if (!has_range)
		return record->text_len == 0; /* absent: the caller places it */
	if (record->style == STYLE_SINGLE || record->style == STYLE_DOUBLE) {
		char quote = record->style == STYLE_SINGLE ? '\'' : '"';

		/* libfyaml's marks exclude the quotes, ours include them. */
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
	record->range = short_range_of((struct range){ start->input_pos, start->input_pos });
	record->style = start->input_pos < bytes.len && bytes.p[start->input_pos] == bracket
				? STYLE_FLOW
				: STYLE_BLOCK;
	return true;
}

/* In flow style the end is after the closing bracket, in block style at the next token. */
static bool read_end(struct record *record, struct fy_event *event, struct str bytes)
{
	const struct fy_mark *end = fy_event_end_mark(event);

	if (!end || end->input_pos > bytes.len)
		return false;
	record->range = short_range_of((struct range){ end->input_pos, end->input_pos });
	return true;
}

/* A document begins at its "---" or, without one, at its content. */
static void read_document(struct record *record, struct fy_event *event, struct str bytes)
{
	const struct fy_mark *start = fy_event_start_mark(event);

	record->kind = RECORD_DOCUMENT;
	if (start && start->input_pos <= bytes.len)
		record->range =
			short_range_of((struct range){ start->input_pos, start->input_pos });
}

/* Fills *record from an event. *keep is set if events of this type are recorded. */
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

/* Tracks open collections and sets the range of records without bytes. */
static enum outcome place_record(struct reader *r, struct record *record)
{
	bool end = record->kind == RECORD_MAP_END || record->kind == RECORD_SEQ_END;
	bool flow = true;

	if (record->range.end == 0)
		record->range = short_range_of((struct range){ r->end, r->end });
	if (record->text_len > YAML_SCALAR_MAX)
		return OUTCOME_TOO_LONG;
	if (record->kind == RECORD_MAP || record->kind == RECORD_SEQ) {
		if (r->depth >= YAML_DEPTH_MAX)
			return OUTCOME_TOO_DEEP;
		r->flow[++r->depth] = record->style == STYLE_FLOW;
	} else if (end && r->depth > 0) {
		flow = r->flow[r->depth--];
	}
	/* The end of a block collection may be detected only after the next key. */
	if (!end || flow)
		r->end = record->range.end;
	return r->used >= YAML_RECORDS_MAX ? OUTCOME_TOO_MANY : OUTCOME_READ;
}

/* libfyaml detects some maps only at their first ":" (a pair in a flow sequence, "[a: b]"), or
 * reports them with the braces of their first key ("{a: b}: c"). Such a map begins with that
 * key. */
static void begin_with(struct record *map, const struct record *key)
{
	uint32_t start = key->range.start;

	if (key->kind == RECORD_MAP_END || (key->kind == RECORD_SCALAR && key->range.end == 0))
		return;
	if (key->anchor.end > 0 && key->anchor.start - 1 < start)
		start = key->anchor.start - 1;
	if (key->tag.end > 0 && key->tag.start < start)
		start = key->tag.start;
	if (start > map->range.start || (start == map->range.start && key->kind != RECORD_MAP))
		return;
	map->range = (struct short_range){ start, start };
	map->style = STYLE_BLOCK;
}

/* Keeps the record behind those in use. */
static enum outcome keep_record(struct reader *r, struct record *record, size_t *at)
{
	enum outcome outcome;

	if (r->begun) {
		begin_with(record - 1, record);
		r->flow[r->depth] = record[-1].style == STYLE_FLOW;
	}
	outcome = place_record(r, record);
	*at = record->range.start;
	if (outcome != OUTCOME_READ)
		return outcome;
	r->begun = record->kind == RECORD_MAP;
	r->used++;
	return OUTCOME_READ;
}

/* The parent gets what is in the shared memory, whether it is in that of this process or not. */
static void pass(struct reader *r, struct str bytes)
{
	worker_pass(r->records + r->passed, (r->used - r->passed) * sizeof(*r->records));
	if (r->shared && r->end > r->passed_bytes)
		worker_pass(bytes.p + r->passed_bytes, r->end - r->passed_bytes);
	r->passed = r->used;
	r->passed_bytes = r->end;
	r->much = r->used + MUCH;
}

static enum outcome read_events(struct reader *r, struct fy_parser *parser, struct str bytes,
				size_t *at)
{
	enum outcome outcome = OUTCOME_READ;
	struct fy_event *event;
	bool ended = false;

	while (outcome == OUTCOME_READ && (event = fy_parser_parse(parser)) != NULL) {
		struct record *record = &r->records[r->used];
		bool keep = false, sound;

		*record = (struct record){ 0 };
		sound = read_event(record, event, bytes, &keep);
		ended = event->type == FYET_STREAM_END;
		fy_parser_event_free(parser, event);
		if (!sound)
			return OUTCOME_INVALID;
		if (!keep)
			continue;
		outcome = keep_record(r, record, at);
		if (r->used >= r->much)
			pass(r, bytes);
	}
	/* When out of memory, libfyaml may end early without an error. */
	if (outcome == OUTCOME_READ && !ended && !fy_parser_get_stream_error(parser))
		outcome = OUTCOME_NOMEM;
	return outcome;
}

void parser_read(struct record *records, struct str bytes, bool shared,
		 struct worker_answer *answer)
{
	struct reader reader = { .records = records, .much = MUCH, .shared = shared };
	struct fy_diag_cfg diag_cfg = { .output_fn = note_error,
					.user = answer,
					.level = FYET_ERROR,
					.module_mask = ~0u,
					.show_position = true };
	struct fy_diag *diag __attribute__((cleanup(release_diag))) = fy_diag_create(&diag_cfg);
	/* Runners accept a closing bracket at the column of its key; libfyaml needs a flag for
	 * that. */
	struct fy_parse_cfg cfg = { .flags = FYPCF_SLOPPY_FLOW_INDENTATION, .diag = diag };
	struct fy_parser *parser __attribute__((cleanup(release_parser))) =
		diag ? fy_parser_create(&cfg) : NULL;

	if (!parser || fy_parser_set_string(parser, bytes.p, bytes.len) != 0) {
		answer->code = OUTCOME_NOMEM;
		return;
	}

	errno = 0;

	enum outcome outcome = read_events(&reader, parser, bytes, &answer->at);

	if (outcome == OUTCOME_READ && fy_parser_get_stream_error(parser))
		outcome = OUTCOME_INVALID;
	/* Without memory libfyaml refuses the text, and says nothing of it. */
	if (outcome == OUTCOME_INVALID && errno == ENOMEM)
		outcome = OUTCOME_NOMEM;
	if (answer->code == OUTCOME_READ)
		answer->code = outcome;
	answer->used = reader.used;
}
