/* SPDX-License-Identifier: MIT */
/* Tests calls of Nox: which steps make them, in which folder Nox works, and where its environments
 * are. */
#include "config.h"

#include "nox/call/calls.h"

#include "base/buf.h"
#include "loaded.h"

/* Loads a workflow with one job of one step that runs the script; job and step are additional
 * lines. */
static void load_script(struct loaded *l, const char *job, const char *step, const char *script)
{
	BUF_AUTO struct buf text = { 0 };
	struct str rest = str_from(script), line;

	buf_printf(&text, "jobs:\n  a:\n    runs-on: ubuntu-latest\n%s    steps:\n      - run: |\n", job);
	while (str_next_line(&rest, &line)) {
		buf_fill(&text, ' ', 10);
		buf_add(&text, str_trim(line));
		buf_add_char(&text, '\n');
	}
	buf_add_c(&text, step);
	load_workflow(l, text.p);
}

static void find(struct loaded *l, struct nox_calls *calls)
{
	struct nox_names names = { .commands = { .list = { .len = 0 } } };

	nox_calls_find(calls, &l->arena, &l->workflow, &l->workflow.jobs.at[0], &names);
}

/* "envdir noxfile" of each call; "?" before an unknown folder, "-" for a call that runs nothing. */
static void render(struct buf *out, const struct nox_calls *calls)
{
	for (size_t i = 0; i < calls->list.len; i++) {
		const struct nox_call *c = &calls->list.at[i];

		if (i > 0)
			buf_add_c(out, ", ");
		if (!c->runs)
			buf_add_c(out, "-");
		else
			buf_printf(out, "%s%.*s %.*s", c->place->envdir.known ? "" : "?", STR_ARG(c->place->envdir.path),
				   STR_ARG(c->place->noxfile));
	}
}

