/* SPDX-License-Identifier: MIT */
/* Decodes scalars by the rules of YAML 1.2 (chapters 5.7, 7.3 and 8.1) and maps each byte to its
 * source. The result is compared with the hash of libfyaml's value in the node, so that a map is
 * either correct or absent. */
#include "config.h"

#include "yaml/scalar.h"

#include "base/ascii.h"

#include <string.h>

struct decoder {
	struct arena *arena;
	const struct source *source;
	struct str bytes; /* of the source */
	char *value;
	size_t len;
	size_t cap;
	struct text *text; /* its runs */
	size_t next;	   /* the offset that the last run ends at */
	bool unended; /* a block scalar with "keep" chomping, whose last line the file's end ends */
};

/* Allocates space for the value. Only escapes in double quotes can make a value longer than its source:
 * at most by half, when "\L" (2 bytes) becomes 3 bytes. */
static void decoder_init(struct decoder *d, struct arena *arena, const struct tree *tree,
			 const struct node *node, struct text *text)
{
	size_t source_len = node_range(node).end - node_range(node).start;

	*d = (struct decoder){
		.arena = arena, .source = tree->source, .bytes = tree->source->bytes, .text = text
	};
	*text = (struct text){ .value = { "", 0 } };
	d->cap = source_len + (node->style == STYLE_DOUBLE ? source_len / 2 : 0) + 4;
	d->value = arena_take(arena, d->cap, 1);
}

/* Adds bytes that are in the source at an offset. */
static void emit_bytes(struct decoder *d, struct str bytes, size_t at)
{
	size_t count = bytes.len < d->cap - d->len ? bytes.len : d->cap - d->len;

	if (count == 0)
		return;
	if (d->len == 0 || at != d->next)
		list_add(d->arena, &d->text->runs,
			 (struct text_run){ (uint32_t)d->len, (uint32_t)at });
	memcpy(d->value + d->len, bytes.p, count);
	d->len += count;
	d->next = at + count;
}

/* Adds bytes [start, end) of the source. */
static void emit_source(struct decoder *d, size_t start, size_t end)
{
	emit_bytes(d, str_slice(d->bytes, start, end), start);
}

static void emit(struct decoder *d, char c, size_t at)
{
	emit_bytes(d, (struct str){ &c, 1 }, at);
}

static void emit_codepoint(struct decoder *d, unsigned long c, size_t at)
{
	if (c < 0x80) {
		emit(d, (char)c, at);
	} else if (c < 0x800) {
		emit(d, (char)(0xc0 | c >> 6), at);
		emit(d, (char)(0x80 | (c & 0x3f)), at);
	} else if (c < 0x10000) {
		emit(d, (char)(0xe0 | c >> 12), at);
		emit(d, (char)(0x80 | (c >> 6 & 0x3f)), at);
		emit(d, (char)(0x80 | (c & 0x3f)), at);
	} else {
		emit(d, (char)(0xf0 | (c >> 18 & 0x07)), at);
		emit(d, (char)(0x80 | (c >> 12 & 0x3f)), at);
		emit(d, (char)(0x80 | (c >> 6 & 0x3f)), at);
		emit(d, (char)(0x80 | (c & 0x3f)), at);
	}
}

/* Length of the line break at i: 0, 1 ("\n" or a lone "\r") or 2. */
static size_t break_length(struct str bytes, size_t i, size_t end)
{
	if (i >= end)
		return 0;
	if (bytes.p[i] == '\n')
		return 1;
	if (bytes.p[i] == '\r')
		return i + 1 < end && bytes.p[i + 1] == '\n' ? 2 : 1;
	return 0;
}

/* At a line break (i) inside a flow scalar: folds it with the empty lines and blanks that follow.
 * Returns the offset of the next text. quiet: the break is escaped and adds no space. */
static size_t fold_flow(struct decoder *d, size_t i, size_t end, bool quiet)
{
	size_t first = i;
	size_t breaks = 0;
	size_t length;

	while ((length = break_length(d->bytes, i, end)) > 0) {
		if (breaks++ > 0)
			emit(d, '\n', i);
		i += length;
		while (i < end && ascii_is_blank(d->bytes.p[i]))
			i++;
	}
	if (breaks == 1 && !quiet)
		emit(d, ' ', first);
	return i;
}

/* At a backslash (i) in a double-quoted scalar: decodes the escape. Returns the offset after it. */
static size_t decode_escape(struct decoder *d, size_t i, size_t end)
{
	static const char names[] = "0abt\tnvfre \"/\\N_LP";
	static const unsigned values[] = { 0,  7,   8,	 9,   9,    10,	  11,	12,	13,
					   27, ' ', '"', '/', '\\', 0x85, 0xa0, 0x2028, 0x2029 };
	char c = i + 1 < end ? d->bytes.p[i + 1] : '\0';
	size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;

	if (digits > 0) {
		unsigned long code = 0;

		for (size_t k = 0; k < digits && i + 2 + k < end; k++) {
			int v = ascii_hex(d->bytes.p[i + 2 + k]);

			code = code << 4 | (unsigned long)(v < 0 ? 0 : v);
		}
		emit_codepoint(d, code, i);
		return i + 2 + digits;
	}
	for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++)
		if (names[k] == c) {
			emit_codepoint(d, values[k], i);
			return i + 2;
		}
	return i + 2;
}

