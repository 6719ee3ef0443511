/* SPDX-License-Identifier: MIT */
/* Finds the Nox calls in the steps of a job. Folders are followed through working-directory, cd,
 * wrappers, and Nox's own -f and --envdir: Nox changes into the folder of its noxfile and keeps its
 * environments there (nox/main.py, nox/_options.py). */
#include "config.h"

#include "nox/call/calls.h"

#include "nox/call/actions.h"
#include "nox/call/glance.h"
#include "nox/call/interpreter.h"
#include "nox/call/made.h"
#include "workflow/template.h"
#include "workflow/variables.h"

struct finder {
	struct nox_calls *calls;
	struct arena *arena;
	struct arena *scratch; /* for the current script */
	const struct workflow *workflow;
	const struct tree *tree;
	const struct job *job;
	const struct nox_names *names;
	struct checkouts *checkouts;
	struct str runner;	     /* its labels */
	enum dialect dialect;	     /* of steps without a shell: */
	struct variables *variables; /* of the current step */
};

/* folder_join for a path as written in a step. The variables of a container are not known. */
static struct folder join(const struct finder *f, const struct container *container,
			  struct folder folder, struct str path)
{
	if (!container)
		path = variables_replace(f->variables, path);
	return folder_join(f->arena, folder, path);
}

/* The value of the last NAME=value among the words, or the fallback. */
static struct str assigned(const struct words *words, const char *name, struct str fallback)
{
	for (size_t i = 0; i < words->list.len; i++) {
		struct str text = words->list.at[i].value;
		size_t equals = str_find_char(text, '=', 0);

		if (equals != STR_NONE && str_is(str_slice(text, 0, equals), name))
			fallback = str_slice(text, equals + 1, text.len);
	}
	return fallback;
}

/* A script, its commands, and the current folder of each of its scopes. */
struct script_place {
	const struct step *step;
	const struct node *node;
	struct text text;
	struct script script;
	struct folders folders;
	LIST(struct container *) containers; /* by the command that starts one */
	bool makes_image;		     /* an earlier command builds an image */
	struct folder start;		     /* the initial folder */
	struct made made;		     /* folders that earlier commands create */
};

/* Finds the folder in which Nox runs and the folder of its environments. */
static void place_call(const struct finder *f, struct nox_call *call, const struct program *program,
		       struct folder folder)
{
	struct str noxfile = STR("noxfile.py");

	for (size_t i = 0; i < program->directories.list.len; i++)
		folder = join(f, call->container, folder, program->directories.list.at[i].value);
	if (program->kind == PROGRAM_FILE)
		noxfile = program->name;
	if (call->nox.noxfile_value.len > 0)
		noxfile = call->nox.noxfile_value;
	if (!call->container)
		noxfile = variables_replace(f->variables, noxfile);
	folder = folder_join(f->arena, folder, folder_of_file(noxfile));
	call->folder = folder;
	call->noxfile = folder_join(f->arena, folder, name_of_file(noxfile)).path;
	call->checkout = checkout_find(f->checkouts, f->arena, call->step->index, call->noxfile);
	call->envdir = join(f, call->container, folder,
			    call->nox.envdir_value.len > 0 ? call->nox.envdir_value : STR(".nox"));
}

static void append_call(const struct finder *f, const struct nox_call *call)
{
	struct nox_call kept = *call;

	if (f->calls->list.len == NOX_CALLS_MAX) {
		f->calls->many = true;
		return;
	}
	nox_command_keep(&kept.nox, f->arena);
	kept.backend = arena_copy(f->arena, kept.backend);
	list_add(f->arena, &f->calls->list, kept);
}

/* Does the command begin with a configured name of several words ("make nox")? */
static bool begins_with_name(const struct command *command, struct str name)
{
	size_t at = 0;

	while (name.len > 0) {
		size_t end = str_find_char(name, ' ', 0);
		struct str word = str_slice(name, 0, end);

		if (at >= command->words.list.len ||
		    !str_eq(command->words.list.at[at].value, word))
			return false;
		name = str_trim(str_slice(name, word.len, name.len));
		at++;
	}
	return at > 1;
}

