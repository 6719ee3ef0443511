/* SPDX-License-Identifier: MIT */
/* A temporary folder with files, for tests that read files on disk. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include "unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Release with FOLDER_AUTO. */
struct temporary {
	char path[64];
};

static inline int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void temporary_release(struct temporary *folder)
{
	if (folder->path[0] != '\0')
		nftw(folder->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
#define TEMPORARY_AUTO __attribute__((cleanup(temporary_release)))

static inline void temporary_make(struct temporary *folder)
{
	strcpy(folder->path, "/tmp/nci-unit.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder->path));
}

/* Creates the parent folders of the name, then the file; a name that ends with "/" is a folder. */
static inline void temporary_add(const struct temporary *folder, const char *name, const char *content)
{
	char path[512];
	size_t start;
	FILE *file;

	ck_assert_int_lt(snprintf(path, sizeof(path), "%s/%s", folder->path, name), (int)sizeof(path));
	start = strlen(folder->path) + 1;
	for (char *slash = strchr(path + start, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(path, 0777);
		*slash = '/';
	}
	if (path[strlen(path) - 1] == '/')
		return;
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(content, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

#endif
