#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/diagnostics_merge.h"
#include "bench/diagnostics_text.h"
#include "bench/diagnostics_wording.h"

struct parser {
	struct statement_list list;
	struct decision_list *out;
	bool prefixed;        /* functions stand before what does not escape: see is_prefixed */
	bool reasons;         /* the last line was a statement, whose reasons may follow: */
	struct position last; /* it was about this place, and is the last of the list */
};

/* "level={1 0}" of the -m -m of 1.5 and 1.6 is what -m calls "level=1"; what follows is internal. */
static void add_rest(struct statement *s, struct piece rest)
{
	bool inlining =
		s->d.kind == DECISION_CAN_INLINE || s->d.kind == DECISION_INLINED_CALL; /* program text follows */
	long at = inlining ? -1 : piece_find(rest, "level={");
	size_t n;

	if (at < 0) {
		detail_add(&s->detail, rest);
		return;
	}
	for (n = (size_t)at + 7; n < rest.n && rest.p[n] != ' ' && rest.p[n] != '}'; n++)
		;
	struct str line = STR_INIT;

	str_add_bytes(&line, rest.p, (size_t)at + 6);
	str_add_bytes(&line, rest.p + at + 7, n - (size_t)at - 7);
	detail_add(&s->detail, piece_of(line.p, line.len));
	str_release(&line);
}

static void cut_name(struct statement *s, struct piece rest)
{
	static const char package_closure[] = "glob..func";
	size_t n = piece_name(rest);
	struct piece name = piece_of(rest.p, n), after = piece_rest(rest, n);

	if (s->d.kind == DECISION_CANNOT_INLINE && piece_ends(name, ":"))
		name.n--;
	if (piece_starts(name, package_closure)) { /* of a package variable's value: "init.func1" from 1.21 on */
		char *rest_of_name = subject_copy(piece_rest(name, sizeof package_closure - 1));

		s->d.subject = xasprintf("init.func%s", rest_of_name);
		free(rest_of_name);
	} else {
		s->d.subject = subject_copy(name);
	}
	add_rest(s, after);
}

static void cut_content(struct statement *s, const struct wording *w, struct piece message)
{
	struct piece text = piece_rest(message, (size_t)piece_find(message, w->text) + strlen(w->text));
	long at = piece_find(text, w->also);
	struct str detail = STR_INIT;

	if (at < 0) /* the words stand, but not in this order: nothing of any compiler */
		at = (long)text.n;
	s->d.subject = subject_copy(piece_of(text.p, (size_t)at));
	str_add(&detail, "to result ");
	text = piece_rest(text, (size_t)at + strlen(w->also));
	str_add_bytes(&detail, text.p, text.n);
	str_add(&detail, " level=1");
	detail_add(&s->detail, piece_of(detail.p, detail.len));
	str_release(&detail);
}

/* What stands between the last `from` and the last `to`; "" if they do not stand so, or in "{storage for x}". */
static struct piece between(struct piece s, const char *from, const char *to)
{
	long end = piece_find_last(s, to), start;

	s.n = end < 0 ? 0 : (size_t)end;
	start = piece_find_last(s, from);
	return start < 0 || piece_ends(s, "}") ? piece_of(s.p, 0) : piece_rest(s, (size_t)start + strlen(from));
}

/* The words of the message itself: what it says besides its subject. */
static void cut(struct parser *p, struct statement *s, const struct wording *w, struct piece message)
{
	struct piece text = message, function = { .p = "", .n = 0 };
	long at;

	switch (w->cut) {
	case CUT_NAME:
		cut_name(s, piece_rest(message, strlen(w->text)));
		if (piece_starts(message, "leaking closure reference "))
			detail_add(&s->detail, piece_of("closure reference", strlen("closure reference")));
		break;
	case CUT_LEAK:
		cut_name(s, piece_rest(message, strlen(w->text)));
		function = between(message, " for ", " with derefs=");
		break;
	case CUT_ALL:
		if (w->where == AT_START)
			text = piece_rest(message, strlen(w->text));
		else
			text.n -= strlen(w->text);
		s->d.subject = subject_copy(text);
		if (piece_ends(message, " is too large for stack"))
			detail_add(&s->detail, piece_of("too large for stack", strlen("too large for stack")));
		break;
	case CUT_FUNCTION:
		text.n -= strlen(w->text);
		if (p->prefixed)
			prefix_split(text, &function, &text);
		s->d.subject = subject_copy(text);
		break;
	case CUT_LATER:
		at = piece_find_last(message, w->also ? w->also : w->text);
		text.n = (size_t)at;
		s->d.subject = subject_copy(text);
		if (w->also) {
			function = piece_rest(message, (size_t)at + strlen(w->also));
			function.n--;
		}
		break;
	case CUT_CONTENT:
		cut_content(s, w, message);
		function = piece_of(message.p, (size_t)piece_find(message, w->text));
		break;
	case CUT_MESSAGE:
		at = w->where == WITHIN ? piece_find(message, w->text) : 0;
		if (at > 0) {
			function = piece_of(message.p, (size_t)at - 1);
			text = piece_rest(message, (size_t)at);
		}
		at = piece_starts(text, "capturing ") ? piece_find_last(text, " (addr=") : -1;
		if (at > 0) {
			detail_add(&s->detail, piece_rest(text, (size_t)at));
			text.n = (size_t)at;
		}
		s->d.subject = subject_copy(text);
		break;
	}
	s->d.function = function_copy(function);
}

