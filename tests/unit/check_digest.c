/* SPDX-License-Identifier: MIT */
/* Compares digests with published values and git's ids. */
#include "config.h"

#include "base/digest.h"

#include <check.h>

static const struct {
	enum digest_kind kind;
	bool blob;
	const char *text;
	const char *hex;
} cases[] = {
	{ DIGEST_SHA1, false, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
	{ DIGEST_SHA1, false, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
	{ DIGEST_SHA256, false, "abc",
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ DIGEST_SHA1, true, "", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" },
	{ DIGEST_SHA1, true, "a\n", "78981922613b2afb6025042ff6bd878ac1994e85" },
	{ DIGEST_SHA1, true, "twenty-six bytes of text.\n", "a488dc508c239fe45a0309f8d9689f18696df5a2" },
	{ DIGEST_SHA256, true, "", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813" },
};

START_TEST(test_digest)
{
	struct str text = str_from(cases[_i].text);
	char hex[DIGEST_HEX_SIZE];
	struct digest digest;

	if (cases[_i].blob)
		digest_blob(&digest, cases[_i].kind, text);
	else
		digest_of(&digest, cases[_i].kind, text);
	digest_hex(&digest, hex);
	ck_assert_str_eq(hex, cases[_i].hex);
	ck_assert_uint_eq(2 * digest.len, digest_hex_length(cases[_i].kind));
}
END_TEST

START_TEST(test_stream)
{
	DIGEST_STREAM_AUTO struct digest_stream stream = { 0 };
	struct digest digest;
	char hex[DIGEST_HEX_SIZE];

	digest_begin(&stream, DIGEST_SHA1);
	digest_update(&stream, STR("zzz"));
	digest_begin(&stream, DIGEST_SHA256);
	digest_update(&stream, STR("a"));
	digest_update(&stream, STR(""));
	digest_update(&stream, STR("bc"));
	digest_end(&stream, &digest);
	digest_hex(&digest, hex);
	ck_assert_str_eq(hex, cases[2].hex);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("digest");
	TCase *tcase = tcase_create("digest");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_digest, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tcase, test_stream);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