static const struct {
	const char *script;
	const char *step;
	const char *job;
	const char *want;
} folders[] = {
	{ "nox", "", "", ".nox noxfile.py" },
	{ "echo nox", "", "", "" },
	{ "nox --list", "", "", "-" },
	{ "nox -s a\nnox -s b", "", "", ".nox noxfile.py, .nox noxfile.py" },
	/* the noxfile moves them */
	{ "nox -f sub/noxfile.py", "", "", "sub/.nox sub/noxfile.py" },
	{ "nox --noxfile=sub/my.py", "", "", "sub/.nox sub/my.py" },
	{ "nox -f ./noxfile.py", "", "", ".nox noxfile.py" },
	{ "nox -f ../x/noxfile.py", "working-directory: a/b", "", "a/x/.nox a/x/noxfile.py" },
	{ "nox --envdir=/tmp/e", "", "", "/tmp/e noxfile.py" },
	{ "nox --envdir e", "", "", "e noxfile.py" },
	{ "nox --envdir e -f sub/noxfile.py", "", "", "sub/e sub/noxfile.py" },
	{ "nox --envdir=\"$HOME/e\"", "", "", "?$HOME/e noxfile.py" },
	{ "nox --envdir=${{ github.workspace }}/e -f sub/noxfile.py", "", "", "e sub/noxfile.py" },
	{ "python sub/noxfile.py", "", "", "sub/.nox sub/noxfile.py" },
	/* cd and its relatives */
	{ "cd sub\nnox", "", "", "sub/.nox sub/noxfile.py" },
	{ "cd sub && nox", "", "", "sub/.nox sub/noxfile.py" },
	{ "cd sub; nox; cd ..; nox", "", "", "sub/.nox sub/noxfile.py, .nox noxfile.py" },
	{ "(cd sub && nox)\nnox", "", "", "sub/.nox sub/noxfile.py, .nox noxfile.py" },
	{ "pushd sub\nnox", "", "", "sub/.nox sub/noxfile.py" },
	{ "cd a\n(cd b; nox)\nnox", "", "", "a/b/.nox a/b/noxfile.py, a/.nox a/noxfile.py" },
	{ "cd -- sub\nnox", "", "", "sub/.nox sub/noxfile.py" },
	{ "cd sub/\nnox", "", "", "sub/.nox sub/noxfile.py" },
	{ "cd ./sub//x\nnox", "", "", "sub/x/.nox sub/x/noxfile.py" },
	{ "cd \"$GITHUB_WORKSPACE\"\nnox", "working-directory: sub", "", ".nox noxfile.py" },
	{ "cd \"${GITHUB_WORKSPACE}/x\"\nnox", "", "", "x/.nox x/noxfile.py" },
	{ "cd ${{ github.workspace }}/x\nnox", "", "", "x/.nox x/noxfile.py" },
	{ "cd ${{ env.X }}\nnox", "", "", "${{ env.X }}/.nox ${{ env.X }}/noxfile.py" },
	{ "cd ${{ env.X || '/' }}/y\nnox", "", "",
	  "${{ env.X || '/' }}/y/.nox ${{ env.X || '/' }}/y/noxfile.py" },
	{ "cd /opt/x\nnox", "", "", "/opt/x/.nox /opt/x/noxfile.py" },
	{ "cd \"$(mktemp -d)\"\nnox", "", "", "?" },
	{ "cd $X\ncd /opt\nnox", "", "", "/opt/.nox /opt/noxfile.py" },
	{ "cd $X\nnox", "", "", "?" },
	{ "cd ..\nnox", "", "", "../.nox ../noxfile.py" },
	/* variables that the workflow sets */
	{ "cd ${{ env.D }}\nnox", "", "    env: {D: sub}\n", "sub/.nox sub/noxfile.py" },
	{ "cd \"$D\"/x\nnox", "env: {D: sub}", "", "sub/x/.nox sub/x/noxfile.py" },
	{ "cd '$D'\nnox", "env: {D: sub}", "", "?" },
	{ "D=x\ncd $D\nnox", "env: {D: sub}", "", "?" },
	{ "nox -f $D/noxfile.py", "env: {D: sub}", "", "sub/.nox sub/noxfile.py" },
	{ "nox --envdir=${{ env.D }}", "", "    env: {D: sub}\n", "sub noxfile.py" },
	{ "uv run --directory $D nox", "", "    env: {D: sub}\n", "sub/.nox sub/noxfile.py" },
	{ "cd $env:D\nnox", "shell: pwsh", "    env: {D: sub}\n", "sub/.nox sub/noxfile.py" },
	{ "cd $D\nnox", "env: {D: '${{ matrix.d }}'}", "", "${{ matrix.d }}/.nox ${{ matrix.d }}/noxfile.py" },
	{ "nox", "working-directory: ${{ env.D }}", "    env: {D: sub}\n", "sub/.nox sub/noxfile.py" },
	/* working-directory */
	{ "nox", "working-directory: sub", "", "sub/.nox sub/noxfile.py" },
	{ "nox", "working-directory: ./sub/", "", "sub/.nox sub/noxfile.py" },
	{ "nox", "", "    defaults: {run: {working-directory: d}}\n", "d/.nox d/noxfile.py" },
	{ "nox", "working-directory: s", "    defaults: {run: {working-directory: d}}\n",
	  "s/.nox s/noxfile.py" },
	{ "cd x\nnox", "working-directory: s", "", "s/x/.nox s/x/noxfile.py" },
	{ "nox", "working-directory: ${{ matrix.d }}", "",
	  "${{ matrix.d }}/.nox ${{ matrix.d }}/noxfile.py" },
	/* wrappers */
	{ "uv run --directory sub nox", "", "", "sub/.nox sub/noxfile.py" },
	{ "cd a && uv run --directory b nox", "", "", "a/b/.nox a/b/noxfile.py" },
	{ "env -C sub nox", "", "", "sub/.nox sub/noxfile.py" },
	{ "poetry run nox", "", "", ".nox noxfile.py" },
	/* other shells */
	{ "Set-Location sub\nnox", "shell: pwsh", "", "sub/.nox sub/noxfile.py" },
	{ "cd /d sub\nnox", "shell: cmd", "", "sub/.nox sub/noxfile.py" },
	{ "cd sub\nnox", "shell: pwsh", "", "sub/.nox sub/noxfile.py" },
	{ "import nox", "shell: python", "", "" },
};

