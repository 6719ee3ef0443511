/* SPDX-License-Identifier: MIT */
/* Tests actions, workflows and commands that publish. */
#include "config.h"

#include "nox/release/publish_table.h"

#include "loaded.h"

static const struct {
	const char *uses;
	const char *with; /* members */
	bool want;
} actions[] = {
	{ "pypa/gh-action-pypi-publish@release/v1", "", true },
	{ "PyPA/gh-action-pypi-publish@v1", "", true },
	{ "https://code.forgejo.org/actions/forgejo-release@v2", "", true },
	{ "actions/cache@v4", "", false },
	{ "actions/upload-artifact@v4", "", false },
	{ "codecov/codecov-action@v5", "", false },
	{ "me/gh-action@v1", "", false },
	{ "./pypa/gh-action-pypi-publish", "", false },
	/* by their names */
	{ "me/release-on-push-action@v1", "", true },
	{ "me/gh-action-pypi-publish@v1", "", true },
	{ "me/tools/deploy-docs@v1", "", true },
	{ "me/publish-unit-test-result-action@v1", "", false },
	{ "me/get-latest-release@v1", "", false },
	{ "release/tools@v1", "", false },
	{ "github/codeql-action/upload-sarif@v3", "", false },
	{ "actions/upload-pages-artifact@v3", "", false },
	/* inputs that decide */
	{ "docker/build-push-action@v6", "", false },
	{ "docker/build-push-action@v6", "push: true", true },
	{ "docker/build-push-action@v6", "push: false", false },
	{ "docker/build-push-action@v6", "push: \"${{ github.event_name != 'pull_request' }}\"", true },
	{ "docker/build-push-action@v6", "outputs: 'type=image,push=true'", true },
	{ "docker/build-push-action@v6", "outputs: 'type=docker'", false },
	{ "PyO3/maturin-action@v1", "command: build", false },
	{ "PyO3/maturin-action@v1", "command: upload", true },
	{ "sphinx-notes/pages@v3", "", true },
	{ "sphinx-notes/pages@v3", "publish: false", false },
	/* a path in a repository */
	{ "netlify/actions/cli@master", "", true },
	{ "netlify/actions@master", "", false },
};

START_TEST(test_action)
{
	struct uses uses = uses_read(str_from(actions[_i].uses));
	LOADED_AUTO struct loaded l = { 0 };

	load_tree(&l, arena_printf(&l.arena, "{%s}\n", actions[_i].with).p);
	ck_assert_int_eq(action_publishes(&l.tree, &uses, l.tree.root),
			 actions[_i].want);
}
END_TEST

static const struct {
	const char *uses;
	bool want;
} workflows[] = {
	{ "a/b/.github/workflows/publish-to-pypi.yml@v1", true },
	{ "a/b/.github/workflows/release.yaml@main", true },
	{ "a/b/.github/workflows/deploy_docs.yml@main", true },
	{ "slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2", true },
	{ "a/b/.github/workflows/tests.yml@v1", false },
	{ "a/release/.github/workflows/tests.yml@v1", false },
	{ "a/b/.github/workflows/release-check.yml@v1", false },
	{ "a/b/.github/workflows/upload-coverage.yml@v1", false },
	{ "./.github/workflows/release.yml", false },
	{ "docker://release", false },
};

START_TEST(test_workflow)
{
	ck_assert_int_eq(workflow_publishes(str_from(workflows[_i].uses)), workflows[_i].want);
}
END_TEST

static const struct {
	const char *command;
	int words; /* -1: it does not publish */
} commands[] = {
	{ "twine upload dist/*", 1 },
	{ "twine check dist/*", -1 },
	{ "python -m twine upload dist/*", 1 },
	{ "uvx twine upload dist/*", 1 },
	{ "poetry run twine upload dist/*", 1 },
	{ "uv publish", 1 },
	{ "uv --quiet publish", 2 },
	{ "uv publish --dry-run", -1 },
	{ "uv build", -1 },
	{ "poetry publish --build", 1 },
	{ "flit publish", 1 },
	{ "hatch publish", 1 },
	{ "pdm publish", 1 },
	{ "maturin upload x", 1 },
	{ "npm publish", 1 },
	{ "cargo publish -p x", 1 },
	{ "cargo publish --dry-run", -1 },
	{ "gh release create v1", 2 },
	{ "gh --repo a/b release upload v1 x", 4 },
	{ "gh release view v1", -1 },
	{ "gh run download", -1 },
	{ "docker push x", 1 },
	{ "docker buildx build --push .", 2 },
	{ "docker build .", -1 },
	{ "git push", -1 },
	{ "git push origin HEAD:main", -1 },
	{ "git push origin stage", -1 },
	{ "git push --tags", 1 },
	{ "git push origin \"$TAG\"", 1 },
	{ "git push origin \"${tag}\"", 1 },
	{ "git push origin gh-pages", 1 },
	{ "git push origin ${{ steps.x.outputs.VERSION }}", 1 },
	{ "aws s3 sync docs s3://b", 2 },
	{ "aws s3 cp s3://b/x .", -1 },
	{ "rsync -a docs/ me@host:/srv", 0 },
	{ "rsync -a a b", -1 },
	{ "mkdocs gh-deploy --force", 1 },
	{ "mkdocs build", -1 },
	{ "mike deploy dev", 1 },
	{ "netlify deploy", 1 },
	/* named by the project */
	{ "make release", 1 },
	{ "make -C docs deploy", 3 },
	{ "make RELEASE=1 test", -1 },
	{ "make build-release", -1 },
	{ "nox -s publish", 2 },
	{ "nox -s docs -- deploy", 4 },
	{ "nox -s docs-deploy", 2 },
	{ "nox -s test-rust -- release full", -1 },
	{ "nox -s upload_coverage", -1 },
	{ "nox -s check_release", -1 },
	{ "nox -s tests", -1 },
	{ "tox -e release", 2 },
	{ "./scripts/release.sh", 0 },
	{ "bash scripts/release.sh", 1 },
	{ "python tools/publish.py", 0 },
	{ "python tools/release/version.py", -1 },
	{ "pip install -r requirements/release.txt", -1 },
	{ "bash ci/download_release.sh", -1 },
	{ "make install-deploy", -1 },
	{ "echo release", -1 },
};

START_TEST(test_command)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct script script = { 0 };
	struct program program;
	size_t words = 99;
	bool publishes;

	script_scan(&script, &arena, str_from(commands[_i].command), DIALECT_SH);
	ck_assert_uint_eq(script.commands.len, 1);
	program_of(&program, &arena, &script.commands.at[0]);
	publishes = command_publishes(&program, &words);
	ck_assert_msg(publishes == (commands[_i].words >= 0), "%s", commands[_i].command);
	ck_assert(!publishes || script_may_publish(str_from(commands[_i].command)));
	if (publishes)
		ck_assert_int_eq((int)words, commands[_i].words);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("publish_table");

	ADD_TABLE(tcase, test_action, actions);
	ADD_TABLE(tcase, test_workflow, workflows);
	ADD_TABLE(tcase, test_command, commands);
	return run_tests("publish_table", tcase);
}
