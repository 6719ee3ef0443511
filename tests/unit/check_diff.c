/* SPDX-License-Identifier: MIT */
/* Compares diffs with expected text and with the real `git diff`. */
#include "config.h"

#include "output/diff.h"
#include "output/escape.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
	struct arena arena;
	struct edits edits;
	struct buf text;
	struct change change;
};

/* Up to three edits, given as the bytes that they replace (which must occur) and the new bytes. */
struct step {
	const char *at;      /* the first occurrence of this text in old */
	size_t skip;         /* bytes of it that are kept */
	size_t length;       /* bytes that are replaced */
	const char *text;
};

static void fixture_fill(struct fixture *f, const char *old, const struct step *steps, size_t count)
{
	*f = (struct fixture){ .change = { .path = STR("w.yml"), .old = str_from(old) } };
	for (size_t i = 0; i < count && steps[i].at; i++) {
		size_t at = str_find(f->change.old, str_from(steps[i].at), 0) + steps[i].skip;
		struct edit e = edit_make((struct range){ at, at + steps[i].length }, str_from(steps[i].text));

		list_add(&f->arena, &f->edits.list, e);
	}
	ck_assert(edits_sort(&f->edits, f->change.old.len));
	edits_apply(f->change.old, &f->edits, &f->text);
	f->change.text = buf_str(&f->text);
	f->change.edits = &f->edits;
}

static void fixture_release(struct fixture *f)
{
	buf_release(&f->text);
	arena_release(&f->arena);
}

static const struct {
	const char *old;
	struct step steps[3];
	const char *hunks;
} cases[] = {
	/* a word within a line */
	{ "a\nb c\nd\n", { { "b c", 2, 1, "x" } }, "@@ -1,3 +1,3 @@\n a\n-b c\n+b x\n d\n" },
	/* inserted lines that equal the next ones: no sliding */
	{ "a\nb\nc\n", { { "b\n", 0, 0, "b\nz\nb\n" } },
	  "@@ -1,3 +1,6 @@\n a\n+b\n+z\n+b\n b\n c\n" },
	/* the same lines, inserted at the end of the previous line */
	{ "a\nb\nc\n", { { "a\n", 1, 0, "\nz" } }, "@@ -1,3 +1,4 @@\n a\n+z\n b\n c\n" },
	/* at the very start, and into an empty file */
	{ "a\n", { { "a", 0, 0, "z\n" } }, "@@ -1 +1,2 @@\n+z\n a\n" },
	{ "", { { "", 0, 0, "z\n" } }, "@@ -0,0 +1 @@\n+z\n" },
	{ "a\nb\n", { { "a", 0, 4, "" } }, "@@ -1,2 +0,0 @@\n-a\n-b\n" },
	/* at the end, with and without a final newline */
	{ "a\n", { { "a\n", 2, 0, "z\n" } }, "@@ -1 +1,2 @@\n a\n+z\n" },
	{ "a\n", { { "a\n", 2, 0, "z" } },
	  "@@ -1 +1,2 @@\n a\n+z\n\\ No newline at end of file\n" },
	{ "a\nb", { { "b", 1, 0, "\nz" } },
	  "@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+z\n"
	  "\\ No newline at end of file\n" },
	{ "a\nb", { { "a\n", 0, 0, "z\n" } },
	  "@@ -1,2 +1,3 @@\n+z\n a\n b\n\\ No newline at end of file\n" },
	{ "a\nb", { { "b", 1, 0, "\n" } },
	  "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n" },
	/* carriage returns are bytes of the line */
	{ "a\r\nb\r\n", { { "b", 0, 1, "x" } }, "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+x\r\n" },
	/* two edits on one line or adjacent lines: one change */
	{ "a b\nc\n", { { "a", 0, 1, "x" }, { "b", 0, 1, "y" } }, "@@ -1,2 +1,2 @@\n-a b\n+x y\n c\n" },
	{ "a\nb\nc\n", { { "a", 0, 1, "x" }, { "b", 0, 1, "y" } },
	  "@@ -1,3 +1,3 @@\n-a\n-b\n+x\n+y\n c\n" },
	{ "a\nb\nc\n", { { "a", 1, 1, " " } }, "@@ -1,3 +1,2 @@\n-a\n-b\n+a b\n c\n" },
	/* an edit that changes nothing, and one in which only the middle line changes */
	{ "a\nb\n", { { "a", 0, 1, "a" } }, "" },
	{ "a\nb\nc\nd\ne\n", { { "a", 0, 9, "a\nB\nc\nD\ne" } },
	  "@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n-d\n+D\n e\n" },
	/* six lines between two changes: one hunk; seven: two */
	{ "x\n1\n2\n3\n4\n5\n6\ny\n", { { "x", 0, 1, "X" }, { "y", 0, 1, "Y" } },
	  "@@ -1,8 +1,8 @@\n-x\n+X\n 1\n 2\n 3\n 4\n 5\n 6\n-y\n+Y\n" },
	{ "x\n1\n2\n3\n4\n5\n6\n7\ny\n", { { "x", 0, 1, "X" }, { "y", 0, 1, "Y" } },
	  "@@ -1,4 +1,4 @@\n-x\n+X\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-y\n+Y\n" },
};

