/* SPDX-License-Identifier: MIT */
/* The readers of bytes that people write, and what each promises. */
#include "config.h"

#include "targets.h"

#include "base/buf.h"
#include "nox/call/command.h"
#include "nox/call/glance.h"
#include "nox/noxfile/read.h"
#include "nox/reuse/selection.h"
#include "nox/step/step_text.h"
#include "workflow/expression_write.h"
#include "workflow/template_write.h"
#include "workflow/template.h"

#include <string.h>

/* ------------------------------------------------------------------ scripts and commands */

static void check_word(const struct word *word, size_t length)
{
	const struct offsets offsets = word_offsets(word);

	PROMISE(word->range.start <= word->range.end && word->range.end <= length);
	for (size_t i = 0; i <= word->value.len; i++)
		PROMISE(offset_of(&offsets, i) <= length);
}

static void check_command(struct arena *arena, const struct script *script,
			  const struct command *command, struct str text)
{
	static const struct words no_names;
	struct program program = { 0 };
	struct nox_command call = { 0 };
	size_t length = text.len;

	PROMISE(command->scope < script->scopes.len);
	for (size_t i = 0; i < command->assignments.list.len; i++)
		check_word(&command->assignments.list.at[i], length);
	for (size_t i = 0; i < command->words.list.len; i++)
		check_word(&command->words.list.at[i], length);
	program_of(&program, arena, command);
	if (!nox_command_read(&call, arena, &program, &no_names))
		return;
	PROMISE(call.options_at == STR_NONE || call.options_at <= length);
	PROMISE(glance_at(text).nox);
	PROMISE(call.runs || call.why_not);
	PROMISE(call.dashes_at == STR_NONE || call.dashes_at < length);
}

