/* SPDX-License-Identifier: MIT */
/* Tests the commit message. */
#include "config.h"

#include "output/message.h"

#include "planned.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"

static const struct {
	const char *text;
	bool keep;  /* --reuse=keep */
	bool reuse; /* it makes Nox reuse environments */
	const char *has, *has_not;
} bodies[] = {
	{ "jobs: {j: {steps: [{run: nox}]}}\n", false, true, "unless `-r` says", NULL },
	{ "jobs: {j: {steps: [{run: nox}]}}\n", true, false, "ci.yml: j", "Nox deletes" },
	{ "jobs: {j: {steps: [{run: nox -r}]}}\n", false, false, "ci.yml", "Nox deletes" },
	{ "jobs: {j: {steps: [{run: nox}]}, other: {steps: [{run: make}]}}\n", false, true, "ci.yml: j",
	  "other" },
};

START_TEST(test_body)
{
	PLANNED_AUTO struct planned p = { .settings = { .keep_runs = bodies[_i].keep } };
	BUF_AUTO struct buf out = { 0 };
	struct message_body body = { .adds_reuse = false };
	struct str rest, line;

	plan_text(&p, bodies[_i].text, SESSION);
	message_body_add(&body, &p.rewrite);
	ck_assert_int_eq(body.adds_reuse, bodies[_i].reuse);
	message_body_end(&body, STR("some/branch"));
	buf_add(&out, buf_str(&body.text));
	buf_release(&body.text);
	ck_assert_msg(str_contains(buf_str(&out), bodies[_i].has), "%s", out.p);
	ck_assert(!bodies[_i].has_not || !str_contains(buf_str(&out), bodies[_i].has_not));
	ck_assert(str_contains(buf_str(&out), "${{ github.job }}"));
	ck_assert(str_ends(buf_str(&out), "\nBranch: some/branch\n"));
	for (rest = buf_str(&out); str_next_line(&rest, &line);)
		ck_assert_msg(line.len <= 72 || str_contains(line, "${{"), "%.*s", STR_ARG(line));
}
END_TEST

/* Many jobs: lines are wrapped and no job is lost. */
START_TEST(test_wrapped)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf out = { 0 }, text = { 0 };
	struct message_body body = { .adds_reuse = false };

	buf_add_c(&text, "jobs:\n");
	for (int i = 0; i < 40; i++)
		buf_printf(&text, "  a-long-job-name-%02d: {steps: [{run: nox}]}\n", i);
	plan_text(&p, text.p, SESSION);
	message_body_add(&body, &p.rewrite);
	message_body_end(&body, STR("b"));
	buf_add(&out, buf_str(&body.text));
	buf_release(&body.text);
	for (int i = 0; i < 40; i++)
		ck_assert(str_contains(buf_str(&out), arena_printf(&arena, "a-long-job-name-%02d", i).p));
}
END_TEST

/* Ids and paths with line breaks and commands, also if a line is wrapped before one. */
START_TEST(test_hostile)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf out = { 0 }, text = { 0 };
	struct message_body body = { .adds_reuse = false };
	struct str rest, line;
	size_t ids = 0;

	buf_add_c(&text, "jobs:\n");
	for (int i = 0; i < 9; i++)
		buf_printf(&text, "  \"::error::%d\\n##[error]\": {steps: [{run: nox}]}\n", i);
	plan_text(&p, text.p, SESSION);
	p.rewrite.source.path = STR("a\n::error::b");
	message_body_add(&body, &p.rewrite);
	message_body_end(&body, STR("\n::error::"));
	buf_add(&out, buf_str(&body.text));
	buf_release(&body.text);
	ck_assert(str_contains(buf_str(&out), "- a\\n::error::b: "));
	ck_assert(str_ends(buf_str(&out), "\nBranch: \\n::error::\n"));
	for (rest = buf_str(&out); str_next_line(&rest, &line);) {
		ck_assert(!str_starts(str_trim(line), "::") && !str_contains(line, "##["));
		ids += str_starts(line, "  \\x3a:error::");
	}
	ck_assert_uint_gt(ids, 2);
}
END_TEST

static const struct {
	const char *subject, *body;
	struct str trailers[2];
	const char *want;
} messages[] = {
	{ "s", "", { STR("") }, "s\n" },
	{ "s", "b", { STR("") }, "s\n\nb\n" },
	{ "s", "\n\nb\n\nc\n\n", { STR("") }, "s\n\nb\n\nc\n" },
	{ "s", "b\r\n", { STR("") }, "s\n\nb\n" },
	{ "s\nt", "b", { STR("") }, "s t\n\nb\n" },
	{ "s\x1b[m", "", { STR("") }, "s\\x1b[m\n" },
	{ "::a::\t##[b]", "c::d\n \t::e::\n", { STR("##[f]\n::g") },
	  "\\x3a:a:: #\\x23[b]\n\nc::d\n \t\\x3a:e::\n\n#\\x23[f] ::g\n" },
	{ "s", "", { STR("A: b") }, "s\n\nA: b\n" },
	{ "s", "b", { STR("A: b"), STR("C: d") }, "s\n\nb\n\nA: b\nC: d\n" },
};

START_TEST(test_message)
{
	BUF_AUTO struct buf out = { 0 };
	size_t count = 0;

	while (count < 2 && messages[_i].trailers[count].len > 0)
		count++;
	message_add(&out, str_from(messages[_i].subject), str_from(messages[_i].body),
		    messages[_i].trailers, count);
	ck_assert_text(buf_str(&out), messages[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("message");

	ADD_TABLE(tcase, test_body, bodies);
	tcase_add_test(tcase, test_wrapped);
	tcase_add_test(tcase, test_hostile);
	ADD_TABLE(tcase, test_message, messages);
	return run_tests("message", tcase);
}
