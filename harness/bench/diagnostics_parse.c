#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/diagnostics_merge.h"
#include "bench/diagnostics_text.h"

/*
 * What the compilers of all eras write behind "FILE:LINE:COL: ". The first row that fits says what the line is.
 * Starts come before ends, since what is printed after "can inline f as:" is program text and may end in anything.
 */
enum where { AT_START, AT_END, WITHIN };
enum role {
	STATES,   /* a decision */
	EXPLAINS, /* heads the reasons of one */
	IGNORED,  /* known, and no decision */
};
enum cut {
	CUT_ALL,      /* the subject is all the rest */
	CUT_NAME,     /* the subject is a name, the detail what follows */
	CUT_FUNCTION, /* the subject is all, but for a function before it up to 1.13 */
	CUT_LATER,    /* "SUBJECT escapes to heap in FUNCTION:", "SUBJECT escapes to heap, level=..." */
	CUT_MESSAGE,  /* the subject is the message, but for a function before it */
};
struct wording {
	enum where where;
	const char *text;
	const char *also; /* must be in the line, too; NULL: nothing */
	enum role role;
	enum decision_kind kind;
	enum cut cut;
};
static const struct wording wordings[] = {
	{ AT_START, "moved to heap: ", NULL, STATES, DECISION_MOVED_TO_HEAP, CUT_ALL },
	{ AT_START, "leaking param content: ", NULL, STATES, DECISION_LEAKING_CONTENT, CUT_NAME },
	{ AT_START, "leaking param: ", " to result ", STATES, DECISION_LEAKING_RESULT, CUT_NAME }, /* 1.2 on */
	{ AT_START, "leaking param: ", NULL, STATES, DECISION_LEAKING_PARAM, CUT_NAME },
	{ AT_START, "leaking closure reference ", NULL, STATES, DECISION_LEAKING_PARAM, CUT_NAME }, /* up to 1.12 */
	{ AT_START, "mark escaped content: ", NULL, EXPLAINS, DECISION_LEAKING_CONTENT,
	  CUT_NAME },                                                                         /* -m -m up to 1.12 */
	{ AT_START, "parameter ", " leaks to ", EXPLAINS, DECISION_LEAKING_PARAM, CUT_NAME }, /* -m -m, 1.14 on */
	{ AT_START, "can inline ", NULL, STATES, DECISION_CAN_INLINE, CUT_NAME },
	{ AT_START, "cannot inline ", NULL, STATES, DECISION_CANNOT_INLINE, CUT_NAME },
	{ AT_START, "inlining call to ", NULL, STATES, DECISION_INLINED_CALL, CUT_NAME },
	{ AT_START, "devirtualizing ", " to ", STATES, DECISION_DEVIRTUALIZED, CUT_NAME },     /* from 1.16 */
	{ AT_START, "PGO devirtualizing ", " to ", STATES, DECISION_DEVIRTUALIZED, CUT_NAME }, /* from 1.21 */
	{ AT_START, "zero-copy ", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },                 /* from 1.22 */
	{ AT_START, "cannot devirtualize ", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ AT_START, "imprecise interface call", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ WITHIN, "capturing by ref: ", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ WITHIN, "capturing by value: ", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ WITHIN, "ignoring self-assignment ", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ AT_END, " is unsafe uintptr", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ AT_START, "marking ", " as escaping ", STATES, DECISION_OTHER, CUT_MESSAGE }, /* a directive, no decision */
	{ AT_END, " bounds check elided", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ AT_END, "; reducing max cost of inlinees", NULL, STATES, DECISION_OTHER, CUT_MESSAGE },
	{ AT_END, "looping label", NULL, IGNORED, DECISION_OTHER, CUT_ALL }, /* -m -m up to 1.6 */
	{ AT_END, " does not escape", NULL, STATES, DECISION_DOES_NOT_ESCAPE, CUT_FUNCTION },
	{ AT_END, " escapes to heap", NULL, STATES, DECISION_ESCAPES, CUT_ALL },
	{ AT_END, " escapes to heap:", NULL, EXPLAINS, DECISION_ESCAPES, CUT_ALL },        /* -m -m, 1.14 to 1.24 */
	{ AT_END, ":", " escapes to heap in ", EXPLAINS, DECISION_ESCAPES, CUT_LATER },    /* -m -m from 1.25 */
	{ WITHIN, " escapes to heap, level=", NULL, STATES, DECISION_ESCAPES, CUT_LATER }, /* -m -m, 1.5 and 1.6 */
	{ AT_END, " is too large for stack", NULL, STATES, DECISION_ESCAPES, CUT_ALL },    /* -m -m, 1.5 and 1.6 */
};