static void scan(struct str bytes, enum dialect dialect)
{
	struct arena arena = { 0 };
	struct script script = { 0 };

	script_scan(&script, &arena, bytes, dialect);
	for (size_t i = 0; i < script.scopes.len; i++)
		PROMISE(script.scopes.at[i].parent <= i);
	for (size_t i = 0; i < script.commands.len; i++)
		check_command(&arena, &script, &script.commands.at[i], bytes);
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
	struct nox_call call = { .runs = true };
	struct selection selection;

	noxfile_read(&noxfile, &arena, bytes);
	PROMISE(noxfile.sessions.len <= NOXFILE_SESSIONS_MAX);
	selection_find(&selection, &call, &noxfile);
	for (size_t i = 0; i < noxfile.sessions.len; i++) {
		const struct noxfile_session *session = &noxfile.sessions.at[i];

		PROMISE(session->range.start <= session->range.end && session->range.end <= bytes.len);
		for (size_t k = 0; k < session->starts.len; k++) {
			PROMISE(session->starts.at[k] < noxfile.sessions.len);
			PROMISE(!selection.chosen[i] || selection.chosen[session->starts.at[k]]);
		}
		(void)noxfile_reuse_of(&noxfile, session);
		(void)noxfile_session_named(&noxfile, session->name);
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------------ expressions */

/* Operands and operators come out even, and none of them is made of nothing. */
static void check_nodes(const struct expression *expression, size_t length)
{
	size_t stack = 0;

	PROMISE(expression->nodes.len <= length);
	for (size_t i = 0; i < expression->nodes.len; i++) {
		static const size_t taken[] = { [EXPRESSION_MEMBER] = 1, [EXPRESSION_STAR] = 1,
						[EXPRESSION_INDEX] = 2,	 [EXPRESSION_NOT] = 1,
						[EXPRESSION_BINARY] = 2 };
		const struct expression_node *node = &expression->nodes.at[i];
		size_t takes = node->kind == EXPRESSION_CALL ? node->count : taken[node->kind];

		PROMISE(stack >= takes);
		stack += 1 - takes;
	}
	PROMISE(stack == 1);
}

/* The one node that the writer's output is read as, or NULL where it is longer than may be. */
static const struct expression_node *read_back(struct expression *expression, struct arena *arena,
					       struct str text, size_t nodes)
{
	enum status status = expression_read(expression, arena, text);

	PROMISE(status == (text.len > EXPRESSION_LENGTH_MAX ? STATUS_INVALID : STATUS_OK));
	PROMISE(status != STATUS_OK || expression->nodes.len == nodes);
	return status == STATUS_OK ? &expression->nodes.at[nodes - 1] : NULL;
}

/* What is written is read as the value: a string, and a member of that name. */
static void check_literal(struct arena *arena, struct str value)
{
	struct expression expression = { 0 };
	BUF_AUTO struct buf string = { 0 };
	BUF_AUTO struct buf member = { 0 };
	const struct expression_node *node;

	expression_add_string(&string, value);
	node = read_back(&expression, arena, buf_str(&string), 1);
	PROMISE(!node || (node->kind == EXPRESSION_STRING && str_eq(node->text, value)));
	buf_add_char(&member, 'x');
	expression_add_member(&member, value);
	node = read_back(&expression, arena, buf_str(&member), 2);
	PROMISE(!node || (node->kind == EXPRESSION_MEMBER && str_eq(node->text, value)));
}

/* Plain text as a template has no expressions but strings, and says the same. */
static void check_plain(struct arena *arena, struct str text)
{
	struct expression expression = { 0 };
	struct template_part part;
	BUF_AUTO struct buf template = { 0 };
	BUF_AUTO struct buf value = { 0 };
	size_t at = 0;

	template_add_text(&template, text);
	while (template_next(buf_str(&template), &at, &part)) {
		PROMISE(part.kind != TEMPLATE_OPEN);
		buf_add(&value, part.kind == TEMPLATE_TEXT
					? part.text
					: read_back(&expression, arena, part.text, 1)->text);
	}
	PROMISE(str_eq(buf_str(&value), text));
}

/* What is read is written as what reads the same. */
static void check_references(struct arena *arena, struct str text)
{
	struct expression nodes = { 0 };
	struct references references = { .arena = arena, .nodes = &nodes, .text = text };
	struct reference reference, same;

	references.condition = true;
	while (references_next(&references, &reference)) {
		BUF_AUTO struct buf path = { 0 };
		struct expression again = { 0 };
		size_t at = 0;

		expression_add_reference(&path, &reference);
		if (!references.whole || path.len > EXPRESSION_LENGTH_MAX)
			continue;
		(void)read_back(&again, arena, buf_str(&path), reference.count + 1);
		PROMISE(reference_next(&again, &at, &same) && same.count == reference.count);
		for (size_t i = 0; i < same.count; i++)
			PROMISE(str_eq(same.members[i].text, reference.members[i].text));
	}
}

/* Can the expression be read, also one level further down? */
static bool is_readable(struct arena *arena, struct str text)
{
	struct expression expression = { 0 };
	BUF_AUTO struct buf deeper = { 0 };

	if (expression_read(&expression, arena, text) != STATUS_OK)
		return false;
	check_nodes(&expression, text.len);
	buf_add_char(&deeper, '(');
	buf_add(&deeper, text);
	buf_add_char(&deeper, ')');
	return expression_read(&expression, arena, buf_str(&deeper)) == STATUS_OK;
}

static void run_expression(struct str bytes)
{
	struct arena arena = { 0 };
	struct expression expression = { 0 };
	struct template_part part;
	BUF_AUTO struct buf argument = { 0 };
	BUF_AUTO struct buf scalar = { 0 };
	size_t at = 0, end = 0;
	bool whole = true;

	if (expression_read(&expression, &arena, bytes) == STATUS_OK)
		check_nodes(&expression, bytes.len);
	while (template_next(bytes, &at, &part)) {
		PROMISE(part.range.start == end && part.range.end == at && at > end);
		end = at;
		whole = (part.kind == TEMPLATE_TEXT || is_readable(&arena, part.text)) && whole;
		check_literal(&arena, part.text);
	}
	PROMISE(end == bytes.len);
	expression_add_template(&argument, bytes);
	PROMISE(!whole || argument.len > EXPRESSION_LENGTH_MAX ||
		expression_read(&expression, &arena, buf_str(&argument)) == STATUS_OK);
	check_plain(&arena, bytes);
	check_references(&arena, bytes);
	(void)template_is_usable(&arena, bytes);
	yaml_scalar_add(&scalar, bytes, bytes.len % 2 == 0);
	PROMISE(str_is_line(buf_str(&scalar)));
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
	"nox.options.reuse_existing_virtualenvs = True\n", "nox.options.envdir = \"x\"\n", "@nox.parametrize(",
	"requires=[\"tests\"]", "session.notify(\"tests\")", "session.run(\"nox\", \"-s\", ", "*A", "A = [", "A = ",
	"A", " / ", " + ", "f\"{A}\"", "Path(", "session.install(\"-r\", ", "from x import *\n", "import a.b as c\n",
	"f(session)", "def f(s):\n", "@f\n", "; ", "lambda s: ", "\"PIP_CONSTRAINT\": ", "load_toml(", NULL
};

static const char *const feature_tokens[] = {
	"Feature: x\n", "  Background:\n", "  Rule: r\n", "  Scenario: y\n", "  Scenario Outline: z\n",
	"    Given a\n", "    * b\n", "    Examples:\n", "      | a | b |\n", "  @tag\n", "\"\"\"\n", "```\n",
	"# language: de\n", "#", "@", "|", "\\", "\t", "  ",
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
static const char *const expression_tokens[] = {
	"${{", "}}", "${{ ", " }}", "'", "''", "matrix", "matrix.os", "env.X", "inputs", "steps.a.outputs.b", "[", "]",
	"['", "']", "(", ")", ".", ".*", "[*]", ",", "!", "!=", "==", "<", "<=", ">", ">=", "&&", "||", "&", "|", "=",
	"true", "null", "NaN", "Infinity", "-1.5e3", "0x1f", "0o7", ".5", "hashFiles('a', 'b')", "format('{0}', a)",
	"toJSON(matrix)", "secrets.x", "$", "{", "}", " ", "\n", "\t", "\xc2\x85", "\xe2\x80\xa8", "\xff", "\xc3\xa9",
	"\"", "\\", ": ", " #", "a b", NULL
};

/* Of a seed that is a whole workflow, a script is a part. */
enum { SCRIPT = 600, COMMAND = 120, EXPRESSION = 80 };

static const struct target targets[] = {
	{ "edit", run_edit, yaml_tokens, 0 },
	{ "script", run_script, script_tokens, SCRIPT },
	{ "command", run_command, command_tokens, COMMAND },
	{ "noxfile", run_noxfile, noxfile_tokens, 0 },
	{ "feature", run_feature, feature_tokens, 0 },
	{ "repository", run_repository, repository_tokens, 0 },
	{ "expression", run_expression, expression_tokens, EXPRESSION },
};

const struct target *target_named(const char *name)
{
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strcmp(targets[i].name, name) == 0)
			return &targets[i];
	return NULL;
}
