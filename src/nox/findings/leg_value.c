/* SPDX-License-Identifier: MIT */
/* Values as texts. */
#include "config.h"

#include "nox/findings/leg_value.h"

#include "workflow/expression_write.h"

struct value value_of_bool(bool is)
{
	return (struct value){ is ? VALUE_TRUE : VALUE_FALSE, is ? STR("true") : STR("false") };
}

struct value value_of_symbol(struct str text)
{
	return (struct value){ VALUE_SYMBOL, text };
}

bool value_is_known(const struct value *value)
{
	return value->kind != VALUE_SYMBOL;
}

bool value_is_falsy(const struct value *value)
{
	return value->kind == VALUE_FALSE || (value->kind == VALUE_TEXT && value->text.len == 0);
}

struct value value_of_literal(struct str text)
{
	if (str_is(text, "true") || str_is(text, "false"))
		return value_of_bool(str_is(text, "true"));
	return (struct value){ VALUE_TEXT, str_is(text, "null") ? STR("") : text };
}

void value_add_operand(struct buf *out, const struct value *value)
{
	if (value->kind == VALUE_TEXT)
		expression_add_string(out, value->text);
	else
		buf_add(out, value->text);
}

void value_add_text(struct buf *out, const struct value *value)
{
	/* A text with symbols in it has their marks already. */
	if (value_is_known(value) || str_find_char(value->text, LEG_TEXT_OPEN, 0) != STR_NONE) {
		buf_add(out, value->text);
		return;
	}
	buf_add_char(out, LEG_TEXT_OPEN);
	buf_add(out, value->text);
	buf_add_char(out, LEG_TEXT_CLOSE);
}
