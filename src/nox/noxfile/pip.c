/* SPDX-License-Identifier: MIT */
/* The arguments of pip install and uv pip install. */
#include "config.h"

#include "nox/noxfile/programs.h"
#include "nox/noxfile/sources.h"

#include <string.h>

/* What an option of pip install, uv pip install or conda install means. */
enum option_kind {
	OPTION_VALUE, /* its value is not a requirement */
	OPTION_EDITABLE,
	OPTION_LIST,   /* a file of requirements, which may name the project */
	OPTION_LIMITS, /* a file of constraints */
	OPTION_GROUP,
	OPTION_LINKS,
	OPTION_INDEX,
	OPTION_UPGRADE,
	OPTION_REINSTALL,     /* everything is reinstalled */
	OPTION_REINSTALL_ONE, /* one package is reinstalled: its value */
};

static const struct option {
	const char *name;
	enum option_kind kind;
} options[] = {
	{ "-e", OPTION_EDITABLE },
	{ "--editable", OPTION_EDITABLE },
	{ "-r", OPTION_LIST },
	{ "--requirement", OPTION_LIST },
	{ "--requirements", OPTION_LIST },
	{ "--file", OPTION_LIST }, /* conda */
	{ "--group", OPTION_GROUP },
	{ "-c", OPTION_LIMITS }, /* of conda a channel: no file has its name */
	{ "--constraint", OPTION_LIMITS },
	{ "--constraints", OPTION_LIMITS },
	{ "--build-constraint", OPTION_LIMITS },
	{ "--build-constraints", OPTION_LIMITS },
	{ "-b", OPTION_LIMITS },
	{ "--override", OPTION_LIMITS },
	{ "--overrides", OPTION_LIMITS },
	{ "--excludes", OPTION_LIMITS },
	{ "-f", OPTION_LINKS },
	{ "--find-links", OPTION_LINKS },
	{ "-i", OPTION_INDEX },
	{ "--index-url", OPTION_INDEX },
	{ "--extra-index-url", OPTION_INDEX },
	{ "--index", OPTION_INDEX },
	{ "--default-index", OPTION_INDEX },
	{ "-U", OPTION_UPGRADE },
	{ "--upgrade", OPTION_UPGRADE },
	{ "-I", OPTION_REINSTALL },
	{ "--ignore-installed", OPTION_REINSTALL },
	{ "--force-reinstall", OPTION_REINSTALL },
	{ "--reinstall", OPTION_REINSTALL },
	{ "--reinstall-package", OPTION_REINSTALL_ONE },
	{ "-P", OPTION_VALUE },
	{ "--upgrade-package", OPTION_VALUE },
	{ "--upgrade-strategy", OPTION_VALUE },
	{ "--python", OPTION_VALUE },
	{ "-p", OPTION_VALUE },
	{ "-t", OPTION_VALUE },
	{ "--target", OPTION_VALUE },
	{ "--prefix", OPTION_VALUE },
	{ "--channel", OPTION_VALUE },
	{ "--name", OPTION_VALUE },
	{ "--index-strategy", OPTION_VALUE },
	{ "--no-binary", OPTION_VALUE },
	{ "--only-binary", OPTION_VALUE },
	{ "--resolution", OPTION_VALUE },
	{ "--prerelease", OPTION_VALUE },
	{ "--exclude-newer", OPTION_VALUE },
	{ "--config-settings", OPTION_VALUE },
	{ "--config-setting", OPTION_VALUE },
	{ "-C", OPTION_VALUE },
	{ "--trusted-host", OPTION_VALUE },
	{ "--extra", OPTION_VALUE },
};

struct reader {
	struct effect effect;
	struct gathered *g;
	bool uv;
	bool upgrade;
	bool reinstall;
	bool nightly; /* an index of nightly builds */
};

static void raise_installs(struct reader *r, enum noxfile_installs installs)
{
	if (installs > r->effect.installs)
		r->effect.installs = installs;
}

static void raise_moving(struct reader *r, enum noxfile_moving moving)
{
	if (moving > r->effect.moving)
		r->effect.moving = moving;
}

/* The option at the start of an argument. *rest is the text after its name. */
static const struct option *option_of(struct str text, struct str *rest)
{
	size_t equals = str_find_char(text, '=', 0);
	bool is_long = str_starts(text, "--");
	struct str name = is_long ? str_slice(text, 0, equals) : str_slice(text, 0, 2);

	*rest = STR("");
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (!str_is(name, options[i].name))
			continue;
		*rest = str_slice(text, is_long ? equals + (equals != STR_NONE) : 2, text.len);
		return &options[i];
	}
	return NULL;
}

/* A path without its extras: "pkgs/a[test]". */
static struct value without_extras(struct value path)
{
	size_t bracket = str_find_char(path.text, '[', 0);

	if (bracket != STR_NONE)
		return (struct value){ .text = str_slice(path.text, 0, bracket), .known = true };
	return path;
}

static void take_requirement(struct reader *r, struct value requirement)
{
	switch (source_kind(requirement)) {
	case SOURCE_NAMED:
	case SOURCE_PINNED:
		break;
	case SOURCE_FOLDER:
		raise_installs(r, NOXFILE_INSTALLS_COPY);
		gather_read(r->g, without_extras(requirement));
		break;
	case SOURCE_WHEEL:
		raise_installs(r, NOXFILE_INSTALLS_COPY);
		raise_moving(r, NOXFILE_MOVING_PIP);
		gather_read(r->g, requirement);
		break;
	case SOURCE_MOVING:
		raise_moving(r, NOXFILE_MOVING_PIP);
		break;
	case SOURCE_ELSEWHERE:
		raise_moving(r, NOXFILE_MOVING_UNKNOWN);
		break;
	case SOURCE_UNKNOWN:
		raise_installs(r, NOXFILE_INSTALLS_UNKNOWN);
		break;
	}
}

