/* SPDX-License-Identifier: MIT */
/* Reads the options of docker run (docs.docker.com, "docker container run"). Podman and nerdctl
 * have the same ones. */
#include "config.h"

#include "nox/call/container.h"

#include "workflow/template.h"

#define WHERE_MOUNTED                                                                              \
	"runs in a container that does not see the workspace: mount it (docker run -v "            \
	"\"$PWD:/src\" -w /src) to have its environments cached"
#define WHICH_IMAGE                                                                                \
	"runs in a container whose image is set by a shell: write it as text or ${{ }} to have "   \
	"its environments cached"
#define WHICH_CONTAINER                                                                            \
	"runs in a container that is started elsewhere: start it with docker run and the "         \
	"workspace mounted to have its environments cached"

enum { VALUE_MAX = 1000 }; /* longer values of options are not read */

/* Offset of a character outside all expressions, or STR_NONE. */
static size_t find_outside(struct str text, char c)
{
	struct range range = { 0, 0 };

	for (size_t i = 0; i < text.len; i = range.end) {
		bool any = template_find(text, i, &range);
		size_t at = str_find_char(str_slice(text, 0, any ? range.start : text.len), c, i);

		if (at != STR_NONE || !any)
			return at;
	}
	return STR_NONE;
}

/* A path in the container. "/${{ github.workspace }}" is the path of the workspace, which begins
 * with a slash. */
static struct str place_of(struct str path)
{
	while (path.len > 1 && path.p[path.len - 1] == '/')
		path.len--;
	while (path.len > 1 && path.p[0] == '/' &&
	       (path.p[1] == '/' || str_starts(str_slice(path, 1, path.len), "${{")))
		path = str_slice(path, 1, path.len);
	return path;
}

/* A folder of the runner as written for a shell or an expression: $PWD/sub, $(pwd), ./sub, /x.
 * Returns false for the name of a volume. */
static bool read_host(struct folder *host, struct arena *arena, struct folder folder,
		      struct str path)
{
	static const char *const here[] = { "$PWD", "${PWD}", "$(pwd)", "`pwd`", "${{ env.PWD }}" };

	for (size_t i = 0; i < sizeof(here) / sizeof(here[0]); i++) {
		struct str name = str_from(here[i]);

		if (!str_starts(path, here[i]) || (path.len > name.len && path.p[name.len] != '/'))
			continue;
		path = str_slice(path, name.len, path.len);
		*host = folder_join(arena, folder, arena_printf(arena, "./%.*s", STR_ARG(path)));
		return true;
	}
	if (path.len == 0 || str_find_char(STR("./$~"), path.p[0], 0) == STR_NONE)
		return false;
	*host = folder_join(arena, folder, path);
	return true;
}

static void add_mount(struct container *c, struct arena *arena, struct folder folder,
		      struct str from, struct str to)
{
	struct mount mount = { .place = place_of(to) };

	if (!read_host(&mount.host, arena, folder, from) || mount.place.len == 0)
		return;
	mount.place = arena_copy(arena, mount.place);
	list_add(arena, &c->mounts, mount);
}

/* HOST:PLACE, or HOST:PLACE:OPTIONS. A read-only volume contains no environments. */
static void read_volume(struct container *c, struct arena *arena, struct folder folder,
			struct str value)
{
	size_t first = find_outside(value, ':');
	struct str rest = str_slice(value, first == STR_NONE ? value.len : first + 1, value.len);
	size_t second = find_outside(rest, ':');
	struct str options = str_slice(rest, second == STR_NONE ? rest.len : second + 1, rest.len);

	if (value.len > VALUE_MAX || first == STR_NONE || str_starts(options, "ro"))
		return;
	add_mount(c, arena, folder, str_slice(value, 0, first), str_slice(rest, 0, second));
}

/* type=bind,source=HOST,target=PLACE */
static void read_mount(struct container *c, struct arena *arena, struct folder folder,
		       struct str value)
{
	struct str from = STR(""), to = STR("");
	bool bind = false;

