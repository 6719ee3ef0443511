/* SPDX-License-Identifier: MIT */
/* libfyaml's events as flat records. Every mark is checked against the input before it is stored:
 * what leaves this file lies inside the source and never runs backwards. */
#include "config.h"

#include "yaml/parser.h"

#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first error that libfyaml told of. */
struct complaint {
	bool given;
	size_t line; /* from 1 */
	size_t column;
	char message[160];
};

/* libfyaml writes "NAME:LINE:COLUMN: error: MESSAGE", then the source line and a caret. */
static void note_error(struct fy_diag *diag, void *user, const char *text, size_t len)
{
	static const char mark[] = ": error: ";
	struct complaint *complaint = user;
	struct str rest = { text, len }, line;

	(void)diag;
	if (complaint->given || !str_next_line(&rest, &line))
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
		complaint->line = strtoul(place.p + line_at + 1, NULL, 10);
		complaint->column = strtoul(place.p + column_at + 1, NULL, 10);
	}
	complaint->given = true;
	snprintf(complaint->message, sizeof(complaint->message), "%.*s",
		 message.len < sizeof(complaint->message) ? (int)message.len
							  : (int)sizeof(complaint->message) - 1,
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
		record->kind = RECORD_DOCUMENT;
		return true;
	default:
		*keep = false;
		return true;
	}
}

static enum status read_events(struct records *records, struct arena *arena,
			       struct fy_parser *parser, struct str bytes, bool *sound)
{
	struct fy_event *event;
	size_t behind = 0;

	while ((event = fy_parser_parse(parser)) != NULL) {
		struct record record = { 0 };
		bool keep = false;

		*sound = read_event(&record, event, bytes, &keep);
		fy_parser_event_free(parser, event);
		if (!*sound)
			return STATUS_OK;
		if (!keep)
			continue;
		if (record.range.end == 0)
			record.range = (struct range){ behind, behind };
		if (!list_add(arena, &records->list, record))
			return STATUS_NOMEM;
		behind = record.range.end;
	}
	return STATUS_OK;
}

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

/* Offset of a line and column that libfyaml counted from 1. */
static size_t complaint_offset(const struct complaint *complaint, const struct source *source)
{
	if (complaint->line == 0 || complaint->line > source->lines.len)
		return 0;

	struct range line = source_line_range(source, complaint->line - 1);
	size_t at = complaint->line == 1 ? source_bom(source) : line.start;

	for (size_t left = complaint->column; left > 1 && at < line.end; left--)
		do
			at++;
		while (at < line.end && ((unsigned char)source->bytes.p[at] & 0xc0) == 0x80);
	return at;
}

enum status yaml_parse(struct records *records, struct arena *arena, const struct source *source,
		       struct diagnostics *diagnostics)
{
	struct complaint complaint = { 0 };
	struct fy_diag_cfg diag_cfg = { .output_fn = note_error,
					.user = &complaint,
					.level = FYET_ERROR,
					.module_mask = ~0u,
					.show_position = true };
	bool sound = true;

	if (!check_bytes(source, diagnostics))
		return STATUS_INVALID;
	if (source->bytes.len == 0)
		return STATUS_OK;

	struct fy_diag *diag __attribute__((cleanup(release_diag))) = fy_diag_create(&diag_cfg);
	/* Runners accept a closing bracket at its key's column; libfyaml does when told to. */
	struct fy_parse_cfg cfg = { .flags = FYPCF_SLOPPY_FLOW_INDENTATION, .diag = diag };
	struct fy_parser *parser __attribute__((cleanup(release_parser))) =
		diag ? fy_parser_create(&cfg) : NULL;

	if (!parser || fy_parser_set_string(parser, source->bytes.p, source->bytes.len) != 0)
		return STATUS_NOMEM;

	enum status status = read_events(records, arena, parser, source->bytes, &sound);

	if (status != STATUS_OK)
		return status;
	if (!sound || complaint.given || fy_parser_get_stream_error(parser)) {
		size_t at = complaint_offset(&complaint, source);

		diagnostic_at(diagnostics, SEVERITY_ERROR, (struct range){ at, at }, "%s",
			      complaint.given ? complaint.message : "not readable as YAML");
		return STATUS_INVALID;
	}
	return STATUS_OK;
}
