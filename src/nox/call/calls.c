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
	struct arena *scratch; /* for the current script, */
	struct arena *draft;   /* and for one command of it */
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
static struct folder join(const struct finder *f, struct arena *arena,
			  const struct container *container, struct folder folder, struct str path)
{
	if (!container)
		path = variables_replace(f->variables, path);
	return folder_join(arena, folder, path);
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
static void place_call(const struct finder *f, struct call_place *place,
		       const struct script_place *script, const struct nox_command *nox,
		       const struct program *program, struct folder folder)
{
	struct str noxfile = STR("noxfile.py"), envdir = STR(".nox");

	for (size_t i = 0; i < program->directories.list.len; i++)
		folder = join(f, f->draft, place->container, folder,
			      program->directories.list.at[i].value);
	if (program->kind == PROGRAM_FILE)
		noxfile = program->name;
	if (nox->noxfile_value.len > 0)
		noxfile = nox->noxfile_value;
	if (!place->container)
		noxfile = variables_replace(f->variables, noxfile);
	folder = folder_join(f->draft, folder, folder_of_file(noxfile));
	place->noxfile = folder_join(f->draft, folder, name_of_file(noxfile)).path;
	place->checkout =
		checkout_find(f->checkouts, f->arena, script->step->index, place->noxfile);
	place->envdir_said = nox->envdir_value.len > 0;
	if (place->envdir_said)
		envdir = nox->envdir_value;
	place->envdir = join(f, f->draft, place->container, folder, envdir);
	place->made = made_before(&script->made, script->start, folder, place->envdir);
}

static void append_call(const struct finder *f, struct nox_call *call,
			const struct call_place *place)
{
	struct nox_calls *calls = f->calls;
	const struct call_place *before = NULL;

	if (calls->list.len == NOX_CALLS_MAX) {
		calls->many = true;
		return;
	}
	if (calls->list.len > 0)
		before = calls->list.at[calls->list.len - 1].place;
	call->place = call_place_keep(f->arena, before, place);
	list_add(f->arena, &calls->list, *call);
}

/* If the call names no sessions, NOXSESSION does, separated by commas (nox/_options.py). */
static void add_sessions_of_env(const struct finder *f, struct nox_command *nox, struct str value)
{
	size_t end;

	for (; nox->sessions.len == 0 || value.len > 0;
	     value = str_slice(value, end + 1, value.len)) {
		struct session_name name = { .literal = str_find_char(value, '$', 0) == STR_NONE };
		struct str text;

		end = has_expression(value) ? value.len : str_find_char(value, ',', 0);
		if (end > value.len)
			end = value.len;
		text = str_trim(str_slice(value, 0, end));
		if (text.len == 0)
			return;
		name.text = text.p;
		name.len = (uint32_t)text.len;
		list_add(f->draft, &nox->sessions, name);
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
			    struct call_place *inner, struct folder *folder)
{
	const struct command *command = &place->script.commands.at[index];
	bool inside = command->runner != INDEX_NONE;

	inner->container = container_at(f, place, inside ? command->runner : index);
	if (!inside)
		*folder = inner->container->start;
}

/* Why a call's environments cannot be cached, or NULL. */
static const char *why_not(const struct nox_command *nox, const struct call_place *place)
{
	const struct container *container = place->container;

	if (!nox->runs)
		return nox->why_not;
	if (nox->no_environment || str_is(place->backend, "none"))
		return "runs without environments";
	if (container && container->why_not)
		return container->why_not;
	/* An absolute path belongs to the container. */
	if (container && (!place->envdir.known || str_starts(place->envdir.path, "/")))
		return CONTAINER_FOLDER_UNKNOWN;
	if (!place->envdir.known)
		return "its folder cannot be determined from the file";
	return folder_is_shared(place->envdir.path)
		       ? "its environments are in no folder of their own"
		       : NULL;
}

/* The sessions that the command names, for longer than its script. */
static void keep_sessions(const struct finder *f, struct nox_call *call, const struct text *text,
			  const struct nox_command *nox)
{
	list_reserve(f->arena, &call->sessions, nox->sessions.len);
	for (size_t i = 0; i < nox->sessions.len; i++) {
		struct session_name name = nox->sessions.at[i];

		name.text =
			text_keep(text, f->tree->source, name.at, session_text(&name), f->arena).p;
		list_add(f->arena, &call->sessions, name);
	}
	call->filtered = nox->filtered;
}

/* What the command or its variables say about the backend and the sessions. */
static void read_variables(const struct finder *f, struct call_place *place,
			   struct nox_command *nox, const struct command *command,
			   const struct program *program)
{
	struct str backend =
		assigned(&command->assignments, "NOX_DEFAULT_VENV_BACKEND",
			 variable_value(f->variables, STR("NOX_DEFAULT_VENV_BACKEND")));
	struct str sessions = assigned(&program->assignments, "NOXSESSION",
				       assigned(&command->assignments, "NOXSESSION",
						variable_value(f->variables, STR("NOXSESSION"))));

	place->backend_said = nox->backend_value.len > 0;
	place->backend = place->backend_said ? nox->backend_value
					     : assigned(&program->assignments,
							"NOX_DEFAULT_VENV_BACKEND", backend);
	if (nox->sessions.len == 0)
		add_sessions_of_env(f, nox, sessions);
}

static void add_call(const struct finder *f, struct script_place *script, size_t index,
		     struct folder folder)
{
	const struct command *command = &script->script.commands.at[index];
	const struct text *text = &script->text;
	const struct words *words = &command->words;
	struct range inner = { words->list.at[0].range.start,
			       words->list.at[words->list.len - 1].range.end };
	struct program program = { 0 };
	struct nox_command nox = { .runs = true, .options_at = STR_NONE, .dashes_at = STR_NONE };
	struct call_place place = { .container = NULL };
	struct nox_call call = { .step = script->step,
				 .script = script->node,
				 .option_at = INDEX_NONE };
	struct str shown;

	arena_clear(f->draft);
	program_of(&program, f->draft, command);
	call.indirect = command_begins_with(command, &f->names->commands);
	if (!call.indirect && !nox_command_read(&nox, f->draft, &program, &f->names->commands))
		return;
	read_variables(f, &place, &nox, command, &program);
	keep_sessions(f, &call, text, &nox);
	call.bytes = (struct short_range){ (uint32_t)text_at(text, inner.start),
					   (uint32_t)text_at(text, inner.end) };
	shown = command_shown(f->draft, text, inner);
	call.shown = text_keep(text, f->tree->source, inner.start, shown, f->arena);
	if (nox.dashes_at != STR_NONE)
		shown = command_shown(f->draft, text, (struct range){ inner.start, nox.dashes_at });
	call.own_len = (uint32_t)shown.len;
	if (nox.options_at <= text->value.len) {
		call.option_index = (uint32_t)nox.options_at;
		call.option_at = (uint32_t)text_behind(f->tree->source, text, nox.options_at);
	}
	call.runs = nox.runs;
	call.reuse = nox.reuse;
	place.interpreter = command_interpreter(f->draft, text, command, &program);
	if (program.container)
		enter_container(f, script, index, &place, &folder);
	place_call(f, &place, script, &nox, &program, folder);
	if (place.container)
		place.interpreter = place.container->python;
	call.skipped = why_not(&nox, &place);
	append_call(f, &call, &place);
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
			*folder = join(f, f->arena, container, *folder, path);
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

		if (new->runner != INDEX_NONE &&
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
	if (command->runner != INDEX_NONE)
		container = container_at(f, place, command->runner);
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
	if (step_field(step, STEP_SHELL))
		dialect =
			dialect_of(scalar_value(f->tree, step_field(step, STEP_SHELL)), f->runner);

	arena_clear(f->scratch);
	if (!scalar_text(f->tree, f->scratch, node, &place.text))
		return;
	script_scan(&place.script, f->scratch, place.text.value, dialect);
	list_add(f->scratch, &place.folders.list, start);
	variables_enter(f->variables, step, dialect, place.text.value);
	/* In most scripts with a call most commands are calls. */
	if (place.script.commands.len > f->calls->list.cap)
		list_reserve(f->arena, &f->calls->list,
			     f->calls->list.len + place.script.commands.len);
	for (size_t i = 0; i < place.script.commands.len; i++)
		read_command(f, &place, i);
}

/* Adds a step whose action runs Nox. Nothing in it can be edited. */
static void add_action(const struct finder *f, const struct step *step, struct folder folder,
		       struct str uses, const char *skipped)
{
	struct nox_call call = { .step = step,
				 .bytes = short_range_of(node_range(step_field(step, STEP_USES))),
				 .shown = str_trim(uses),
				 .skipped = skipped,
				 .option_at = INDEX_NONE,
				 .runs = true,
				 .indirect = true };
	struct call_place place = { .noxfile =
					    folder_join(f->draft, folder, STR("noxfile.py")).path,
				    .envdir = folder_join(f->draft, folder, STR(".nox")) };

	place.checkout = checkout_find(f->checkouts, f->arena, step->index, place.noxfile);
	append_call(f, &call, &place);
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
	struct str value = scalar_value(f->tree, step_field(step, STEP_USES));
	const struct nox_action *action = nox_action_find(step->action);

	if (is_named(f, value)) {
		add_action(f, step, folder, value, NULL);
		return;
	}
	if (!action)
		return;
	if (action->directory)
		folder = join(f, f->arena, NULL, folder,
			      scalar_value(f->tree, map_get(step_field(step, STEP_WITH),
							    action->directory, NULL)));
	if (!action->script) {
		add_action(f, step, folder, value, action->skipped);
		return;
	}

	const struct node *script = map_get(step_field(step, STEP_WITH), action->script, NULL);

	if (script)
		read_script(f, step, script, folder);
}

static void read_step(const struct finder *f, const struct step *step)
{
	const struct node *directory = step_field(step, STEP_WORKING_DIRECTORY)
					       ? step_field(step, STEP_WORKING_DIRECTORY)
				       : job_field(f->job, JOB_WORKING_DIRECTORY)
					       ? job_field(f->job, JOB_WORKING_DIRECTORY)
					       : f->workflow->working_directory;
	struct folder workspace = { STR(""), true };

	variables_enter(f->variables, step, DIALECT_NONE, STR(""));
	if (step_field(step, STEP_USES)) {
		read_uses(f, step);
		return;
	}
	if (!step_field(step, STEP_RUN))
		return;
	if (directory)
		workspace = join(f, f->arena, NULL, workspace, scalar_value(f->tree, directory));
	read_script(f, step, step_field(step, STEP_RUN), workspace);
}

void nox_calls_find(struct nox_calls *calls, struct arena *arena, const struct workflow *workflow,
		    const struct job *job, const struct nox_names *names)
{
	ARENA_AUTO struct arena scratch = { 0 }, draft = { 0 };
	struct checkouts checkouts = { .workflow = workflow, .job = job };
	struct variables variables = { .workflow = workflow, .arena = arena, .job = job };
	struct finder f = { .calls = calls,
			    .arena = arena,
			    .scratch = &scratch,
			    .draft = &draft,
			    .workflow = workflow,
			    .tree = workflow->tree,
			    .job = job,
			    .names = names,
			    .checkouts = &checkouts,
			    .variables = &variables,
			    .runner = job_runner(arena, workflow, job) };

	f.dialect = dialect_of(job_shell(workflow, job), f.runner);

	for (size_t i = 0; i < job->steps.len; i++)
		read_step(&f, &job->steps.at[i]);
}

bool job_runs_nox(const struct workflow *workflow, const struct job *job,
		  const struct nox_names *names)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct nox_calls calls = { 0 };

	nox_calls_find(&calls, &arena, workflow, job, names);
	for (size_t i = 0; i < calls.list.len; i++)
		if (calls.list.at[i].runs)
			return true;
	return false;
}
