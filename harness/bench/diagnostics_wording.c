#include "bench/diagnostics_wording.h"

#include <string.h>

/*
 * What the compilers of all eras write behind "FILE:LINE:COL: ". The first row that fits says what the line is.
 * Starts come before ends, since what is printed after "can inline f as:" is program text and may end in anything; what
 * is looked for within comes last, since it takes longest.
 */
static const struct wording wordings[] = {
	{ AT_START, "moved to heap: ", NULL, LINE_DECISION, DECISION_MOVED_TO_HEAP, CUT_ALL },
	{ AT_START, "leaking param content: ", NULL, LINE_DECISION, DECISION_LEAKING_CONTENT, CUT_NAME },
	{ AT_START, "leaking param: ", " to result ", LINE_DECISION, DECISION_LEAKING_RESULT, CUT_NAME }, /* 1.2 on */
	{ AT_START, "leaking param: ", NULL, LINE_DECISION, DECISION_LEAKING_PARAM, CUT_NAME },
	{ AT_START, "leaking closure reference ", NULL, LINE_DECISION, DECISION_LEAKING_PARAM,
	  CUT_NAME }, /* up to 1.12 */
	{ AT_START, "mark escaped content: ", NULL, LINE_EXPLANATION, DECISION_LEAKING_CONTENT,
	  CUT_NAME }, /* -m -m up to 1.12 */
	{ AT_START, "parameter ", " leaks to ", LINE_EXPLANATION, DECISION_LEAKING_PARAM,
	  CUT_LEAK }, /* -m -m, 1.14 on */
	{ AT_START, "can inline ", NULL, LINE_DECISION, DECISION_CAN_INLINE, CUT_NAME },
	{ AT_START, "cannot inline ", NULL, LINE_DECISION, DECISION_CANNOT_INLINE, CUT_NAME },
	{ AT_START, "inlining call to ", NULL, LINE_DECISION, DECISION_INLINED_CALL, CUT_NAME },
	{ AT_START, "devirtualizing ", " to ", LINE_DECISION, DECISION_DEVIRTUALIZED, CUT_NAME },     /* from 1.16 */
	{ AT_START, "PGO devirtualizing ", " to ", LINE_DECISION, DECISION_DEVIRTUALIZED, CUT_NAME }, /* from 1.21 */
	{ AT_START, "zero-copy ", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE },                 /* from 1.22 */
	{ AT_START, "cannot devirtualize ", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE },
	{ AT_START, "imprecise interface call", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE },
	{ AT_END, " does not escape", NULL, LINE_DECISION, DECISION_DOES_NOT_ESCAPE, CUT_FUNCTION },
	{ AT_END, " escapes to heap", NULL, LINE_DECISION, DECISION_ESCAPES, CUT_ALL },
	{ AT_END, " is unsafe uintptr", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE },
	{ AT_START, "marking ", " as escaping ", LINE_NOTE, DECISION_OTHER,
	  CUT_MESSAGE }, /* a directive, no decision */
	{ AT_END, " bounds check elided", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE },
	{ AT_END, "; reducing max cost of inlinees", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE },
	{ AT_END, "looping label", NULL, LINE_NOTE, DECISION_OTHER, CUT_ALL },              /* -m -m up to 1.6 */
	{ AT_END, " escapes to heap:", NULL, LINE_EXPLANATION, DECISION_ESCAPES, CUT_ALL }, /* -m -m, 1.14 to 1.24 */
	{ AT_END, ":", " escapes to heap in ", LINE_EXPLANATION, DECISION_ESCAPES, CUT_LATER }, /* -m -m from 1.25 */
	{ WITHIN, " escapes to heap, level=", NULL, LINE_DECISION, DECISION_ESCAPES,
	  CUT_LATER },                                                                         /* -m -m, 1.5 and 1.6 */
	{ AT_END, " is too large for stack", NULL, LINE_DECISION, DECISION_ESCAPES, CUT_ALL }, /* -m -m, 1.5 and 1.6 */
	{ WITHIN, "capturing by ", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE }, /* "ref: x", "value: x" */
	{ WITHIN, "ignoring self-assignment ", NULL, LINE_DECISION, DECISION_OTHER, CUT_MESSAGE },
	{ WITHIN, " leaking param ", " content to result ", LINE_DECISION, DECISION_LEAKING_RESULT,
	  CUT_CONTENT }, /* 1.3, 1.4 */
};

static const struct wording unknown = { AT_START, "", NULL, LINE_UNKNOWN, DECISION_OTHER, CUT_MESSAGE };

