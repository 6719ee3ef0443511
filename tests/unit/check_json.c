/* SPDX-License-Identifier: MIT */
/* Compares the JSON writer with expected text; Python, if available, checks that it is JSON. */
#include "config.h"

#include "output/json.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	struct str text;
	const char *json;
} texts[] = {
	{ STR(""), "\"\"\n" },
	{ STR("  a  b  "), "\"  a  b  \"\n" },
	{ STR("\"\\/"), "\"\\\"\\\\/\"\n" },
	{ STR("\0\t\n\r\x1b\x7f"), "\"\\u0000\\t\\n\\r\\u001b\\u007f\"\n" },
	{ STR("\xc3\xa9\xf0\x9f\x98\x80"), "\"\xc3\xa9\xf0\x9f\x98\x80\"\n" },
	{ STR("\xc2\x9b\xe2\x80\xa8\xe2\x80\xae"), "\"\\u009b\\u2028\\u202e\"\n" },
	{ STR("a\xff\xed\xa0\x80z\xc3"),
	  "\"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd\"\n" },
	{ STR("null"), "\"null\"\n" },
	{ STR("##[a] ###[ # #[ ##"), "\"#\\u0023[a] ##\\u0023[ # #[ ##\"\n" },
	{ STR("::a::\xef\xbb\xbf"), "\"::a::\\ufeff\"\n" },
};

START_TEST(test_text)
{
	BUF_AUTO struct buf out = { 0 };
	struct json json = JSON_TO(&out);

	json_text(&json, texts[_i].text);
	ck_assert(json_finish(&json));
	ck_assert_str_eq(out.p, texts[_i].json);
}
END_TEST

static void write_document(struct buf *out)
{
	struct json json = JSON_TO(out);

	json_object(&json);
	json_key(&json, "version");
	json_number(&json, 1);
	json_key(&json, "files");
	json_array(&json);
	json_object(&json);
	json_end(&json);
	json_text(&json, STR("x"));
	json_array(&json);
	json_bool(&json, true);
	json_bool(&json, false);
	json_end(&json);
	json_end(&json);
	json_key(&json, "none");
	json_array(&json);
	json_end(&json);
	json_key(&json, "error");
	json_null(&json);
	json_end(&json);
	ck_assert(json_finish(&json));
}

START_TEST(test_document)
{
	BUF_AUTO struct buf out = { 0 };

	write_document(&out);
	ck_assert_str_eq(out.p, "{\n  \"version\": 1,\n  \"files\": [\n    {},\n    \"x\",\n    [\n"
				"      true,\n      false\n    ]\n  ],\n  \"none\": [],\n"
				"  \"error\": null\n}\n");
}
END_TEST

/* Every byte, a long text and deep nesting, read back by another parser. */
START_TEST(test_judged)
{
	static char text[100000];
	BUF_AUTO struct buf out = { 0 };
	struct json json = JSON_TO(&out);
	FILE *judge;

	if (system("python3 -c 0 2>/dev/null") != 0) {
		puts("check_json: no python3, not judged");
		return;
	}
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i % 128);
	for (size_t i = 0; i < JSON_DEPTH_MAX; i++)
		json_array(&json);
	json_text(&json, (struct str){ text, sizeof(text) });
	for (size_t i = 0; i < JSON_DEPTH_MAX; i++)
		json_end(&json);
	ck_assert(json_finish(&json));
	judge = popen("python3 -c '\n"
		      "import json, sys\n"
		      "value = json.loads(sys.stdin.buffer.read())\n"
		      "while isinstance(value, list): value = value[0]\n"
		      "sys.exit(value != \"\".join(chr(i % 128) for i in range(100000)))'",
		      "w");
	ck_assert_ptr_nonnull(judge);
	ck_assert_uint_eq(fwrite(out.p, 1, out.len, judge), out.len);
	ck_assert_int_eq(pclose(judge), 0);
}
END_TEST

/* Each letter is a call: o a . k v for object, array, end, key, value. */
static const char *const misuses[] = { "", "o", "a", "ov", "ok", "ok.", "okk", ".", "a..", "ak", "vv",
				       "o.o.", "av", "k" };

START_TEST(test_misuse)
{
	BUF_AUTO struct buf out = { 0 };
	struct json json = JSON_TO(&out);

	for (const char *call = misuses[_i]; *call; call++) {
		if (*call == 'o')
			json_object(&json);
		else if (*call == 'a')
			json_array(&json);
		else if (*call == '.')
			json_end(&json);
		else if (*call == 'k')
			json_key(&json, "k");
		else
			json_null(&json);
	}
	ck_assert(!json_finish(&json));
}
END_TEST

START_TEST(test_depth)
{
	BUF_AUTO struct buf out = { 0 };
	struct json json = JSON_TO(&out);

	for (size_t i = 0; i <= JSON_DEPTH_MAX; i++)
		json_array(&json);
	for (size_t i = 0; i <= JSON_DEPTH_MAX; i++)
		json_end(&json);
	ck_assert(!json_finish(&json));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tcase = tcase_create("json");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_text, 0, (int)(sizeof(texts) / sizeof(texts[0])));
	tcase_add_test(tcase, test_document);
	tcase_add_test(tcase, test_judged);
	tcase_add_loop_test(tcase, test_misuse, 0, (int)(sizeof(misuses) / sizeof(misuses[0])));
	tcase_add_test(tcase, test_depth);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
