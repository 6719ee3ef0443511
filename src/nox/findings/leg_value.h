/* SPDX-License-Identifier: MIT */
/* Values of expressions in one leg: known texts, or symbols for what only a run knows. */
#ifndef NOX_LEG_VALUE_H
#define NOX_LEG_VALUE_H

#include "base/buf.h"

/* Around a symbol; no text of a workflow has these characters. */
#define LEG_TEXT_OPEN '\x01'
#define LEG_TEXT_CLOSE '\x02'

enum value_kind { VALUE_SYMBOL, VALUE_TEXT, VALUE_FALSE, VALUE_TRUE };

struct value {
	enum value_kind kind;
	struct str text; /* of a symbol without its marks */
};

struct value value_of_bool(bool is);
struct value value_of_symbol(struct str text);
/* Of true, false, null, a number or a string without its quotes. */
struct value value_of_literal(struct str text);

bool value_is_known(const struct value *value);
/* Whether it is surely false in a condition. */
bool value_is_falsy(const struct value *value);

/* Appends the value as it is written inside a symbol. */
void value_add_operand(struct buf *out, const struct value *value);
/* Appends the value as it is in a text, a symbol between its marks. */
void value_add_text(struct buf *out, const struct value *value);

#endif
