/* SPDX-License-Identifier: MIT */
/* Derives the layout from the source. Only blanks, line breaks, comments and the list's own dashes
 * can be between two items. */
#include "config.h"

#include "yaml/layout.h"

#include "base/ascii.h"

static size_t line_start(const struct tree *tree, size_t offset)
{
	const struct source *source = tree->source;
	size_t start = source_line_range(source, source_line(source, offset)).start;

	return start == 0 ? source_bom(source) : start;
}

static size_t column_of(const struct tree *tree, size_t offset)
{
	return offset - line_start(tree, offset);
}

static bool is_blank_text(struct str text)
{
	return str_trim(text).len == 0;
}

/* Offset after blanks, line breaks and comments. */
static size_t skip_to_token(struct str bytes, size_t i)
{
	while (i < bytes.len) {
		char c = bytes.p[i];

		if (c == '#') {
			size_t newline = str_find_char(bytes, '\n', i);

			i = newline == STR_NONE ? bytes.len : newline;
		} else if (ascii_is_space(c)) {
			i++;
		} else {
			break;
		}
	}
	return i;
}

/* An absent value is a plain scalar of length 0. */
static bool is_absent(const struct node *node)
{
	return node->kind == NODE_SCALAR && node->style == STYLE_PLAIN &&
	       node_range(node).start == node_range(node).end;
}

static size_t text_end(const struct tree *tree, const struct node *node);

/* The end of what may be written of an absent value: its anchor and its tag. */
static size_t properties_end(const struct tree *tree, const struct node *node, size_t end)
{
	struct node_properties properties = node_properties(tree, node);

	if (properties.anchor.end > end)
		end = properties.anchor.end;
	return properties.tag.end > end ? properties.tag.end : end;
}

/* The end of an absent item of a block sequence: its dash, anchor or tag. It is found from the last item
 * before it that is not absent. */
static size_t absent_item_end(const struct tree *tree, const struct node *node)
{
	struct str bytes = tree->source->bytes;
	const struct node *item = node;
	size_t at, end;

	while (node_before(item) && is_absent(node_before(item)))
		item = node_before(item);
	at = node_before(item) ? skip_to_token(bytes, text_end(tree, node_before(item)))
			       : node_range(node_parent(node)).start;
	for (;; item = node_next(item)) {
		end = properties_end(tree, item, at < bytes.len ? at + 1 : at);
		if (item == node)
			return end;
		at = skip_to_token(bytes, end);
	}
}

/* The end of the text that implies an absent value: its anchor, tag or dash, the ":" of a value, the "?"
 * of a key. */
static size_t absent_end(const struct tree *tree, const struct node *node)
{
	struct str bytes = tree->source->bytes;
	const struct node *parent = node_parent(node);
	size_t end = node_range(node).end, at;

	if (parent && parent->kind == NODE_SEQ && parent->style != STYLE_FLOW)
		return absent_item_end(tree, node);
	at = skip_to_token(bytes, end);
	if (at < bytes.len && bytes.p[at] == (node->index % 2 == 1 ? ':' : '?'))
		end = at + 1;
	else if (parent && parent->kind == NODE_MAP && node->index % 2 == 1)
		end = text_end(tree, node_before(node)); /* "? key" without a ":" */
	return properties_end(tree, node, end);
}

/* What a node ends with: of its last child, of that one's last child, and so on, the first that is no
 * collection in block style with children. */
static const struct node *last_part(const struct tree *tree, const struct node *node)
{
	const struct node *up = node, *part;

	while (!node_next(up) && node_parent(up))
		up = node_parent(up);
	part = node_next(up) ? node_next(up) - 1 : tree->root + tree->count - 1;
	for (up = part; up != node; up = node_parent(up))
		if (node_parent(up)->style == STYLE_FLOW)
			part = node_parent(up);
	return part;
}

/* The end of a node's text. libfyaml ends a block scalar within the indentation of the next token;
 * its content ends with the line before. */
static size_t text_end(const struct tree *tree, const struct node *node)
{
	size_t end = node_range(node).end;

	node = last_part(tree, node);
	if (is_absent(node))
		return absent_end(tree, node);
	if (node->kind == NODE_SCALAR &&
	    (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED)) {
		size_t start = line_start(tree, end);

		if (is_blank_text(str_slice(tree->source->bytes, start, end)))
			return start;
	}
	return end;
}

/* The key of a value in its map, or NULL. */
static const struct node *key_of(const struct node *value)
{
	bool is_value =
		node_parent(value) && node_parent(value)->kind == NODE_MAP && value->index % 2 == 1;

	return is_value ? node_before(value) : NULL;
}