START_TEST(test_folder)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	BUF_AUTO struct buf step = { 0 };
	struct nox_calls calls = { .list = { .len = 0 } };

	if (folders[_i].step[0] != '\0')
		buf_printf(&step, "        %s\n", folders[_i].step);
	load_script(&l, folders[_i].job, step.p ? step.p : "", folders[_i].script);
	find(&l, &calls);
	render(&got, &calls);
	if (strcmp(folders[_i].want, "?") == 0)
		ck_assert_msg(str_starts(buf_str(&got), "?"), "%s", got.p);
	else
		ck_assert_text(buf_str(&got), folders[_i].want);
}
END_TEST

/* In a container: which paths the runner keeps, and how its Python is started. */
static const struct {
	const char *script;
	const char *want;
	const char *python;
	const char *image;
} containers[] = {
	{ "docker run -v $PWD:/src -w /src img nox", ".nox noxfile.py",
	  "docker run --rm --entrypoint python3 img", "img" },
	{ "docker run -v $(pwd):/${{ github.workspace }} -w ${{ github.workspace }} a/b:c nox",
	  ".nox noxfile.py", "docker run --rm --entrypoint python3 a/b:c", "a/b:c" },
	{ "docker run --volume=${{ github.workspace }}:/x --workdir=/x/sub/ img nox",
	  "sub/.nox sub/noxfile.py", "docker run --rm --entrypoint python3 img", "img" },
	{ "docker run --mount type=bind,source=.,target=/x -w /x img nox", ".nox noxfile.py",
	  "docker run --rm --entrypoint python3 img", "img" },
	{ "docker run --platform linux/arm64 -v .:/x img sh -c 'cd /x && nox'", ".nox noxfile.py",
	  "docker run --rm --platform linux/arm64 --entrypoint python3 img", "linux/arm64-img" },
	{ "cd sub; sudo podman run -v $PWD:/x -w /x img sh -c 'cd y; nox -f z/noxfile.py'",
	  "sub/y/z/.nox sub/y/z/noxfile.py", "sudo podman run --rm --entrypoint python3 img", "img" },
	{ "docker run -v $PWD:/x -v $PWD/deep:/x/y -w /x/y img nox", "deep/.nox deep/noxfile.py",
	  "docker run --rm --entrypoint python3 img", "img" },
	{ "docker run -v $PWD:/x -w /x img bash -c \"bash -c 'nox'\"", ".nox noxfile.py",
	  "docker run --rm --entrypoint python3 img", "img" },
};

START_TEST(test_container)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct nox_calls calls = { .list = { .len = 0 } };

	load_script(&l, "", "", containers[_i].script);
	find(&l, &calls);
	render(&got, &calls);
	ck_assert_text(buf_str(&got), containers[_i].want);
	ck_assert_ptr_null(calls.list.at[0].skipped);
	ck_assert_text(calls.list.at[0].place->interpreter, containers[_i].python);
	ck_assert_text(calls.list.at[0].place->container->image, containers[_i].image);
}
END_TEST

