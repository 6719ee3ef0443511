/* SPDX-License-Identifier: MIT */
/* Tests patches with the programs that apply them: git am, git apply and patch(1). */
#include "config.h"

#include "output/patch.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES_MAX = 3 };

/* A file before and after; the difference is made by one edit. */
struct file_case {
	const char *path; /* NULL: no more files */
	const char *old;  /* NULL: the file is created */
	const char *text;
};

static const struct {
	const char *name;
	struct file_case files[FILES_MAX];
} cases[] = {
	{ "lf", { { ".github/workflows/ci.yml", "a\nb\nc\n", "a\nx\nb\nc\n" } } },
	{ "crlf", { { "ci.yml", "a\r\nb\r\nc\r\n", "a\r\nx\r\nb\r\nc\r\n" } } },
	{ "mixed", { { "ci.yml", "a\r\nb\nc\r\n", "a\r\nx\nb\nc\r\n" },
		     { "lf.yml", "a\n", "a\nb\n" } } },
	{ "no final newline", { { "ci.yml", "a\nb", "a\nb\nc" } } },
	{ "return at the end", { { "ci.yml", "a\nb\r", "a\nc\nb\r" } } },
	{ "final newline goes", { { "ci.yml", "a\nb\n", "a\nb" } } },
	{ "spaces", { { "a b/c d.yml", "a\n", "b\n" } } },
	{ "non-ascii", { { "\xc3\xa9/\xf0\x9f\x98\x80.yml", "\xc3\xa9\n", "\xc3\xa8\n" } } },
	{ "quotes", { { "a\"b\\c.yml", "a\n", "b\n" } } },
	{ "created", { { "features/x y.feature", NULL, "a\n" }, { "q", NULL, "" } } },
	{ "created crlf", { { "q", NULL, "a\r\nb\r\n" } } },
	{ "several", { { "a.yml", "a\n", "b\n" }, { "b.yml", "1\n2\n3\n", "1\n3\n" },
		       { "c/d.yml", NULL, "x\n" } } },
	{ "hard lines", { { "a.yml", "-- x\n--- y\nFrom a\n", "-- z\n---\nFrom a\ndiff -\n" } } },
};

struct repository {
	char folder[64];
	struct arena arena;
	struct edits edits[FILES_MAX];
	struct change changes[FILES_MAX];
	size_t count;
	struct buf patch;
};

static bool have(const char *command)
{
	BUF_AUTO struct buf line = { 0 };

	buf_printf(&line, "%s --version >/dev/null 2>&1", command);
	return system(line.p) == 0;
}

/* Runs a shell command in the repository without the user's configuration. */
static int run(const struct repository *r, const char *command)
{
	BUF_AUTO struct buf line = { 0 };

	buf_printf(&line,
		   "cd '%s/r' && export HOME='%s' GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A"
		   " GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=C"
		   " GIT_COMMITTER_EMAIL=c@example.org LC_ALL=C XDG_CONFIG_HOME='%s' && { %s\n} 2>>../errors",
		   r->folder, r->folder, r->folder, command);
	return system(line.p);
}

#define ck_run(r, command) ck_assert_msg(run((r), (command)) == 0, "%s", (command))

