/* SPDX-License-Identifier: MIT */
/* A whole repository made from bytes. Each line that begins with '@' makes an entry:
 *
 *     @f PATH     a file, whose content are the lines up to the next such line
 *     @x PATH     the same, executable
 *     @d PATH     a folder
 *     @l PATH>TO  a symbolic link
 *     @p PATH     a FIFO
 *
 * "%%" in a link stands for the folder with the canary, which lies beside the repository. Whatever
 * is made, nothing of that folder is read or written, and each mode ends. */
#include "config.h"

#include "targets.h"

#include "acceptance.h"
#include "items.h"
#include "output/diff.h"
#include "output/patch.h"
#include "load.h"
#include "output/report.h"
#include "yaml/worker.h"
#include "output/report_formats.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CANARY "canary-4711"

enum { ENTRIES_MAX = 40, PATH_BYTES_MAX = 400 };

static struct {
	char root[64];	 /* of the repository */
	char beside[64]; /* the folder with the canary */
	struct timespec changed;
} place;

/* One worker for all inputs; it dies with this process. */
static struct yaml_worker worker;

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_place(void)
{
	char folder[64];

	nftw(place.root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	nftw(place.beside, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	snprintf(folder, sizeof(folder), "%s", place.root);
	*strrchr(folder, '/') = '\0';
	rmdir(folder);
}

static void write_text(const char *path, struct str text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (fd < 0)
		return;
	(void)!write(fd, text.p, text.len);
	close(fd);
}

/* The canary is a workflow, an action, a noxfile and a feature file, by whatever name. */
static void make_place(void)
{
	static const char text[] = "# " CANARY "\nname: " CANARY "\non: push\njobs: {" CANARY
				   ": {steps: [{run: nox}]}}\n";
	static const char *const names[] = { "ci.yml", "action.yml", "noxfile.py", "uv.lock", "x.feature",
					     "pyproject.toml", "steps.py" };
	char folder[] = "/dev/shm/nci-fuzz.XXXXXX";
	struct stat status;

	if (place.root[0])
		return;
	if (!mkdtemp(folder)) {
		strcpy(folder, "/tmp/nci-fuzz.XXXXXX");
		PROMISE(mkdtemp(folder) != NULL);
	}
	snprintf(place.root, sizeof(place.root), "%s/in", folder);
	snprintf(place.beside, sizeof(place.beside), "%s/out", folder);
	PROMISE(mkdir(place.beside, 0777) == 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s/%s", place.beside, names[i]);
		write_text(path, str_from(text), 0666);
	}
	PROMISE(stat(place.beside, &status) == 0);
	place.changed = status.st_mtim;
	atexit(remove_place);
}

/* ------------------------------------------------------------------ the tree */

/* A path that stays below the root: the maker of the tree needs no door of its own. */
static bool is_inner(struct str path)
{
	if (path.len == 0 || path.len > PATH_BYTES_MAX || memchr(path.p, '\0', path.len))
		return false;
	for (size_t at = 0; at <= path.len;) {
		size_t slash = str_find_char(path, '/', at);
		size_t end = slash == STR_NONE ? path.len : slash;
		struct str name = str_slice(path, at, end);

		if (name.len == 0 || str_is(name, ".") || str_is(name, "..") || name.len > 200)
			return false;
		at = end + 1;
	}
	return true;
}

/* Opens the folder of a path, which is made as far as no link is in the way; -1 where one is. */
static int make_folders(struct str path, char name[256])
{
	int folder = open(place.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (;;) {
		size_t slash = str_find_char(path, '/', 0);
		struct str part = str_slice(path, 0, slash);
		int next;

		memcpy(name, part.p, part.len);
		name[part.len] = '\0';
		if (slash == STR_NONE || folder < 0)
			return folder;
		(void)mkdirat(folder, name, 0777);
		next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(folder);
		folder = next;
		path = str_slice(path, slash + 1, path.len);
	}
}

static void make_link(struct arena *arena, int folder, const char *name, struct str target)
{
	BUF_AUTO struct buf to = { 0 };
	size_t mark = str_find(target, STR("%%"), 0);

	buf_add(&to, str_slice(target, 0, mark));
	if (mark != STR_NONE) {
		buf_add_c(&to, place.beside);
		buf_add(&to, str_slice(target, mark + 2, target.len));
	}
	(void)!symlinkat(arena_copy(arena, buf_str(&to)).p, folder, name);
}

static void make_entry(struct arena *arena, struct str line, struct str content)
{
	char kind = line.len > 1 ? line.p[1] : '\0';
	struct str path = str_trim(str_slice(line, 2, line.len));
	size_t arrow = kind == 'l' ? str_find_char(path, '>', 0) : STR_NONE;
	struct str target = str_slice(path, arrow == STR_NONE ? path.len : arrow + 1, path.len);
	char name[256];
	int folder, fd;

	path = str_slice(path, 0, arrow);
	if (!is_inner(path))
		return;
	folder = make_folders(path, name);
	if (folder < 0)
		return;
	if (kind == 'd')
		(void)mkdirat(folder, name, 0777);
	else if (kind == 'p')
		(void)mkfifoat(folder, name, 0666);
	else if (kind == 'l')
		make_link(arena, folder, name, target);
	else {
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			    kind == 'x' ? 0777 : 0666);
		if (fd >= 0) {
			(void)!write(fd, content.p, content.len);
			close(fd);
		}
	}
	close(folder);
}

static void make_tree(struct arena *arena, struct str bytes)
{
	size_t entries = 0;

	nftw(place.root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	PROMISE(mkdir(place.root, 0777) == 0);
	while (bytes.len > 0 && entries++ < ENTRIES_MAX) {
		struct str line, content;
		size_t next;

		(void)str_next_line(&bytes, &line);
		next = bytes.len > 0 && bytes.p[0] == '@' ? 0 : str_find(bytes, STR("\n@"), 0);
		content = str_slice(bytes, 0, next == STR_NONE || next == 0 ? next : next + 1);
		bytes = str_slice(bytes, content.len, bytes.len);
		if (line.len > 0 && line.p[0] == '@')
			make_entry(arena, line, content);
	}
}

/* ------------------------------------------------------------------ the modes */

static void add_patch(struct buf *out, const struct changes *changes)
{
	struct patch patch = { .subject = STR("s"),
			       .body = STR("b"),
			       .author_name = STR("n"),
			       .author_email = STR("e@x.y") };

	for (size_t i = 0; i < changes->list.len; i++)
		patch_look(&changes->list.at[i]);
	patch_add(out, &patch, changes);
}

/* Every report about the file, each with a document of its own. */
static void add_reports(struct buf *out, const struct item *item)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct report_file subject = { .rewrite = item->rewrite, .path = item->inner };
	struct tally tally = { .files = 0 };

	tally_add(&tally, item->rewrite);
	for (int kind = REPORT_CHECK; kind <= REPORT_LIST; kind++)
		for (int format = 0; format < FORMAT_COUNT; format++) {
			BUF_AUTO struct buf text = { 0 };
			struct lines lines = LINES_TO(&text, false);
			struct json json = JSON_TO(&text);
			struct report report = {
				.format = report_format_of((enum report_kind)kind,
							   (enum format)format),
				.lines = &lines,
				.json = &json,
				.arena = &arena,
			};

			if (!report.format)
				continue;
			report_begin(&report);
			report.format->file(&report, &subject);
			report_end(&report, &tally);
			buf_add(out, buf_str(&text));
		}
}

/* What a run prints of a file, unless its tree is gone with its reports; and with write: what it does to it. */
static void process_repository(struct buf *out, struct project *project, struct item *item, bool write)
{
	struct rewrite *file = item->rewrite;
	struct diff_options plain = { .color = false };
	struct change change = item_change(item);
	const struct changes changes = { .list = { &change, 1, 1 } };
	struct lines lines = LINES_TO(out, false);

	if (!project->settings.drop_trees)
		add_reports(out, item);
	for (size_t i = 0; i < file->diagnostics.list.len; i++)
		report_message(&lines, file, &file->diagnostics.list.at[i]);
	if (!file->changed)
		return;
	diff_add(out, &change, &plain);
	add_patch(out, &changes);
	if (write && repository_replace(&project->repository, &file->diagnostics, item->written,
					change.old, change.text, NULL) != STATUS_OK)
		file->failed = true;
}

static void check_beside(const struct buf *out)
{
	struct stat status;

	PROMISE(!str_contains(buf_str(out), CANARY));
	PROMISE(stat(place.beside, &status) == 0);
	PROMISE(status.st_mtim.tv_sec == place.changed.tv_sec &&
		status.st_mtim.tv_nsec == place.changed.tv_nsec);
}

/* A run on the repository. Must not move. */
struct run {
	struct options options;
	struct run_output output;
	struct runner runner;
	struct batch batch;
	struct project *project;
};

static void run_begin(struct run *run, const char *feature)
{
	*run = (struct run){ .options = { .feature = feature },
			     .runner = { .options = &run->options,
					 .output = &run->output,
					 .lines = LINES_TO(&run->output.result, false),
					 .log = LINES_TO(&run->output.messages, false),
					 .json = JSON_TO(&run->output.result) },
			     .batch = { .worker = worker } };
	batch_add(&run->batch, place.root, PATH_FOLDER);
	run->project = batch_begin(&run->batch, 0);
}

/* Adds what was printed, and frees it all. */
static void run_end(struct buf *out, struct run *run)
{
	buf_add(out, buf_str(&run->output.messages));
	buf_add(out, buf_str(&run->output.result));
	worker = run->batch.worker; /* it goes on with the next input */
	run->batch.worker = (struct yaml_worker){ .here = false };
	batch_end(run->project);
	batch_release(&run->batch);
	arena_release(&run->runner.arena);
	buf_release(&run->output.messages);
	buf_release(&run->output.result);
}

static void run_modes(struct arena *arena, struct buf *out, bool write)
{
	struct acceptance acceptance = { .arena = arena };
	struct changes changes = { .list = { .len = 0 } };
	struct project *project;
	struct run run;

	run_begin(&run, "");
	project = run.project;
	PROMISE(load_project(&run.runner, &run.batch, project) != STATUS_IO);
	for (size_t i = 0; i < project->items.len; i++)
		acceptance_add_file(&acceptance, project->items.at[i]);
	acceptance_finish(&acceptance, &run.runner, project, STR(""), &changes);
	for (size_t i = 0; i < project->items.len; i++)
		if (project->items.at[i]->target)
			process_repository(out, project, project->items.at[i], write);
	add_patch(out, &changes);
	for (size_t i = 0; i < changes.list.len && write; i++)
		acceptance_write(&run.runner, arena, project, &changes.list.at[i]);
	run_end(out, &run);
}

static void take_files(struct buf *out, struct run *run)
{
	struct project *project = run->project;

	for (size_t i = 0; i < project->items.len; i++) {
		if (!project->items.at[i]->target)
			continue;
		PROMISE(batch_ready(&run->batch, project, i));
		process_repository(out, project, project->items.at[i], false);
		batch_done(project, i);
	}
}

/* The reports of a run that has so many bytes in memory at once, which are the same when the files are taken
 * again. */
static void run_in_turn(struct buf *out, size_t at_once, bool drop_trees)
{
	BUF_AUTO struct buf first = { 0 }, again = { 0 };
	struct run run;

	run_begin(&run, NULL);
	run.options.mode = MODE_IN_PLACE;
	run.project->at_once = at_once;
	PROMISE(load_project(&run.runner, &run.batch, run.project) != STATUS_IO);
	run.project->settings.drop_trees = drop_trees;
	take_files(&first, &run);
	take_files(&again, &run);
	PROMISE(str_eq(buf_str(&first), buf_str(&again)));
	buf_add(out, buf_str(&first));
	run_end(out, &run);
}

/* It makes no difference whether a repository is read twice. */
static void check_twice(void)
{
	for (int drop_trees = 0; drop_trees < 2; drop_trees++) {
		BUF_AUTO struct buf once = { 0 }, twice = { 0 };

		run_in_turn(&once, SIZE_MAX / 2, drop_trees);
		run_in_turn(&twice, 0, drop_trees);
		PROMISE(str_eq(buf_str(&once), buf_str(&twice)));
	}
}

void run_repository(struct str bytes)
{
	struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };

	make_place();
	make_tree(&arena, bytes);
	check_twice();
	for (int write = 0; write < 2; write++) {
		run_modes(&arena, &out, write);
		check_beside(&out);
		buf_cut(&out, 0);
	}
	arena_release(&arena);
}