/* Lines without a place: package headings, and the dumps of -m -m up to 1.6. */
static const struct {
	const char *start;
	enum line_class class;
} headings[] = {
	{ "# ", LINE_PACKAGE }, { "escflood:", LINE_DUMP }, { "escwalk:", LINE_DUMP },
	{ "\t", LINE_DUMP },    { "note: ", LINE_NOTE },
};

static const char *const class_names[LINE_CLASSES] = {
	[LINE_DECISION] = "decision", [LINE_EXPLANATION] = "explanation", [LINE_REASON] = "reason",
	[LINE_NOTE] = "note",         [LINE_PACKAGE] = "package",         [LINE_DUMP] = "dump",
	[LINE_BLANK] = "blank",       [LINE_UNKNOWN] = "unknown",
};

const char *line_class_name(enum line_class c)
{
	return (unsigned)c < LINE_CLASSES ? class_names[c] : "unknown";
}

static const struct wording *find_wording(struct piece message)
{
	for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++) {
		const struct wording *w = &wordings[i];

		if (w->where == AT_START ? !message.n || *w->text != *message.p || !piece_starts(message, w->text)
		    : w->where == AT_END ? !piece_ends(message, w->text)
		                         : piece_find(message, w->text) < 0)
			continue;
		if (!w->also || piece_find(message, w->also) >= 0)
			return w;
	}
	return NULL;
}

/*
 * What up to 1.12 is said to escape, or not to, and allocates nothing or says so elsewhere, too: the address of a variable
 * ("&x": then "moved to heap: x" is said, or x is the package's) and a channel (always on the heap). 1.13 on says
 * nothing there. *address: "x" of "&x".
 */
static bool is_silent_today(struct piece text, struct piece *address)
{
	const char *space = text.n ? memrchr(text.p, ' ', text.n) : NULL;
	struct piece last = space ? piece_rest(text, (size_t)(space - text.p) + 1) : text;

	*address = piece_of("", 0);
	if (last.n > 1 && *last.p == '&' && !memchr(last.p, '{', last.n) && !memchr(last.p, '"', last.n)) {
		*address = piece_rest(last, 1);
		return true;
	}
	if (piece_ends(text, "&(<node CLOSUREVAR>)"))
		return true;
	space = text.n ? memchr(text.p, ' ', text.n) : NULL; /* "f make(chan int)" and "make(chan int)" */
	return piece_ends(text, ")") &&
	       (piece_starts(text, "make(chan ") ||
	        (space && piece_starts(piece_rest(text, (size_t)(space - text.p) + 1), "make(chan ")));
}

enum line_class line_read(struct piece text, struct line *out)
{
	*out = (struct line){
		.at = { .file = { .p = "", .n = 0 } }, .rest = text, .wording = NULL, .address = { .p = "", .n = 0 }
	};
	if (!text.n)
		return LINE_BLANK;
	for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
		if (piece_starts(text, headings[i].start))
			return headings[i].class;
	if (!position_parse(text, &out->at, &out->rest)) {
		/* From 1.23 on, what a range over a function is made into has no place: "moved to heap: #next". */
		out->at = (struct position){ .file = { .p = "", .n = 0 }, .line = 0, .col = 0 };
		out->rest = text;
		out->wording = find_wording(text);
		return out->wording ? out->wording->class : LINE_UNKNOWN;
	}
	if (piece_starts(out->rest, "[") || piece_starts(out->rest, ".")) /* up to 1.6: "x.go:3:[1] f esc: x" */
		return LINE_DUMP;
	if (piece_starts(out->rest, " \t") || piece_starts(out->rest, "  "))
		return LINE_REASON;
	if (piece_starts(out->rest, " "))
		out->rest = piece_rest(out->rest, 1);
	out->wording = find_wording(out->rest);
	if (!out->wording)
		out->wording = &unknown;
	if (out->wording->class == LINE_DECISION && out->wording->where == AT_END &&
	    (out->wording->kind == DECISION_ESCAPES || out->wording->kind == DECISION_DOES_NOT_ESCAPE)) {
		struct piece said = piece_of(out->rest.p, out->rest.n - strlen(out->wording->text));

		if (is_silent_today(said, &out->address))
			return out->wording->kind == DECISION_ESCAPES && out->address.n ? LINE_EXPLANATION : LINE_NOTE;
	}
	return out->wording->class;
}

enum line_class diagnostics_class(const char *line, size_t n)
{
	struct line l;

	while (n && line[n - 1] == '\r')
		n--;
	return line_read(piece_of(line, n), &l);
}