/* Why a cache does not help a call. */
static const struct {
	const char *script;
	const char *step;
	const char *want; /* a part of it; NULL: a cache helps */
} skips[] = {
	{ "nox -s a", "", NULL },
	{ "nox --list", "", "lists" },
	{ "nox --version", "", "version" },
	{ "nox --help", "", "help" },
	{ "nox --no-venv", "", "without environments" },
	{ "nox -db none", "", "without environments" },
	{ "nox", "env: {NOX_DEFAULT_VENV_BACKEND: none}", "without environments" },
	{ "nox", "env: {NOX_DEFAULT_VENV_BACKEND: uv}", NULL },
	{ "NOX_DEFAULT_VENV_BACKEND=none nox", "", "without environments" },
	{ "NOX_DEFAULT_VENV_BACKEND=uv nox", "env: {NOX_DEFAULT_VENV_BACKEND: none}", NULL },
	{ "env NOX_DEFAULT_VENV_BACKEND=none nox", "", "without environments" },
	{ "nox -db uv", "env: {NOX_DEFAULT_VENV_BACKEND: none}", NULL },
	{ "cd $X\nnox", "", "cannot be determined" },
	{ "docker run img bash -c 'nox'", "", "does not see the workspace" },
	{ "docker run -v data:/src -w /src img nox", "", "does not see the workspace" },
	{ "docker run -v $PWD:/src:ro -w /src img nox", "", "does not see the workspace" },
	{ "docker run -v $PWD:/src -w /src img nox", "", NULL },
	{ "docker run -v $PWD:/src img nox", "", "in an unknown folder of a container" },
	{ "docker run -v $PWD:/src -w /other img nox", "", "in an unknown folder of a container" },
	{ "docker run -v $PWD:/src -w /src img nox --envdir /tmp/x", "", "in an unknown folder of a container" },
	{ "docker run -v $PWD:/src -w /src $IMAGE nox", "", "whose image is set by a shell" },
	{ "docker run -v $PWD:/src -w /src img{a} nox", "", "whose image is set by a shell" },
	{ "docker run -v $PWD:/src -w /src $'img\\x9b' nox", "", "whose image is set by a shell" },
	{ "docker run -v $PWD:/src -w /src img\xe2\x80\xa8 nox", "", "whose image is set by a shell" },
	{ "docker run -v $PWD:/src -w /src ${{ secrets.X }} nox", "", "whose image is set by a shell" },
	{ "docker run -v $PWD:/src -w /src ${{ a b }} nox", "", "whose image is set by a shell" },
	{ "docker run -v $PWD:/src -w /src ${{ env.IMAGE }} nox", "", NULL },
	{ "docker run -v $PWD:/src -w /src --platform $P img nox", "", "whose image is set by a shell" },
	{ "docker build -t x .\ndocker run -v $PWD:/src -w /src x nox", "", "built in the same step" },
	{ "docker exec c nox", "", "started elsewhere" },
	{ "docker compose run tests nox", "", "started elsewhere" },
	{ "docker run -v $PWD:/src -w /src img nox --no-venv", "", "without environments" },
};

START_TEST(test_skipped)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf step = { 0 };
	struct nox_calls calls = { .list = { .len = 0 } };

	if (skips[_i].step[0] != '\0')
		buf_printf(&step, "        %s\n", skips[_i].step);
	load_script(&l, "", step.p ? step.p : "", skips[_i].script);
	find(&l, &calls);
	ck_assert_uint_eq(calls.list.len, 1);
	if (skips[_i].want)
		ck_assert_msg(calls.list.at[0].skipped &&
				      strstr(calls.list.at[0].skipped, skips[_i].want),
			      "%s", calls.list.at[0].skipped ? calls.list.at[0].skipped : "(none)");
	else
		ck_assert_ptr_null(calls.list.at[0].skipped);
}
END_TEST