static void message_line(struct parser *p, const struct line *l)
{
	struct statement *s = statement_add(&p->list);

	s->d.kind = l->wording->kind;
	s->d.file = text_copy(l->at.file);
	s->d.line = l->at.line;
	s->d.col = l->at.col;
	s->explains = l->wording->class == LINE_EXPLANATION;
	if (l->address.n) {
		s->explains = s->address = true;
		s->d.kind = DECISION_MOVED_TO_HEAP;
		s->d.subject = subject_copy(l->address);
		s->d.function = text_copy(piece_of("", 0));
	} else {
		cut(p, s, l->wording, l->rest);
	}
	p->reasons = true;
	p->last = l->at;
}

static bool same_place(const struct position *a, const struct position *b)
{
	return a->line == b->line && a->col == b->col && a->file.n == b->file.n &&
	       !memcmp(a->file.p, b->file.p, a->file.n);
}

/* One line, which `bytes` of the input are: it, and how it ends. */
static void line_parse(struct parser *p, struct piece text, size_t bytes)
{
	struct line l;
	enum line_class class = line_read(text, &l);

	p->out->lines++;
	p->out->unknown += class == LINE_UNKNOWN;
	p->out->classes[class].lines++;
	p->out->classes[class].bytes += bytes;
	switch (class) {
	case LINE_DECISION:
	case LINE_EXPLANATION:
		message_line(p, &l);
		break;
	case LINE_UNKNOWN:
		p->reasons = false;
		if (l.wording)
			message_line(p, &l);
		break;
	case LINE_REASON:
		if (p->reasons && same_place(&l.at, &p->last))
			detail_add(&p->list.items[p->list.len - 1].detail, l.rest);
		break;
	case LINE_NOTE:
	case LINE_PACKAGE:
		p->reasons = false;
		break;
	case LINE_DUMP:
	case LINE_BLANK:
	case LINE_CLASSES:
		break;
	}
}

/* The next line of the text at *at, without its newline and carriage returns; moves *at behind it. */
static struct piece next_line(const char **at, const char *end)
{
	const char *stop = memchr(*at, '\n', (size_t)(end - *at));
	struct piece line = piece_of(*at, (size_t)((stop ? stop : end) - *at));

	*at += line.n + (stop != NULL);
	while (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/*
 * Whether the text is of an era that puts the function before what does not escape (up to 1.13): most lines can be read
 * so. Not all, nor none: subjects of some program look like "f x", and functions of some have names that nobody
 * foresaw, and one such line must not turn the reading of the whole text.
 */
static bool is_prefixed(const char *text, size_t n)
{
	static const char ending[] = " does not escape";
	struct piece function, subject;
	int lead = 0; /* of those that can over those that cannot; this much is enough */

	for (const char *at = text, *end = text + n; at < end && abs(lead) < 100;) {
		struct piece line = next_line(&at, end);
		struct line l;

		if (!piece_ends(line, ending) || line_read(line, &l) != LINE_DECISION ||
		    l.wording->kind != DECISION_DOES_NOT_ESCAPE || !l.at.line)
			continue;
		l.rest.n -= sizeof ending - 1;
		lead += prefix_split(l.rest, &function, &subject) ? 1 : -1;
	}
	return lead > 0;
}

void diagnostics_parse(const char *text, size_t n, struct decision_list *out)
{
	struct parser p = { .list = STATEMENT_LIST_INIT, .out = out, .prefixed = is_prefixed(text, n) };

	for (const char *at = text, *end = text + n; at < end;) {
		const char *start = at;
		struct piece line = next_line(&at, end);

		line_parse(&p, line, (size_t)(at - start));
	}
	if (n)
		statements_merge(&p.list, out);
}
