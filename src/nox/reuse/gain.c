/* SPDX-License-Identifier: MIT */
/* The gain of a cache hit. With the uv backend and uv's own cache a restored .nox saves about as
 * much time as it costs; see tests/e2e. */
#include "config.h"

#include "nox/reuse/gain.h"

#include "workflow/hosted.h"

/* Where uv keeps its cache (docs.astral.sh/uv/reference/storage): ~/.cache/uv, on Windows
 * %LOCALAPPDATA%\uv\cache; and usual names for other folders. */
static bool names_uv_cache(struct str path)
{
	static const char *const signs[] = { ".cache/uv", "\\uv\\cache", "/uv/cache",
					     "uv-cache",  "uv_cache",	 "UV_CACHE_DIR" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_find(path, str_from(signs[i]), 0) != STR_NONE)
			return true;
	return false;
}

static bool is_setup_uv(const struct uses *uses)
{
	return uses_is(uses, "astral-sh/setup-uv");
}

/* Up to version 4 the default is no cache. */
static bool setup_keeps_cache(const struct tree *tree, const struct step *step, bool hosted)
{
	struct uses uses = step_uses(tree, step);
	struct str asked =
		scalar_value(tree, map_get(step_field(step, STEP_WITH), "enable-cache", NULL));

	if (!is_setup_uv(&uses))
		return false;
	if (asked.len > 0 && !str_is(asked, "auto"))
		return str_is(asked, "true");
	if (uses.ref.len >= 2 && uses.ref.p[0] == 'v' && uses.ref.p[1] >= '1' &&
	    uses.ref.p[1] <= '4' && (uses.ref.len == 2 || uses.ref.p[2] == '.'))
		return false;
	return hosted;
}

bool job_keeps_uv_cache(struct arena *arena, const struct workflow *workflow, const struct job *job,
			const struct caches *caches, struct survey *survey, enum platform platform)
{
	bool hosted = runner_is_hosted(arena, workflow, job, platform);

	for (size_t i = 0; i < caches->list.len; i++)
		if (caches->list.at[i].restores && names_uv_cache(caches->list.at[i].path))
			return true;
	for (size_t i = 0; i < job->steps.len; i++) {
		const struct step *step = &job->steps.at[i];
		struct uses uses = step_uses(workflow->tree, step);
		const struct surveyed_steps *inner;

		if (step_field(step, STEP_USES) && setup_keeps_cache(workflow->tree, step, hosted))
			return true;
		inner = uses.local ? survey_action_steps(survey, uses.name, SURVEYED_UV_SETUPS,
							 is_setup_uv)
				   : NULL;
		for (size_t k = 0; inner && k < inner->list.len; k++)
			if (setup_keeps_cache(inner->action->tree, inner->list.at[k], hosted))
				return true;
	}
	return false;
}

enum gain gain_of(const struct nox_call *call, const struct reuse_judgement *reuse,
		  bool keeps_uv_cache, bool skips_installs)
{
	if (skips_installs || call->reuse == REUSE_NO_INSTALL)
		return GAIN_ALL;
	if (reuse->uv)
		return keeps_uv_cache ? GAIN_LITTLE : GAIN_DOWNLOADS;
	return reuse->blind ? GAIN_UNKNOWN : GAIN_INSTALLS;
}

const char *gain_text(enum gain gain)
{
	switch (gain) {
	case GAIN_INSTALLS:
		return "the time to install what the environments already contain";
	case GAIN_DOWNLOADS:
		return "mostly downloads: uv installs fast, and its own cache is not kept";
	case GAIN_LITTLE:
		return "about nothing: uv installs from its own cache, which is kept too";
	case GAIN_ALL:
		return "every install, if it is exact";
	case GAIN_UNKNOWN:
		break;
	}
	return "an amount that depends on its noxfile, which cannot be read";
}
