/* SPDX-License-Identifier: MIT */
/* Atomic replacement: temporary file, flush, rename, flush of the folder. All signals wait while a
 * temporary file exists, so that none of them can leave it behind; where memory is out in that time,
 * a cleanup takes what is not finished away. Where the system can, the file
 * has no name until the moment before the rename, so that a process that is killed leaves none; what
 * is left all the same goes with the next file that is replaced in that folder. */
#include "config.h"

#include "base/staged.h"

#include "base/leftover.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/random.h>
#include <sys/xattr.h>
#endif

/* A temporary file in the folder of the file whose place it takes. */
struct staged {
	struct cleanup cleanup; /* first, so that it leads to the rest */
	int folder;	  /* open folder; the caller's */
	int fd;		  /* open temporary file, or -1 */
	const char *name; /* final name in the folder; the caller's */
	char temp[64];	  /* name in the folder, or empty when there is none (yet, any more) */
};

static enum status refuse(struct diagnostics *d, const char *what)
{
	diagnostic_file(d, SEVERITY_ERROR, "%s: %s", what, strerror(errno));
	return STATUS_IO;
}

static void staged_release(struct staged *s)
{
	if (s->temp[0])
		(void)unlinkat(s->folder, s->temp, 0);
	if (s->fd >= 0)
		close(s->fd);
	s->temp[0] = '\0';
	s->fd = -1;
}

static void staged_clean(struct cleanup *cleanup)
{
	staged_release((struct staged *)cleanup);
}

static void free_text(char **text)
{
	free(*text);
}

static void signals_restore(const sigset_t *before)
{
	(void)sigprocmask(SIG_SETMASK, before, NULL);
}

static void signals_block(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, before);
}

static bool random_name(char *name, size_t size)
{
	unsigned long long number;

#ifdef __linux__
	if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
		return false;
#else
	arc4random_buf(&number, sizeof(number));
#endif
	snprintf(name, size, LEFTOVER_PREFIX "%016llx", number);
	return true;
}

/* Makes a file of a new name by way of a function that fails with EEXIST where there is one. */
static bool staged_name(struct staged *s, bool (*make)(struct staged *s, mode_t mode), mode_t mode)
{
	enum { TRIES = 100 };

	for (int i = 0; i < TRIES; i++) {
		if (!random_name(s->temp, sizeof(s->temp)))
			break;
		if (make(s, mode))
			return true;
		if (errno != EEXIST)
			break;
	}
	s->temp[0] = '\0';
	return false;
}

static bool make_named(struct staged *s, mode_t mode)
{
	s->fd = openat(s->folder, s->temp,
		       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	return s->fd >= 0;
}

#if defined(__linux__) && defined(O_TMPFILE)
/* A file without a name; false where the system or the file system has no such thing. */
static bool open_nameless(struct staged *s, mode_t mode)
{
	if (access("/proc/self/fd", X_OK) != 0)
		return false;
	s->fd = openat(s->folder, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, mode);
	return s->fd >= 0;
}

static bool link_name(struct staged *s, mode_t mode)
{
	char path[64];

	(void)mode;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", s->fd);
	return linkat(AT_FDCWD, path, s->folder, s->temp, AT_SYMLINK_FOLLOW) == 0;
}
#else
static bool open_nameless(struct staged *s, mode_t mode)
{
	(void)s, (void)mode;
	return false;
}

static bool link_name(struct staged *s, mode_t mode)
{
	return make_named(s, mode);
}
#endif

static enum status staged_create(struct staged *s, struct diagnostics *d, mode_t mode)
{
	if (!open_nameless(s, mode) && !staged_name(s, make_named, mode))
		return refuse(d, "cannot make a temporary file beside it");
	leftover_claim(s->fd);
	return STATUS_OK;
}

#ifdef __linux__
static const char acl_name[] = "system.posix_acl_access";

/* Attributes that seal a content or grant rights to it do not pass to another content. */
static bool is_sealing(const char *name)
{
	return strcmp(name, "security.ima") == 0 || strcmp(name, "security.evm") == 0 ||
	       strcmp(name, "security.capability") == 0;
}

static bool attribute_copy(int from, int to, const char *name)
{
	ssize_t size = fgetxattr(from, name, NULL, 0);
	__attribute__((cleanup(free_text))) char *value = NULL;

	if (size < 0)
		return false;
	value = memory_alloc((size_t)size + 1, 1);
	size = fgetxattr(from, name, value, (size_t)size);
	return size >= 0 && fsetxattr(to, name, value, (size_t)size, 0) == 0;
}

static enum status attributes_copy(struct diagnostics *d, int from, int to)
{
	ssize_t size = flistxattr(from, NULL, 0);
	__attribute__((cleanup(free_text))) char *names = NULL;

	if (size <= 0)
		return STATUS_OK; /* none, or a file system without them */
	names = memory_alloc((size_t)size, 1);
	size = flistxattr(from, names, (size_t)size);
	for (char *name = names; size > 0 && name < names + size; name += strlen(name) + 1) {
		if (is_sealing(name) || attribute_copy(from, to, name))
			continue;
		if (strcmp(name, acl_name) == 0)
			return refuse(d, "cannot keep its access control list");
	}
	return STATUS_OK;
}

/* What a new file inherits from the folder's default list is not what the old file had. */
static void acl_drop(int fd)
{
	(void)fremovexattr(fd, acl_name);
}
#else
static enum status attributes_copy(struct diagnostics *d, int from, int to)
{
	(void)d, (void)from, (void)to;
	return STATUS_OK;
}

static void acl_drop(int fd)
{
	(void)fd;
}
#endif

/* Gives the temporary file the mode, owner and attributes of the open file from. */
static enum status staged_adopt(const struct staged *s, struct diagnostics *d, int from,
				const struct stat *old)
{
	struct stat st;

	if (fstat(s->fd, &st) != 0)
		return refuse(d, "cannot look at its temporary file");
	acl_drop(s->fd);
	if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) &&
	    fchown(s->fd, old->st_uid, old->st_gid) != 0)
		return refuse(d, "cannot keep its owner");
	if (fchmod(s->fd, old->st_mode & 07777) != 0)
		return refuse(d, "cannot keep its mode");
	return attributes_copy(d, from, s->fd);
}

