/* SPDX-License-Identifier: MIT */
/* The table of actions. Each entry follows the action's own action.yml. */
#include "config.h"

#include "nox/call/actions.h"

#define NO_REUSE "the action runs Nox without reusing environments"

static const struct nox_action actions[] = {
	/* Begins with `nox --install-only`, without -r. */
	{ "ansible-community/github-action-run-nox", "working-directory", NULL, NO_REUSE },
	{ "ansible-community/antsibull-nox", "working-directory", NULL, NO_REUSE },
	{ "level12/coppy/gh-actions/nox-run", NULL, NULL, NO_REUSE },
	/* Run the script of an input in their own shell. */
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
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (uses_is_at(uses, actions[i].name))
			return &actions[i];
	return NULL;
}
