/* SPDX-License-Identifier: MIT */
/* Tests reading and replacing files: what is kept, what is an error, and that no temporary file is
 * left. */
#include "config.h"

#include "base/staged.h"
#include "repository/output_file.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/xattr.h>
#endif

static char folder[] = "/tmp/check_file.XXXXXX";
static struct arena arena;
static struct diagnostics found;

static void setup(void)
{
	found = (struct diagnostics){ .arena = &arena };
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	umask(022);
}

static void teardown(void)
{
	char command[64];

	arena_release(&arena);
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(name, "wb");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

#define ck_content(name, text)                                                                     \
	do {                                                                                       \
		BUF_AUTO struct buf content = { 0 };                                               \
		ck_assert_int_eq(file_read_at(&found, AT_FDCWD, (name), FILE_LIMIT, &content, NULL), STATUS_OK); \
		ck_assert_str_eq(content.p ? content.p : "", (text));                              \
	} while (0)

#define ck_message(part)                                                                           \
	do {                                                                                       \
		ck_assert_uint_eq(found.list.len, 1);                                              \
		ck_assert_int_eq(found.list.at[0].severity, SEVERITY_ERROR);                       \
		ck_assert_msg(str_contains(diagnostic_message(&found.list.at[0]), (part)), "%s",                \
			      found.list.at[0].message);                                         \
	} while (0)

static size_t names_in_folder(void)
{
	DIR *open = opendir(".");
	size_t count = 0;

	while (readdir(open))
		count++;
	closedir(open);
	return count - 2;
}

START_TEST(test_read)
{
	BUF_AUTO struct buf out = { 0 };
	put("a", "text");
	ck_assert_int_eq(file_read_at(&found, AT_FDCWD, "a", 4, &out, NULL), STATUS_OK);
	ck_assert_str_eq(out.p, "text");
	ck_assert_int_eq(file_read_at(&found, AT_FDCWD, "a", 3, &out, NULL), STATUS_INVALID);
	ck_message("larger than 3 bytes");
}
END_TEST

/* Also of a file that is longer than one read of a stream. */
START_TEST(test_mode)
{
	BUF_AUTO struct buf long_text = { 0 }, out = { 0 };
	unsigned mode = 0;

	buf_fill(&long_text, 'x', 100000);
	put("a", long_text.p);
	ck_assert_int_eq(file_read_at(&found, AT_FDCWD, "a", FILE_LIMIT, &out, &mode), STATUS_OK);
	ck_assert_str_eq(out.p, long_text.p);
	ck_assert_uint_eq(mode, 0100644);
	ck_assert_int_eq(chmod("a", 0710), 0);
	ck_assert_int_eq(file_read_at(&found, AT_FDCWD, "a", FILE_LIMIT, &out, &mode), STATUS_OK);
	ck_assert_uint_eq(mode, 0100755);
}
END_TEST

static const struct {
	const char *make;
	const char *message;
	enum status status;
} unreadable[] = {
	{ "true", "No such file", STATUS_IO },
	{ "mkdir x", "is a directory", STATUS_INVALID },
	{ "mkfifo x", "is a FIFO", STATUS_INVALID },
	{ "ln -s a x; touch a", "symbolic links", STATUS_IO },
	{ "ln -s x x", "symbolic links", STATUS_IO },
};

START_TEST(test_unreadable)
{
	BUF_AUTO struct buf out = { 0 };

	ck_assert_int_eq(system(unreadable[_i].make), 0);
	ck_assert_int_eq(file_read_at(&found, AT_FDCWD, "x", FILE_LIMIT, &out, NULL), unreadable[_i].status);
	ck_message(unreadable[_i].message);
}
END_TEST

START_TEST(test_stream)
{
	BUF_AUTO struct buf out = { 0 };
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "ab", 2), 2);
	close(ends[1]);
	ck_assert_int_eq(file_read_stream(&found, ends[0], 10, &out), STATUS_OK);
	ck_assert_str_eq(out.p, "ab");
	ck_assert_int_eq(file_read_stream(&found, -1, 10, &out), STATUS_IO);
	ck_message("cannot read");
}
END_TEST