/* Whether a character of a flow scalar means itself, whatever follows. */
static bool is_plain(char c, enum style style)
{
	return !ascii_is_blank(c) && c != '\n' && c != '\r' &&
	       (c != '\\' || style != STYLE_DOUBLE) && (c != '\'' || style != STYLE_SINGLE);
}

/* Decodes plain or quoted text in [i, end), without its quotes. */
static void decode_flow(struct decoder *d, enum style style, size_t i, size_t end)
{
	struct str bytes = d->bytes;

	while (i < end) {
		size_t text_end = i;

		while (text_end < end && ascii_is_blank(bytes.p[text_end]))
			text_end++;
		if (break_length(bytes, text_end, end) > 0) {
			i = fold_flow(d, text_end, end, false); /* blanks before a break are
			                                         * dropped */
		} else if (style == STYLE_DOUBLE && bytes.p[i] == '\\') {
			if (break_length(bytes, i + 1, end) > 0)
				i = fold_flow(d, i + 1, end, true);
			else
				i = decode_escape(d, i, end);
		} else if (style == STYLE_SINGLE && bytes.p[i] == '\'') {
			emit(d, '\'', i);
			i += 2;
		} else {
			while (text_end < end && is_plain(bytes.p[text_end], style))
				text_end++;
			emit_source(d, i, text_end);
			i = text_end;
		}
	}
}

/* The header of a block scalar, read backwards from its content. */
struct header {
	char chomping;	   /* '-', '+' or 0 */
	size_t indication; /* 1 to 9, or 0 */
};

static struct header read_header(struct str bytes, size_t content)
{
	struct header header = { 0 };
	size_t start = content;

	while (start > 0 && break_length(bytes, start - 1, start) > 0)
		start--;
	while (start > 0 && bytes.p[start - 1] != '\n' && bytes.p[start - 1] != '\r')
		start--;

	/* The first "|" or ">" that is followed only by a header and a comment. */
	for (size_t i = start; i < content; i++) {
		struct header h = { 0 };
		size_t k = i + 1;

		if (bytes.p[i] != '|' && bytes.p[i] != '>')
			continue;
		for (; k < content && k < i + 3; k++) {
			if (bytes.p[k] == '-' || bytes.p[k] == '+')
				h.chomping = bytes.p[k];
			else if (bytes.p[k] >= '1' && bytes.p[k] <= '9')
				h.indication = (size_t)(bytes.p[k] - '0');
			else
				break;
		}
		size_t blank = k;

		while (k < content && ascii_is_blank(bytes.p[k]))
			k++;
		if (k >= content || break_length(bytes, k, content) > 0 ||
		    (bytes.p[k] == '#' && k > blank)) {
			header = h;
			break;
		}
	}
	return header;
}

/* Indentation in bytes of the collection that contains the node. */
static size_t parent_indent(const struct source *source, const struct node *node)
{
	struct str bytes = source->bytes;
	const struct node *parent = node_parent(node);

	if (!parent)
		return 0;

	size_t start = node_range(parent).start;
	size_t line = start;

	while (line > 0 && bytes.p[line - 1] != '\n' && bytes.p[line - 1] != '\r')
		line--;
	return start - (line > 0 ? line : source_bom(source));
}

struct block {
	bool folded;
	size_t indent;
	size_t breaks;	 /* line breaks since the last text */
	size_t break_at; /* offset of the first of them */
	bool any;	 /* some text was emitted */
	bool more;	 /* the last text line was indented further */
};

static void flush_breaks(struct decoder *d, struct block *b, bool more_now)
{
	size_t count = b->breaks;

	if (b->folded && b->any && !b->more && !more_now) {
		if (count == 1) {
			emit(d, ' ', b->break_at);
			count = 0;
		} else if (count > 0) {
			count--;
		}
	}
	for (size_t i = 0; i < count; i++)
		emit(d, '\n', b->break_at);
	b->breaks = 0;
}

/* The indentation of the first line with text or, if there is none (*text is false), the largest
 * one. */
static size_t detect_indent(struct str bytes, size_t i, size_t end, bool *text)
{
	size_t indent = 0;

	*text = false;
	while (i < end) {
		size_t line = i;

		while (i < end && bytes.p[i] == ' ')
			i++;
		*text = i < end && break_length(bytes, i, end) == 0;
		if (*text)
			return i - line;
		if (i - line > indent)
			indent = i - line;
		i += break_length(bytes, i, end);
	}
	return indent;
}

