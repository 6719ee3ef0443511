/* SPDX-License-Identifier: MIT */
/* Evaluation as far as the file's text goes. A symbol is what an expression would be written like with
 * the leg's values in it, between two characters that no key has, so that no text is taken for one.
 * Functions and operators: docs.github.com, "Evaluate expressions in workflows and actions". */
#include "config.h"

#include "nox/findings/leg_text.h"

#include "base/buf.h"
#include "base/digest.h"
#include "nox/findings/leg_value.h"
#include "workflow/expression_write.h"
#include "workflow/template.h"
#include "workflow/values.h"

enum {
	DEPTH_MAX = 6,		  /* texts within texts: variables, inputs, keys */
	SPENT_MAX = 64 * 1024,	  /* bytes of them that are read for a leg */
	SEARCH_MAX = 1024 * 1024, /* comparisons of one contains() */
};

#define OPEN LEG_TEXT_OPEN
#define CLOSE LEG_TEXT_CLOSE

struct evaluator {
	struct leg_scope *scope;
	struct leg_text *result;
	LIST(struct value) stack;
};

/* A symbol of this job alone: another job's of that name is another. */
static struct value own_symbol(const struct evaluator *e, struct str text)
{
	const struct leg_scope *s = e->scope;

	return value_of_symbol(arena_printf(s->arena, "%.*s of %.*s in %.*s", STR_ARG(text),
					    STR_ARG(s->job->id),
					    STR_ARG(s->workflow->tree->source->path)));
}

/* The same of something that steps of this leg find out: one step, or any of them (NULL). */
static struct value found_symbol(const struct evaluator *e, const struct step *step,
				 struct str text)
{
	struct leg_scope *s = e->scope;
	char hex[DIGEST_HEX_SIZE];
	struct digest digest;

	if (!s->leg)
		return own_symbol(e, text);
	digest_of(&digest, DIGEST_SHA1, leg_found(s, step));
	digest_hex(&digest, hex);
	return own_symbol(e, arena_printf(s->arena, "%.*s on %s", STR_ARG(text), hex));
}

/* ------------------------------------------------------------------ contexts */

/* The text of another place of the file, as a value. */
static struct value nested(struct evaluator *e, struct str text)
{
	struct leg_scope *s = e->scope;
	struct leg_text inner;

	if (s->depth >= DEPTH_MAX || s->spent > SPENT_MAX) {
		e->result->open = e->result->changes = e->result->python = true;
		return own_symbol(e, STR("text"));
	}
	s->depth++;
	inner = leg_text_of(s, text);
	s->depth--;
	s->spent += text.len + inner.text.len;
	e->result->hashes |= inner.hashes;
	e->result->changes |= inner.changes;
	e->result->python |= inner.python;
	e->result->open |= inner.open;
	if (str_find_char(inner.text, OPEN, 0) != STR_NONE)
		return value_of_symbol(inner.text);
	return (struct value){ VALUE_TEXT, inner.text };
}

static struct value matrix_value(struct evaluator *e, const struct reference *reference,
				 struct str path)
{
	struct leg_scope *s = e->scope;
	const struct node *value;

	/* A version such as "3.x" is not seen to be one. */
	e->result->python |= str_contains(path, "py");
	/* The matrix of an action is that of the job which uses it. */
	if (reference->count == 0 || !s->leg || s->workflow->kind == WORKFLOW_ACTION) {
		e->result->open |= !s->leg && reference->count == 0;
		return own_symbol(e, path);
	}
	value = matrix_leg_value(s->leg, reference->members[0].text);
	for (size_t i = 1; value && i < reference->count; i++)
		value = context_member(s->workflow->tree, value, reference->members[i].text);
	if (value && value->kind != NODE_SCALAR)
		return own_symbol(e, arena_printf(s->arena, "%.*s %zu", STR_ARG(path), s->number));
	return (struct value){ VALUE_TEXT, scalar_value(s->workflow->tree, value) };
}

static struct value runner_value(struct evaluator *e, struct str name, struct str path)
{
	const struct leg_scope *s = e->scope;
	struct str value = str_is_nocase(name, "os")	 ? s->os
			   : str_is_nocase(name, "arch") ? s->arch
							 : STR("");

	if (value.len == 0)
		return value_of_symbol(path);
	if (value.p[0] == OPEN)
		return value_of_symbol(str_slice(value, 1, value.len - 1));
	return (struct value){ VALUE_TEXT, value };
}

static struct value github_value(struct evaluator *e, struct str name, struct str path)
{
	static const char *const changing[] = { "sha", "run_id", "run_number", "run_attempt" };
	const struct leg_scope *s = e->scope;
	const struct workflow *w = s->workflow;