START_TEST(test_replace)
{
	struct stat st;

	put("a", "old");
	ck_assert_int_eq(chmod("a", 0751), 0);
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "a", STR("old"), STR("new"), NULL), STATUS_OK);
	ck_content("a", "new");
	ck_assert_int_eq(stat("a", &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0751);
	ck_assert_uint_eq(names_in_folder(), 1);
	ck_assert_uint_eq(found.list.len, 0);
}
END_TEST

START_TEST(test_replace_owner)
{
	struct stat st;

	if (geteuid() != 0)
		return;
	put("a", "old");
	ck_assert_int_eq(chown("a", 1234, 4321), 0);
	ck_assert_int_eq(chmod("a", 04755), 0);
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "a", STR("old"), STR("new"), ".bak"), STATUS_OK);
	ck_assert_int_eq(stat("a", &st), 0);
	ck_assert(st.st_uid == 1234 && st.st_gid == 4321 && (st.st_mode & 07777) == 04755);
	ck_assert_int_eq(stat("a.bak", &st), 0);
	ck_assert(st.st_uid == 1234 && st.st_gid == 4321);
}
END_TEST

START_TEST(test_replace_backup)
{
	struct stat st;

	put("a", "old");
	ck_assert_int_eq(chmod("a", 0640), 0);
	put("a~", "older");
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "a", STR("old"), STR("new"), "~"), STATUS_OK);
	ck_content("a", "new");
	ck_content("a~", "old");
	ck_assert_int_eq(stat("a~", &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0640);
	ck_assert_uint_eq(names_in_folder(), 2);
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "a", STR("new"), STR("x"), "/b"), STATUS_INVALID);
	ck_message("slash");
	ck_content("a", "new");
}
END_TEST

/* A link is not followed: the caller must resolve it. */
START_TEST(test_replace_link)
{
	put("a", "old");
	ck_assert_int_eq(symlink("a", "l"), 0);
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "l", STR("old"), STR("new"), ".b"), STATUS_IO);
	ck_message("symbolic links");
	ck_content("a", "old");
	ck_assert_uint_eq(names_in_folder(), 2);
}
END_TEST

static const struct {
	const char *make;
	const char *message;
} refused[] = {
	{ "printf changed >a", "has changed since it was read" },
	{ "printf ola >a", "has changed since it was read" },
	{ "printf old >a; ln a b", "2 names" },
	{ "mkdir a", "is not a regular file" },
	{ "mkfifo a", "is not a regular file" },
	{ "true", "No such file" },
	{ "printf old >a; mkdir a.bak; touch a.bak/x", "cannot replace it" },
};

START_TEST(test_replace_refused)
{
	size_t before;

	ck_assert_int_eq(system(refused[_i].make), 0);
	before = names_in_folder();
	ck_assert_int_ne(staged_replace(&found, AT_FDCWD, "a", STR("old"), STR("new"), ".bak"), STATUS_OK);
	ck_message(refused[_i].message);
	ck_assert_uint_eq(names_in_folder(), before);
	ck_assert_int_ne(system("test -f a && grep -q new a"), 0);
}
END_TEST

/* A read-only folder, and a read-only file; does not apply to root. */
START_TEST(test_replace_forbidden)
{
	put("a", "old");
	ck_assert_int_eq(chmod("a", _i == 0 ? 0444 : 0644), 0);
	ck_assert_int_eq(chmod(".", _i == 0 ? 0777 : 0555), 0);
	if (geteuid() == 0) {
		ck_assert_int_eq(chown("a", 1234, 1234), 0);
		ck_assert_int_eq(setgid(1234), 0);
		ck_assert_int_eq(seteuid(1234), 0);
	}
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "a", STR("old"), STR("new"), NULL), STATUS_IO);
	ck_message("Permission denied");
	ck_content("a", "old");
	if (geteuid() != getuid())
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(chmod(".", 0755), 0);
	ck_assert_uint_eq(names_in_folder(), 1);
}
END_TEST

#ifdef __linux__
START_TEST(test_replace_attributes)
{
	char value[8] = "";

	put("a", "old");
	if (setxattr("a", "user.note", "kept", 4, 0) != 0)
		return; /* a file system without attributes */
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "a", STR("old"), STR("new"), NULL), STATUS_OK);
	ck_assert_int_eq(getxattr("a", "user.note", value, sizeof(value)), 4);
	ck_assert_str_eq(value, "kept");
}
END_TEST

