/* The heatmap of the start page: every case by every release, a table a mode, all of them chosen without a script. */
#include "report/site_heat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/site_groups.h"

#define CELLS_MOST                                                                                                     \
	24000           /* in the page; more would make it slow to load: columns, then modes, then cases are left out */
#define COLUMNS_MOST 60 /* releases; else the newest patch of each minor */

/* How many allocations more than at the best: the worst of the case's benchmarks. */
enum level { BEST, LEVELS = 5 };
static const double level_from[LEVELS] = { 0, 1.005, 1.25, 1.75, 3 };

/* What changed in one case, mode and column. */
struct marks {
	unsigned counts[SIDES]; /* of allocs/op and B/op */
	unsigned slower, faster, said, differs;
};

struct map {
	const struct page *p;
	const struct history *h;
	size_t *column;       /* of each release: the shown one that is it, or follows it; ncolumns: none */
	const char **columns; /* names of the shown releases */
	size_t ncolumns;
	const char **cases; /* sorted, each once */
	size_t *from;       /* where the case's series begin in the history; one more at the end */
	size_t ncases;
	struct strlist modes; /* the page's own first */
	size_t nmodes;        /* of them, shown */
	struct marks *marks;  /* of a mode: cases by columns */
	bool only_changed;    /* too many cases */
};

static bool is_last_of_minor(const struct history *h, size_t r)
{
	const struct go_version *a = &h->releases[r].version, *b = &h->releases[r + 1].version;

	return r + 1 >= h->nreleases || h->releases[r].local || h->releases[r + 1].local || a->major != b->major ||
	       a->minor != b->minor;
}

static void choose_columns(struct map *m)
{
	const struct history *h = m->h;
	size_t shown = 0;

	m->column = xcalloc(h->nreleases + 1, sizeof *m->column);
	m->columns = xcalloc(h->nreleases + 1, sizeof(char *));
	for (size_t r = 0; r < h->nreleases; r++) {
		m->column[r] = shown;
		if (h->nreleases <= COLUMNS_MOST || is_last_of_minor(h, r))
			m->columns[shown++] = h->releases[r].go;
	}
	m->ncolumns = shown;
}

static void find_cases(struct map *m)
{
	const struct history *h = m->h;

	m->cases = xcalloc(h->len + 1, sizeof(char *));
	m->from = xcalloc(h->len + 1, sizeof *m->from);
	strlist_add(&m->modes, m->p->mode);
	for (size_t i = 0; i < h->len; i++) {
		if (!m->ncases || strcmp(m->cases[m->ncases - 1], h->items[i].case_name) != 0) {
			m->from[m->ncases] = i;
			m->cases[m->ncases++] = h->items[i].case_name;
		}
		if (!strlist_has(&m->modes, h->items[i].mode))
			strlist_add(&m->modes, h->items[i].mode);
	}
	m->from[m->ncases] = h->len;
	m->nmodes = m->modes.len;
	while (m->nmodes > 1 && m->nmodes * m->ncases * m->ncolumns > CELLS_MOST)
		m->nmodes--;
	m->only_changed = m->ncases * m->ncolumns > CELLS_MOST;
}

