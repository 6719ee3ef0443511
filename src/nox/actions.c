/* SPDX-License-Identifier: MIT */
/* The table of actions, each read in its own action.yml. */
#include "config.h"

#include "nox/actions.h"

#include <string.h>

#define NO_REUSE "the action runs Nox without reusing environments"

static const struct nox_action actions[] = {
	/* Begins with `nox --install-only`, without -r. */
	{ "ansible-community/github-action-run-nox", "working-directory", NULL, NO_REUSE },
	{ "ansible-community/antsibull-nox", "working-directory", NULL, NO_REUSE },
	{ "level12/coppy/gh-actions/nox-run", NULL, NULL, NO_REUSE },
	/* Run what they are told in a shell of their own. */
	{ "CodSpeedHQ/action", "working-directory", "run", NULL },
	{ "nick-fields/retry", NULL, "command", NULL },
	{ "nick-invision/retry", NULL, "command", NULL },
	{ "Wandalen/wretry.action", NULL, "command", NULL },
	{ "coactions/setup-xvfb", "working-directory", "run", NULL },
	{ "GabrielBB/xvfb-action", "working-directory", "run", NULL },
	{ "aganders3/headless-gui", "working-directory", "run", NULL },
	{ "pyvista/setup-headless-display-action", NULL, "command", NULL },
};

const struct nox_action *nox_action_find(const struct uses *uses)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		struct str name = str_from(actions[i].name);
		size_t owner = str_find_char(name, '/', 0);
		size_t end = str_find_char(name, '/', owner + 1);
		struct str path = end == STR_NONE ? STR("") : str_slice(name, end + 1, name.len);

		name = str_slice(name, 0, end);
		if (!uses->local && !uses->docker && str_eq(uses->path, path) &&
		    uses->name.len == name.len && strncasecmp(uses->name.p, name.p, name.len) == 0)
			return &actions[i];
	}
	return NULL;
}
