/* SPDX-License-Identifier: MIT */
/* Tests the scanners for PowerShell and cmd.exe: the words of each command. */
#include "config.h"

#include "script/script.h"

#include "script_render.h"

#include <stdlib.h>

static const struct render_case powershell[] = {
	{ "nox -s lint\r\nnox -l", "[nox][-s][lint] [nox][-l]" },
	{ "a; b && c || d", "[a] [b] [c] [d]" },
	{ "a | b", ">[a] [b]" },
	{ "a |\n  b", ">[a] [b]" },
	{ "a `\n  b", "[a][b]" },
	{ "a `\r\n  b", "[a][b]" },
	{ "& nox -s a", "[nox][-s][a]" },
	{ "& 'C:\\x y\\nox.exe' -s a", "[C:\\x y\\nox.exe][-s][a]" },
	{ "& \"$env:X\\nox.exe\" -l", "[$env:X\\nox.exe][-l]" },
	{ "'nox'; \"nox\"", "" },
	{ ". ./x.ps1; a", "[./x.ps1] [a]" },
	{ "# nox\na <# nox\nnox #> b", "[a][b]" },
	{ "a 'it''s' \"x `\"y`\" z\"", "[a][it's][x \"y\" z]" },
	{ "a @'\nnox\n'@ b", "[a][\nnox][b]" },
	{ "$x = nox --list; b", "[nox][--list] [b]" },
	{ "$env:A = 'nox'\nb", "[b]" },
	{ "$x.y(1)", "" },
	{ "if ($x -eq 1) { a } else { b }", "[a] [b]" },
	{ "if ($LASTEXITCODE -ne 0) {\n  exit 1\n}\na", "[1] [a]" },
	{ "foreach ($s in 'a','b') { nox -s $s }", "[nox][-s][$s]" },
	{ "try { a } finally { b }", "[a] [b]" },
	{ "a (b c) d", "[b][c] [a][(b c)][d]" },
	{ "a \"$(b c)\" d", "[b][c] [a][$(b c)][d]" },
	{ "Invoke-Command -ScriptBlock { nox -s a }",
	  "[nox][-s][a] [Invoke-Command][-ScriptBlock][{ nox -s a }]" },
	{ "a > x 2>&1; b 2> y *> z c", "[a] [b][c]" },
	{ "nox -s ${{ matrix.s || 'x y' }}", "[nox][-s][${{ matrix.s || 'x y' }}]" },
	{ "${{ matrix.cmd }} -s a", "[${{ matrix.cmd }}][-s][a]" },
	{ "python -m nox -s ${env:A}", "[python][-m][nox][-s][${env:A}]" },
};

static const struct render_case cmd[] = {
	{ "nox -s lint\r\nnox -l", "[nox][-s][lint] [nox][-l]" },
	{ "@echo off\n@nox", "[echo][off] [nox]" },
	{ "a & b && c || d", "[a] [b] [c] [d]" },
	{ "a | b", ">[a] [b]" },
	{ "a ^\r\n  b", "[a][b]" },
	{ "a \"b c\" d^&e", "[a][b c][d&e]" },
	{ "rem nox\nREM nox\n:: nox\n:label\na", "[a]" },
	{ "call nox -s a", "[call][nox][-s][a]" },
	{ "if exist x nox -s a", "[nox][-s][a]" },
	{ "if not \"%A%\"==\"b\" (nox -s a) else (nox -s b)", "[nox][-s][a] [nox][-s][b]" },
	{ "if errorlevel 1 exit /b 1", "[exit][/b][1]" },
	{ "if %A% EQU b nox", "[nox]" },
	{ "for %%i in (a b) do nox -s %%i", "[nox][-s][%%i]" },
	{ "nox > x 2>&1 -l", "[nox][-l]" },
	{ "%CONDA%\\Scripts\\nox.exe -s a", "[%CONDA%\\Scripts\\nox.exe][-s][a]" },
	{ "nox ${{ inputs.a || 'x & y' }}", "[nox][${{ inputs.a || 'x & y' }}]" },
};

START_TEST(test_powershell)
{
	check_render(&powershell[_i], DIALECT_POWERSHELL);
}
END_TEST

START_TEST(test_cmd)
{
	check_render(&cmd[_i], DIALECT_CMD);
}
END_TEST

START_TEST(test_no_shell)
{
	static const struct render_case none = { "nox -s lint", "" };

	check_render(&none, DIALECT_NONE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("powershell");
	TCase *tcase = tcase_create("scan");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_powershell, 0, sizeof(powershell) / sizeof(powershell[0]));
	tcase_add_loop_test(tcase, test_cmd, 0, sizeof(cmd) / sizeof(cmd[0]));
	tcase_add_test(tcase, test_no_shell);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