static int by_name(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

static size_t column_of(const struct map *m, const char *go, size_t guess)
{
	if (guess < m->h->nreleases && !strcmp(m->h->releases[guess].go, go))
		return m->column[guess];
	for (size_t r = 0; r < m->h->nreleases; r++)
		if (!strcmp(m->h->releases[r].go, go))
			return m->column[r];
	return m->ncolumns;
}

static void note(struct marks *k, const struct change *c)
{
	const enum side side = change_side(c);

	switch (c->metric) {
	case METRIC_ALLOCS:
	case METRIC_BYTES:
		k->counts[side]++;
		break;
	case METRIC_TIME:
		k->slower += side == SIDE_WORSE;
		k->faster += side == SIDE_BETTER;
		break;
	case METRIC_ESCAPE:
		k->said++;
		break;
	case METRIC_OUTPUT:
	case METRIC_STATUS:
		k->differs++;
		break;
	}
}

/* Those of one mode: the changes come by release, each case's together. */
static void collect(struct map *m, const char *mode)
{
	const struct change_list *l = m->p->in->changes;

	memset(m->marks, 0, (m->ncases * m->ncolumns + 1) * sizeof *m->marks);
	for (size_t i = 0, end; i < l->len; i = end) {
		const size_t column = column_of(m, or_empty(l->items[i].new_go), 0);

		end = changes_release_end(l, i);
		for (size_t k = i; k < end && column < m->ncolumns; k++) {
			const char **found;

			if (strcmp(or_empty(l->items[k].mode), mode) != 0)
				continue;
			found = bsearch(or_empty(l->items[k].case_name), m->cases, m->ncases, sizeof *m->cases,
			                by_name);
			if (found)
				note(&m->marks[(size_t)(found - m->cases) * m->ncolumns + column], &l->items[k]);
		}
	}
}

/* What a row shows in one column, from the points of the case's series. */
struct cell {
	double excess;      /* (allocs + 1) / (best + 1) of the worst benchmark; 0: nothing counted */
	const char *status; /* of what was not counted; NULL: not measured */
};

/* The fewest allocations since Go counts them as today; of older releases alone, their fewest. */
static double best_of(const struct series *s)
{
	double best = INFINITY, old = INFINITY;

	for (size_t i = 0; i < s->n; i++) {
		const struct point *q = &s->points[i];

		if (!q->counted)
			continue;
		if (version_at_least(&q->version, 1, 6) || q->version.major == 0)
			best = fmin(best, q->allocs_exact);
		old = fmin(old, q->allocs_exact);
	}
	return isfinite(best) ? best : old;
}

static void fill(const struct map *m, size_t row, const char *mode, struct cell *cells)
{
	memset(cells, 0, m->ncolumns * sizeof *cells);
	for (size_t i = m->from[row]; i < m->from[row + 1]; i++) {
		const struct series *s = &m->h->items[i];
		const double best = best_of(s);

		if (strcmp(s->mode, mode) != 0)
			continue;
		for (size_t k = 0; k < s->n; k++) {
			const struct point *q = &s->points[k];
			const size_t column = q->release < m->h->nreleases ? m->column[q->release] : m->ncolumns;

			/* a release without a column of its own gives way to the one that has it */
			if (column >= m->ncolumns || strcmp(m->columns[column], q->go) != 0)
				continue;
			if (q->counted)
				cells[column].excess = fmax(cells[column].excess, (q->allocs_exact + 1) / (best + 1));
			else if (!cells[column].status || strcmp(q->status, "ok") != 0)
				cells[column].status = q->status;
		}
	}
}

static enum level level_of(double excess)
{
	int level = LEVELS - 1;

	while (level > BEST && excess < level_from[level])
		level--;
	return (enum level)level;
}

static void add_title(struct str *out, const struct marks *k)
{
	const struct {
		unsigned n;
		const char *what;
	} parts[] = {
		{ k->counts[SIDE_BETTER], "fewer" },
		{ k->counts[SIDE_WORSE], "more" },
		{ k->slower, "slower" },
		{ k->faster, "faster" },
		{ k->differs, "other result" },
		{ k->said, "said otherwise" },
	};
	bool first = true;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (!parts[i].n)
			continue;
		str_addf(out, "%s%u %s", first ? "" : ", ", parts[i].n, parts[i].what);
		first = false;
	}
}