/* A place in which files are looked up by name: wheels of the project are built into "dist". */
static void take_links(struct reader *r, struct value place)
{
	struct str text = place.text;

	if (source_is_url(text) && place.known)
		return;
	if (str_starts(text, "./"))
		text = str_slice(text, 2, text.len);
	if (str_is(text, "dist") || str_starts(text, "dist/") || str_ends(text, "/dist")) {
		raise_installs(r, NOXFILE_INSTALLS_COPY);
		raise_moving(r, NOXFILE_MOVING_ANY);
	} else {
		raise_installs(r, NOXFILE_INSTALLS_UNKNOWN);
		raise_moving(r, NOXFILE_MOVING_UNKNOWN);
	}
}

/* --group NAME, or FILE:NAME: a group may name a folder of the repository. */
static void take_group(struct reader *r, struct value group)
{
	size_t colon = str_find_char(group.text, ':', 0);

	raise_installs(r, NOXFILE_INSTALLS_UNKNOWN);
	group.text = str_slice(group.text, 0, colon);
	if (group.known && colon != STR_NONE)
		gather_read(r->g, group);
}

static void take_option(struct reader *r, enum option_kind kind, struct value value)
{
	switch (kind) {
	case OPTION_VALUE:
		if (str_is(value.text, ".") || str_starts(value.text, ".["))
			take_requirement(r, value);
		break;
	case OPTION_EDITABLE:
		raise_installs(r, NOXFILE_INSTALLS_EDITABLE);
		gather_read(r->g, without_extras(value));
		break;
	case OPTION_LIST:
		raise_installs(r, NOXFILE_INSTALLS_UNKNOWN);
		gather_read(r->g, value);
		break;
	case OPTION_LIMITS:
		gather_read(r->g, value);
		break;
	case OPTION_GROUP:
		take_group(r, value);
		break;
	case OPTION_LINKS:
		take_links(r, value);
		break;
	case OPTION_INDEX:
		r->nightly |= str_contains(value.text, "nightly");
		break;
	case OPTION_UPGRADE:
		r->upgrade = true;
		break;
	case OPTION_REINSTALL:
	case OPTION_REINSTALL_ONE:
		r->reinstall = true;
		break;
	}
}

/* Letters of short options in one word: "-qe". Returns the index of the last that matters. */
static size_t bundle_skip(struct reader *r, struct str text)
{
	size_t i = 1;

	while (i + 1 < text.len && str_find_char(STR("qvUI"), text.p[i], 0) != STR_NONE) {
		r->upgrade |= text.p[i] == 'U';
		r->reinstall |= text.p[i] == 'I';
		i++;
	}
	return i;
}

/* Reads the argument at index, and its value. Returns the index after them. */
static size_t take_argument(struct reader *r, const struct arguments *a, size_t index)
{
	struct value word = a->at[index], value = { .known = false };
	const struct option *option;
	bool is_short = str_starts(word.text, "-") && !str_starts(word.text, "--");
	size_t skip = is_short ? bundle_skip(r, word.text) : 1;
	char letters[3] = { '-', skip < word.text.len ? word.text.p[skip] : '\0', '\0' };
	struct str rest;

	if (!str_starts(word.text, "-")) {
		take_requirement(r, word);
		return index + 1;
	}
	if (skip > 1) {
		option = option_of(str_from(letters), &rest);
		rest = str_slice(word.text, skip + 1, word.text.len);
	} else {
		option = option_of(word.text, &rest);
	}
	if (!option) {
		/* The value of an unknown option is after "=", or is the next word: a
		 * requirement. */
		if (!word.known && str_find_char(word.text, '=', 0) == STR_NONE)
			raise_installs(r, NOXFILE_INSTALLS_UNKNOWN);
		return index + 1;
	}
	if (option->kind == OPTION_UPGRADE || option->kind == OPTION_REINSTALL) {
		take_option(r, option->kind, word);
		return index + 1;
	}
	if (rest.len > 0 || !word.known) {
		value = (struct value){ .text = str_trim(rest),
					.known = word.known,
					.wheel = word.wheel };
		if (word.shape.len >= word.text.len && word.text.len > 0)
			value.shape =
				str_slice(word.shape, word.text.len - rest.len, word.shape.len);
		take_option(r, option->kind, value);
		return index + 1;
	}
	if (index + 1 < a->count)
		value = a->at[index + 1];
	take_option(r, option->kind, value);
	return index + 2;
}

void pip_install(struct effect *effect, struct gathered *g, const struct arguments *a, size_t from,
		 bool uv)
{
	struct reader r = { .g = g, .uv = uv, .effect = { .inexact = true } };

	for (size_t i = from; i < a->count;)
		i = take_argument(&r, a, i);
	if (a->more)
		raise_installs(&r, NOXFILE_INSTALLS_UNKNOWN);
	/* uv reinstalls packages from a repository, a URL or a changed wheel. */
	if (uv && r.effect.moving == NOXFILE_MOVING_PIP)
		r.effect.moving = NOXFILE_MOVING_NOTHING;
	if (r.nightly && !r.upgrade)
		raise_moving(&r, NOXFILE_MOVING_ANY);
	if (r.reinstall) {
		r.effect.moving = NOXFILE_MOVING_NOTHING;
		if (r.effect.installs == NOXFILE_INSTALLS_COPY)
			r.effect.installs = NOXFILE_INSTALLS_EDITABLE;
	}
	effect_add(effect, &r.effect);
}