/* Offset of the dash of the item that follows a text that ends at the offset. */
static size_t find_dash(const struct tree *tree, size_t end)
{
	size_t at = skip_to_token(tree->source->bytes, end);

	return at < tree->source->bytes.len && tree->source->bytes.p[at] == '-' ? at : STR_NONE;
}

/* The line at which a new item is inserted: above the comment lines directly above the dash, except
 * those indented deeper, which belong to the previous step. */
static size_t insertion_line(const struct tree *tree, size_t dash, size_t bound)
{
	size_t line = source_line(tree->source, dash);
	size_t column = column_of(tree, dash);

	while (line > 0 && source_line_range(tree->source, line - 1).start >= bound) {
		struct str text = source_line_text(tree->source, line - 1);
		size_t indent = 0;

		while (indent < text.len && text.p[indent] == ' ')
			indent++;
		if (indent >= text.len || text.p[indent] != '#' || indent > column)
			break;
		line--;
	}
	return line;
}

/* Whether an empty line precedes an item that is not the first, or the comment lines that belong to
 * it. */
static bool blank_above(const struct tree *tree, const struct node *item)
{
	size_t end = text_end(tree, node_before(item));
	size_t dash = find_dash(tree, end);

	if (dash == STR_NONE)
		return false;

	size_t line = insertion_line(tree, dash, end);

	return line > 0 && is_blank_text(source_line_text(tree->source, line - 1));
}

/* The new item is separated like this item from the previous one, or the first item from the
 * next. */
static bool wants_blank_line(const struct tree *tree, const struct node *item)
{
	if (!node_before(item))
		item = node_next(item);
	return item && blank_above(tree, item);
}

enum { ITEMS_LOOKED_AT = 50 };

/* The indentation of a map inside an item's map (with:, env:): that of the first one found. */
static size_t find_unit(const struct tree *tree, const struct node *list)
{
	for (const struct node *item = node_first(list); item && item->index < ITEMS_LOOKED_AT;
	     item = node_next(item)) {
		if (item->kind != NODE_MAP || item->style != STYLE_BLOCK)
			continue;

		size_t column =
			column_of(tree, node_first(item) ? node_start(tree, node_first(item)) : 0);

		for (const struct node *key = node_first(item); key && node_next(key);
		     key = node_next(node_next(key))) {
			const struct node *value = node_next(key);

			if (value->kind != NODE_MAP || value->style != STYLE_BLOCK ||
			    !node_first(value))
				continue;

			size_t inner = column_of(tree, node_range(node_first(value)).start);

			if (inner > column)
				return inner - column;
		}
	}
	return 2;
}

/* A comment about a flow sequence goes above the line of the outermost key. */
static void place_flow_comment(struct layout *layout, const struct tree *tree,
			       const struct node *list)
{
	const struct node *outer = list;

	layout->comment_at = STR_NONE;
	while (node_parent(outer) && node_parent(outer)->style == STYLE_FLOW)
		outer = node_parent(outer);

	const struct node *key = key_of(outer);
	size_t at = node_start(tree, key ? key : outer);
	size_t start = line_start(tree, at);

	if (is_blank_text(str_slice(tree->source->bytes, start, at))) {
		layout->comment_at = start;
		layout->comment_column = at - start;
	}
}

/* In a flow sequence, an item at the start of a line gets a line before it. */
static void layout_of_flow_item(struct layout *layout, const struct tree *tree,
				const struct node *item)
{
	size_t at = node_start(tree, item);
	size_t start = line_start(tree, at);
	size_t bound = node_before(item) ? node_range(node_before(item)).end
					 : node_range(node_parent(item)).start;

	layout->own_line = is_blank_text(str_slice(tree->source->bytes, start, at));
	layout->insert_at = at;
	layout->dash_column = at - start;
	if (layout->own_line)
		layout->insert_at =
			source_line_range(tree->source, insertion_line(tree, at, bound)).start;
	else
		place_flow_comment(layout, tree, node_parent(item));
}

