/* SPDX-License-Identifier: MIT */
/* Prints a rule as text. Paragraphs are filled, excerpts are kept. */
#include "config.h"

#include "output/explain.h"

enum { WIDTH = 80, INDENT = 4 };

/* Fills a paragraph to lines of at most WIDTH bytes; the table is ASCII. */
static void add_filled(const struct lines *out, struct str text)
{
	while (text.len > 0) {
		size_t end = text.len;

		if (end > WIDTH) {
			end = str_rfind_char(str_slice(text, 0, WIDTH + 1), ' ');
			if (end == STR_NONE)
				end = text.len;
		}
		lines_add(out, str_slice(text, 0, end));
		text = str_slice(text, end + 1, text.len);
	}
}

static void add_paragraphs(const struct lines *out, const char *text)
{
	struct str rest = str_from(text);
	size_t end;

	do {
		end = str_find(rest, STR("\n\n"), 0);
		lines_add(out, STR(""));
		add_filled(out, str_slice(rest, 0, end));
		rest = str_slice(rest, end == STR_NONE ? rest.len : end + 2, rest.len);
	} while (rest.len > 0);
}

static void add_excerpt(const struct lines *out, const char *title, const char *text)
{
	struct str rest = str_from(text), line;
	BUF_AUTO struct buf raw = { 0 };

	lines_add(out, STR(""));
	lines_add(out, str_from(title));
	lines_add(out, STR(""));
	while (str_next_line(&rest, &line)) {
		buf_fill(&raw, ' ', INDENT);
		buf_add(&raw, str_slice(line, 0, line.len - str_ends(line, "\n")));
		lines_take(out, &raw);
	}
}

void explain_rule(const struct lines *out, const struct rule *rule)
{
	BUF_AUTO struct buf title = { 0 };
	struct range name = { .start = 0 };

	buf_add_c(&title, rule->name);
	name.end = title.len;
	buf_printf(&title, " (%s): %s", severity_name(rule->severity), rule->summary);
	lines_add_colored(out, buf_str(&title), name, "\033[1m");
	add_paragraphs(out, rule->help);
	add_paragraphs(out, rule->remedy);
	add_excerpt(out, "Before:", rule->before);
	add_excerpt(out, "After:", rule->after);
}
