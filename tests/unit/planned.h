/* SPDX-License-Identifier: MIT */
/* Plans the edits of a text, for tests that need a planned file. */
#ifndef TESTS_PLANNED_H
#define TESTS_PLANNED_H

#include "folder.h"
#include "surveyed.h"

#include "nox/plan/rewrite.h"

/* Zero-initialise; release with PLANNED_AUTO. The test puts files into the repository's folder. */
struct planned {
	struct temporary folder;
	struct surveyed surveyed;
	struct plan_settings settings;
	struct plan_context context;
	struct rewrite rewrite;
};

static inline void planned_release(struct planned *p)
{
	rewrite_release(&p->rewrite);
	surveyed_release(&p->surveyed);
	temporary_release(&p->folder);
}
#define PLANNED_AUTO __attribute__((cleanup(planned_release)))

/* Reads the text as the workflow ci.yml of a repository with the noxfile (NULL: none). Settings and
 * the rest of the context must be set in *p before. */
static inline void plan_read(struct planned *p, const char *text, const char *noxfile)
{
	if (p->folder.path[0] == '\0')
		temporary_make(&p->folder);
	if (noxfile)
		temporary_add(&p->folder, "noxfile.py", noxfile);
	p->settings.tell_calls = true;
	p->settings.keep_plans = true;
	p->context.settings = &p->settings;
	p->context.survey = survey_folder(&p->surveyed, p->folder.path);
	p->rewrite.worker = &p->surveyed.worker;
	p->rewrite.bytes = str_from(text);
	rewrite_open(&p->rewrite, STR("ci.yml"));
	rewrite_read(&p->rewrite);
}

/* Reads it and plans its edits. */
static inline void plan_text(struct planned *p, const char *text, const char *noxfile)
{
	plan_read(p, text, noxfile);
	rewrite_plan(&p->rewrite, &p->context);
	rewrite_verify(&p->rewrite);
}

#endif