/* Does the command run Nox without taking its options? */
static bool is_opaque_call(const struct finder *f, const struct command *command)
{
	for (size_t i = 0; i < f->names->commands.list.len; i++)
		if (begins_with_name(command, f->names->commands.list.at[i].value))
			return true;
	return false;
}

/* If the call names no sessions, NOXSESSION does, separated by commas (nox/_options.py). */
static void add_sessions_of_env(const struct finder *f, struct nox_command *nox, struct str value)
{
	size_t end;

	for (; nox->sessions.list.len == 0 || value.len > 0;
	     value = str_slice(value, end + 1, value.len)) {
		struct word word = { .literal = str_find_char(value, '$', 0) == STR_NONE };

		end = has_expression(value) ? value.len : str_find_char(value, ',', 0);
		if (end > value.len)
			end = value.len;
		word.value = str_trim(str_slice(value, 0, end));
		if (word.value.len == 0)
			return;
		list_add(f->scratch, &nox->sessions.list, word);
	}
}

/* The container that the command at index starts for its program. */
static const struct container *container_at(const struct finder *f, struct script_place *place,
					    size_t index)
{
	const struct command *command = &place->script.commands.at[index];
	struct container *container;
	struct program program;

	while (place->containers.len <= index)
		list_add(f->scratch, &place->containers, NULL);
	if (place->containers.at[index])
		return place->containers.at[index];
	container = arena_new(f->arena, struct container);
	program_of(&program, f->scratch, command);
	container_read(container, f->arena, command, &program,
		       place->folders.list.at[command->scope]);
	if (place->makes_image && !container->why_not)
		container->why_not = CONTAINER_IMAGE_NEW;
	place->containers.at[index] = container;
	return container;
}

/* Moves a call into its container. */
static void enter_container(const struct finder *f, struct script_place *place, size_t index,
			    struct nox_call *call, struct folder *folder)
{
	const struct command *command = &place->script.commands.at[index];
	bool inside = command->runner != STR_NONE;

	call->container = container_at(f, place, inside ? command->runner : index);
	if (!inside)
		*folder = call->container->start;
}

/* Why a call's environments cannot be cached, or NULL. */
static const char *why_not(const struct nox_call *call)
{
	const struct container *container = call->container;

	if (!call->runs)
		return call->nox.why_not;
	if (call->nox.no_environment || str_is(call->backend, "none"))
		return "runs without environments";
	if (container && container->why_not)
		return container->why_not;
	/* An absolute path belongs to the container. */
	if (container && (!call->envdir.known || str_starts(call->envdir.path, "/")))
		return CONTAINER_FOLDER_UNKNOWN;
	if (!call->envdir.known)
		return "its folder cannot be determined from the file";
	return folder_is_shared(call->envdir.path)
		       ? "its environments are in no folder of their own"
		       : NULL;
}

static void add_call(const struct finder *f, struct script_place *place, size_t index,
		     struct folder folder)
{
	const struct command *command = &place->script.commands.at[index];
	const struct step *step = place->step;
	const struct text *text = &place->text;
	struct program program = { 0 };
	struct nox_call call = { .step = step, .script = place->node };

	program_of(&program, f->scratch, command);
	if (is_opaque_call(f, command)) {
		call.nox.runs = true;
		call.nox.options_at = call.nox.dashes_at = STR_NONE;
		call.indirect = true;
	} else if (!nox_command_read(&call.nox, f->scratch, &program, &f->names->commands)) {
		return;
	}

	const struct words *words = &command->words;
	struct range inner = { words->list.at[0].range.start,
			       words->list.at[words->list.len - 1].range.end };
	struct str backend =
		assigned(&command->assignments, "NOX_DEFAULT_VENV_BACKEND",
			 variable_value(f->variables, STR("NOX_DEFAULT_VENV_BACKEND")));

	struct str sessions = assigned(&program.assignments, "NOXSESSION",
				       assigned(&command->assignments, "NOXSESSION",
						variable_value(f->variables, STR("NOXSESSION"))));