static enum status staged_fill(const struct staged *s, struct diagnostics *d, struct str text)
{
	if (!file_write_all(s->fd, text) || fsync(s->fd) != 0)
		return refuse(d, "cannot write its temporary file");
	return STATUS_OK;
}

/* Gives the file its name: that of the file it replaces, or one that must still be free. */
static enum status staged_commit(struct staged *s, struct diagnostics *d, bool replaces)
{
	struct stat st;

	if (!replaces && fstatat(s->folder, s->name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return refuse(d, "cannot make it");
	}
	if ((!s->temp[0] && !staged_name(s, link_name, 0)) ||
	    renameat(s->folder, s->temp, s->folder, s->name) != 0)
		return refuse(d, "cannot replace it");
	s->temp[0] = '\0';
	/* Some file systems cannot flush a folder; the rename has happened all the same. */
	(void)fsync(s->folder);
	return STATUS_OK;
}

/* As root a new file belongs to the owner of its folder, as if that user had made it. */
static enum status adopt_owner(const struct staged *s, struct diagnostics *d)
{
	struct stat st;

	if (geteuid() != 0 || fstatat(s->folder, ".", &st, 0) != 0 || st.st_uid == 0 ||
	    fchown(s->fd, st.st_uid, st.st_gid) == 0)
		return STATUS_OK;
	return refuse(d, "cannot give it to the owner of its folder");
}

static enum status staged_put_in(struct staged *s, struct diagnostics *d, const struct stat *old,
				 struct str text)
{
	enum status status = staged_create(s, d, old ? 0600 : 0666);
	int from = -1;

	if (status == STATUS_OK && old) {
		from = openat(s->folder, s->name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
		status = staged_adopt(s, d, from, old);
		if (from >= 0)
			close(from);
	} else if (status == STATUS_OK) {
		status = adopt_owner(s, d);
	}
	if (status == STATUS_OK)
		status = staged_fill(s, d, text);
	return status == STATUS_OK ? staged_commit(s, d, old != NULL) : status;
}

enum status staged_put(struct diagnostics *d, int folder, const char *name, const struct stat *old,
		       struct str text)
{
	struct staged s = { .folder = folder, .fd = -1, .name = name };
	sigset_t before;

	signals_block(&before);
	cleanup_add(&s.cleanup, staged_clean);

	enum status status = staged_put_in(&s, d, old, text);

