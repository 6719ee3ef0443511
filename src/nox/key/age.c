/* SPDX-License-Identifier: MIT */
/* A key part that changes only with time. */
#include "config.h"

#include "nox/key/age.h"

#include "workflow/expression.h"

static const struct {
	const char *sh;
	const char *powershell;
} commands[] = {
	[AGE_DAY] = { "echo \"date=$(date -u +%Y-%m-%d)\" >> \"$GITHUB_OUTPUT\"",
		      "\"date=$([DateTime]::UtcNow.ToString('yyyy-MM-dd'))\" >> $env:GITHUB_OUTPUT" },
	[AGE_WEEK] = { "echo \"date=week$(($(date +%s) / 604800))\" >> \"$GITHUB_OUTPUT\"",
		       "\"date=week$([Math]::Floor(([DateTime]::UtcNow - [DateTime]'1970-01-01').TotalDays "
		       "/ 7))\" >> $env:GITHUB_OUTPUT" },
	[AGE_MONTH] = { "echo \"date=$(date -u +%Y-%m)\" >> \"$GITHUB_OUTPUT\"",
			"\"date=$([DateTime]::UtcNow.ToString('yyyy-MM'))\" >> $env:GITHUB_OUTPUT" },
};

const char *age_command(enum max_age age, bool powershell)
{
	return powershell ? commands[age].powershell : commands[age].sh;
}

/* Does a step print the date for a maximum age? */
static bool prints(const struct tree *tree, const struct step *step, enum max_age age)
{
	struct str id = scalar_value(tree, step_field(step, STEP_ID));
	struct str run = str_trim(scalar_value(tree, step_field(step, STEP_RUN)));

	return str_starts(id, AGE_STEP_ID) && expression_is_identifier(id) &&
	       (str_is(run, commands[age].sh) || str_is(run, commands[age].powershell));
}

bool age_is_step(const struct tree *tree, const struct step *step)
{
	for (size_t age = 0;
	     step_field(step, STEP_ID) && age < sizeof(commands) / sizeof(commands[0]); age++)
		if (commands[age].sh && prints(tree, step, (enum max_age)age))
			return true;
	return false;
}

struct str age_find(const struct workflow *workflow, const struct job *job, size_t before,
		    enum max_age age)
{
	const struct tree *tree = workflow->tree;

	for (size_t i = 0; i < job->steps.len && job->steps.at[i].index < before; i++)
		if (prints(tree, &job->steps.at[i], age))
			return scalar_value(tree, step_field(&job->steps.at[i], STEP_ID));
	return STR("");
}
