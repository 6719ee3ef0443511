/* SPDX-License-Identifier: MIT */
/* Error messages about a command line. They quote what the user typed. */
#include "config.h"

#include "option_errors.h"

#include "base/distance.h"
#include "nox/rules/rules.h"

#include <string.h>

/* Appends " (expected a, b or c)" for the words "a|b|c". */
static void add_expected(struct buf *error, const struct option_row *row)
{
	struct str rest = str_from(row->argument_name);

	switch (row->kind) {
	case OPTION_USES:
		rest = STR("an action such as actions/cache@v6");
		break;
	case OPTION_COUNT:
		rest = STR("a number from 1 to 1024");
		break;
	case OPTION_WORD:
		rest = STR("at most 32 letters, digits, '.', '_' and '-'");
		break;
	default:
		break;
	}
	buf_add_c(error, " (expected ");
	for (;;) {
		size_t bar = str_find_char(rest, '|', 0);
		bool last = bar != STR_NONE && str_find_char(rest, '|', bar + 1) == STR_NONE;

		buf_add(error, str_slice(rest, 0, bar));
		if (bar == STR_NONE)
			break;
		buf_add_c(error, last ? " or " : ", ");
		rest = str_slice(rest, bar + 1, rest.len);
	}
	buf_add_char(error, ')');
}

enum status option_refuse_value(struct buf *error, const struct option_row *row, const char *text)
{
	buf_printf(error, "option --%s: invalid value '", row->name);
	buf_add_c(error, text);
	buf_add_char(error, '\'');
	add_expected(error, row);
	return STATUS_INVALID;
}

enum status option_refuse_rule(struct buf *error, const struct option_row *row, struct str name)
{
	const struct rule *near = rule_near(name);

	buf_printf(error, "option --%s: no rule is called '", row->name);
	buf_add(error, name);
	buf_add_char(error, '\'');
	if (near)
		buf_printf(error, ": did you mean '%s'?", near->name);
	return STATUS_INVALID;
}

/* The most similar option if it may be a typing mistake, or NULL. */
static const struct option_row *near_row(struct str name)
{
	const struct option_row *near = &option_table[0];

	for (size_t i = 1; i < option_count; i++)
		if (distance(str_from(option_table[i].name), name) <
		    distance(str_from(near->name), name))
			near = &option_table[i];
	return is_near(str_from(near->name), name) ? near : NULL;
}

/* Appends the error for a long option that is unknown or ambiguous. */
static void refuse_name(struct buf *error, const char *given)
{
	size_t length = strcspn(given, "=");
	struct str name = str_slice(str_from(given), 2, length);
	const struct option_row *near = near_row(name);
	size_t like = 0;

	for (size_t i = 0; i < option_count; i++)
		like += strncmp(option_table[i].name, name.p, name.len) == 0;
	buf_add_c(error, like > 1 ? "ambiguous option '" : "unknown option '");
	buf_add(error, str_slice(str_from(given), 0, length));
	buf_add_char(error, '\'');
	if (like > 1) {
		const char *joint = ": could be ";

		for (size_t i = 0; i < option_count; i++) {
			if (strncmp(option_table[i].name, name.p, name.len) != 0)
				continue;
			buf_printf(error, "%s--%s", joint, option_table[i].name);
			joint = like > 2 ? ", " : " or ";
			like--;
		}
	} else if (near) {
		buf_printf(error, ": did you mean --%s?", near->name);
	}
}

/* Describes the error in the argument at which getopt_long() stopped. */
enum status option_refuse(struct buf *error, const struct option_row *row, int result, int letter,
			  const char *given)
{
	if (row && result == ':') {
		buf_printf(error, "option --%s needs an argument: %s", row->name,
			   row->argument_name);
	} else if (row) {
		buf_printf(error, "option --%s takes no argument", row->name);
	} else if (letter == 0) { /* a long option; for a short one given is not reliable */
		refuse_name(error, given);
	} else {
		char text[2] = { (char)letter, '\0' };

		buf_add_c(error, "unknown option '-");
		buf_add_c(error, text);
		buf_add_char(error, '\'');
	}
	return STATUS_INVALID;
}

static const char *mode_name(int mode)
{
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].kind == OPTION_MODE && option_table[i].value == mode)
			return option_table[i].name;
	return "";
}

/* Appends "--a, --b or --c" for a set of modes. */
static void add_modes(struct buf *out, unsigned modes)
{
	const char *joint = "";

	for (int mode = MODE_DIFF; mode < MODE_EXPLAIN; mode++) {
		if (!(modes & (1U << mode)))
			continue;
		modes &= ~(1U << mode);
		if (*joint)
			joint = modes ? ", " : " or ";
		buf_printf(out, "%s--%s", joint, mode_name(mode));
		joint = ", ";
	}
}

enum status option_refuse_mode(struct buf *error, const struct option_row *row)
{
	buf_printf(error, "option --%s can only be used with ", row->name);
	add_modes(error, row->modes);
	return STATUS_INVALID;
}

enum status option_refuse_pair(struct buf *error, const struct option_row *a,
			       const struct option_row *b)
{
	buf_printf(error, "options --%s and --%s cannot be used together", a->name, b->name);
	return STATUS_INVALID;
}

enum status option_refuse_format(struct buf *error, const struct option_row *mode)
{
	buf_printf(error, "option --%s only supports the formats text and json", mode->name);
	return STATUS_INVALID;
}
