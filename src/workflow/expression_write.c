/* SPDX-License-Identifier: MIT */
/* Writes expressions so that they are read back as the same value. */
#include "config.h"

#include "workflow/expression_write.h"

void expression_add_doubled(struct buf *out, struct str text, const char *characters)
{
	for (size_t i = 0; i < text.len; i++) {
		if (str_find_char(str_from(characters), text.p[i], 0) != STR_NONE)
			buf_add_char(out, text.p[i]);
		buf_add_char(out, text.p[i]);
	}
}

void expression_add_string(struct buf *out, struct str value)
{
	buf_add_char(out, '\'');
	expression_add_doubled(out, value, "'");
	buf_add_char(out, '\'');
}

void expression_add_member(struct buf *out, struct str name)
{
	if (expression_is_identifier(name)) {
		buf_add_char(out, '.');
		buf_add(out, name);
		return;
	}
	buf_add_char(out, '[');
	expression_add_string(out, name);
	buf_add_char(out, ']');
}

void expression_add_reference(struct buf *out, const struct reference *reference)
{
	buf_add(out, reference->context);
	for (size_t i = 0; i < reference->count; i++)
		expression_add_member(out, reference->members[i].text);
}

bool expression_can_contain(struct str text)
{
	return str_is_line(text) && !str_contains(text, "}}");
}
