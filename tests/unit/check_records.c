/* SPDX-License-Identifier: MIT */
/* Tests the validation of records with invented ones. */
#include "config.h"

#include "yaml/records.h"

#include "unit.h"


#define R(k, s, from, to) { .kind = (unsigned char)(k), .style = (unsigned char)(s), .range = { (from), (to) } }
#define DOCUMENT R(RECORD_DOCUMENT, STYLE_PLAIN, 0, 0)
#define SCALAR(from, to) R(RECORD_SCALAR, STYLE_PLAIN, from, to)

/* Records of "'a': [*b]\n", and impossible ones. */
static const struct {
	bool sound;
	struct record records[8];
	size_t count;
} claims[] = {
	{ true, { DOCUMENT }, 1 },
	{ true, { DOCUMENT, SCALAR(1, 2) }, 2 },
	{ true, { DOCUMENT, R(RECORD_SCALAR, STYLE_SINGLE, 0, 3) }, 2 },
	{ true,
	  { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), R(RECORD_SCALAR, STYLE_SINGLE, 0, 3),
	    R(RECORD_SEQ, STYLE_FLOW, 5, 5), R(RECORD_ALIAS, STYLE_PLAIN, 7, 8),
	    R(RECORD_SEQ_END, STYLE_PLAIN, 9, 9), R(RECORD_MAP_END, STYLE_PLAIN, 10, 10) },
	  7 },
	{ false, { SCALAR(1, 2) }, 1 },				       /* no document */
	{ false, { DOCUMENT, SCALAR(1, 2), SCALAR(2, 3) }, 3 },	       /* two roots */
	{ false, { DOCUMENT, SCALAR(1, 11) }, 2 },		       /* after the end */
	{ false, { DOCUMENT, SCALAR(3, 2) }, 2 },		       /* reversed */
	{ false, { DOCUMENT, SCALAR(1, UINT32_MAX) }, 2 },
	{ false, { DOCUMENT, R((enum record_kind)7, STYLE_PLAIN, 0, 0) }, 2 },
	{ false, { DOCUMENT, R((enum record_kind)99, STYLE_PLAIN, 0, 0) }, 2 },
	{ false, { DOCUMENT, R(RECORD_SCALAR, (enum style)99, 0, 1) }, 2 },
	{ false, { DOCUMENT, R(RECORD_SCALAR, STYLE_FLOW, 0, 1) }, 2 },
	{ false, { DOCUMENT, R(RECORD_SCALAR, STYLE_DOUBLE, 0, 3) }, 2 }, /* other quotes */
	{ false, { DOCUMENT, R(RECORD_SCALAR, STYLE_SINGLE, 0, 2) }, 2 },
	{ false, { DOCUMENT, R(RECORD_ALIAS, STYLE_PLAIN, 1, 2) }, 2 },	  /* no "*" */
	{ false, { DOCUMENT, R(RECORD_ALIAS, STYLE_PLAIN, 0, 1) }, 2 },
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0) }, 2 },	  /* not closed */
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_PLAIN, 0, 0), R(RECORD_MAP_END, 0, 1, 1) }, 3 },
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_FLOW, 5, 5), R(RECORD_MAP_END, 0, 9, 9) }, 3 },
	{ false, { DOCUMENT, R(RECORD_SEQ, STYLE_FLOW, 5, 5), R(RECORD_SEQ_END, 0, 8, 8) }, 3 },
	{ false, { DOCUMENT, R(RECORD_SEQ_END, STYLE_PLAIN, 0, 0) }, 2 }, /* never opened */
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), R(RECORD_SEQ_END, 0, 9, 9) }, 3 },
	{ false, /* a key without a value */
	  { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), SCALAR(1, 2), R(RECORD_MAP_END, 0, 3, 3) }, 4 },
	{ false, /* backwards */
	  { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), SCALAR(5, 6), SCALAR(1, 2),
	    R(RECORD_MAP_END, 0, 9, 9) }, 5 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .anchor = { 0, 1 } } }, 2 }, /* no "&" */
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .anchor = { 3, 0 } } }, 2 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .tag = { 5, 11 } } }, 2 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .tag = { 5, 2 } } }, 2 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .range = { 0, 1 }, .text_len = 99 } }, 2 },
};

static bool are_sound(const struct record *at, size_t count, struct str bytes)
{
	struct edited text = edited_of(bytes, NULL);
	struct records records;
	struct record record;

	records_begin(&records, at, count, &text, false);
	while (records_next(&records, &record))
		ck_assert_mem_eq(&record, &at[records.next - 1], sizeof(record));
	ck_assert(!records_next(&records, &record));
	return records_are_whole(&records);
}

START_TEST(test_claims)
{
	ck_assert_int_eq(are_sound(claims[_i].records, claims[_i].count, STR("'a': [*b]\n")),
			 claims[_i].sound);
}
END_TEST

START_TEST(test_depth)
{
	static struct record deep[2 * YAML_DEPTH_MAX + 3];

	for (size_t depth = YAML_DEPTH_MAX; depth <= YAML_DEPTH_MAX + 1; depth++) {
		deep[0] = (struct record){ .kind = RECORD_DOCUMENT };
		for (size_t i = 0; i < depth; i++) {
			deep[1 + i] = (struct record){ .kind = RECORD_SEQ, .style = STYLE_BLOCK };
			deep[1 + depth + i] = (struct record){ .kind = RECORD_SEQ_END };
		}
		ck_assert_int_eq(are_sound(deep, 1 + 2 * depth, STR("x")), depth == YAML_DEPTH_MAX);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("records");

	ADD_TABLE(tcase, test_claims, claims);
	tcase_add_test(tcase, test_depth);
	return run_tests("records", tcase);
}
