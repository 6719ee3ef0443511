/* SPDX-License-Identifier: MIT */
/* What the work costs at the least: the workflows are read and searched for "nox", and libfyaml walks
 * over those that have it. Nothing is judged and nothing is printed but their number.
 *
 * usage: limit [--worker] PATH...	PATH is a file, or a repository
 * --worker: libfyaml runs in a process of its own, twice on each file, as isolation and verification
 * ask for. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <libfyaml.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHARED = 24 * 1024 * 1024 };

static bool apart;
static int worker = -1;
static char *shared;
static size_t found;

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static size_t walk(const char *bytes, size_t length)
{
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET | FYPCF_SLOPPY_FLOW_INDENTATION };
	struct fy_parser *parser = fy_parser_create(&cfg);
	struct fy_event *event;
	size_t count = 0;

	if (!parser || fy_parser_set_string(parser, bytes, length) != 0)
		fail("libfyaml");
	while ((event = fy_parser_parse(parser)) != NULL) {
		count++;
		fy_parser_event_free(parser, event);
	}
	fy_parser_destroy(parser);
	return count;
}

static void serve(int fd)
{
	size_t length;

	while (read(fd, &length, sizeof(length)) == sizeof(length)) {
		length = walk(shared, length);
		if (write(fd, &length, sizeof(length)) != sizeof(length))
			break;
	}
	_exit(0);
}

static void start(void)
{
	int ends[2];

	shared = mmap(NULL, SHARED, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE,
		      -1, 0);
	if (shared == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		fail("worker");
	switch (fork()) {
	case -1:
		fail("fork");
		break;
	case 0:
		close(ends[0]);
		serve(ends[1]);
		break;
	default:
		close(ends[1]);
		worker = ends[0];
	}
}

static void ask(const char *bytes, size_t length)
{
	size_t answer;

	if (length > SHARED)
		length = SHARED;
	memcpy(shared, bytes, length);
	if (write(worker, &length, sizeof(length)) != sizeof(length) ||
	    read(worker, &answer, sizeof(answer)) != sizeof(answer))
		fail("worker");
}

static void take(const char *bytes, size_t length)
{
	if (!memmem(bytes, length, "nox", 3))
		return;
	found++;
	if (!apart) {
		walk(bytes, length);
		return;
	}
	if (worker < 0)
		start();
	ask(bytes, length);
	ask(bytes, length);
}

static void read_file(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	struct stat about;
	char *bytes;
	ssize_t length;

	if (fd < 0 || fstat(fd, &about) != 0)
		fail(name);
	bytes = malloc((size_t)about.st_size + 1);
	length = bytes ? read(fd, bytes, (size_t)about.st_size) : -1;
	if (length < 0)
		fail(name);
	close(fd);
	take(bytes, (size_t)length);
	free(bytes);
}

static int is_workflow(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return (length > 4 && strcmp(entry->d_name + length - 4, ".yml") == 0) ||
	       (length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0);
}

static void read_repository(const char *path)
{
	static const char *const marks[] = { ".github/workflows", ".forgejo/workflows",
					     ".gitea/workflows" };
	int root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (root < 0)
		fail(path);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		int folder = openat(root, marks[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		struct dirent **entries = NULL;
		int count = folder < 0 ? 0 : scandirat(root, marks[i], &entries, is_workflow, alphasort);

		for (int k = 0; k < count; k++) {
			read_file(folder, entries[k]->d_name);
			free(entries[k]);
		}
		free(entries);
		if (folder >= 0)
			close(folder);
	}
	close(root);
}

int main(int argc, char *argv[])
{
	int first = 1;
	struct stat about;

	if (argc > 1 && strcmp(argv[1], "--worker") == 0) {
		apart = true;
		first++;
	}
	for (int i = first; i < argc; i++) {
		if (stat(argv[i], &about) != 0)
			fail(argv[i]);
		if (S_ISDIR(about.st_mode))
			read_repository(argv[i]);
		else
			read_file(AT_FDCWD, argv[i]);
	}
	if (worker >= 0) {
		close(worker);
		wait(NULL);
	}
	printf("%zu\n", found);
	return 0;
}
