/* SPDX-License-Identifier: MIT */
/* The readers of bytes that people write, and what each promises. */
#include "config.h"

#include "targets.h"

#include "base/buf.h"
#include "nox/command.h"
#include "nox/noxfile.h"

#include <string.h>

/* ------------------------------------------------------------------ scripts and commands */

static void check_word(const struct word *word, size_t length)
{
	PROMISE(word->range.start <= word->range.end && word->range.end <= length);
	PROMISE(word->at || word->value.len == 0);
	for (size_t i = 0; word->at && i <= word->value.len; i++)
		PROMISE(word->at[i] <= length);
}

static void check_command(struct arena *arena, const struct script *script,
			  const struct command *command, size_t length)
{
	static const struct words no_names;
	struct program program = { 0 };
	struct nox_command call = { 0 };

	PROMISE(command->scope < script->scopes.len);
	for (size_t i = 0; i < command->assignments.list.len; i++)
		check_word(&command->assignments.list.at[i], length);
	for (size_t i = 0; i < command->words.list.len; i++)
		check_word(&command->words.list.at[i], length);
	PROMISE(program_of(&program, arena, command));
	if (!nox_command_read(&call, arena, &program, &no_names))
		return;
	PROMISE(call.options_at == STR_NONE || call.options_at <= length);
	PROMISE(call.runs || call.why_not);
	PROMISE(call.name);
}

static void scan(struct str bytes, enum dialect dialect)
{
	struct arena arena = { 0 };
	struct script script = { 0 };

	PROMISE(script_scan(&script, &arena, bytes, dialect) == STATUS_OK);
	for (size_t i = 0; i < script.scopes.len; i++)
		PROMISE(script.scopes.at[i].parent <= i);
	for (size_t i = 0; i < script.commands.len; i++)
		check_command(&arena, &script, &script.commands.at[i], bytes.len);
	PROMISE(!arena.failed);
	arena_release(&arena);
}

/* In the dialect that the input's last byte says; a line break says sh. */
static void run_script(struct str bytes)
{
	static const enum dialect dialects[] = { DIALECT_SH, DIALECT_POWERSHELL, DIALECT_SH, DIALECT_CMD };
	unsigned char last = bytes.len > 0 ? (unsigned char)bytes.p[bytes.len - 1] : '\n';

	scan(bytes, dialects[(last ^ '\n') % 4]);
}

/* A command line behind "nox", so that every mutation is one of its arguments. */
static void run_command(struct str bytes)
{
	BUF_AUTO struct buf line = { 0 };

	buf_add_c(&line, "nox ");
	buf_add(&line, bytes);
	scan(buf_str(&line), DIALECT_SH);
}

/* ------------------------------------------------------------------ noxfiles */