START_TEST(test_hunks)
{
	BUF_AUTO struct buf out = { 0 };
	struct fixture f;

	fixture_fill(&f, cases[_i].old, cases[_i].steps, 3);
	diff_add_hunks(&out, &f.change);
	ck_assert_str_eq(out.p ? out.p : "", cases[_i].hunks);
	fixture_release(&f);
}
END_TEST

static void write_file(const char *name, struct str text)
{
	FILE *file = fopen(name, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert(text.len == 0 || fwrite(text.p, text.len, 1, file) == 1);
	ck_assert_int_eq(fclose(file), 0);
}

static void read_command(struct buf *out, const char *command)
{
	FILE *pipe = popen(command, "r");
	char chunk[4096];
	size_t n;

	ck_assert_ptr_nonnull(pipe);
	while ((n = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
		buf_add(out, (struct str){ chunk, n });
	pclose(pipe);
}

/* The same hunks as git's, without the function name on each hunk header. */
START_TEST(test_hunks_of_git)
{
	BUF_AUTO struct buf ours = { 0 };
	BUF_AUTO struct buf theirs = { 0 };
	char folder[] = "/tmp/check_diff.XXXXXX";
	struct fixture f;

	if (system("git --version >/dev/null 2>&1") != 0) {
		puts("check_diff: no git, not compared");
		return;
	}
	fixture_fill(&f, cases[_i].old, cases[_i].steps, 3);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	write_file("old", f.change.old);
	write_file("new", f.change.text);
	read_command(&theirs, "git -c core.autocrlf=false diff --no-index --no-color"
			      " --no-indent-heuristic old new | sed -e '1,/^+++/d' -e 's/^\\(@@ .* @@\\).*/\\1/'");
	diff_add_hunks(&ours, &f.change);
	/* git slides an inserted block, so it may choose other equal lines. */
	if (_i != 1)
		ck_assert_str_eq(ours.p ? ours.p : "", theirs.p ? theirs.p : "");
	else
		ck_assert_uint_eq(ours.len, theirs.len);
	fixture_release(&f);
	unlink("old");
	unlink("new");
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(test_headers)
{
	static const struct step steps[] = { { "a", 0, 1, "b" } };
	struct diff_options plain = { .git = false }, git = { .git = true };
	BUF_AUTO struct buf out = { 0 };
	struct fixture f;

	fixture_fill(&f, "a\n", steps, 1);
	diff_add(&out, &f.change, &plain);
	ck_assert_str_eq(out.p, "--- a/w.yml\n+++ b/w.yml\n@@ -1 +1 @@\n-a\n+b\n");
	buf_cut(&out, 0);
	f.change.path = STR("a b/\xc3\xa9\"\n");
	f.change.mode = 0100755;
	diff_add(&out, &f.change, &git);
	ck_assert_str_eq(out.p,
			 "diff --git \"a/a b/\\303\\251\\\"\\n\" \"b/a b/\\303\\251\\\"\\n\"\n"
			 "index 78981922613b2afb6025042ff6bd878ac1994e85.."
			 "61780798228d17af2d34fce4cfbdf35556832472 100755\n"
			 "--- \"a/a b/\\303\\251\\\"\\n\"\t\n+++ \"b/a b/\\303\\251\\\"\\n\"\t\n"
			 "@@ -1 +1 @@\n-a\n+b\n");
	fixture_release(&f);
}
END_TEST

START_TEST(test_created)
{
	struct change change = { .path = STR("n.feature"), .text = STR("x\ny\n"), .created = true };
	struct diff_options git = { .git = true };
	struct diff_count count;
	BUF_AUTO struct buf out = { 0 };

	diff_add(&out, &change, &git);
	ck_assert_str_eq(out.p, "diff --git a/n.feature b/n.feature\nnew file mode 100644\n"
				"index 0000000000000000000000000000000000000000.."
				"b77b4eb1d946f923f61785536da9ca5af6909f06\n"
				"--- /dev/null\n+++ b/n.feature\n@@ -0,0 +1,2 @@\n+x\n+y\n");
	diff_count_lines(&count, &change);
	ck_assert_uint_eq(count.added, 2);
	ck_assert_uint_eq(count.deleted, 0);
}
END_TEST

START_TEST(test_color)
{
	static const struct step steps[] = { { "a", 0, 1, "\033]0;x\007\xc2\x9b" } };
	struct diff_options color = { .shown = true, .color = true };
	BUF_AUTO struct buf out = { 0 };
	struct fixture f;

	fixture_fill(&f, "k\t\n\xff a\r\n", steps, 1);
	diff_add(&out, &f.change, &color);
	ck_assert_str_eq(out.p,
			 "\033[1m--- a/w.yml\033[m\n\033[1m+++ b/w.yml\033[m\n"
			 "\033[36m@@ -1,2 +1,2 @@\033[m\n k\t\n\033[31m-\\xff a\\r\033[m\n"
			 "\033[32m+\\xff \\x1b]0;x\\x07\\u009b\\r\033[m\n");
	buf_cut(&out, 0);
	color.color = false;
	diff_add(&out, &f.change, &color);
	ck_assert_str_eq(out.p, "--- a/w.yml\n+++ b/w.yml\n@@ -1,2 +1,2 @@\n k\t\n-\\xff a\\r\n"
				"+\\xff \\x1b]0;x\\x07\\u009b\\r\n");
	fixture_release(&f);
}
END_TEST

/* Reads one hunk's lines from *hunks: old ones must come next in *old, new ones are added to
 * out. */
static void take_hunk(struct str *hunks, struct str *old, struct buf *out)
{
	struct str line, have;

	while (hunks->len > 0 && !str_starts(*hunks, "@@") && str_next_line(hunks, &line)) {
		char mark = line.p[0];

		line = str_slice(line, 1, line.len);
		if (str_starts(*hunks, "\\")) {
			struct str remark;

			line.len--;
			ck_assert(str_next_line(hunks, &remark));
		}
		if (mark != '+') {
			ck_assert(str_next_line(old, &have));
			ck_assert(str_eq(have, line));
		}
		if (mark != '-')
			buf_add(out, line);
	}
}

/* Applies hunks like a patch program and checks each number. */
static void apply_hunks(struct str hunks, struct str old, struct buf *out)
{
	size_t line = 0, written = 0;
	struct str place, skipped;

	while (str_next_line(&hunks, &place)) {
		unsigned long at[4] = { 0, 1, 0, 1 };
		BUF_AUTO struct buf part = { 0 };
		struct str before = old, rest;
		size_t olds = 0, news = 0;

		if (sscanf(place.p, "@@ -%lu,%lu", &at[0], &at[1]) < 2)
			at[1] = 1;
		if (sscanf(strchr(place.p, '+'), "+%lu,%lu", &at[2], &at[3]) < 2)
			at[3] = 1;
		for (; line + (at[1] > 0) < at[0]; line++, written++) {
			ck_assert(str_next_line(&old, &skipped));
			buf_add(out, skipped);
		}
		ck_assert_uint_eq(written + (at[3] > 0), at[2]);
		before = old;
		take_hunk(&hunks, &old, &part);
		before = str_slice(before, 0, before.len - old.len);
		rest = buf_str(&part);
		while (str_next_line(&before, &skipped))
			olds++;
		while (str_next_line(&rest, &skipped))
			news++;
		ck_assert_uint_eq(olds, at[1]);
		ck_assert_uint_eq(news, at[3]);
		buf_add(out, buf_str(&part));
		line += olds;
		written += news;
	}
	buf_add(out, old);
}

static unsigned next_number(unsigned *state, unsigned below)
{
	*state = *state * 1103515245 + 12345;
	return (*state >> 16) % below;
}

/* Random text with few letters and many lines. */
static struct str random_text(struct arena *arena, unsigned *state, size_t most)
{
	size_t length = next_number(state, (unsigned)most + 1);
	char *p = arena_alloc(arena, length + 1, 1);

	for (size_t i = 0; i < length; i++)
		p[i] = "ab\n\n"[next_number(state, 4)];
	return (struct str){ p, length };
}

START_TEST(test_random)
{
	unsigned state = (unsigned)_i;

	for (size_t round = 0; round < 300; round++) {
		BUF_AUTO struct buf hunks = { 0 };
		BUF_AUTO struct buf out = { 0 };
		struct fixture f;

		fixture_fill(&f, "", NULL, 0);
		f.change.old = random_text(&f.arena, &state, 80);
		for (size_t i = 0, at = 0; i < 4 && at <= f.change.old.len; i++) {
			size_t start = at + next_number(&state, 30);
			size_t end = start + next_number(&state, 6) * next_number(&state, 2);
			struct edit e = edit_make((struct range){ start, end }, random_text(&f.arena, &state, 6));

			if (end <= f.change.old.len)
				list_add(&f.arena, &f.edits.list, e);
			at = end;
		}
		edits_apply(f.change.old, &f.edits, &f.text);
		f.change.text = buf_str(&f.text);
		diff_add_hunks(&hunks, &f.change);
		apply_hunks(buf_str(&hunks), f.change.old, &out);
		ck_assert(str_eq(buf_str(&out), f.change.text));
		fixture_release(&f);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("diff");
	TCase *tcase = tcase_create("diff");
	SRunner *runner = srunner_create(suite);
	int count = (int)(sizeof(cases) / sizeof(cases[0]));
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, test_hunks, 0, count);
	tcase_add_loop_test(tcase, test_hunks_of_git, 0, count);
	tcase_add_loop_test(tcase, test_random, 0, 10);
	tcase_add_test(tcase, test_headers);
	tcase_add_test(tcase, test_created);
	tcase_add_test(tcase, test_color);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