/* The sign of the weightiest thing that changed; "" for none. */
static const char *sign_of(const struct marks *k, const char **class)
{
	if (k->counts[SIDE_WORSE] || k->counts[SIDE_BETTER]) {
		*class = !k->counts[SIDE_BETTER] ? "u" : !k->counts[SIDE_WORSE] ? "d" : "m";
		return !k->counts[SIDE_BETTER]  ? "\xE2\x96\xB2"
		       : !k->counts[SIDE_WORSE] ? "\xE2\x96\xBC"
		                                : "\xE2\x97\x86";
	}
	*class = k->slower ? "u" : k->faster ? "d" : "m";
	if (k->differs)
		return "\xE2\x89\xA0";
	if (k->slower || k->faster)
		return k->slower ? "\xE2\x96\xB3" : "\xE2\x96\xBD";
	return k->said ? "\xC2\xB7" : "";
}

/* What a cell without a count is; k: it ran, but has none, as programs. */
static const char *state_of(const struct cell *c)
{
	if (!c->status)
		return "v";
	if (!strcmp(c->status, "ok"))
		return "k";
	return !strcmp(c->status, "unsupported") ? "n" : "x";
}

/* Attributes without quotes, and no end tags: there are thousands of them. */
static void add_cell(const struct page *p, const struct cell *c, const struct marks *k)
{
	static const char *const levels[LEVELS] = { "", "l1", "l2", "l3", "l4" };
	const char *class, *sign = sign_of(k, &class);
	const char *state = c->excess > 0 ? levels[level_of(c->excess)] : state_of(c);

	if (*state == 'x') {
		str_add(p->out, "<td class=x>\xC3\x97");
	} else if (*sign && *state != 'v' && *state != 'n') {
		str_addf(p->out, "<td class=\"%s%s%s\" title=\"", state, *state ? " " : "", class);
		add_title(p->out, k);
		str_addf(p->out, "\">%s", sign);
	} else if (*state) {
		str_addf(p->out, "<td class=%s>", state);
	} else {
		str_add(p->out, "<td>");
	}
}

static bool changed(const struct map *m, size_t row)
{
	static const struct marks none;

	for (size_t i = 0; i < m->ncolumns; i++)
		if (memcmp(&m->marks[row * m->ncolumns + i], &none, sizeof none) != 0)
			return true;
	return false;
}

static void add_head(const struct map *m, const char *mode)
{
	const struct page *p = m->p;

	str_add(p->out, "<table class=\"heat\"><caption>Mode ");
	page_text(p, mode);
	str_add(p->out, "</caption><thead><tr><th scope=col>case");
	for (size_t i = 0; i < m->ncolumns; i++) {
		str_add(p->out, "<th scope=col>");
		page_release_link(p, m->columns[i]);
	}
	str_add(p->out, "</thead>\n");
}

static void add_case(const struct page *p, const char *name)
{
	char *slug = site_slug(name);

	str_addf(p->out, "<tr><th scope=row><a href=\"case/%s.html\">", slug);
	page_text(p, strchr(name, '/') && strchr(name, '/')[1] ? strchr(name, '/') + 1 : name);
	str_add(p->out, "</a>");
	free(slug);
}

static void add_map(struct map *m, const char *mode)
{
	struct cell *cells = xcalloc(m->ncolumns + 1, sizeof *cells);
	const struct page *p = m->p;
	size_t rows = 0;

	collect(m, mode);
	str_add(p->out, "<div class=\"map scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Mode ");
	page_text(p, mode);
	str_add(p->out, "\">");
	add_head(m, mode);
	for (size_t row = 0; row < m->ncases && (!m->only_changed || rows * m->ncolumns < CELLS_MOST); row++) {
		if (m->only_changed && !changed(m, row))
			continue;
		if (!rows || !same_family_name(m->cases[row - 1], m->cases[row]) || m->only_changed) {
			char *family = case_family(m->cases[row]);

			str_addf(p->out, "<tbody><tr class=\"family\"><th scope=rowgroup colspan=%zu>",
			         m->ncolumns + 1);
			page_text(p, family);
			free(family);
		}
		fill(m, row, mode, cells);
		add_case(p, m->cases[row]);
		for (size_t i = 0; i < m->ncolumns; i++)
			add_cell(p, &cells[i], &m->marks[row * m->ncolumns + i]);
		str_add(p->out, "\n");
		rows++;
	}
	str_add(p->out, "</table></div>\n");
	free(cells);
}