static void write_file(const struct repository *r, struct str path, struct str text)
{
	BUF_AUTO struct buf full = { 0 };
	size_t slash;
	FILE *file;

	buf_printf(&full, "%s/%.*s", r->folder, STR_ARG(path));
	slash = str_rfind_char(buf_str(&full), '/');
	full.p[slash] = '\0';
	if (access(full.p, F_OK) != 0) {
		BUF_AUTO struct buf make = { 0 };

		buf_printf(&make, "mkdir -p '%s'", full.p);
		ck_assert_int_eq(system(make.p), 0);
	}
	full.p[slash] = '/';
	file = fopen(full.p, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert(text.len == 0 || fwrite(text.p, text.len, 1, file) == 1);
	ck_assert_int_eq(fclose(file), 0);
}

static void read_file(const struct repository *r, struct buf *out, struct str path)
{
	BUF_AUTO struct buf full = { 0 };
	char chunk[4096];
	FILE *file;
	size_t n;

	buf_printf(&full, "%s/%.*s", r->folder, STR_ARG(path));
	buf_cut(out, 0);
	file = fopen(full.p, "rb");
	ck_assert_msg(file != NULL, "%s", full.p);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(out, (struct str){ chunk, n });
	fclose(file);
}

static void add_edit(struct repository *r, struct edits *edits, struct str old, struct str text)
{
	size_t front = 0, back = 0;

	while (front < old.len && front < text.len && old.p[front] == text.p[front])
		front++;
	while (back < old.len - front && back < text.len - front &&
	       old.p[old.len - back - 1] == text.p[text.len - back - 1])
		back++;
	list_add(&r->arena, &edits->list,
		 edit_make((struct range){ front, old.len - back }, str_slice(text, front, text.len - back)));
}

static void repository_init(struct repository *r, const struct file_case *files, bool sha256)
{
	*r = (struct repository){ .folder = "/tmp/check_patch.XXXXXX" };
	ck_assert_ptr_nonnull(mkdtemp(r->folder));
	write_file(r, STR("r/other"), STR("o\n"));
	ck_run(r, sha256 ? "git init -q --object-format=sha256" : "git init -q");
	for (size_t i = 0; i < FILES_MAX && files[i].path; i++) {
		struct change *change = &r->changes[r->count++];

		*change = (struct change){ .path = str_from(files[i].path),
					   .old = str_from(files[i].old),
					   .text = str_from(files[i].text),
					   .created = !files[i].old };
		if (change->created)
			continue;
		write_file(r, arena_printf(&r->arena, "r/%s", files[i].path), change->old);
		add_edit(r, &r->edits[i], change->old, change->text);
		change->edits = &r->edits[i];
	}
	ck_run(r, "git add -A && git commit -q -m base");
}

static void repository_release(struct repository *r)
{
	BUF_AUTO struct buf remove = { 0 };

	buf_printf(&remove, "rm -rf '%s'", r->folder);
	ck_assert_int_eq(system(remove.p), 0);
	buf_release(&r->patch);
	arena_release(&r->arena);
}

static void make_patch(struct repository *r, const struct patch *patch)
{
	const struct changes changes = { .list = { r->changes, (unsigned)r->count, (unsigned)r->count } };

	for (size_t i = 0; i < r->count; i++)
		patch_look(&r->changes[i]);
	buf_cut(&r->patch, 0);
	patch_add(&r->patch, patch, &changes);
	write_file(r, STR("p"), buf_str(&r->patch));
}

static void check_content(const struct repository *r, const char *what)
{
	BUF_AUTO struct buf now = { 0 };

	for (size_t i = 0; i < r->count; i++) {
		BUF_AUTO struct buf path = { 0 };

		buf_printf(&path, "r/%.*s", STR_ARG(r->changes[i].path));
		read_file(r, &now, buf_str(&path));
		ck_assert_msg(str_eq(buf_str(&now), r->changes[i].text), "%s: %s", what, path.p);
	}
}

static const struct patch plain = {
	.subject = { "chore: x", 8 },
	.author_name = { "A U Thor", 8 },
	.author_email = { "a@example.org", 13 },
	.date = 1700000000,
};

static void check_case(size_t which, bool sha256)
{
	struct patch patch = plain;
	struct repository r;

	repository_init(&r, cases[which].files, sha256);
	patch.format = sha256 ? DIGEST_SHA256 : DIGEST_SHA1;
	make_patch(&r, &patch);
	ck_run(&r, "git apply --index ../p");
	check_content(&r, "git apply");
	ck_run(&r, "git reset -q --hard && git am -q ../p");
	check_content(&r, "git am");
	ck_run(&r, "test -z \"$(git status --porcelain)\"");
	ck_run(&r, "git apply -R ../p && git reset -q --hard HEAD^");
	/* The ids of the index lines are those of git. */
	ck_run(&r, "git am -q -3 ../p && git format-patch -q --stdout --full-index --binary -1 |"
		   " sed -n 's/^index //p' >../theirs && sed -n 's/^index //p' ../p >../ours &&"
		   " diff ../ours ../theirs && git reset -q --hard HEAD^");
	patch.plain_crlf = true;
	make_patch(&r, &patch);
	ck_run(&r, "git apply --index ../p");
	check_content(&r, "git apply, plain");
	ck_run(&r, "git reset -q --hard && git am -q --keep-cr ../p");
	check_content(&r, "git am --keep-cr, plain");
	/* patch(1) does not create empty files, and rejects unusual names. */
	if (have("patch") && strcmp(cases[which].name, "created") != 0) {
		ck_run(&r, "git reset -q --hard HEAD^ && patch -s --binary -p1 <../p");
		check_content(&r, "patch");
	}
	repository_release(&r);
}

START_TEST(test_applies)
{
	if (!have("git")) {
		puts("check_patch: no git, not judged");
		return;
	}
	check_case((size_t)_i, false);
	check_case((size_t)_i, true);
}
END_TEST

/* Messages: git format-patch must write the commit of git am as we do. */
static const struct {
	const char *subject;
	const char *name;
	const char *body;
	const char *trailers[2];
	const char *log; /* the message that git am must create; NULL: subject, body and trailers */
} messages[] = {
	{ "chore(ci): cache .nox virtual environments between CI runs to reduce setup time", "A U Thor",
	  "One.\n\nTwo.", { "Signed-off-by: A <a@b>", "Ticket: 1" }, NULL },
	{ "short", "A. \"B\" C, Jr", "", { NULL }, NULL },
	{ "short", "J\xc3\xb6rg M\xc3\xbcller (x)", "", { "Co-authored-by: \xc3\x9c <u@x>" }, NULL },
	{ "chore(ci): cache .nox virtual environments \xe2\x80\x94 and a good deal more "
	  "\xf0\x9f\x98\x80\xf0\x9f\x98\x80 =?x?= a_b",
	  "A", "B\xc3\xb6" "dy", { NULL }, NULL },
	{ "a =?UTF-8?q?b?=", "A", "x", { NULL }, NULL },
	{ "hard\nlines", "A",
	  "Subject: x\nFrom a\n---\ndiff --git a b\nIndex: x\n--- a/b\n\033[m", { NULL },
	  "hard lines\n\n Subject: x\n From a\n ---\n diff --git a b\n Index: x\n --- a/b\n\\x1b[m\n" },
	{ "one\xff", "A\nBcc: x", "From: me", { NULL }, "one\\xff\n\n From: me\n" },
};

static void check_log(const struct repository *r, const struct patch *patch, const char *log)
{
	BUF_AUTO struct buf want = { 0 };
	BUF_AUTO struct buf got = { 0 };

	if (log)
		buf_add_c(&want, log);
	else
		buf_printf(&want, "%.*s\n%s%.*s%s", STR_ARG(patch->subject),
			   patch->body.len > 0 ? "\n" : "", STR_ARG(patch->body),
			   patch->body.len > 0 ? "\n" : "");
	for (size_t i = 0; i < patch->trailer_count; i++)
		buf_printf(&want, "%s%.*s\n", i == 0 ? "\n" : "", STR_ARG(patch->trailers[i]));
	ck_run(r, "git log -1 --format=%B | sed '$d' >../log");
	read_file(r, &got, STR("log"));
	ck_assert_str_eq(got.p, want.p);
}

START_TEST(test_message)
{
	struct str trailers[2];
	struct patch patch = plain;
	struct repository r;

	if (!have("git"))
		return;
	repository_init(&r, cases[0].files, false);
	patch.subject = str_from(messages[_i].subject);
	patch.author_name = str_from(messages[_i].name);
	patch.body = str_from(messages[_i].body);
	patch.trailers = trailers;
	patch.zone = -330;
	while (patch.trailer_count < 2 && messages[_i].trailers[patch.trailer_count]) {
		trailers[patch.trailer_count] = str_from(messages[_i].trailers[patch.trailer_count]);
		patch.trailer_count++;
	}
	make_patch(&r, &patch);
	ck_run(&r, "git am -q ../p");
	check_log(&r, &patch, messages[_i].log);
	ck_run(&r, "git format-patch -q --stdout --full-index -1 |"
		   " sed -e '1d' -e '/^-- $/,$d' >../theirs &&"
		   " sed -e '1d' -e '/^-- $/,$d' ../p >../ours && diff ../ours ../theirs");
	repository_release(&r);
}
END_TEST

/* No line before the diff is a runner command, even if the subject is folded, and git am creates
 * the same message as --commit. */
START_TEST(test_commands)
{
	static const struct file_case files[] = { { "::error::/##[a].yml", "a\r\n", "b\r\n##[c]\r\n" },
						  { NULL, NULL, NULL } , { NULL, NULL, NULL } };
	static const struct str trailer = STR("::error::##[t]");
	struct patch patch = plain;
	struct repository r;
	struct str rest, line;

	repository_init(&r, files, false);
	patch.subject = STR("a subject that is folded before its last word, which is a command"
			    "   ::error::##[x]");
	patch.body = STR("::error::b\n \t::c\nx ##[d]");
	patch.author_name = STR("::error::##[n]");
	patch.author_email = STR("a##[e]@x\n::y");
	patch.trailers = &trailer;
	patch.trailer_count = 1;
	make_patch(&r, &patch);
	rest = buf_str(&r.patch);
	while (str_next_line(&rest, &line) && !str_starts(line, "diff --git "))
		ck_assert_msg(!str_starts(str_trim(line), "::") && !str_contains(line, "##["), "%.*s",
			      STR_ARG(line));
	ck_assert(rest.len > 0);
	if (have("git")) {
		ck_run(&r, "git am -q ../p");
		check_content(&r, "git am");
		patch.trailer_count = 0;
		check_log(&r, &patch, "a subject that is folded before its last word, which is a command"
			  " ::error::#\\x23[x]\n\n\\x3a:error::b\n \t\\x3a:c\nx #\\x23[d]\n"
			  "\n\\x3a:error::#\\x23[t]\n");
	}
	repository_release(&r);
}
END_TEST

/* Long names and large changes: the summary is exactly git's. */
static const struct {
	size_t name;    /* length of the file's name */
	size_t added[2]; /* lines inserted into the first and the second file */
} summaries[] = { { 6, { 1, 0 } }, { 6, { 30, 300 } }, { 90, { 30, 1 } }, { 60, { 2000, 3 } },
	{ 40, { 25, 24 } } };

START_TEST(test_summary)
{
	static char names[2][128], texts[2][8192];
	struct file_case files[FILES_MAX] = { { NULL, NULL, NULL } };
	struct patch patch = plain;
	struct repository r;

	if (!have("git"))
		return;
	for (size_t i = 0; i < 2; i++) {
		memset(names[i], 'd', summaries[_i].name);
		memcpy(names[i], i == 0 ? "a/" : "b/", 2);
		names[i][summaries[_i].name / 2] = '/';
		for (size_t k = 0; k < summaries[_i].added[i] + 2; k++)
			memcpy(texts[i] + 2 * k, i == 1 && k == 1 ? "z\n" : "y\n", 2);
		files[i] = (struct file_case){ names[i], "x\nw\n", texts[i] };
	}
	repository_init(&r, files, false);
	make_patch(&r, &patch);
	ck_run(&r, "git am -q ../p && git format-patch -q --stdout --full-index --minimal -1 |"
		   " sed -n '/^---$/,/^diff/p' >../theirs &&"
		   " sed -n '/^---$/,/^diff/p' ../p >../ours && diff ../ours ../theirs");
	repository_release(&r);
}
END_TEST

/* More bytes than one stored block, and checksums that wrap. */
START_TEST(test_large_crlf)
{
	static char old[150001], text[150001];
	struct file_case files[FILES_MAX] = { { "w.yml", old, text } };
	struct patch patch = plain;
	struct repository r;

	if (!have("git"))
		return;
	for (size_t i = 0; i + 5 <= 150000; i += 5)
		memcpy(old + i, "\xf0\x9f\x98\r\n", 5);
	memcpy(text, old, sizeof(old));
	text[75000] = 'x';
	repository_init(&r, files, false);
	make_patch(&r, &patch);
	ck_run(&r, "git apply --index ../p");
	check_content(&r, "git apply");
	ck_run(&r, "git reset -q --hard && git am -q ../p");
	check_content(&r, "git am");
	repository_release(&r);
}
END_TEST

START_TEST(test_whole)
{
	static const char want[] =
		"From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n"
		"From: A U Thor <a@example.org>\nDate: Tue, 14 Nov 2023 23:13:20 +0100\n"
		"Subject: [PATCH] chore: x\n\n---\n q | 1 +\n 1 file changed, 1 insertion(+)\n"
		" create mode 100755 q\n\ndiff --git a/q b/q\nnew file mode 100755\n"
		"index 0000000000000000000000000000000000000000.."
		"78981922613b2afb6025042ff6bd878ac1994e85\n--- /dev/null\n+++ b/q\n"
		"@@ -0,0 +1 @@\n+a\n\nbase-commit: 0123\n-- \n" PACKAGE_NAME " " PACKAGE_VERSION "\n\n";
	struct change change = { .path = STR("q"), .text = STR("a\n"), .mode = 0100755, .created = true };
	const struct changes changes = { .list = { &change, 1, 1 } };
	struct patch patch = plain;
	BUF_AUTO struct buf out = { 0 };

	patch.zone = 60;
	patch.base = STR("0123");
	patch_look(&change);
	patch_add(&out, &patch, &changes);
	ck_assert_str_eq(out.p, want);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("patch");
	TCase *tcase = tcase_create("patch");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, test_whole);
	tcase_add_test(tcase, test_large_crlf);
	tcase_add_loop_test(tcase, test_applies, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_loop_test(tcase, test_message, 0, (int)(sizeof(messages) / sizeof(messages[0])));
	tcase_add_test(tcase, test_commands);
	tcase_add_loop_test(tcase, test_summary, 0, (int)(sizeof(summaries) / sizeof(summaries[0])));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
