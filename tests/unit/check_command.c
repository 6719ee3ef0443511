/* SPDX-License-Identifier: MIT */
/* Tests finding calls of Nox in scripts. Each line is combined with the control structures and
 * quotes that it may be in, and gets a "-r" at options_at. */
#include "config.h"

#include "nox/call/command.h"

#include "script_render.h"

#include <stdlib.h>

struct call_case {
	const char *line;
	const char *calls;
};

/* "lint,docs/r/noenv": sessions, then options about environments; "!why" runs nothing. */
static void render_call(struct buf *out, const struct nox_command *call, bool container)
{
	static const char *const reuse[] = { "", "/no", "/r", "/R" };

	if (out->len > 0)
		buf_add_c(out, "; ");
	if (!call->runs) {
		buf_printf(out, "!%s", call->why_not);
		return;
	}
	for (size_t i = 0; i < call->sessions.len; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		buf_add(out, session_text(&call->sessions.at[i]));
	}
	if (call->sessions.len == 0)
		buf_add_char(out, '*');
	buf_add_c(out, reuse[call->reuse]);
	buf_add_c(out, call->no_environment ? "/noenv" : "");
	buf_add_c(out, call->install_only ? "/io" : "");
	buf_add_c(out, container ? "/c" : "");
}

/* Renders the calls; *at is the place for an option of the last call without a reuse option. */
static void render_calls(struct buf *out, struct arena *arena, struct str text,
			 enum dialect dialect, size_t *at)
{
	struct script script;
	struct program program;
	struct nox_command call;

	*at = STR_NONE;
	script_scan(&script, arena, text, dialect);
	assert_script(text, &script, str_contains(text, "$'"));
	for (size_t i = 0; i < script.commands.len; i++) {
		program_of(&program, arena, &script.commands.at[i]);
		if (!nox_command_read(&call, arena, &program, NULL))
			continue;
		render_call(out, &call, program.container);
		if (call.runs && call.reuse == REUSE_UNSAID)
			*at = call.options_at;
	}
}

static void check_calls(struct str text, const char *calls, enum dialect dialect, size_t *at)
{
	struct arena arena ARENA_AUTO = { 0 };
	struct buf got BUF_AUTO = { 0 };

	render_calls(&got, &arena, text, dialect, at);
	ck_assert_msg(str_is(buf_str(&got), calls), "script:   %.*s\nexpected: %s\ngot:      %.*s",
		      STR_ARG(text), calls, STR_ARG(buf_str(&got)));
}

