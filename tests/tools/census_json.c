/*
 * Whether the parser's decisions agree with the compiler's own log: census_json NAME OUTPUT LOGDIR.
 *
 * OUTPUT is what `go build -gcflags='-m -m -json=0,LOGDIR'` printed about the library's cases, one package each ("#
 * census/PACKAGE", file PACKAGE.go); the log of each lies somewhere under LOGDIR as PACKAGE.json: a line about the
 * version, then one diagnostic a line, {"range", "code", "message", ...}. Compared are places: line, column and group
 * (see `groups`). Prints how many places agree, and every disagreement by kind with its explanation and an example.
 * Exit status 1 if there is one that the table does not explain.
 */
#include <ftw.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bench/diagnostics.h"

#define MAX_INPUT ((size_t)1 << 30)

/* What the log calls a code, and which kinds of decision are in it. */
enum group { HEAP, LEAK, CAN_INLINE, CANNOT_INLINE, GROUPS };
static const struct {
	const char *code, *also; /* "escapes": what cannot be on the stack whatever becomes of it (too large) */
	unsigned kinds;
} groups[GROUPS] = {
	[HEAP] = { "escape", "escapes", 1U << DECISION_ESCAPES | 1U << DECISION_MOVED_TO_HEAP },
	[LEAK] = { "leak", "",
	           1U << DECISION_LEAKING_PARAM | 1U << DECISION_LEAKING_CONTENT | 1U << DECISION_LEAKING_RESULT },
	[CAN_INLINE] = { "canInlineFunction", "", 1U << DECISION_CAN_INLINE },
	[CANNOT_INLINE] = { "cannotInlineFunction", "", 1U << DECISION_CANNOT_INLINE },
};

struct place {
	enum group group;
	int line, col;
	char *text;              /* the message, or the subject */
	enum decision_kind kind; /* of a decision */
};
struct places {
	struct place *items;
	size_t len, cap;
};

/*
 * The disagreements that are known, and why they are none of the parser's. The first row that fits says it: `said` by -m
 * and not in the log, or the other way round.
 */
enum when { WHEN_MOVED, WHEN_UNSTATED, WHEN_RECURSIVE, ONLY_1_14 };
static const struct explanation {
	bool said;
	enum group group;
	enum when when;
	const char *why;
} explanations[] = {
	{ false, LEAK, WHEN_MOVED, "the parameter is moved to the heap, and -m says only that" },
	{ false, LEAK, WHEN_UNSTATED,
	  "-m does not speak about instances of generic functions, only -m -m's reasons do" },
	{ true, CANNOT_INLINE, WHEN_RECURSIVE,
	  "up to 1.23 the log says nothing of functions that call themselves, nor of closures assigned twice" },
	{ true, LEAK, ONLY_1_14, "1.14 does not log what leaks" },
	{ true, HEAP, ONLY_1_14, "1.14 does not log what is moved to the heap" },
};
#define EXPLANATIONS (sizeof explanations / sizeof *explanations)

static size_t both, counts[EXPLANATIONS + 1];
static char *examples[EXPLANATIONS + 1];

static void add(struct places *l, enum group group, int line, int col, const char *text, enum decision_kind kind)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] =
		(struct place){ .group = group, .line = line, .col = col, .text = xstrdup(text), .kind = kind };
}

static void release(struct places *l)
{
	for (size_t i = 0; i < l->len; i++)
		free(l->items[i].text);
	free(l->items);
}

static const struct place *find(const struct places *l, const struct place *p, enum group group)
{
	for (size_t i = 0; i < l->len; i++)
		if (l->items[i].group == group && l->items[i].line == p->line && l->items[i].col == p->col)
			return &l->items[i];
	return NULL;
}

/* One package: its name, what -m -m said about it and what the parser made of that. */
struct package {
	const char *go, *name, *text;
	size_t n;
	struct places said, logged;
};

/* Is there a line that begins so and holds that? */
static bool says(const struct package *k, const char *begin, const char *what)
{
	const char *line = memmem(k->text, k->n, begin, strlen(begin)), *end;

	if (!line)
		return false;
	end = memchr(line, '\n', (size_t)(k->text + k->n - line));
	end = end ? end + 1 : k->text + k->n;
	return memmem(line, (size_t)(end - line), what, strlen(what)) != NULL;
}

static bool fits(enum when when, const struct package *k, const struct place *p)
{
	const struct place *heap = find(&k->said, p, HEAP);
	char *stated;
	bool yes;

	switch (when) {
	case WHEN_MOVED:
		return heap && heap->kind == DECISION_MOVED_TO_HEAP;
	case WHEN_UNSTATED:
		stated = xasprintf("%s.go:%d:%d: leaking param", k->name, p->line, p->col);
		yes = !memmem(k->text, k->n, stated, strlen(stated));
		free(stated);
		return yes;
	case WHEN_RECURSIVE:
		stated = xasprintf("%s.go:%d:%d: cannot inline ", k->name, p->line, p->col);
		yes = says(k, stated, ": recursive\n") || says(k, stated, "re-assigned closure variable");
		free(stated);
		return yes;
	case ONLY_1_14:
		return str_starts(k->go, "go1.14.");
	}
	return false;
}