	while (value.len > 0 && value.len <= VALUE_MAX) {
		size_t comma = find_outside(value, ',');
		struct str part = str_slice(value, 0, comma);
		size_t equals = find_outside(part, '=');
		struct str name = str_slice(part, 0, equals);
		struct str text =
			str_slice(part, equals == STR_NONE ? part.len : equals + 1, part.len);

		if (str_is(name, "type"))
			bind = str_is(text, "bind");
		else if (str_is(name, "source") || str_is(name, "src"))
			from = text;
		else if (str_is(name, "target") || str_is(name, "destination") ||
			 str_is(name, "dst"))
			to = text;
		else if (str_is(name, "readonly") || str_is(name, "ro"))
			return;
		value = comma == STR_NONE ? STR("") : str_slice(value, comma + 1, value.len);
	}
	if (bind)
		add_mount(c, arena, folder, from, to);
}

/* Can the text be part of a key and of a new script, with the same meaning in both? */
static bool is_fixed(struct arena *arena, struct str text)
{
	if (text.len > 200 || !template_is_usable(arena, text))
		return false;
	for (const char *c = "$`,\"'\\ ;&|<>()*?[]{}#~!"; *c; c++)
		if (find_outside(text, *c) != STR_NONE)
			return false;
	return true;
}

static bool sees_workspace(const struct container *c)
{
	for (size_t i = 0; i < c->mounts.len; i++)
		if (c->mounts.at[i].host.known)
			return true;
	return false;
}

/* The command that starts the container: "docker", "sudo podman". */
static struct str engine_of(struct arena *arena, const struct command *command)
{
	const struct words *words = &command->words;
	bool sudo = words->list.len > 0 && str_is(words->list.at[0].value, "sudo");

	for (size_t i = 0; i < words->list.len; i++)
		if (str_is(words->list.at[i].value, "podman") ||
		    str_is(words->list.at[i].value, "nerdctl"))
			return arena_printf(arena, "%s%.*s", sudo ? "sudo " : "",
					    STR_ARG(words->list.at[i].value));
	return sudo ? STR("sudo docker") : STR("docker");
}

void container_read(struct container *c, struct arena *arena, const struct command *command,
		    const struct program *program, struct folder folder)
{
	struct str platform = program->platform;
	struct str engine = engine_of(arena, command);

	*c = (struct container){ .start = { .known = false } };
	if (!program->image) {
		c->why_not = WHICH_CONTAINER;
		return;
	}
	for (size_t i = 0; i < program->volumes.list.len; i++)
		read_volume(c, arena, folder, program->volumes.list.at[i].value);
	for (size_t i = 0; i < program->mounts.list.len; i++)
		read_mount(c, arena, folder, program->mounts.list.at[i].value);
	if (program->workdir.len > 0)
		c->start = container_folder(c, arena, program->workdir);
	if (!sees_workspace(c))
		c->why_not = WHERE_MOUNTED;
	else if (!is_fixed(arena, program->image->value) || !is_fixed(arena, platform))
		c->why_not = WHICH_IMAGE;
	c->image = arena_copy(arena, program->image->value);
	if (platform.len > 0)
		c->image = arena_printf(arena, "%.*s-%.*s", STR_ARG(platform),
					STR_ARG(program->image->value));
	c->python = arena_printf(arena, "%.*s run --rm%s%.*s --entrypoint python3 %.*s",
				 STR_ARG(engine), platform.len > 0 ? " --platform " : "",
				 STR_ARG(platform), STR_ARG(program->image->value));
}

struct folder container_folder(const struct container *c, struct arena *arena, struct str path)
{
	struct folder folder = { STR(""), false };
	size_t best = 0;

	path = place_of(path);
	for (size_t i = 0; i < c->mounts.len; i++) {
		const struct mount *mount = &c->mounts.at[i];
		struct str rest = str_slice(path, mount->place.len, path.len);

		if (mount->place.len < best ||
		    !str_eq(str_slice(path, 0, mount->place.len), mount->place) ||
		    (rest.len > 0 && rest.p[0] != '/'))
			continue;
		best = mount->place.len;
		folder = folder_join(arena, mount->host,
				     arena_printf(arena, "./%.*s", STR_ARG(rest)));
	}
	return folder;
}

bool container_image_made(const struct command *command)
{
	const struct words *words = &command->words;

	for (size_t i = 1; i < words->list.len; i++)
		if (str_is(words->list.at[i].value, "build") ||
		    str_is(words->list.at[i].value, "load") ||
		    str_is(words->list.at[i].value, "import"))
			return str_is(words->list.at[0].value, "docker") ||
			       str_is(words->list.at[0].value, "podman") ||
			       str_is(words->list.at[0].value, "nerdctl");
	return false;
}
