/* SPDX-License-Identifier: MIT */
/* The counterpart of the readers: what is written here they read back as what was meant. */
#include "config.h"

#include "workflow/expression_write.h"

#include "workflow/template.h"

/* Adds text with each of the characters doubled. */
static void add_doubled(struct buf *out, struct str text, const char *characters)
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
	add_doubled(out, value, "'");
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

void expression_add_template(struct buf *out, struct str text)
{
	BUF_AUTO struct buf values = { 0 };
	struct template_part part;
	size_t at = 0, number = 0;

	if (!has_expression(text)) {
		expression_add_string(out, text);
		return;
	}
	buf_add_c(out, "format('");
	while (template_next(text, &at, &part)) {
		if (part.kind != TEMPLATE_EXPRESSION) {
			add_doubled(out, part.text, "'{}");
			continue;
		}
		buf_printf(out, "{%zu}", number++);
		buf_add_c(&values, ", ");
		buf_add(&values, part.text);
	}
	buf_add_char(out, '\'');
	buf_add(out, buf_str(&values));
	buf_add_char(out, ')');
}

void template_add_text(struct buf *out, struct str text)
{
	size_t at = 0, open;

	while ((open = str_find(text, STR("${{"), at)) != STR_NONE) {
		buf_add(out, str_slice(text, at, open));
		buf_add_c(out, "${{ '${{' }}");
		at = open + 3;
	}
	buf_add(out, str_slice(text, at, text.len));
}

bool expression_can_hold(struct str text)
{
	return str_is_line(text) && !str_contains(text, "}}");
}
