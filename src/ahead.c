/* SPDX-License-Identifier: MIT */
/* Reads as many repositories as can be parsed together and held in memory, then plans them. */
#include "config.h"

#include "ahead.h"

#include "load.h"

#include <string.h>
#include <sys/resource.h>

/* Of the files that are held in memory, without those of the last repository, and of those that are parsed
 * together. */
enum { AHEAD_BYTES = 96 * 1024 };

/* Each repository that was read holds two descriptors. Without a worker nothing is saved. */
static size_t most_ahead(const struct batch *batch)
{
	struct rlimit limit;

	return batch->worker.here || getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
			       limit.rlim_cur < 8 * AHEAD_MAX
		       ? 1
		       : AHEAD_MAX;
}

static void read_some(struct ahead *ahead, const struct runner *r, struct batch *batch)
{
	size_t held = 0;

	if (ahead->most == 0)
		ahead->most = most_ahead(batch);
	for (size_t i = 0; i < ahead->len; i++)
		held += ahead->at[i]->repository.bytes;
	while (ahead->read < batch->roots.len && ahead->len < ahead->most && held <= AHEAD_BYTES) {
		struct project *project = batch_begin(batch, ahead->read++);

		if (ahead->len > 0)
			ahead->at[ahead->len - 1]->next = project;
		ahead->at[ahead->len++] = project;
		load_read(r, batch, project);
		held += project->repository.bytes;
	}
}

/* Whether the first that is not planned can be planned with those that are. */
static bool fits(const struct ahead *ahead)
{
	size_t held = 0, near = 0;

	if (ahead->planned == ahead->len)
		return false;
	for (size_t i = 0; i < ahead->planned; i++) /* what plans read is held too */
		held += ahead->at[i]->repository.bytes;
	for (size_t i = 0; i <= ahead->planned; i++)
		near += ahead->at[i]->near_bytes;
	return ahead->planned == 0 || (held <= AHEAD_BYTES && near <= AHEAD_BYTES);
}

struct project *ahead_first(struct ahead *ahead, const struct runner *r, struct batch *batch)
{
	if (ahead->planned > 0)
		return ahead->at[0];
	read_some(ahead, r, batch);
	while (fits(ahead))
		load_plan(batch, ahead->at[ahead->planned++]);
	for (size_t i = 0; i < ahead->planned; i++)
		load_verify(ahead->at[i]);
	return ahead->at[0];
}

void ahead_drop(struct ahead *ahead)
{
	batch_end(ahead->at[0]);
	ahead->len--;
	ahead->planned -= ahead->planned > 0;
	memmove(ahead->at, ahead->at + 1, ahead->len * sizeof(ahead->at[0]));
}
