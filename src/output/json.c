/* SPDX-License-Identifier: MIT */
/* A JSON writer. libfyaml's is lossy: in each of its JSON modes version 0.7.12 drops leading and
 * trailing spaces of a text without line breaks, whatever the event's style. */
#include "config.h"

#include "output/json.h"

#include "output/escape.h"

enum { INDENT = 2 };

/* Comma, line break and indentation before a member. */
static void before_member(struct json *json)
{
	if (json->depth == 0)
		return;
	buf_add_c(json->out, json->filled[json->depth - 1] ? ",\n" : "\n");
	json->filled[json->depth - 1] = true;
	buf_fill(json->out, ' ', INDENT * json->depth);
}

static void before_value(struct json *json)
{
	bool in_object = json->depth > 0 && json->close[json->depth - 1] == '}';

	if (in_object != json->keyed || (json->depth == 0 && json->filled[0]))
		json->misused = true;
	if (!in_object)
		before_member(json);
	json->keyed = false;
}

/* A value outside of objects and arrays is the whole document. */
static void after_value(struct json *json)
{
	if (json->depth == 0)
		json->filled[0] = true;
}

static void open_level(struct json *json, const char *open, char close)
{
	before_value(json);
	if (json->depth == JSON_DEPTH_MAX) {
		json->misused = true;
		return;
	}
	buf_add_c(json->out, open);
	json->close[json->depth] = close;
	json->filled[json->depth++] = false;
}

void json_object(struct json *json)
{
	open_level(json, "{", '}');
}

void json_array(struct json *json)
{
	open_level(json, "[", ']');
}

void json_end(struct json *json)
{
	if (json->depth == 0 || json->keyed) {
		json->misused = true;
		return;
	}
	json->depth--;
	if (json->filled[json->depth]) {
		buf_add_char(json->out, '\n');
		buf_fill(json->out, ' ', INDENT * json->depth);
	}
	buf_add_char(json->out, json->close[json->depth]);
	json->filled[0] = true;
}

static void add_escape(struct buf *out, unsigned long code)
{
	if (code == '"' || code == '\\')
		buf_printf(out, "\\%c", (char)code);
	else if (code == '\n')
		buf_add_c(out, "\\n");
	else if (code == '\t')
		buf_add_c(out, "\\t");
	else if (code == '\r')
		buf_add_c(out, "\\r");
	else
		buf_printf(out, "\\u%04lx", code);
}

static void add_string(struct buf *out, struct str text)
{
	size_t plain = 0, length;
	unsigned long code = 0;

	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i += length) {
		length = str_character(text, i, &code);
		if (length > 0 && code != '"' && code != '\\' && code != '\t' &&
		    !escape_hides(code) && !escape_opens_command(text, i))
			continue;
		buf_add(out, str_slice(text, plain, i));
		if (length > 0)
			add_escape(out, code);
		else
			buf_add_c(out, "\xef\xbf\xbd");
		length = length > 0 ? length : 1;
		plain = i + length;
	}
	buf_add(out, str_slice(text, plain, text.len));
	buf_add_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
	if (json->depth == 0 || json->close[json->depth - 1] != '}' || json->keyed)
		json->misused = true;
	before_member(json);
	add_string(json->out, str_from(key));
	buf_add_c(json->out, ": ");
	json->keyed = true;
}

void json_text(struct json *json, struct str text)
{
	before_value(json);
	add_string(json->out, text);
	after_value(json);
}

void json_number(struct json *json, size_t number)
{
	before_value(json);
	buf_printf(json->out, "%zu", number);
	after_value(json);
}

void json_bool(struct json *json, bool value)
{
	before_value(json);
	buf_add_c(json->out, value ? "true" : "false");
	after_value(json);
}

void json_null(struct json *json)
{
	before_value(json);
	buf_add_c(json->out, "null");
	after_value(json);
}

void json_member_text(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	json_text(json, text);
}

void json_member_number(struct json *json, const char *key, size_t number)
{
	json_key(json, key);
	json_number(json, number);
}

bool json_finish(struct json *json)
{
	if (json->depth > 0 || json->keyed || !json->filled[0])
		json->misused = true;
	buf_add_char(json->out, '\n');
	return !json->misused;
}
