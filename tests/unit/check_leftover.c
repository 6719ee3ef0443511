/* SPDX-License-Identifier: MIT */
/* Tests which temporary files are removed. */
#include "config.h"

#include "base/leftover.h"

#include "folder.h"

#include <fcntl.h>

static bool is_there(const struct temporary *folder, const char *name)
{
	char path[512];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	return lstat(path, &st) == 0;
}

static const struct {
	const char *name;
	const char *content;
	bool goes;
} rows[] = {
	{ ".nox-cache-inject-0123456789abcdef", "text", true },
	{ ".nox-cache-inject-0123456789abcdee", "", false }, /* it may be new */
	{ ".nox-cache-inject-0123456789abcdeg", "text", false },
	{ ".nox-cache-inject-0123456789abcde", "text", false },
	{ ".nox-cache-inject-0123456789abcdef0", "text", false },
	{ "nox-cache-inject-0123456789abcdef", "text", false },
	{ ".nox-cache-inject-0123456789abcdef/", NULL, false },
	{ "ci.yml", "text", false },
};

START_TEST(test_remove)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	int fd;

	temporary_make(&folder);
	temporary_add(&folder, rows[_i].name, rows[_i].content);
	fd = open(folder.path, O_RDONLY | O_DIRECTORY);
	leftovers_remove(fd);
	close(fd);
	ck_assert_int_eq(is_there(&folder, rows[_i].name), !rows[_i].goes);
}
END_TEST

START_TEST(test_claimed)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	int fd, file;

	temporary_make(&folder);
	temporary_add(&folder, rows[0].name, "text");
	fd = open(folder.path, O_RDONLY | O_DIRECTORY);
	file = openat(fd, rows[0].name, O_WRONLY);
	leftover_claim(file);
	leftovers_remove(fd);
	ck_assert(is_there(&folder, rows[0].name));
	close(file);
	leftovers_remove(fd);
	ck_assert(!is_there(&folder, rows[0].name));
	close(fd);
}
END_TEST

START_TEST(test_link)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	int fd;

	temporary_make(&folder);
	temporary_add(&folder, "ci.yml", "text");
	fd = open(folder.path, O_RDONLY | O_DIRECTORY);
	ck_assert_int_eq(symlinkat("ci.yml", fd, rows[0].name), 0);
	leftovers_remove(fd);
	close(fd);
	leftovers_remove(-1);
	ck_assert(is_there(&folder, rows[0].name) && is_there(&folder, "ci.yml"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("leftover");

	ADD_TABLE(tcase, test_remove, rows);
	tcase_add_test(tcase, test_claimed);
	tcase_add_test(tcase, test_link);
	return run_tests("leftover", tcase);
}