/* Nox's own options. */
static const struct call_case options[] = {
	{ "nox", "*" },
	{ "nox -s lint", "lint" },
	{ "nox -s lint test", "lint,test" },
	{ "nox -s lint -s test", "lint,test" },
	{ "nox -slint", "lint" },
	{ "nox -e lint", "lint" },
	{ "nox --session lint", "lint" },
	{ "nox --session=lint", "lint" },
	{ "nox --sessions lint test -p 3.12", "lint,test" },
	{ "nox --sess lint", "lint" },
	{ "nox -vs lint", "lint" },
	{ "nox -rs lint", "lint/r" },
	{ "nox -xrs lint", "lint/r" },
	{ "nox -Rs lint", "lint/R" },
	{ "nox -r", "*/r" },
	{ "nox -R", "*/R" },
	{ "nox -r --no-install", "*/R" },
	{ "nox --no-install -r", "*/R" },
	{ "nox --no-install", "*" },
	{ "nox --reuse-existing-virtualenvs", "*/r" },
	{ "nox --reuse-existing", "*/r" },
	{ "nox --reuse-venv=yes", "*/r" },
	{ "nox --reuse-venv always", "*/r" },
	{ "nox --reuse-venv=no", "*/no" },
	{ "nox --reuse-venv never", "*/no" },
	{ "nox --reuse-venv=no -r", "*/no" },
	{ "nox -r --reuse-venv=never", "*/no" },
	{ "nox --reuse-venv=no -R", "*/R" },
	{ "nox -N", "*/no" },
	{ "nox --no-reuse-existing-virtualenvs", "*/no" },
	{ "nox -r -N", "*/no" },
	{ "nox -N -r", "*/r" },
	{ "nox --no-venv", "*/noenv" },
	{ "nox -db none", "*/noenv" },
	{ "nox -db uv -r", "*/r" },
	{ "nox -fb none -s a", "a/noenv" },
	{ "nox -fb uv -db none", "*" },
	{ "nox -db none -fb uv", "*" },
	{ "nox --force-venv-backend=none", "*/noenv" },
	{ "nox --default-venv-backend none", "*/noenv" },
	{ "nox --install-only", "*/io" },
	{ "nox --install-only -s a b", "a,b/io" },
	{ "nox -s a -- -r --list", "a" },
	{ "nox -s a -- b c", "a" },
	{ "nox -- a", "*" },
	{ "nox -f sub/noxfile.py -s a", "a" },
	{ "nox -k 'not slow' -s a", "a" },
	{ "nox -t lint -s a", "a" },
	{ "nox -ts -s a", "a" },
	{ "nox -P 3.12 -s a", "a" },
	{ "nox --python 3.12 3.13 --session a", "a" },
	{ "nox --extra-pythons 3.12 -s a", "a" },
	{ "nox --error-on-missing-interpreters -s a", "a" },
	{ "nox --report status.json -s a", "a" },
	{ "nox -j 4 -s a", "a" },
	{ "nox --later-option x -s a", "a" },
	{ "nox $ARGS", "*" },
	{ "nox \"$@\"", "*" },
	{ "nox ${{ inputs.nox-args }}", "*" },
	{ "nox -s ${{ matrix.session }} -p ${{ matrix.python }}", "${{ matrix.session }}" },
	{ "nox -s \"tests-${{ matrix.python }}(django='4.2')\"",
	  "tests-${{ matrix.python }}(django='4.2')" },
	{ "nox --no-install${{ inputs.x }} -r", "*/R" },
	{ "nox --list", "!lists sessions" },
	{ "nox -l", "!lists sessions" },
	{ "nox -l --json", "!lists sessions" },
	{ "nox -s a --list-sessions", "!lists sessions" },
	{ "nox --version", "!prints its version" },
	{ "nox --help", "!prints its help" },
	{ "nox -h", "!prints its help" },
	{ "nox --usage a", "!prints a session's usage" },
	{ "nox scan .", "" },
	{ "nox check", "" },
	{ "nox -r check", "" },
	{ "nox --session=a b", "" },
};