	if (str_is_nocase(name, "job"))
		return (struct value){ VALUE_TEXT, s->job->id };
	/* A workflow that others call has the caller's name here. */
	if (str_is_nocase(name, "workflow") && w->kind == WORKFLOW_FILE && !w->inputs)
		return w->name ? nested(e, scalar_value(w->tree, w->name))
			       : (struct value){ VALUE_TEXT, w->tree->source->path };
	for (size_t i = 0; i < sizeof(changing) / sizeof(changing[0]); i++)
		e->result->changes |= str_is_nocase(name, changing[i]);
	return value_of_symbol(path);
}

/* The Python that a step, or the last one of all (NULL), sets up. */
static struct value python_value(struct evaluator *e, const struct step *step)
{
	const struct setups *setups = e->scope->setups;
	const struct setup *found = NULL;
	struct value version;

	for (size_t i = 0; setups && i < setups->list.len; i++)
		if (!step || setups->list.at[i].step == step)
			found = &setups->list.at[i];
	e->result->python = true;
	if (!found || found->version.len == 0)
		return own_symbol(e, STR("python"));
	version = nested(e, found->version);
	return value_of_symbol(arena_printf(e->scope->arena, "python %.*s", STR_ARG(version.text)));
}

/* The folder of the Python that was set up last: /opt/hostedtoolcache/Python/3.12.4/x64. */
static struct value python_folder_value(struct evaluator *e)
{
	const struct leg_scope *s = e->scope;

	return value_of_symbol(arena_printf(s->arena, "%.*s for %.*s %.*s",
					    STR_ARG(python_value(e, NULL).text), STR_ARG(s->os),
					    STR_ARG(s->arch)));
}

/* The step of the job, or of the action at hand, that has an id. */
static const struct step *step_named(const struct leg_scope *s, struct str id)
{
	const struct workflow *w = s->action ? s->action : s->workflow;
	const struct job *job = s->action ? &w->jobs.at[0] : s->job;

	for (size_t i = 0; i < job->steps.len; i++)
		if (step_field(&job->steps.at[i], STEP_ID) &&
		    str_eq_nocase(scalar_value(w->tree, step_field(&job->steps.at[i], STEP_ID)),
				  id))
			return &job->steps.at[i];
	return NULL;
}

static struct value step_value(struct evaluator *e, const struct reference *reference,
			       struct str path)
{
	struct leg_scope *s = e->scope;
	const struct step *step =
		reference->count > 2 ? step_named(s, reference->members[0].text) : NULL;
	struct str output = step ? reference->members[2].text : STR("");
	const struct workflow *w = s->action ? s->action : s->workflow;

	if (step && str_is_nocase(output, "python-version"))
		return python_value(e, s->action ? s->user : step);
	if (step && step_field(step, STEP_USES) && str_is_nocase(output, "cache-primary-key") &&
	    uses_is(step->action, "actions/cache"))
		return nested(e, scalar_value(w->tree,
					      map_get(step_field(step, STEP_WITH), "key", NULL)));
	e->result->open = true;
	e->result->changes = true;
	e->result->python = true;
	return found_symbol(e, step, path);
}

static struct value env_value(struct evaluator *e, struct str name, struct str path)
{
	struct leg_scope *s = e->scope;
	const char *key = arena_copy(s->arena, name).p;
	const struct node *value =
		s->step ? map_get(step_field(s->step, STEP_ENV), key, NULL) : NULL;
	const struct tree *tree = s->action && value ? s->action->tree : s->workflow->tree;

	if (str_is(name, "pythonLocation") || str_is(name, "Python3_ROOT_DIR") ||
	    str_is(name, "Python_ROOT_DIR"))
		return python_folder_value(e);
	if (!value)
		value = map_get(job_field(s->job, JOB_ENV), key, NULL);
	if (!value)
		value = map_get(s->workflow->env, key, NULL);
	if (value)
		return nested(e, scalar_value(tree, value));
	e->result->open = true;
	e->result->changes = true;
	e->result->python = true;
	return found_symbol(e, NULL, path);
}

/* What the step that uses the action gives for an input, in the job's own words. */
static struct value input_value(struct evaluator *e, struct str name, struct str path)
{
	struct leg_scope *s = e->scope;
	const struct workflow *action = s->action;
	const struct node *given;
	struct value value;

	if (!action) {
		e->result->open = e->result->changes = e->result->python = true;
		return own_symbol(e, path);
	}
	given = context_member(s->workflow->tree, step_field(s->user, STEP_WITH), name);
	if (!given)
		return nested(
			e, scalar_value(action->tree,
					map_get(context_member(action->tree, action->inputs, name),
						"default", NULL)));
	s->action = NULL;
	value = nested(e, scalar_value(s->workflow->tree, given));
	s->action = action;
	return value;
}

