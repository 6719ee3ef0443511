/* SPDX-License-Identifier: MIT */
/* Processes: what they print comes in the order of the repositories, and one that dies fails alone. */
#include "config.h"

#include "parallel.h"

#include "folder.h"

#include <unistd.h>

/* Prints the root's last letter, the earlier the later; dies at "x". */
static void work(struct runner *r, struct batch *batch, size_t number)
{
	struct str root = batch->roots.at[number]->path;
	char letter = root.p[root.len - 1];

	usleep((useconds_t)('e' - (letter == 'x' ? 'c' : letter)) * 2000);
	if (letter == 'x')
		_exit(3);
	buf_printf(&r->output->result, "%c\n", letter);
	r->failed |= letter == 'e';
}

static void run_work(struct run_output *output, const char *letters, size_t count, bool *failed)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct options options = { .mode = MODE_DIFF };
	struct batch batch = { .worker = { .here = true } };
	struct runner r = { .options = &options,
			    .output = output,
			    .several = true,
			    .lines = LINES_TO(&output->result, false),
			    .log = LINES_TO(&output->messages, false),
			    .json = JSON_TO(&output->result) };

	temporary_make(&folder);
	for (; *letters; letters++) {
		char path[256];

		snprintf(path, sizeof(path), "%s/%c", folder.path, *letters);
		batch_add_missing(&batch, path);
	}
	parallel_run(&r, &batch, count, work);
	*failed = r.failed;
	batch_release(&batch);
	arena_release(&r.arena);
}

static const struct {
	const char *letters, *result;
	size_t count;
	bool failed;
	const char *messages;
} rows[] = {
	{ "abcd", "a\nb\nc\nd\n", 2, false, "" },
	{ "abcd", "a\nb\nc\nd\n", 8, false, "" },
	{ "dcba", "d\nc\nb\na\n", 3, false, "" },
	{ "aeb", "a\ne\nb\n", 2, true, "" },
	{ "axb", "a\nb\n", 2, true, "x: error: " },
	{ "a", "a\n", 2, false, "" },
};

START_TEST(test_order)
{
	struct run_output output = { .result = { .len = 0 } };
	bool failed = false;

	run_work(&output, rows[_i].letters, rows[_i].count, &failed);
	ck_assert_text(buf_str(&output.result), rows[_i].result);
	ck_assert_int_eq(failed, rows[_i].failed);
	ck_assert_msg(str_contains(buf_str(&output.messages), rows[_i].messages), "%.*s",
		      STR_ARG(buf_str(&output.messages)));
	buf_release(&output.result);
	buf_release(&output.messages);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("parallel");

	ADD_TABLE(tcase, test_order, rows);
	return run_tests("parallel", tcase);
}