/* Ways to call it; `-s a` follows each. */
static const struct call_case wrappers[] = {
	{ "nox", "a" },
	{ "'nox'", "a" },
	{ "/venv/bin/nox", "a" },
	{ "$CONDA/bin/nox", "a" },
	{ "\"${VENV}/bin/nox\"", "a" },
	{ ".venv/Scripts/nox.exe", "a" },
	{ "nox.exe", "a" },
	{ "$NOX", "a" },
	{ "A=1 B=2 nox", "a" },
	{ "VAR=\"-j$(nproc)\" nox", "a" },
	{ "python -m nox", "a" },
	{ "python3.12 -X dev -W error -m nox", "a" },
	{ "python -mnox", "a" },
	{ "py -3.12 -m nox", "a" },
	{ "$PYTHON -m nox", "a" },
	{ "\"${{ steps.py.outputs.python-path }}\" -m nox", "a" },
	{ "/opt/pypy/bin/pypy3.10 -m nox", "a" },
	{ "coverage run -m nox", "a" },
	{ "coverage run --source x -p -m nox", "a" },
	{ "python -m coverage run -m nox", "a" },
	{ "uv run nox", "a" },
	{ "uv run -- nox", "a" },
	{ "uv run -m nox", "a" },
	{ "uv run --module nox", "a" },
	{ "uv run --with 'nox[uv]' --python 3.12 nox", "a" },
	{ "uv run --only-group=nox --no-sync nox", "a" },
	{ "uv run --group dev --extra x --frozen nox", "a" },
	{ "uv run --directory sub nox", "a" },
	{ "uv --directory sub run nox", "a" },
	{ "uv -q --color never run --isolated nox", "a" },
	{ "uv run coverage run -m nox", "a" },
	{ "uv run python -m nox", "a" },
	{ "uv run noxfile.py", "a" },
	{ "uv run --script ./noxfile.py", "a" },
	{ "uv run -s noxfile.py", "a" },
	{ "./noxfile.py", "a" },
	{ "python sub/noxfile.py", "a" },
	{ "uvx nox", "a" },
	{ "uvx nox@2024.4.15", "a" },
	{ "uvx 'nox==2024.4.15'", "a" },
	{ "uvx nox[uv]", "a" },
	{ "uvx --from 'nox[uv]' nox", "a" },
	{ "uvx --with 'tomli; x' -p 3.12 nox", "a" },
	{ "uvx --python $(cat f) nox", "a" },
	{ "uv tool run nox", "a" },
	{ "uv tool run --from nox==1 nox", "a" },
	{ "python -m uv tool run nox", "a" },
	{ "pipx run nox", "a" },
	{ "pipx run nox[uv]", "a" },
	{ "pipx run --spec 'nox[uv]==1' --python 3.12 nox", "a" },
	{ "pipx run --pip-args='-c x' nox", "a" },
	{ "python -m pipx run nox", "a" },
	{ "poetry run nox", "a" },
	{ "poetry run -- nox", "a" },
	{ "poetry -C sub run nox", "a" },
	{ "poetry run python -m nox", "a" },
	{ "pdm run nox", "a" },
	{ "pdm run --venv x nox", "a" },
	{ "hatch run nox", "a" },
	{ "hatch run dev:nox", "a" },
	{ "hatch -e dev run nox", "a" },
	{ "hatch run +py=3.12 dev:nox", "a" },
	{ "hatch env run -e x -- nox", "a" },
	{ "rye run nox", "a" },
	{ "pixi run nox", "a" },
	{ "pixi run -e dev --frozen nox", "a" },
	{ "pixi exec -s nox nox", "a" },
	{ "pipenv run nox", "a" },
	{ "conda run -n x nox", "a" },
	{ "conda run --no-capture-output --live-stream -n x nox", "a" },
	{ "mamba run -n x nox", "a" },
	{ "micromamba run -n x nox", "a" },
	{ "env nox", "a" },
	{ "env -i -C sub A=1 nox", "a" },
	{ "env -u X -- nox", "a" },
	{ "sudo nox", "a" },
	{ "sudo -E -u me nox", "a" },
	{ "sudo -EH env PATH=\"$PATH\" nox", "a" },
	{ "exec nox", "a" },
	{ "command nox", "a" },
	{ "time nox", "a" },
	{ "/usr/bin/time -v -o f nox", "a" },
	{ "timeout 10m nox", "a" },
	{ "timeout -k 5 --signal=INT 600 nox", "a" },
	{ "nice -n 10 nox", "a" },
	{ "ionice -c2 -n7 nox", "a" },
	{ "nohup nox", "a" },
	{ "stdbuf -oL nox", "a" },
	{ "xvfb-run nox", "a" },
	{ "xvfb-run -a --server-args='-screen 0' nox", "a" },
	{ "dbus-run-session -- nox", "a" },
	{ "unbuffer nox", "a" },
	{ "nix develop -c nox", "a" },
	{ "nix develop .#ci --command nox", "a" },
	{ "direnv exec . nox", "a" },
	{ "mise exec -- nox", "a" },
	{ "mise x python@3.12 -- nox", "a" },
	{ "devbox run -- nox", "a" },
	{ "doppler run -- nox", "a" },
	{ "op run --env-file x -- nox", "a" },
	{ "aws-vault exec me -- nox", "a" },
	{ "xargs -n 1 nox", "a" },
	{ "docker run --rm -it -v \"$PWD:/x\" -w /x python:3.12 nox", "a/c" },
	{ "docker exec -t box nox", "a/c" },
	{ "docker compose run --rm app nox", "a/c" },
	{ "docker compose -f x.yml exec -T app uv run nox", "a/c" },
	{ "podman run img nox", "a/c" },
	{ "pip install nox", "" },
	{ "pip install -U pip nox; true", "" },
	{ "pipx install nox", "" },
	{ "pipx inject nox x", "" },
	{ "uv tool install nox", "" },
	{ "uv pip install nox", "" },
	{ "uv sync --group nox", "" },
	{ "uv add nox", "" },
	{ "conda install nox", "" },
	{ "poetry add nox", "" },
	{ "cargo build -p nox", "" },
	{ "nix run nixpkgs#nox", "" },
	{ "echo nox", "" },
	{ "which nox", "" },
	{ "command -v nox", "" },
	{ "python -c nox", "" },
	{ "python -m pip install nox", "" },
	{ "cat noxfile.py", "" },
	{ "cd nox", "" },
	{ "noxious", "" },
	{ "docker build -t nox .", "" },
	{ "docker pull nox", "" },
	{ "git commit -m nox", "" },
	{ "uv run --with nox pytest", "" },
	{ "# nox", "" },
};