/* The parts of a call: its bytes, its text, and where an option can be inserted. */
static const struct {
	const char *run; /* the value of run:, as written */
	const char *source; /* bytes of the range */
	const char *shown;
	const char *before; /* the text before the place of the option; NULL: no place */
	const char *backend;
	const char *interpreter;
} parts[] = {
	{ "nox -s a", "nox -s a", "nox -s a", "run: nox", "", "python3" },
	{ "nox", "nox", "nox", "run: nox", "", "python3" },
	{ "echo x && nox -s a | tee l", "nox -s a", "nox -s a", "nox", "", "python3" },
	{ "'nox -s ''a b'''", "nox -s ''a b''", "nox -s 'a b'", "'nox", "", "python3" },
	{ "\"nox -s \\\"a\\\"\"", "nox -s \\\"a\\\"", "nox -s \"a\"", "\"nox", "", "python3" },
	{ ">-\n          nox\n          -s a", "nox\n          -s a", "nox -s a", "nox", "", "python3" },
	{ "|\n          nox \\\n            -s a", "nox \\\n            -s a", "nox -s a", "nox", "",
	  "python3" },
	{ "python -m nox -s a", "python -m nox -s a", "python -m nox -s a", "-m nox", "", "python" },
	{ "poetry run nox", "poetry run nox", "poetry run nox", "run nox", "", "poetry run python" },
	{ "uv run nox", "uv run nox", "uv run nox", "uv run nox", "", "uv run python" },
	{ "uvx nox", "uvx nox", "uvx nox", "uvx nox", "", "uv run --no-project python" },
	{ "pipx run nox", "pipx run nox", "pipx run nox", "run nox", "", "python3" },
	{ "nox -db uv", "nox -db uv", "nox -db uv", "nox", "uv", "python3" },
	{ "X=1 NOX_DEFAULT_VENV_BACKEND=uv nox", "nox", "nox", "uv nox", "uv", "python3" },
	{ "bash -c 'nox -s a'", "nox -s a", "nox -s a", "'nox", "", "python3" },
};

START_TEST(test_parts)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct nox_calls calls = { .list = { .len = 0 } };
	const struct nox_call *call;

	load_workflow(&l, arena_printf(&l.arena, "jobs:\n  a:\n    steps:\n      - run: %s\n",
				       parts[_i].run)
				  .p);
	find(&l, &calls);
	ck_assert_uint_eq(calls.list.len, 1);
	call = &calls.list.at[0];
	ck_assert_ptr_eq(call->script, node_at(&l, "jobs.a.steps.0.run"));
	ck_assert_ptr_eq(call->step, &l.workflow.jobs.at[0].steps.at[0]);
	ck_assert_text(str_slice(l.source.bytes, call->bytes.start, call->bytes.end), parts[_i].source);
	ck_assert_text(call->shown, parts[_i].shown);
	ck_assert_text(call->place->backend, parts[_i].backend);
	ck_assert_text(call->place->interpreter, parts[_i].interpreter);
	ck_assert_int_eq(call_takes_option(call), parts[_i].before != NULL);
	if (parts[_i].before)
		ck_assert_msg(str_ends(str_slice(l.source.bytes, 0, call->option_at), parts[_i].before),
			      "%.*s", STR_ARG(str_slice(l.source.bytes, 0, call->option_at)));
}
END_TEST

/* Steps that call an action. */
static const struct {
	const char *step;
	const char *want; /* as folders above */
	const char *skipped;
} actions[] = {
	{ "uses: ansible-community/antsibull-nox@main", ".nox noxfile.py", "without reusing" },
	{ "{uses: ansible-community/antsibull-nox@main, with: {working-directory: sub}}",
	  "sub/.nox sub/noxfile.py", "without reusing" },
	{ "{uses: nick-fields/retry@v3, with: {command: nox -s a}}", ".nox noxfile.py", NULL },
	{ "{uses: nick-fields/retry@v3, with: {timeout_minutes: 1}}", "", NULL },
	{ "{uses: coactions/setup-xvfb@v1, with: {run: nox, working-directory: sub}}",
	  "sub/.nox sub/noxfile.py", NULL },
	{ "uses: my/nox-runner@v1", ".nox noxfile.py", NULL }, /* named by the user */
	{ "uses: wntrblm/nox@main", "", NULL },
	{ "uses: actions/checkout@v4", "", NULL },
	{ "name: nox", "", NULL },
	{ "run: runnox -s a", ".nox noxfile.py", NULL }, /* likewise */
};