static struct value strategy_value(struct evaluator *e, struct str name, struct str path)
{
	const struct leg_scope *s = e->scope;

	if (s->leg && s->workflow->kind != WORKFLOW_ACTION && str_is_nocase(name, "job-index"))
		return (struct value){ VALUE_TEXT, arena_printf(s->arena, "%zu", s->number) };
	return own_symbol(e, path);
}

static struct value reference_value(struct evaluator *e, const struct reference *reference)
{
	struct str context = reference->context;
	struct str name = reference->count > 0 ? reference->members[0].text : STR("");
	BUF_AUTO struct buf out = { 0 };
	struct str path;

	expression_add_reference(&out, reference);
	path = buf_keep(&out, e->scope->arena);
	if (str_is_nocase(context, "matrix"))
		return matrix_value(e, reference, path);
	if (str_is_nocase(context, "runner"))
		return runner_value(e, name, path);
	if (str_is_nocase(context, "github") || str_is_nocase(context, "forgejo") ||
	    str_is_nocase(context, "gitea") || str_is_nocase(context, "forge"))
		return github_value(e, name, path);
	if (str_is_nocase(context, "steps"))
		return step_value(e, reference, path);
	if (str_is_nocase(context, "env"))
		return env_value(e, name, path);
	if (str_is_nocase(context, "inputs"))
		return input_value(e, name, path);
	if (str_is_nocase(context, "strategy"))
		return strategy_value(e, name, path);
	/* Environments have secrets and variables of their own. */
	if (str_is_nocase(context, "vars") || str_is_nocase(context, "secrets"))
		return job_field(e->scope->job, JOB_ENVIRONMENT) ? own_symbol(e, path)
								 : value_of_symbol(path);
	if (str_is(context, LEG_TEXT_PYTHON))
		return python_value(e, NULL);
	e->result->open = true;
	e->result->changes = true;
	return own_symbol(e, path);
}

/* ------------------------------------------------------------------ operators */

static struct value *top(struct evaluator *e, size_t below)
{
	return &e->stack.at[e->stack.len - 1 - below];
}

/* A call whose arguments are the last values. */
static struct value written_call(struct evaluator *e, const struct expression_node *node)
{
	BUF_AUTO struct buf out = { 0 };

	buf_add(&out, node->text);
	buf_add_char(&out, '(');
	for (size_t i = 0; i < node->count; i++) {
		if (i > 0)
			buf_add_c(&out, ", ");
		value_add_operand(&out, top(e, node->count - 1 - i));
	}
	buf_add_char(&out, ')');
	return value_of_symbol(buf_keep(&out, e->scope->arena));
}

static struct value call_value(struct evaluator *e, const struct expression_node *node)
{
	const struct value *a = node->count > 1 ? top(e, 1) : NULL;
	const struct value *b = node->count > 0 ? top(e, 0) : NULL;
	bool pair = node->count == 2 && value_is_known(a) && value_is_known(b);

	if (str_is_nocase(node->text, "hashFiles"))
		e->result->hashes = true;
	if (pair && str_is_nocase(node->text, "startsWith"))
		return value_of_bool(str_eq_nocase(str_slice(a->text, 0, b->text.len), b->text));
	if (pair && str_is_nocase(node->text, "endsWith"))
		return value_of_bool(
			a->text.len >= b->text.len &&
			str_eq_nocase(str_slice(a->text, a->text.len - b->text.len, a->text.len),
				      b->text));
	if (pair && str_is_nocase(node->text, "contains") && a->text.len * b->text.len < SEARCH_MAX)
		return value_of_bool(str_contains_nocase(a->text, b->text));
	if (str_is_nocase(node->text, "always"))
		return value_of_bool(true);
	return written_call(e, node);
}

static struct value binary_value(struct evaluator *e, struct str operator)
{
	const struct value *a = top(e, 1), *b = top(e, 0);
	BUF_AUTO struct buf out = { 0 };

	if (str_is(operator, "&&") && value_is_known(a))
		return value_is_falsy(a) ? *a : *b;
	if (str_is(operator, "||") && value_is_known(a))
		return value_is_falsy(a) ? *b : *a;
	if (value_is_known(a) && value_is_known(b) &&
	    (str_is(operator, "==") || str_is(operator, "!=")))
		return value_of_bool(str_eq_nocase(a->text, b->text) == str_is(operator, "=="));
	/* What is false on either side is false. */
	if (str_is(operator, "&&") && b->kind == VALUE_FALSE)
		return *b;
	buf_add_char(&out, '(');
	value_add_operand(&out, a);
	buf_add_char(&out, ' ');
	buf_add(&out, operator);
	buf_add_char(&out, ' ');
	value_add_operand(&out, b);
	buf_add_char(&out, ')');
	return value_of_symbol(buf_keep(&out, e->scope->arena));
}