/* The places where a line can be; "%" is the line. */
static const char *const places[] = {
	"%",
	"set -e\n%\necho done",
	"cd sub && % && cd ..",
	"if [ -f x ]; then\n  %\nfi",
	"if ! %; then exit 1; fi",
	"for s in a b; do\n  %\ndone",
	"while read -r l; do %\ndone < file",
	"case $x in\n  y) %\n    ;;\nesac",
	"(cd sub; %\n)",
	"{ %\n} 2>&1 | tee log",
	"f() {\n  %\n}\nf",
	"out=$(%\n)",
	"echo \"$(%\n)\"",
	"cat <<'EOF'\nnox -s no\nEOF\n%",
	"cat <<EOF\n$(%\n)\nEOF",
	"bash <<'EOF'\n%\nEOF",
	"echo 'nox -s no' # nox -s no\n%",
	"[[ -n $x ]] && %",
	"x=1 || true; %",
	"! %",
	"a |\n  %",
	"echo ${{ github.event_name == 'push' && 'nox' }}\n%",
	"diff <(%\n) file",
	"wait & %",
};

static void fill(struct buf *out, const char *place, const char *line)
{
	for (; *place; place++)
		if (*place == '%')
			buf_printf(out, "%s -s a", line);
		else
			buf_add_char(out, *place);
}

/* The calls of a text must reuse after " -r" was inserted at options_at. */
static void check_insertion(struct str text, size_t at, const char *calls, enum dialect dialect)
{
	struct buf changed BUF_AUTO = { 0 };
	struct buf expected BUF_AUTO = { 0 };
	size_t ignored;

	buf_add(&changed, str_slice(text, 0, at));
	buf_add_c(&changed, " -r");
	buf_add(&changed, str_slice(text, at, text.len));
	buf_printf(&expected, "a/r%s", calls + 1);
	check_calls(buf_str(&changed), expected.p, dialect, &ignored);
}

START_TEST(test_options)
{
	size_t at;

	check_calls(str_from(options[_i].line), options[_i].calls, DIALECT_SH, &at);
	check_calls(str_from(options[_i].line), options[_i].calls, DIALECT_POWERSHELL, &at);
}
END_TEST

START_TEST(test_wrappers)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct buf text BUF_AUTO = { 0 };
		size_t at;

		fill(&text, places[i], wrappers[_i].line);
		check_calls(buf_str(&text), wrappers[_i].calls, DIALECT_SH, &at);
		if (at != STR_NONE)
			check_insertion(buf_str(&text), at, wrappers[_i].calls, DIALECT_SH);
	}
}
END_TEST