/* u::rw-, u:1:rw-, g::r--, m::rw-, o::--- as the kernel stores them. */
static const unsigned char acl[] = {
	2, 0, 0, 0, 1, 0, 6, 0, 255, 255, 255, 255, 2, 0, 6, 0, 1, 0, 0, 0, 4, 0, 4, 0,
	255, 255, 255, 255, 16, 0, 6, 0, 255, 255, 255, 255, 32, 0, 0, 0, 255, 255, 255, 255,
};

START_TEST(test_replace_acl)
{
	unsigned char value[sizeof(acl)];

	put("a", "old");
	if (setxattr("a", "system.posix_acl_access", acl, sizeof(acl), 0) != 0)
		return; /* a file system without access control lists */
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "a", STR("old"), STR("new"), NULL), STATUS_OK);
	ck_assert_int_eq(getxattr("a", "system.posix_acl_access", value, sizeof(value)),
			 (int)sizeof(acl));
	ck_assert_int_eq(memcmp(value, acl, sizeof(acl)), 0);

	/* A file without an access control list does not get the folder's default list. */
	put("b", "old");
	ck_assert_int_eq(setxattr(".", "system.posix_acl_default", acl, sizeof(acl), 0), 0);
	ck_assert_int_eq(staged_replace(&found, AT_FDCWD, "b", STR("old"), STR("new"), NULL), STATUS_OK);
	ck_assert_int_eq(getxattr("b", "system.posix_acl_access", value, sizeof(value)), -1);
}
END_TEST
#endif

START_TEST(test_write)
{
	struct stat st;

	umask(027);
	ck_assert_int_eq(output_file_write(&found, "n", STR("1")), STATUS_OK);
	ck_content("n", "1");
	ck_assert_int_eq(stat("n", &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0640);
	ck_assert_int_eq(chmod("n", 0604), 0);
	ck_assert_int_eq(symlink("n", "l"), 0);
	ck_assert_int_eq(output_file_write(&found, "l", STR("2")), STATUS_OK);
	ck_content("n", "2");
	ck_assert_int_eq(stat("n", &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0604);
	ck_assert_int_eq(output_file_write(&found, "/dev/null", STR("x")), STATUS_OK);
	ck_assert_uint_eq(names_in_folder(), 2);
	ck_assert_int_eq(output_file_write(&found, ".", STR("x")), STATUS_IO);
	ck_message("Is a directory");
}
END_TEST

/* Output is appended to a stream that the shell opened for appending. */
START_TEST(test_write_stream)
{
	int fd;
	char name[32];

	put("a", "1");
	fd = open("a", O_WRONLY | O_APPEND);
	ck_assert_int_ge(fd, 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", fd);
	ck_assert_int_eq(output_file_write(&found, name, STR("2")), STATUS_OK);
	close(fd);
	ck_content("a", "12");
	ck_assert_int_eq(symlink("nowhere", "l"), 0);
	ck_assert_int_eq(output_file_write(&found, "l", STR("x")), STATUS_IO);
	ck_message("is a broken symbolic link");
	ck_assert_int_eq(system("test \"$(ls)\" = \"$(printf 'a\\nl')\""), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("file");
	TCase *tcase = tcase_create("file");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, test_mode);
	tcase_add_test(tcase, test_read);
	tcase_add_loop_test(tcase, test_unreadable, 0, sizeof(unreadable) / sizeof(unreadable[0]));
	tcase_add_test(tcase, test_stream);
	tcase_add_test(tcase, test_replace);
	tcase_add_test(tcase, test_replace_owner);
	tcase_add_test(tcase, test_replace_backup);
	tcase_add_test(tcase, test_replace_link);
	tcase_add_loop_test(tcase, test_replace_refused, 0, sizeof(refused) / sizeof(refused[0]));
	tcase_add_loop_test(tcase, test_replace_forbidden, 0, 2);
#ifdef __linux__
	tcase_add_test(tcase, test_replace_attributes);
	tcase_add_test(tcase, test_replace_acl);
#endif
	tcase_add_test(tcase, test_write);
	tcase_add_test(tcase, test_write_stream);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