static void run_noxfile(struct str bytes)
{
	struct arena arena = { 0 };
	struct noxfile noxfile = { 0 };

	PROMISE(noxfile_read(&noxfile, &arena, bytes) == STATUS_OK);
	for (size_t i = 0; i < noxfile.sessions.len; i++) {
		const struct noxfile_session *session = &noxfile.sessions.at[i];

		PROMISE(session->range.start <= session->range.end && session->range.end <= bytes.len);
		(void)noxfile_reuse_of(&noxfile, session);
		(void)noxfile_session_named(&noxfile, session->name);
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------------ the table */

static const char *const yaml_tokens[] = {
	"jobs:\n", "steps:\n", "      - run: nox\n", "- uses: actions/setup-python@v5\n", "run: |\n",
	"&a ", "*a", "<<: ", "!t ", "? ", ": ", "- ", "[", "]", "{", "}", ", ", "'", "\"", "#", "|-\n",
	">\n", "\t", "\r\n", "\xef\xbb\xbf", "---\n", "...\n", "${{ matrix.a }}", "matrix:\n", "%", "\\",
	"    ", "strategy:\n", "env:\n", "name: x\n", "working-directory: a\n", "shell: bash\n",
	"parallel:\n", "if: always()\n", "\xc3\xa9", "uses: ./.github/actions/x\n", NULL
};
static const char *const script_tokens[] = {
	"nox", "nox -s lint", " -r", "$(", "`", ")", "<<EOF\n", "EOF\n", "'", "\"", "\\\n", "|", "&&", ";",
	"{ ", " }", "if ", "then ", "fi\n", "case x in ", "esac", "${a:-", "}", "$((", "cd a\n", "bash -c '",
	"uv run ", "python -m ", "docker run x ", "@'\n", "\n'@", "^", "%a%", "& ", "# ", "A=b ", ">f", "2>&1",
	"\r\n", "sudo -E ", "env -C d ", "for i in ", "do ", "done", "${{ x }}", "$'\\n'", NULL
};
static const char *const command_tokens[] = {
	"-s ", "lint ", "-r ", "-R ", "--reuse-venv=", "yes ", "--no-venv ", "-db uv ", "--list ", "-- ",
	"-f ", "--envdir ", "-p 3.12 ", "--sessions ", "-t ", "-k ", "--no-install ", "-x", "-", "--", "'", "\"",
	"$A ", "=", "--version ", "--default-venv-backend=none ", "-P ", "--", "--install-only ", NULL
};
static const char *const noxfile_tokens[] = {
	"import nox\n", "@nox.session\n", "@nox.session(", "def tests(session):\n", "    session.install(\".\")\n",
	"python=[\"3.12\"]", "reuse_venv=True", "venv_backend=\"none\"", "nox.options.sessions = [", "\"\"\"", "'", "\"",
	"(", ")", "[", "]", "{", "}", "\\\n", "# ", "f\"", "r'", "    ", "\t", "if x:\n", "for i in y:\n", "\r\n", ",", "=",
	"nox.options.reuse_existing_virtualenvs = True\n", "nox.options.envdir = \"x\"\n", "@nox.parametrize(", NULL
};

static const char *const feature_tokens[] = {
	"Feature: x\n", "  Background:\n", "  Rule: r\n", "  Scenario: y\n", "  Scenario Outline: z\n",
	"    Given a\n", "    * b\n", "    Examples:\n", "      | a | b |\n", "  @tag\n", "\"\"\"\n", "```\n",
	"# language: de\n", "Funktion: x\n", "  Szenario: y\n", "    Angenommen a\n", "#", "@", "|", "\\", "\t", "  ",
	"\r\n", "\n", "\xef\xbb\xbf", "# Maintained by nox-cache-inject\n", ":", "\xc3\xa9", NULL
};

static const char *const repository_tokens[] = {
	"\n@f .github/workflows/ci.yml\n", "\n@l .github/workflows/x.yml>", "\n@l .github>", "\n@l .github/workflows>",
	"\n@f .forgejo/workflows/ci.yaml\n", "\n@l act>", "\n@f act/action.yml\n", "\n@d act/action.yml\n", "\n@f noxfile.py\n",
	"\n@l noxfile.py>", "\n@p noxfile.py\n", "\n@l uv.lock>", "\n@f uv.lock\n", "\n@l features>", "\n@d features/steps\n",
	"\n@f features/ci_workflow_validation.feature\n", "\n@l features/steps>", "\n@l features/steps/nox_cache_steps.py>",
	"%%", "%%/ci.yml", "%%/action.yml", "../out", "../out/ci.yml", "..", "../", "./", "/", "/.", ".git", "/proc/self", "act", "a>b",
	"uses: ./", "uses: ./act/.\n", "uses: ./../out\n", "- run: nox -f ", "\n@l a>b\n@l b>a", "requirements", "working-directory: ", NULL
};

/* Of a seed that is a whole workflow, a script is a part. */
enum { SCRIPT = 600, COMMAND = 120 };

static const struct target targets[] = {
	{ "edit", run_edit, yaml_tokens, 0 },
	{ "script", run_script, script_tokens, SCRIPT },
	{ "command", run_command, command_tokens, COMMAND },
	{ "noxfile", run_noxfile, noxfile_tokens, 0 },
	{ "feature", run_feature, feature_tokens, 0 },
	{ "repository", run_repository, repository_tokens, 0 },
};

const struct target *target_named(const char *name)
{
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strcmp(targets[i].name, name) == 0)
			return &targets[i];
	return NULL;
}