	backend = assigned(&program.assignments, "NOX_DEFAULT_VENV_BACKEND", backend);
	if (call.nox.sessions.list.len == 0)
		add_sessions_of_env(f, &call.nox, sessions);
	if (call.nox.backend_value.len > 0)
		backend = call.nox.backend_value;
	call.range = (struct range){ text->at[inner.start], text->at[inner.end] };
	call.shown = call.own = command_shown(f->arena, text, inner);
	if (call.nox.dashes_at != STR_NONE)
		call.own = command_shown(f->arena, text,
					 (struct range){ inner.start, call.nox.dashes_at });
	call.option_index = call.nox.options_at;
	call.option_at = STR_NONE;
	if (call.nox.options_at <= text->value.len)
		call.option_at = text_behind(f->tree->source, text, call.nox.options_at);
	call.backend = backend;
	call.runs = call.nox.runs;
	call.interpreter = command_interpreter(f->arena, text, command, &program);
	if (program.container)
		enter_container(f, place, index, &call, &folder);
	place_call(f, &call, &program, folder);
	if (call.container)
		call.interpreter = call.container->python;
	call.made = made_before(&place->made, place->start, call.folder, call.envdir);
	call.skipped = why_not(&call);
	append_call(f, &call);
}

/* Applies `cd x` and similar commands to the folder of their scope. */
static void follow_cd(const struct finder *f, const struct command *command,
		      const struct container *container, struct folder *folder)
{
	const struct words *words = &command->words;
	static const char *const names[] = { "cd",    "pushd", "Set-Location", "Push-Location",
					     "chdir", "sl" };
	size_t target = 1;
	struct str path;

	if (words->list.len < 2)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!str_is_nocase(words->list.at[0].value, names[i]))
			continue;
		while (target + 1 < words->list.len &&
		       (str_is(words->list.at[target].value, "--") ||
			str_is_nocase(words->list.at[target].value, "/d") ||
			str_is_nocase(words->list.at[target].value, "-Path")))
			target++;
		path = words->list.at[target].value;
		if (str_is(path, "-"))
			folder->known = false;
		else if (container && (str_starts(path, "/") || str_starts(path, "$")))
			*folder = container_folder(container, f->arena, path);
		else if (words->list.at[target].literal)
			*folder = folder_join(f->arena, *folder, path);
		else
			*folder = join(f, container, *folder, path);
		return;
	}
}

/* The folder of a scope. A new scope starts in the current folder of its parent, or in the initial
 * folder of its container. */
static struct folder *scope_folder(const struct finder *f, struct script_place *place, size_t scope)
{
	struct folders *folders = &place->folders;

	while (folders->list.len <= scope) {
		const struct scope *new = &place->script.scopes.at[folders->list.len];
		struct folder start = folders->list.at[new->parent];
		const struct container *container;

		if (new->runner != STR_NONE &&
		    new->runner != place->script.scopes.at[new->parent].runner) {
			container = container_at(f, place, new->runner);
			start = container->start;
		}
		list_add(f->scratch, &folders->list, start);
	}
	return &folders->list.at[scope];
}

static void read_command(const struct finder *f, struct script_place *place, size_t index)
{
	const struct command *command = &place->script.commands.at[index];
	struct folder *folder = scope_folder(f, place, command->scope);
	const struct container *container = NULL;

	if (command->words.list.len == 0)
		return;
	if (command->runner != STR_NONE) {
		container = container_at(f, place, command->runner);
	}
	add_call(f, place, index, *folder);
	made_note(&place->made, f->scratch, command, *folder);
	generators_note(&f->calls->generators, f->arena, place->step, command, *folder);
	place->makes_image = place->makes_image || container_image_made(command);
	follow_cd(f, command, container, scope_folder(f, place, command->scope));
}

static void read_script(const struct finder *f, const struct step *step, const struct node *node,
			struct folder start)
{
	struct script_place place = { .step = step, .node = node, .start = start };
	enum dialect dialect = f->dialect;

	if (f->names->commands.list.len == 0 &&
	    !glance_calls(node_source(f->tree, node_resolve(node))))
		return;
	if (step->shell)
		dialect = dialect_of(scalar_value(f->tree, f->arena, step->shell), f->runner);

