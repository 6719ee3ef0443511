/* SPDX-License-Identifier: MIT */
/* A survey of a folder, for tests that read the files of a repository. */
#ifndef TESTS_SURVEYED_H
#define TESTS_SURVEYED_H

#include "unit.h"

#include "nox/survey/survey.h"
#include "yaml/worker.h"

/* Zero-initialise; release with SURVEYED_AUTO. Must not move. */
struct surveyed {
	struct arena arena;
	struct repository repository;
	struct yaml_worker worker;
	struct survey survey;
};

static inline void surveyed_release(struct surveyed *s)
{
	repository_close(&s->repository);
	worker_release(&s->worker);
	arena_release(&s->arena);
}
#define SURVEYED_AUTO __attribute__((cleanup(surveyed_release)))

/* Opens the folder, which need not exist. */
static inline struct survey *survey_folder(struct surveyed *s, const char *root)
{
	repository_open_folder(&s->repository, root);
	s->worker.here = true;
	s->survey = (struct survey){ .repository = &s->repository,
				     .worker = &s->worker,
				     .arena = &s->arena };
	return &s->survey;
}

#endif