static const struct call_case others[] = {
	{ "docker run x bash -exc 'pip install nox && nox -s a'", "a/c" },
	{ "docker run x sh -c \"cd /x; nox -s a \\\"b c\\\"\"", "a,b c/c" },
	{ "docker run -i x bash <<'E'\nnox -s a\nE\nnox -s b", "a/c; b" },
	{ "sg group -c 'nox -s a'", "a" },
	{ "su -c 'nox -s a' me", "a" },
	{ "script -q -e -c 'nox -s a'", "a" },
	{ "bash -lc 'nox -s a && nox -s b'", "a; b" },
	{ "eval \"nox -s a\"", "a" },
	{ "nix-shell --run 'nox -s a'", "a" },
	{ "poetry run nox -- --no-venv -s a -- -r", "a/noenv" },
	{ "poetry run -- nox -s a -- -r", "a" },
	{ "pdm run nox -- --no-venv", "*" },
	{ "uv run nox -s a -- -r", "a" },
	{ "nox -s a 2>&1 | tee nox.log", "a" },
	{ "nox -s a > log 2>&1 b", "a,b" },
	{ "nox \\\n  -s a \\\n  -- x", "a" },
	{ "nox -s $(nox -l | head -1)", "!lists sessions; $(nox -l | head -1)" },
	{ "echo \"matrix=$(nox --json -l)\" >> $GITHUB_OUTPUT", "!lists sessions" },
	{ "nox ${{ matrix.x && '-s a' || '' }}", "*" },
	{ "nox -s ${{ matrix.s }} ${{ inputs.a }} -r", "${{ matrix.s }},${{ inputs.a }}/r" },
};

START_TEST(test_others)
{
	size_t at;

	check_calls(str_from(others[_i].line), others[_i].calls, DIALECT_SH, &at);
}
END_TEST

START_TEST(test_fields)
{
	struct arena arena ARENA_AUTO = { 0 };
	struct script script;
	struct program program;
	struct nox_command call;
	struct str text = STR("uv run --directory d nox -f s/n.py --envdir=e -db uv -k k -t t u -p 3.12 "
			      "-P 3.13 --session=x");

	script_scan(&script, &arena, text, DIALECT_SH);
	program_of(&program, &arena, &script.commands.at[0]);
	ck_assert(nox_command_read(&call, &arena, &program, NULL));
	ck_assert(str_is(call.noxfile_value, "s/n.py"));
	ck_assert(str_is(call.envdir_value, "e"));
	ck_assert(str_is(call.backend_value, "uv"));
	ck_assert(call.filtered);
	ck_assert_uint_eq(call.options_at, 24);
	ck_assert_uint_eq(call.sessions.at[0].at, text.len - 1);
	ck_assert_uint_eq(program.directories.list.len, 1);
	ck_assert(str_is(program.directories.list.at[0].value, "d"));
}
END_TEST

static const struct filter {
	const char *line;
	bool filtered;
} filters[] = {
	{ "nox -s a -p 3.12 -P 3.13", false },
	{ "nox -k a", true },
	{ "nox --keywords=a", true },
	{ "nox -t a b", true },
	{ "nox --tags", false },
};

START_TEST(test_filters)
{
	struct arena arena ARENA_AUTO = { 0 };
	struct script script;
	struct program program;
	struct nox_command call;

	script_scan(&script, &arena, str_from(filters[_i].line), DIALECT_SH);
	program_of(&program, &arena, &script.commands.at[0]);
	ck_assert(nox_command_read(&call, &arena, &program, NULL));
	ck_assert_int_eq(call.filtered, filters[_i].filtered);
}
END_TEST

START_TEST(test_names)
{
	struct arena arena ARENA_AUTO = { 0 };
	struct script script;
	struct program program;
	struct nox_command call;
	struct words names = { 0 };
	struct str text = STR("run-nox -s a");

	script_scan(&script, &arena, text, DIALECT_SH);
	program_of(&program, &arena, &script.commands.at[0]);
	ck_assert(!nox_command_read(&call, &arena, &program, &names));
	list_add(&arena, &names.list, (struct word){ .value = STR("run-nox") });
	ck_assert(nox_command_read(&call, &arena, &program, &names));
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

int main(void)
{
	Suite *suite = suite_create("command");
	TCase *tcase = tcase_create("read");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_options, 0, COUNT(options));
	tcase_add_loop_test(tcase, test_wrappers, 0, COUNT(wrappers));
	tcase_add_loop_test(tcase, test_others, 0, COUNT(others));
	tcase_add_test(tcase, test_fields);
	tcase_add_loop_test(tcase, test_filters, 0, COUNT(filters));
	tcase_add_test(tcase, test_names);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