START_TEST(test_action)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct nox_calls calls = { .list = { .len = 0 } };
	struct nox_names names = { .commands = { .list = { .len = 0 } } };
	struct word runnox = { .value = STR("runnox"), .literal = true };

	list_add(&l.arena, &names.commands.list, runnox);
	list_add(&l.arena, &names.actions, STR("my/nox-*"));
	load_workflow(&l, arena_printf(&l.arena, "jobs:\n  a:\n    steps:\n      - %s\n",
				       actions[_i].step)
				  .p);
	nox_calls_find(&calls, &l.arena, &l.workflow, &l.workflow.jobs.at[0], &names);
	render(&got, &calls);
	ck_assert_text(buf_str(&got), actions[_i].want);
	if (calls.list.len == 0)
		return;
	ck_assert_int_eq(calls.list.at[0].skipped != NULL, actions[_i].skipped != NULL);
	if (actions[_i].skipped)
		ck_assert_ptr_nonnull(strstr(calls.list.at[0].skipped, actions[_i].skipped));
}
END_TEST

static const struct {
	const char *folder;
	const char *path;
	const char *want; /* NULL: unknown */
} joins[] = {
	{ "", "", "" },
	{ "", "a", "a" },
	{ "a", "", "a" },
	{ "a", "b", "a/b" },
	{ "a", ".", "a" },
	{ "a", "..", "" },
	{ "a/b", "..", "a" },
	{ "a/b", "../../c", "c" },
	{ "a", "../..", ".." },
	{ "..", "..", "../.." },
	{ "${{ env.x }}", "..", "${{ env.x }}/.." },
	{ "${{ env.x }}/a", "..", "${{ env.x }}" },
	{ "a", "${{ env['b/c'] }}/..\\d", "a/${{ env['b/c'] }}/../d" },
	{ "a", "/b", "/b" },
	{ "a", "~/b", "~/b" },
	{ "a", "C:\\b", "C:\\b" },
	{ "a", "b\\c", "a/b/c" },
	{ "a", "  b\n", "a/b" },
	{ "a", "b//c/", "a/b/c" },
	{ "a", "b- /", NULL }, /* the blank would not be in a cache's path, */
	{ "a", "b /c", "a/b /c" },
	{ "", "./ b", NULL },
	{ "", "./!b", NULL }, /* and there this is an exclusion, */
	{ "a", "../#b", NULL }, /* this a comment */
	{ "a", "./!b", "a/!b" },
	{ "a", "$X/b", NULL },
	{ "a", "b*", NULL },
	{ "a", "`x`", NULL },
	{ "a", "%X%", NULL },
	{ "a", "/x/$Y", NULL },
	{ "a", "${{ env.x }}/b", "a/${{ env.x }}/b" },
	{ "a", "it's \"b\": {c}", "a/it's \"b\": {c}" },
	/* text that a runner would reject, or that must not be copied */
	{ "a", "${{ env.x", NULL },
	{ "a", "${{ env.python version }}", NULL },
	{ "a", "${{ x }}/b", NULL },
	{ "a", "${{ secrets.x }}/b", NULL },
	{ "a", "/${{ secrets.x }}/b", NULL },
	{ "a", "b\nc", NULL },
	{ "a", "b\tc", NULL },
	{ "a", "b\x7f", NULL },
	{ "a", "b\xc2\x85", NULL },
	{ "a", "b\xe2\x80\xa8", NULL },
	{ "a", "/\xef\xbb\xbf" "b", NULL },
	{ "a", "b\xff", NULL },
	{ "a", "${{github.workspace}}", "" },
	{ "a", "${{  GitHub.Workspace\t}}/b", "b" },
	{ "a", "${{ github.token }}/b", NULL },
	{ "a", "$GITHUB_WORKSPACE/b", "b" },
	{ "a", "$env:GITHUB_WORKSPACE\\b", "b" },
	{ "a", "$GITHUB_WORKSPACES/b", NULL },
};

