/* SPDX-License-Identifier: MIT */
/* Prints the manual's sections about the rules, in mdoc, from the table; used by `make update-manual`
 * and by the test that the manual is up to date. */
#include "config.h"

#include "nox/rules/rules.h"

#include <stdio.h>
#include <string.h>

/* A character as roff takes it; at the start of a line a dot or a quote would be a request. */
static void put_char(char c, bool first)
{
	if (c == '\\')
		printf("\\e");
	else if (first && (c == '.' || c == '\''))
		printf("\\&%c", c);
	else
		putchar(c);
}

static void put_lines(const char *text, const char *end)
{
	for (bool first = true; text < end; text++) {
		put_char(*text, first);
		first = *text == '\n';
	}
	putchar('\n');
}

/* Code from after its first backtick, on a line with the punctuation around it; what follows. */
static const char *put_code(const char *text, bool in_parentheses)
{
	printf(".Li %s\"", in_parentheses ? "( " : "");
	for (; *text != '`'; text++)
		if (*text == '"')
			printf("\\(dq");
		else
			put_char(*text, false);
	putchar('"');
	for (text++; *text && strchr(".,:;)", *text); text++)
		printf(" %c", *text);
	putchar('\n');
	return text + strspn(text, " ");
}

/* Each sentence begins a line. */
static void put_paragraph(const char *text, const char *end)
{
	while (text < end) {
		const char *stop = text;

		while (stop < end && *stop != '`' &&
		       !(*stop == ' ' && stop > text && strchr(".?!", stop[-1])))
			stop++;

		bool code = stop < end && *stop == '`';
		bool in_parentheses = code && stop > text && stop[-1] == '(';
		const char *plain = stop - in_parentheses;

		while (plain > text && plain[-1] == ' ')
			plain--;
		if (plain > text)
			put_lines(text, plain);
		text = code ? put_code(stop + 1, in_parentheses) : stop + (stop < end);
	}
}

static void put_text(const char *text)
{
	const char *end;

	while ((end = strstr(text, "\n\n")) != NULL) {
		put_paragraph(text, end);
		printf(".Pp\n");
		text = end + 2;
	}
	put_paragraph(text, text + strlen(text));
}

static void put_excerpt(const char *title, const char *lines)
{
	printf(".Pp\n%s:\n.Bd -literal -offset indent\n", title);
	put_lines(lines, lines + strlen(lines));
	printf(".Ed\n");
}

int main(void)
{
	for (int i = 0; i < RULE_COUNT; i++) {
		const struct rule *rule = rule_of((enum rule_id)i);

		printf(".Ss %s\n.Em %s :\n", rule->name, severity_name(rule->severity));
		put_text(rule->summary);
		printf(".Pp\n");
		put_text(rule->help);
		printf(".Pp\n");
		put_text(rule->remedy);
		put_excerpt("Before", rule->before);
		put_excerpt("After", rule->after);
	}
	return fflush(stdout) == 0 ? 0 : 2;
}