bool layout_of_item(struct layout *layout, const struct tree *tree, const struct node *item)
{
	const struct node *list = node_parent(item);

	*layout =
		(struct layout){ .newline = source_newline(tree->source), .comment_at = STR_NONE };
	layout->flow_item = item->kind == NODE_MAP && item->style == STYLE_FLOW;
	layout->unit = find_unit(tree, list);
	if (list->style == STYLE_FLOW) {
		layout->flow_list = true;
		layout->flow_item = true;
		layout_of_flow_item(layout, tree, item);
		return true;
	}

	const struct node *key = key_of(list);
	size_t bound = node_before(item) ? text_end(tree, node_before(item))
		       : key		 ? node_range(key).end
					 : 0;
	size_t dash = node_before(item) ? find_dash(tree, bound) : node_range(list).start;
	size_t start = dash == STR_NONE ? 0 : line_start(tree, dash);

	if (dash == STR_NONE || !is_blank_text(str_slice(tree->source->bytes, start, dash)))
		return false;

	size_t line = insertion_line(tree, dash, bound);
	size_t first = node_start(
		tree, item->kind == NODE_MAP && node_first(item) ? node_first(item) : item);

	layout->insert_at =
		line == 0 ? source_bom(tree->source) : source_line_range(tree->source, line).start;
	layout->dash_column = dash - start;
	layout->blank_line = wants_blank_line(tree, item);
	layout->key_column = column_of(tree, first);
	layout->dash_alone = is_blank_text(
		str_slice(tree->source->bytes, dash + 1,
			  source_line_range(tree->source, source_line(tree->source, dash)).end));
	if (layout->flow_item || item->kind == NODE_ALIAS ||
	    layout->key_column < layout->dash_column + (layout->dash_alone ? 1 : 2))
		layout->key_column = layout->dash_column + 2;
	return true;
}

bool layout_item_lines(struct range *range, const struct tree *tree, const struct node *item)
{
	struct layout layout = { 0 };
	struct str bytes = tree->source->bytes;
	size_t newline;

	if (node_parent(item)->style == STYLE_FLOW || !layout_of_item(&layout, tree, item))
		return false;
	range->start = layout.insert_at;
	if (node_next(item)) {
		if (!layout_of_item(&layout, tree, node_next(item)))
			return false;
		range->end = layout.insert_at;
		return true;
	}
	newline = str_find_char(bytes, '\n', text_end(tree, item) - 1);
	range->end = newline == STR_NONE ? bytes.len : newline + 1;
	return newline != STR_NONE;
}

bool layout_takes_comment(const struct layout *layout)
{
	return !layout->flow_list || layout->own_line || layout->comment_at != STR_NONE;
}

/* The start of a node for its comments: an item's dash, otherwise the node. */
static size_t written_from(const struct tree *tree, const struct node *node)
{
	const struct node *list = node_parent(node);
	size_t dash;

	if (!list || list->kind != NODE_SEQ || list->style == STYLE_FLOW)
		return node_start(tree, node);
	dash = node_before(node) ? find_dash(tree, text_end(tree, node_before(node)))
				 : node_range(list).start;
	return dash == STR_NONE ? node_start(tree, node) : dash;
}

struct str layout_comments(const struct tree *tree, const struct node *node, bool whole)
{
	const struct source *source = tree->source;
	size_t first = insertion_line(tree, written_from(tree, node), 0);
	size_t end = whole && node_range(node).end > node_range(node).start
			     ? node_range(node).end - 1
			     : node_range(node).start;
	size_t from = source_line_range(source, first).start;
	size_t to = source_line_range(source, source_line(source, end)).end;

	return str_slice(source->bytes, from, to);
}

bool layout_has_mark(const struct tree *tree, const struct node *node, bool whole, const char *mark)
{
	return str_contains(layout_comments(tree, node, whole), mark);
}

/* The end of the last line of a block scalar, or STR_NONE if that cannot be told: blank lines after it may
 * be a part of its value ("|+"). */
static size_t block_end(const struct tree *tree, const struct node *key)
{
	struct str bytes = tree->source->bytes;
	struct range range = node_range(node_next(key));
	size_t end = range.end;

	while (end > range.start && ascii_is_space(bytes.p[end - 1]))
		end--;
	if (end == range.start ||
	    str_find_char(str_slice(bytes, 0, range.start), '+', node_range(key).end) != STR_NONE)
		return STR_NONE;
	return str_find_char(bytes, '\n', end);
}

bool layout_of_pair(struct pair_layout *layout, const struct tree *tree, const struct node *map,
		    const struct node *key)
{
	struct str bytes = tree->source->bytes;
	size_t end = text_end(tree, node_next(key));
	size_t newline = str_find_char(bytes, '\n', end);

	*layout = (struct pair_layout){ .flow = map->style == STYLE_FLOW,
					.insert_at = node_start(tree, key),
					.column = column_of(tree, node_start(tree, key)),
					.newline = source_newline(tree->source),
					.index = key->index };
	if (layout->flow)
		return true;
	if (node_next(key)->style == STYLE_LITERAL || node_next(key)->style == STYLE_FOLDED)
		end = newline = block_end(tree, key);
	else if (node_next(key)->style > STYLE_FOLDED)
		return false;
	layout->index += 2;
	layout->insert_at = newline + 1;
	/* Only a comment may follow the value on its line. */
	return !node_in_flow(map) && newline != STR_NONE && skip_to_token(bytes, end) >= newline;
}
