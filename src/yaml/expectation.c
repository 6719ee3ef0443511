/* SPDX-License-Identifier: MIT */
/* The values that planned edits give to scalars. */
#include "config.h"

#include "yaml/expectation.h"

#include "base/buf.h"
#include "yaml/scalar.h"

struct str expected_value(const struct expectation *expectation, const struct tree *old,
			  struct arena *arena)
{
	BUF_AUTO struct buf out = { 0 };
	struct str value;
	size_t done = 0;

	if (expectation->kind == EXPECT_TEXT)
		return (struct str){ expectation->text, expectation->len };
	value = scalar_value(old, expectation->node);
	for (size_t i = 0; i < expectation->len; i++) {
		const struct text_insertion *insertion = &expectation->insertions[i];

		buf_add(&out, str_slice(value, done, insertion->index));
		buf_add_c(&out, insertion->text);
		done = insertion->index;
	}
	buf_add(&out, str_slice(value, done, value.len));
	return buf_keep(&out, arena);
}