/* Lines without a place that mean nothing to us: package headings, and the dumps of -m -m up to 1.6. */
static const char *const headings[] = { "# ", "escflood:", "escwalk:", "\t", "note: " };

static const struct wording *find_wording(struct piece message)
{
	for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++) {
		const struct wording *w = &wordings[i];

		if (w->where == AT_START ? !piece_starts(message, w->text)
		    : w->where == AT_END ? !piece_ends(message, w->text)
		                         : piece_find(message, w->text) < 0)
			continue;
		if (!w->also || piece_find(message, w->also) >= 0)
			return w;
	}
	return NULL;
}

struct parser {
	struct statement_list list;
	struct decision_list *out;
	bool prefixed;        /* functions stand before what does not escape */
	bool reasons;         /* the last line was a statement, whose reasons may follow: */
	struct position last; /* it was about this place, and is the last of the list */
};

/* "level={1 0}" of the -m -m of 1.5 and 1.6 is what -m calls "level=1"; what follows is internal. */
static void add_rest(struct statement *s, struct piece rest)
{
	long at = piece_find(rest, "level={");
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

static void message_line(struct parser *p, const struct position *at, struct piece message)
{
	const struct wording *w = find_wording(message);
	static const struct wording unknown = { AT_START, "", NULL, STATES, DECISION_OTHER, CUT_MESSAGE };
	struct statement *s;

	p->reasons = false;
	if (!w) {
		p->out->unknown++;
		w = &unknown;
	}
	if (w->role == IGNORED)
		return;
	s = statement_add(&p->list);
	s->d.kind = w->kind;
	s->d.file = text_copy(at->file);
	s->d.line = at->line;
	s->d.col = at->col;
	s->explains = w->role == EXPLAINS;
	cut(p, s, w, message);
	p->reasons = true;
	p->last = *at;
}

static bool same_place(const struct position *a, const struct position *b)
{
	return a->line == b->line && a->col == b->col && a->file.n == b->file.n &&
	       !memcmp(a->file.p, b->file.p, a->file.n);
}

static void line_parse(struct parser *p, struct piece line)
{
	static const struct position nowhere = { .file = { .p = "", .n = 0 }, .line = 0, .col = 0 };
	struct position at;
	struct piece rest;

	p->out->lines++;
	if (!line.n)
		return;
	for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
		if (piece_starts(line, headings[i])) {
			p->reasons = false;
			return;
		}
	if (!position_parse(line, &at, &rest)) {
		/* From 1.23 on, what a range over a function is made into has no place: "moved to heap: #next". */
		if (find_wording(line))
			message_line(p, &nowhere, line);
		else
			p->out->unknown++;
		return;
	}
	if (piece_starts(rest, "[") ||
	    piece_starts(rest, ".")) /* the dumps of -m -m up to 1.6: "x.go:3:[1] f esc: x" */
		return;
	if (piece_starts(rest, " \t") || piece_starts(rest, "  ")) {
		if (p->reasons && same_place(&at, &p->last))
			detail_add(&p->list.items[p->list.len - 1].detail, rest);
		return;
	}
	message_line(p, &at, piece_starts(rest, " ") ? piece_rest(rest, 1) : rest);
}

/* Calls `f` for every line, without its newline and carriage return. */
static void each_line(const char *text, size_t n, void (*f)(struct parser *, struct piece), struct parser *p)
{
	for (const char *at = text, *end = text + n; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		struct piece line = piece_of(at, (size_t)((stop ? stop : end) - at));

		at += line.n + (stop != NULL);
		while (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		f(p, line);
	}
}

/* One line that cannot be read with a function before its subject shows an era without (1.14 on). */
static void look_for_prefix(struct parser *p, struct piece line)
{
	static const char ending[] = " does not escape";
	struct position at;
	struct piece rest, function, subject;
	const struct wording *w;

	if (!piece_ends(line, ending) || !position_parse(line, &at, &rest) || !piece_starts(rest, " "))
		return;
	rest = piece_rest(rest, 1);
	w = find_wording(rest);
	if (!w || w->kind != DECISION_DOES_NOT_ESCAPE)
		return;
	rest.n -= sizeof ending - 1;
	if (!prefix_split(rest, &function, &subject))
		p->prefixed = false;
}

void diagnostics_parse(const char *text, size_t n, struct decision_list *out)
{
	struct parser p = { .list = STATEMENT_LIST_INIT, .out = out, .prefixed = true, .reasons = false };

	if (!n)
		return;
	each_line(text, n, look_for_prefix, &p);
	each_line(text, n, line_parse, &p);
	statements_merge(&p.list, out);
}