	arena_clear(f->scratch);
	if (!scalar_text(f->tree, f->scratch, node, &place.text))
		return;
	script_scan(&place.script, f->scratch, place.text.value, dialect);
	list_add(f->scratch, &place.folders.list, start);
	variables_enter(f->variables, step, dialect, place.text.value);
	for (size_t i = 0; i < place.script.commands.len; i++)
		read_command(f, &place, i);
}

/* Adds a step whose action runs Nox. Nothing in it can be edited. */
static void add_action(const struct finder *f, const struct step *step, struct folder folder,
		       struct str uses, const char *skipped)
{
	struct nox_call call = { .step = step, .runs = true, .indirect = true, .skipped = skipped };

	call.nox.runs = true;
	call.range = node_range(step->uses);
	call.shown = arena_copy(f->arena, str_trim(uses));
	call.folder = folder;
	call.noxfile = folder_join(f->arena, folder, STR("noxfile.py")).path;
	call.checkout = checkout_find(f->checkouts, f->arena, step->index, call.noxfile);
	call.envdir = folder_join(f->arena, folder, STR(".nox"));
	append_call(f, &call);
}

static bool is_named(const struct finder *f, struct str uses)
{
	for (size_t i = 0; i < f->names->actions.len; i++)
		if (str_match(str_slice(uses, 0, str_find_char(uses, '@', 0)),
			      f->names->actions.at[i]) ||
		    str_match(uses, f->names->actions.at[i]))
			return true;
	return false;
}

static void read_uses(const struct finder *f, const struct step *step)
{
	struct folder folder = { STR(""), true };
	struct str value = scalar_value(f->tree, f->arena, step->uses);
	const struct nox_action *action = nox_action_find(step->action);

	if (is_named(f, value)) {
		add_action(f, step, folder, value, NULL);
		return;
	}
	if (!action)
		return;
	if (action->directory)
		folder = join(f, NULL, folder,
			      scalar_value(f->tree, f->arena,
					   map_get(step->with, action->directory, NULL)));
	if (!action->script) {
		add_action(f, step, folder, value, action->skipped);
		return;
	}

	const struct node *script = map_get(step->with, action->script, NULL);

	if (script)
		read_script(f, step, script, folder);
}

static void read_step(const struct finder *f, const struct step *step)
{
	const struct node *directory = step->working_directory	   ? step->working_directory
				       : f->job->working_directory ? f->job->working_directory
								   : f->workflow->working_directory;
	struct folder workspace = { STR(""), true };

	variables_enter(f->variables, step, DIALECT_NONE, STR(""));
	if (step->uses) {
		read_uses(f, step);
		return;
	}
	if (!step->run)
		return;
	if (directory)
		workspace = join(f, NULL, workspace, scalar_value(f->tree, f->arena, directory));
	read_script(f, step, step->run, workspace);
}

void nox_calls_find(struct nox_calls *calls, struct arena *arena, const struct workflow *workflow,
		    const struct job *job, const struct nox_names *names)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct checkouts checkouts = { .workflow = workflow, .job = job };
	struct variables variables = { .workflow = workflow, .arena = arena, .job = job };
	struct finder f = { .calls = calls,
			    .arena = arena,
			    .scratch = &scratch,
			    .workflow = workflow,
			    .tree = workflow->tree,
			    .job = job,
			    .names = names,
			    .checkouts = &checkouts,
			    .variables = &variables,
			    .runner = job_runner(arena, workflow, job) };

	f.dialect = dialect_of(job_shell(arena, workflow, job), f.runner);

	for (size_t i = 0; i < job->steps.len; i++)
		read_step(&f, &job->steps.at[i]);
}

bool job_runs_nox(struct arena *arena, const struct workflow *workflow, const struct job *job,
		  const struct nox_names *names)
{
	struct nox_calls calls = { 0 };

	nox_calls_find(&calls, arena, workflow, job, names);
	for (size_t i = 0; i < calls.list.len; i++)
		if (calls.list.at[i].runs)
			return true;
	return false;
}