bool scalar_is_indented(const struct source *source, const struct node *node)
{
	struct range range = node_range(node);
	bool text;
	size_t indent;

	if (!node_parent(node) || read_header(source->bytes, range.start).indication > 0)
		return true;
	indent = detect_indent(source->bytes, range.start, range.end, &text);
	return !text || indent > parent_indent(source, node);
}

static void decode_block(struct decoder *d, const struct node *node)
{
	struct str bytes = d->bytes;
	size_t i = node_range(node).start, end = node_range(node).end;
	struct header header = read_header(bytes, i);
	struct block b = { .folded = node->style == STYLE_FOLDED };
	bool text;

	b.indent = header.indication > 0 ? parent_indent(d->source, node) + header.indication
					 : detect_indent(bytes, i, end, &text);
	while (i < end) {
		size_t line = i;

		while (i < end && i - line < b.indent && bytes.p[i] == ' ')
			i++;
		if (i >= end)
			break; /* the indentation of the next token */
		if (break_length(bytes, i, end) == 0) {
			if (i - line < b.indent)
				break;
			bool more = ascii_is_blank(bytes.p[i]);

			flush_breaks(d, &b, more);
			b.any = true;
			b.more = more;
			line = i;
			while (i < end && break_length(bytes, i, end) == 0)
				i++;
			emit_source(d, line, i);
		}
		/* libfyaml treats the end of the file as a line break, except, before 0.9, with
		 * "keep" chomping. */
		if (i >= end && header.chomping == '+') {
			d->unended = true;
			break;
		}
		if (b.breaks++ == 0)
			b.break_at = i;
		i += break_length(bytes, i, end);
	}
	if (header.chomping == '+')
		for (size_t k = 0; k < b.breaks; k++)
			emit(d, '\n', b.break_at);
	else if (header.chomping == 0 && b.any && b.breaks > 0)
		emit(d, '\n', b.break_at);
}

static bool is_text_of(const struct node *node, struct str value)
{
	return value.len == node->text_len && str_quick_hash(value) == node->text_hash;
}

bool scalar_text(const struct tree *tree, struct arena *arena, const struct node *node,
		 struct text *text)
{
	struct decoder d;

	node = node_resolve(node);
	if (!node || node->kind != NODE_SCALAR)
		return false;
	decoder_init(&d, arena, tree, node, text);

	bool quoted = node->style == STYLE_SINGLE || node->style == STYLE_DOUBLE;

	if (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED)
		decode_block(&d, node);
	else if (node_range(node).end - node_range(node).start >= (quoted ? 2u : 0u))
		decode_flow(&d, node->style, node_range(node).start + quoted,
			    node_range(node).end - quoted);

	struct str value = { d.value, d.len };

	if (!is_text_of(node, value)) {
		if (!d.unended)
			return false;
		emit(&d, '\n', node_range(node).end);
		if (!is_text_of(node, (struct str){ d.value, d.len }))
			return false;
		d.len--;
	}
	text->value = value;
	text->end = d.len > 0 ? text_at(text, d.len - 1) + 1 : node_range(node).start;
	if (quoted) /* the last byte may be an escape */
		text->end = node_range(node).end - 1;
	if (text->end > node_range(node).end) /* after a line break that the file lacks */
		text->end = node_range(node).end;
	return true;
}

size_t text_at(const struct text *text, size_t index)
{
	size_t low = 0, high = text->runs.len;

	if (index >= text->value.len)
		return text->end;
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (text->runs.at[middle].first <= index)
			low = middle;
		else
			high = middle;
	}
	return text->runs.at[low].at + (index - text->runs.at[low].first);
}

size_t text_behind(const struct source *source, const struct text *text, size_t index)
{
	size_t before = text_at(text, index > 0 ? index - 1 : 0);

	/* The byte before is not escaped. */
	if (index > 0 && source->bytes.p[before] == text->value.p[index - 1])
		return before + 1;
	return text_at(text, index);
}

struct str text_keep(const struct text *text, const struct source *source, size_t index,
		     struct str part, struct arena *arena)
{
	size_t at = text_at(text, index);
	struct str here = str_slice(source->bytes, at, at + part.len);

	return str_eq(here, part) ? here : arena_copy(arena, part);
}

static struct str decode(const struct tree *tree, const struct node *node)
{
	/* Nobody wants the runs here, and space for the value may be too large. */
	ARENA_AUTO struct arena scratch = { 0 };
	struct text text = { .value = { "", 0 } };
	struct str inner = str_slice(tree->source->bytes, node_range(node).start + 1,
				     node_range(node).end - 1);

	if ((node->style == STYLE_SINGLE || node->style == STYLE_DOUBLE) && is_text_of(node, inner))
		return inner; /* without escapes and line breaks */
	(void)scalar_text(tree, &scratch, node, &text);
	return arena_copy(tree->arena, text.value);
}

struct str scalar_decoded(const struct tree *tree, const struct node *node)
{
	struct str *value = &tree->values[node->decoded - 1];

	if (!value->p)
		*value = decode(tree, node);
	return *value;
}