START_TEST(test_join)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct folder folder = { str_from(joins[_i].folder), true };
	struct folder joined =
		folder_join(&arena, folder, arena_copy(&arena, str_from(joins[_i].path)));

	ck_assert_int_eq(joined.known, joins[_i].want != NULL);
	if (joins[_i].want)
		ck_assert_text(joined.path, joins[_i].want);
	folder.known = false;
	joined = folder_join(&arena, folder, STR("b"));
	ck_assert(!joined.known);
	joined = folder_join(&arena, folder, STR("/b"));
	ck_assert(joined.known);
}
END_TEST

/* A path that no key can name is unknown; it is cut at a character boundary. */
START_TEST(test_long_folder)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf path = { 0 };
	struct folder workspace = { STR(""), true }, folder, joined;

	buf_fill(&path, 'a', FOLDER_MAX);
	folder = folder_join(&arena, workspace, buf_str(&path));
	ck_assert(folder.known);
	ck_assert_uint_eq(folder.path.len, FOLDER_MAX);
	joined = folder_join(&arena, folder, STR("b"));
	ck_assert(!joined.known);
	ck_assert(str_eq(joined.path, folder.path));
	buf_cut(&path, FOLDER_MAX - 1);
	buf_add_c(&path, "\xc3\xa9");
	joined = folder_join(&arena, workspace, buf_str(&path));
	ck_assert(!joined.known);
	ck_assert_uint_eq(joined.path.len, FOLDER_MAX - 1);
}
END_TEST

START_TEST(test_folder_up)
{
	struct str path = STR("/a/b c/d");

	ck_assert(folder_up(&path));
	ck_assert_text(path, "/a/b c");
	ck_assert(folder_up(&path));
	ck_assert_text(path, "/a");
	ck_assert(folder_up(&path));
	ck_assert_text(path, "");
	ck_assert(!folder_up(&path));
	path = STR("a");
	ck_assert(folder_up(&path));
	ck_assert_text(path, "");
}
END_TEST

START_TEST(test_many_calls)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct nox_calls calls = { 0 };
	struct nox_names names = { 0 };

	buf_add_c(&text, "jobs:\n  a:\n    steps:\n      - run: |\n");
	for (int i = 0; i <= NOX_CALLS_MAX; i++)
		buf_add_c(&text, "          nox\n");
	load_workflow(&l, buf_str(&text).p);
	nox_calls_find(&calls, &l.arena, &l.workflow, &l.workflow.jobs.at[0], &names);
	ck_assert_uint_eq(calls.list.len, NOX_CALLS_MAX);
	ck_assert(calls.many);
}
END_TEST

START_TEST(test_folders)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct folders list = { .list = { .len = 0 } };

	folders_add(&list, &arena, (struct folder){ STR("a"), true });
	folders_add(&list, &arena, (struct folder){ STR("b"), true });
	folders_add(&list, &arena, (struct folder){ STR("a"), true });
	ck_assert_uint_eq(list.list.len, 2);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("calls");

	ADD_TABLE(tcase, test_folder, folders);
	ADD_TABLE(tcase, test_container, containers);
	ADD_TABLE(tcase, test_skipped, skips);
	ADD_TABLE(tcase, test_parts, parts);
	ADD_TABLE(tcase, test_action, actions);
	ADD_TABLE(tcase, test_join, joins);
	tcase_add_test(tcase, test_long_folder);
	tcase_add_test(tcase, test_folder_up);
	tcase_add_test(tcase, test_many_calls);
	tcase_add_test(tcase, test_folders);
	return run_tests("calls", tcase);
}