	cleanup_remove(&s.cleanup);
	staged_release(&s);
	signals_restore(&before);
	return status;
}

/* The file that is replaced: open, and as it was when it was opened. */
struct original {
	int fd;
	struct stat st;
};

static enum status original_open(struct original *o, struct diagnostics *d, const struct staged *s)
{
	o->fd = openat(s->folder, s->name,
		       O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	if (o->fd < 0)
		return refuse(d, "cannot open");
	if (fstat(o->fd, &o->st) != 0)
		return refuse(d, "cannot look at it");
	if (!S_ISREG(o->st.st_mode)) {
		diagnostic_file(d, SEVERITY_ERROR, "is not a regular file");
		return STATUS_INVALID;
	}
	if (o->st.st_nlink > 1) {
		diagnostic_file(d, SEVERITY_ERROR,
				"has %llu names (hard links), and replacing it would part them",
				(unsigned long long)o->st.st_nlink);
		return STATUS_IO;
	}
	if (faccessat(s->folder, s->name, W_OK, AT_EACCESS) != 0)
		return refuse(d, "cannot write");
	return STATUS_OK;
}

/* Whether the name still leads to the file that was opened, and its bytes are the expected ones. */
static enum status original_compare(const struct original *o, struct diagnostics *d,
				    const struct staged *s, struct str expected)
{
	BUF_AUTO struct buf now = { 0 };
	struct stat st;
	bool same = fstatat(s->folder, s->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_dev == o->st.st_dev && st.st_ino == o->st.st_ino &&
		    (unsigned long long)st.st_size == expected.len &&
		    lseek(o->fd, 0, SEEK_SET) == 0;

	if (same) {
		enum status status = file_read_stream(d, o->fd, expected.len, &now);

		if (status == STATUS_IO)
			return status;
		same = status == STATUS_OK && str_eq(buf_str(&now), expected);
	}
	if (same)
		return STATUS_OK;
	diagnostic_file(d, SEVERITY_ERROR, "has changed since it was read");
	return STATUS_IO;
}

/* The steps of staged_replace, with what they hold open. */
struct replacement {
	struct cleanup cleanup; /* first, so that it leads to the rest */
	struct staged new;
	struct staged backup;
	struct original original;
	bool extra; /* the backup has its name, which was free, and the new file has not */
};

static void replacement_release(struct replacement *r)
{
	if (r->extra)
		(void)unlinkat(r->backup.folder, r->backup.name, 0);
	if (r->original.fd >= 0)
		close(r->original.fd);
	staged_release(&r->backup);
	staged_release(&r->new);
}

static void replacement_clean(struct cleanup *cleanup)
{
	replacement_release((struct replacement *)cleanup);
}

/* The copy of the old content, ready to take its name. */
static enum status backup_prepare(struct replacement *r, struct diagnostics *d, struct str expected)
{
	enum status status = staged_create(&r->backup, d, 0600);

	if (status == STATUS_OK)
		status = staged_adopt(&r->backup, d, r->original.fd, &r->original.st);
	return status == STATUS_OK ? staged_fill(&r->backup, d, expected) : status;
}

static enum status replace_prepare(struct replacement *r, struct diagnostics *d, struct str expected,
				   struct str text)
{
	enum status status = original_open(&r->original, d, &r->new);

	if (status == STATUS_OK)
		status = staged_create(&r->new, d, 0600);
	if (status == STATUS_OK)
		status = staged_adopt(&r->new, d, r->original.fd, &r->original.st);
	if (status == STATUS_OK)
		status = staged_fill(&r->new, d, text);
	if (status == STATUS_OK && r->backup.name)
		status = backup_prepare(r, d, expected);
	return status == STATUS_OK ? original_compare(&r->original, d, &r->new, expected) : status;
}

static enum status replace_commit(struct replacement *r, struct diagnostics *d)
{
	bool backup = r->backup.fd >= 0;
	struct stat st;
	bool had_backup = backup && fstatat(r->backup.folder, r->backup.name, &st,
					    AT_SYMLINK_NOFOLLOW) == 0;
	enum status status = backup ? staged_commit(&r->backup, d, true) : STATUS_OK;

	r->extra = backup && status == STATUS_OK && !had_backup;
	if (status == STATUS_OK)
		status = staged_commit(&r->new, d, true);
	if (status == STATUS_OK)
		r->extra = false;
	return status;
}

/* name with the suffix; NULL where there is none. */
static char *backup_name(const char *name, const char *suffix)
{
	size_t size = strlen(name) + (suffix ? strlen(suffix) : 0) + 1;
	char *text;

	if (!suffix || !*suffix)
		return NULL;
	text = memory_alloc(size, 1);
	snprintf(text, size, "%s%s", name, suffix);
	return text;
}

enum status staged_replace(struct diagnostics *d, int folder, const char *name, struct str expected,
			   struct str text, const char *suffix)
{
	__attribute__((cleanup(free_text))) char *backup = backup_name(name, suffix);
	struct replacement r = { .new = { .folder = folder, .fd = -1, .name = name },
				 .backup = { .folder = folder, .fd = -1, .name = backup },
				 .original = { .fd = -1 } };
	sigset_t before;

	if (suffix && strchr(suffix, '/')) {
		diagnostic_file(d, SEVERITY_ERROR, "a backup's suffix cannot hold a slash");
		return STATUS_INVALID;
	}
	signals_block(&before);
	cleanup_add(&r.cleanup, replacement_clean);

	enum status status = replace_prepare(&r, d, expected, text);

	if (status == STATUS_OK)
		status = replace_commit(&r, d);
	cleanup_remove(&r.cleanup);
	replacement_release(&r);
	signals_restore(&before);
	return status;
}