/* What is inside a value that is no context, or under a name that is computed. */
static struct value member_value(struct evaluator *e, const struct expression_node *node,
				 size_t count)
{
	BUF_AUTO struct buf out = { 0 };

	e->result->open = e->result->changes = true;
	for (size_t i = count; i > 0; i--) {
		value_add_operand(&out, top(e, i - 1));
		buf_add_char(&out, '.');
	}
	buf_add(&out, node->text);
	return value_of_symbol(buf_keep(&out, e->scope->arena));
}

static void apply(struct evaluator *e, size_t operands, struct value value)
{
	list_cut(&e->stack, e->stack.len - operands);
	list_add(e->scope->arena, &e->stack, value);
}

/* The value of an expression that has been read. Operands precede their operator. */
static struct value expression_value(struct evaluator *e, const struct expression *expression)
{
	const struct expression_node *nodes = expression->nodes.at;
	struct reference reference;

	e->stack.len = 0;
	for (size_t i = 0; i < expression->nodes.len;) {
		const struct expression_node *node = &nodes[i];

		switch (node->kind) {
		case EXPRESSION_CONTEXT:
			reference_next(expression, &i, &reference);
			apply(e, 0, reference_value(e, &reference));
			continue;
		case EXPRESSION_LITERAL:
			apply(e, 0, value_of_literal(node->text));
			break;
		case EXPRESSION_STRING:
			apply(e, 0, (struct value){ VALUE_TEXT, node->text });
			break;
		case EXPRESSION_MEMBER:
		case EXPRESSION_STAR:
			apply(e, 1, member_value(e, node, 1));
			break;
		case EXPRESSION_INDEX:
			apply(e, 2, member_value(e, node, 2));
			break;
		case EXPRESSION_CALL:
			apply(e, node->count, call_value(e, node));
			break;
		case EXPRESSION_NOT:
			apply(e, 1,
			      value_is_known(top(e, 0))
				      ? value_of_bool(value_is_falsy(top(e, 0)))
				      : value_of_symbol(arena_printf(e->scope->arena, "!%.*s",
								     STR_ARG(top(e, 0)->text))));
			break;
		case EXPRESSION_BINARY:
			apply(e, 2, binary_value(e, node->text));
			break;
		}
		i++;
	}
	return *top(e, 0);
}

struct leg_text leg_text_of(struct leg_scope *scope, struct str text)
{
	struct leg_text result = { .text = STR("") };
	struct evaluator e = { .scope = scope, .result = &result };
	struct expression expression = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct template_part part;
	size_t at = 0;

	while (template_next(text, &at, &part)) {
		struct value value = { VALUE_TEXT, part.text };

		if (part.kind == TEMPLATE_EXPRESSION &&
		    expression_read(&expression, scope->arena, part.text) == STATUS_OK) {
			value = expression_value(&e, &expression);
		} else if (part.kind != TEMPLATE_TEXT) {
			result.open = result.changes = result.python = true;
			value = own_symbol(&e, part.text);
		}
		value_add_text(&out, &value);
	}
	result.text = buf_keep(&out, scope->arena);
	return result;
}

bool leg_is_off(struct leg_scope *scope, const struct node *condition)
{
	const struct workflow *w = scope->action ? scope->action : scope->workflow;
	struct str text = str_trim(scalar_value(w->tree, condition));
	struct leg_text ignored = { .text = STR("") };
	struct evaluator e = { .scope = scope, .result = &ignored };
	struct expression expression = { 0 };
	struct template_part part;
	size_t at = 0;
	struct value value;

	if (!condition || !template_next(text, &at, &part) || at < text.len ||
	    part.kind == TEMPLATE_OPEN ||
	    expression_read(&expression, scope->arena, part.text) != STATUS_OK)
		return false;
	value = expression_value(&e, &expression);
	return value_is_known(&value) && value_is_falsy(&value);
}

void leg_scope_enter(struct leg_scope *scope, struct arena *arena, const struct workflow *workflow,
		     const struct job *job, const struct setups *setups,
		     const struct matrix *matrix, size_t leg)
{
	*scope = (struct leg_scope){ .arena = arena,
				     .workflow = workflow,
				     .job = job,
				     .setups = setups,
				     .leg = matrix->known ? &matrix->legs.at[leg] : NULL,
				     .number = leg };
	leg_runner_find(scope);
}