static void add_left_out(const struct map *m)
{
	const struct page *p = m->p;

	if (m->ncolumns < m->h->nreleases)
		str_addf(p->out,
		         "<p class=\"note\">The newest patch of each minor release, %zu of %zu: a change in another "
		         "patch "
		         "is shown at the next column.</p>\n",
		         m->ncolumns, m->h->nreleases);
	if (m->nmodes < m->modes.len)
		str_addf(p->out,
		         "<p class=\"note\">%zu of %zu modes: the others are on the <a "
		         "href=\"compare.html\">compare</a> and "
		         "case pages.</p>\n",
		         m->nmodes, m->modes.len);
	if (m->only_changed)
		str_add(p->out, "<p class=\"note\">Only cases in which something changed, the first ones by name: <a "
		                "href=\"cases.html\">all cases</a>.</p>\n");
}

static void add_legend(const struct page *p)
{
	str_add(p->out,
	        "<p class=\"legend\">Colour, allocations per operation against the case's best since 1.6: "
	        "<span class=\"swatch l0\"></span> the best <span class=\"swatch l1\"></span> a little more "
	        "<span class=\"swatch l2\"></span> a quarter more <span class=\"swatch l3\"></span> up to three times "
	        "<span class=\"swatch l4\"></span> three times or more (counted plus one, of the case's worst "
	        "benchmark); <span class=\"swatch n\"></span> the release is too old for the case "
	        "<span class=\"swatch v\"></span> not measured <span class=\"swatch x\">\xC3\x97</span> failed <span "
	        "class=\"swatch k\"></span> nothing to count. "
	        "Signs, against the release before: <b class=\"better\">\xE2\x96\xBC</b> fewer allocations or bytes "
	        "<b class=\"worse\">\xE2\x96\xB2</b> more <b>\xE2\x97\x86</b> both "
	        "<b class=\"better\">\xE2\x96\xBD</b> faster <b class=\"worse\">\xE2\x96\xB3</b> slower "
	        "<b>\xE2\x89\xA0</b> another output or status <b>\xC2\xB7</b> only what the compiler says. What Go's "
	        "own "
	        "counters did up to 1.6 is no sign.</p>\n");
}

static void add_modes(const struct map *m)
{
	const struct page *p = m->p;

	for (size_t i = 0; i < m->nmodes && m->nmodes > 1; i++) {
		str_addf(p->out,
		         "<input class=\"pick\" type=\"radio\" name=\"map\" id=\"map-%zu\"%s><label for=\"map-%zu\">",
		         i, i ? "" : " checked", i);
		page_text(p, m->modes.items[i]);
		str_add(p->out, "</label>\n");
	}
}

void page_heat(const struct page *p)
{
	struct map m = { .p = p, .h = p->in->history, .modes = STRLIST_INIT };

	if (!m.h->len)
		return;
	choose_columns(&m);
	find_cases(&m);
	m.marks = xcalloc(m.ncases * m.ncolumns + 1, sizeof *m.marks);
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "heatmap", "Every case in every release");
	add_legend(p);
	str_add(p->out, "<div class=\"maps\" role=\"group\" aria-label=\"Heatmap, by compiler mode\">\n");
	add_modes(&m);
	for (size_t i = 0; i < m.nmodes; i++)
		add_map(&m, m.modes.items[i]);
	str_add(p->out, "</div>\n");
	add_left_out(&m);
	str_add(p->out, "</section>\n");
	free(m.marks);
	free(m.column);
	free(m.columns);
	free(m.cases);
	free(m.from);
	strlist_release(&m.modes);
}
