/* SPDX-License-Identifier: MIT */
/* Writes template strings so that they are read back as the same value. */
#include "config.h"

#include "workflow/template_write.h"

#include "workflow/expression_write.h"
#include "workflow/template.h"

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
			expression_add_doubled(out, part.text, "'{}");
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
