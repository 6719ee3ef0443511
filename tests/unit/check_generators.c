/* SPDX-License-Identifier: MIT */
/* Tests projects that are generated from the repository's templates. */
#include "config.h"

#include "nox/survey/generators.h"

#include "base/buf.h"
#include "folder.h"

static const struct {
	const char *script;
	const char *want; /* the templates' folders, each followed by a blank; "." is the workspace */
} commands[] = {
	{ "nox", "" },
	{ "cookiecutter", "" },
	{ "cookiecutter .", ". " },
	{ "cookiecutter --no-input -o /tmp/x ./tpl name=x", "tpl " },
	{ "cookiecutter --output-dir=/tmp \"$GITHUB_WORKSPACE\"", ". " },
	{ "cookiecutter gh:a/b", "" },
	{ "cookiecutter https://a.b/c", "" },
	{ "cookiecutter c.git", "" },
	{ "cookiecutter $X", "" },
	{ "uvx cookiecutter tpl", "tpl " },
	{ "pipx run cookiecutter tpl", "tpl " },
	{ "python -m cookiecutter tpl", "tpl " },
	{ "copier copy . /tmp/x", ". " },
	{ "copier copy --trust -d a=b --vcs-ref HEAD tpl /tmp/x", "tpl " },
	{ "copier update", "" },
	{ "uvx copier copy tpl x; cruft create tpl2", "tpl tpl2 " },
	{ "pip install copier", "" },
	{ "echo copier copy . x", "" },
};

START_TEST(test_commands)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct generators generators = { .list = { .len = 0 } };
	struct script script = { .commands = { .len = 0 } };

	script_scan(&script, &arena, str_from(commands[_i].script), DIALECT_SH);
	for (size_t i = 0; i < script.commands.len; i++)
		generators_note(&generators, &arena, NULL, &script.commands.at[i],
				(struct folder){ STR(""), true });
	for (size_t i = 0; i < generators.list.len; i++) {
		struct str path = generators.list.at[i].source.path;

		buf_add(&got, path.len > 0 ? path : STR("."));
		buf_add_char(&got, ' ');
	}
	ck_assert_text(buf_str(&got), commands[_i].want);
}
END_TEST

enum { FILES_MAX = 4 };

static const struct {
	const char *folder;
	bool copier;
	struct {
		const char *name, *content;
	} files[FILES_MAX];
	const char *want; /* the patterns, each followed by a blank */
} templates[] = {
	{ "", false, { { "README.md", "" } }, "" },
	{ "", true, { { "cookiecutter.json", "" }, { "{{cookiecutter.a}}/x", "" } }, "" },
	{ "", false, { { "copier.yml", "" } }, "" },
	{ "", false, { { "cookiecutter.json", "" }, { "{{cookiecutter.a}}/noxfile.py", "" }, { "docs/x", "" } },
	  "cookiecutter.json ??cookiecutter.a?\?/** " },
	{ "sub", false, { { "sub/cookiecutter.json", "" }, { "sub/{{ cookiecutter.a }}/x", "" } },
	  "sub/cookiecutter.json sub/?? cookiecutter.a ?\?/** " },
	{ "sub", false, { { "cookiecutter.json", "" }, { "{{cookiecutter.a}}/x", "" } }, "" },
	{ "", true, { { "copier.yml", "_subdirectory: template\na: b\n" }, { "template/x", "" } },
	  "copier.yml template/** " },
	{ "", true, { { "copier.yaml", "_subdirectory: 'my tpl' # x\n" } }, "copier.yaml my tpl/** " },
	{ "", true, { { "copier.yml", "a: b\n" } }, "copier.yml **/*.jinja " },
	{ "", true, { { "copier.yml", "_subdirectory: \"{{ x }}\"\n" } }, "copier.yml **/*.jinja " },
	{ "", true, { { "copier.yml", "_subdirectory: ../x\n" } }, "copier.yml **/*.jinja " },
	{ "", true, { { "copier.yml", "_subdirectory: .\n" } }, "copier.yml **/*.jinja " },
	{ "t", true, { { "t/copier.yml", "_subdirectory: a\n" } }, "t/copier.yml t/a/** " },
};

START_TEST(test_templates)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	REPOSITORY_AUTO struct repository repository = { .bytes = 0 };
	struct dependencies found = { .patterns = { .len = 0 } };

	temporary_make(&folder);
	for (size_t i = 0; i < FILES_MAX && templates[_i].files[i].name; i++)
		temporary_add(&folder, templates[_i].files[i].name, templates[_i].files[i].content);
	repository_open_folder(&repository, folder.path);
	generator_patterns(&found, &arena, &repository, str_from(templates[_i].folder),
			   templates[_i].copier);
	for (size_t i = 0; i < found.patterns.len; i++)
		buf_printf(&got, "%.*s ", STR_ARG(found.patterns.at[i]));
	ck_assert_text(buf_str(&got), templates[_i].want);
}
END_TEST

START_TEST(test_many)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct generators generators = { .list = { .len = 0 } };
	struct script script = { .commands = { .len = 0 } };

	script_scan(&script, &arena, STR("cookiecutter ."), DIALECT_SH);
	for (size_t i = 0; i < GENERATORS_MAX + 1; i++)
		generators_note(&generators, &arena, NULL, &script.commands.at[0],
				(struct folder){ STR(""), true });
	ck_assert_uint_eq(generators.list.len, GENERATORS_MAX);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("generators");

	ADD_TABLE(tcase, test_commands, commands);
	ADD_TABLE(tcase, test_templates, templates);
	tcase_add_test(tcase, test_many);
	return run_tests("generators", tcase);
}
