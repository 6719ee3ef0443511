/* SPDX-License-Identifier: MIT */
/* Tests the explanation of the decisions about one job. */
#include "config.h"

#include "nox/findings/why.h"

#include "planned.h"

#include <stdio.h>

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define HEAD(on) "on: " on "\njobs:\n  j:\n    runs-on: ubuntu-latest\n    steps:\n"
#define SETUP "      - uses: actions/checkout@v4\n      - uses: actions/setup-python@v5\n"

/* Each is a line of the explanation: "topic|text", or "|text" for another line of the topic. */
static const struct {
	const char *text;
	const char *want[6];
} rows[] = {
	{ HEAD("push") SETUP "      - run: nox -s a\n",
	  { "calls of Nox|step 2 (line 8): nox -s a", "environments|.nox, beside the noxfile",
	    "Python|the version that step 1 (line 7) sets up", "files hashed|noxfile.py: the noxfile",
	    "release job|no: neither it nor a job that uses its product publishes",
	    "decided|.nox is cached before step 2" } },
	{ HEAD("push") SETUP "      - run: make\n", { "calls of Nox|none: no step runs Nox" } },
	{ "jobs:\n  j:\n    uses: ./x.yml\n", { "calls of Nox|none here: it calls ./x.yml" } },
	{ HEAD("push") SETUP "      - run: nox --list\n",
	  { "calls of Nox|step 2 (line 8): nox --list; runs no session: lists sessions" } },
	{ HEAD("push") SETUP "      - run: nox --envdir e\n", { "environments|e, set by the command" } },
	{ HEAD("push") SETUP "      - run: cd $X && nox\n",
	  { "decided|step 2 (line 8) is left alone: its folder cannot be determined from the file" } },
	{ HEAD("push") "      - uses: actions/checkout@v4\n      - run: nox\n",
	  { "Python|nothing names it: a step asks python3" } },
	{ HEAD("push") "      - uses: actions/checkout@v4\n      - uses: astral-sh/setup-uv@v5\n"
		       "        with: {python-version: '3.12'}\n      - run: nox\n",
	  { "Python|a step asks uv run --no-project python" } },
	{ HEAD("push") SETUP "      - uses: actions/setup-python@v5\n      - run: nox\n",
	  { "Python|the version that step 1 (line 7) sets up", "|the version that step 2 (line 8) sets up" } },
	{ HEAD("push") "      - uses: actions/setup-python@v5\n        with: {python-version: \"3.11\\n3.12\"}\n"
		       "      - run: nox\n",
	  { "Python|a step asks for all versions on the path, as set-up steps report only the last one" } },
	{ HEAD("push") SETUP "      - run: uv python install 3.11\n      - run: nox\n",
	  { "Python|the version that step 1 (line 7) sets up", "|a step asks uv python find 3.11" } },
	{ HEAD("push") "      - uses: wntrblm/nox@2024\n      - run: nox\n",
	  { "Python|a step asks for all versions on the path, as set-up steps report only the last one" } },
	{ "jobs:\n  j:\n    container: python:3.12\n    steps:\n      - run: nox\n",
	  { "Python|the job's container, python:3.12",
	    "files hashed|noxfile.py: the noxfile", "|*.toml: all files that match in a run" } },
	{ HEAD("push") "      - run: docker run -v .:/x -w /x img nox\n",
	  { "environments|.nox, mounted in the container", "|in a container of img" } },
	{ HEAD("push") SETUP "      - uses: actions/cache@v4\n        with: {path: .nox, key: k}\n"
			     "      - run: nox -r\n",
	  { "decided|step 3 (line 10) is served by the cache of step 2" } },
	{ HEAD("push") SETUP "      - run: nox\n      - run: twine upload x\n",
	  { "release job|yes: it runs twine upload",
	    "decided|step 2 (line 8) is left alone: release job: it runs twine upload (see --include-release)" } },
	{ HEAD("schedule") SETUP "      - run: nox\n",
	  { "decided|step 2 (line 8) is left alone: it runs on a schedule only, to test new versions (see --job)" } },
	{ HEAD("[pull_request, release]") SETUP "      - run: nox\n",
	  { "|its workflow runs for tags too: such a run restores nothing" } },
};

static bool has_line(const struct why *why, const char *want)
{
	struct str line = str_from(want);
	size_t bar = str_find_char(line, '|', 0);

	for (size_t i = 0; i < why->lines.len; i++) {
		const char *topic = why->lines.at[i].topic;

		if (str_is(str_slice(line, 0, bar), topic ? topic : "") &&
		    str_eq(why->lines.at[i].text, str_slice(line, bar + 1, line.len)))
			return true;
	}
	return false;
}

START_TEST(test_why)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	struct why why = { .lines = { .len = 0 } };

	plan_text(&p, rows[_i].text, SESSION);
	why_job(&why, &p.rewrite.arena, &p.rewrite.workflow, &p.context, &p.rewrite.plan,
		&p.rewrite.workflow.jobs.at[0]);
	for (size_t i = 0; i < COUNT(rows[_i].want) && rows[_i].want[i]; i++)
		if (!has_line(&why, rows[_i].want[i])) {
			for (size_t k = 0; k < why.lines.len; k++)
				printf("%s|%.*s\n", why.lines.at[k].topic ? why.lines.at[k].topic : "",
				       STR_ARG(why.lines.at[k].text));
			ck_abort_msg("no line %s", rows[_i].want[i]);
		}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("why");

	ADD_TABLE(tcase, test_why, rows);
	return run_tests("why", tcase);
}