static void disagree(bool said, const struct package *k, const struct place *p)
{
	size_t i = 0;

	while (i < EXPLANATIONS &&
	       !(explanations[i].said == said && explanations[i].group == p->group && fits(explanations[i].when, k, p)))
		i++;
	if (i == EXPLANATIONS && counts[i] < 20)
		printf("  unexplained: %s: %s %s.go:%d:%d: %s\n", said ? "-m alone" : "the log alone",
		       groups[p->group].code, k->name, p->line, p->col, p->text);
	counts[i]++;
	if (!examples[i])
		examples[i] = xasprintf("%s.go:%d:%d: %s", k->name, p->line, p->col, p->text);
}

/* ---- the two sides ---- */

static void add_decisions(struct package *k)
{
	struct decision_list l = DECISION_LIST_INIT;
	char *file = xasprintf("%s.go", k->name);

	diagnostics_parse(k->text, k->n, &l);
	for (size_t i = 0; i < l.len; i++) /* of the case's own file, as the harness keeps them */
		for (int g = 0; g < GROUPS && !strcmp(l.items[i].file, file); g++)
			if (groups[g].kinds >> l.items[i].kind & 1)
				add(&k->said, (enum group)g, l.items[i].line, l.items[i].col, l.items[i].subject,
				    l.items[i].kind);
	free(file);
	decision_list_release(&l);
}

static int add_log(const char *path, struct places *out, struct error *err)
{
	struct str text = STR_INIT;

	if (file_read(path, MAX_INPUT, &text, err) < 0)
		return -1;
	for (const char *p = str_cstr(&text), *end = p + text.len; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p)), *code, *message;
		size_t n = (size_t)((stop ? stop : end) - p);
		json_t *j = json_loadb(p, n, 0, NULL);
		int line, col;

		/* The line about the version has no range, and is passed over. */
		if (j && !json_unpack(j, "{s:{s:{s:i,s:i}},s:s,s:s}", "range", "start", "line", &line, "character",
		                      &col, "code", &code, "message", &message))
			for (int g = 0; g < GROUPS; g++)
				if (!strcmp(code, groups[g].code) || !strcmp(code, groups[g].also))
					add(out, (enum group)g, line, col, message, DECISION_KINDS);
		json_decref(j);
		p += n + 1;
	}
	str_release(&text);
	return 0;
}

/* ---- all packages ---- */

static char *wanted, *found;

static int is_wanted(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	if (type == FTW_F && !strcmp(path + at->base, wanted) && !found)
		found = xstrdup(path);
	return 0;
}

static int compare(struct package *k, const char *logs, struct error *err)
{
	int rc = -1;

	wanted = xasprintf("%s.json", k->name);
	nftw(logs, is_wanted, 16, FTW_PHYS);
	add_decisions(k);
	if (found && add_log(found, &k->logged, err) < 0)
		goto out;
	for (size_t i = 0; i < k->said.len; i++) {
		if (find(&k->logged, &k->said.items[i], k->said.items[i].group))
			both++;
		else
			disagree(true, k, &k->said.items[i]);
	}
	for (size_t i = 0; i < k->logged.len; i++)
		if (!find(&k->said, &k->logged.items[i], k->logged.items[i].group))
			disagree(false, k, &k->logged.items[i]);
	rc = 0;
out:
	free(wanted);
	free(found);
	found = NULL;
	release(&k->said);
	release(&k->logged);
	return rc;
}

int main(int argc, char **argv)
{
	static const char heading[] = "# census/";
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;

	if (argc != 4) {
		fprintf(stderr, "usage: census_json NAME OUTPUT LOGDIR\n");
		return 2;
	}
	if (file_read(argv[2], MAX_INPUT, &text, &err) < 0)
		goto failed;
	for (char *p = text.p, *end = p + text.len; p < end;) {
		char *next = memmem(p + 1, (size_t)(end - p) - 1, "\n# ", 3),
		     *stop = memchr(p, '\n', (size_t)(end - p));

		next = next ? next + 1 : end;
		if (stop && str_starts(p, heading)) {
			*stop = '\0';
			struct package k = { .go = argv[1],
				             .name = p + sizeof heading - 1,
				             .text = stop + 1,
				             .n = (size_t)(next - stop) - 1 };

			if (compare(&k, argv[3], &err) < 0)
				goto failed;
		}
		p = next;
	}
	printf("%-8s %zu places agree with the log; %zu unexplained\n", argv[1], both, counts[EXPLANATIONS]);
	for (size_t i = 0; i < EXPLANATIONS; i++)
		if (counts[i])
			printf("         %zu: %s (%s)\n", counts[i], explanations[i].why, examples[i]);
	for (size_t i = 0; i <= EXPLANATIONS; i++)
		free(examples[i]);
	str_release(&text);
	return !both || counts[EXPLANATIONS];
failed:
	fprintf(stderr, "census_json: %s\n", err.msg);
	str_release(&text);
	return 3;
}
