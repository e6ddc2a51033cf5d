/* The data of a case's page: see site_case.h. */
#include <math.h>

#include "analysis/step.h"
#include "report/site_case_view.h"
#include "report/site_groups.h"
#include "report/table.h"

static void add_key(struct str *out, const char *key, const char *text)
{
	str_addf(out, "\"%s\":", key);
	escape_json(out, or_empty(text));
}

static void add_optional(struct str *out, const char *key, const char *text)
{
	if (!*text)
		return;
	str_add_char(out, ',');
	add_key(out, key, text);
}

/* ---- lines ---- */

/* Where the release stands among all. */
static size_t place_of(const struct case_view *v, const char *go)
{
	const struct history *h = v->shelf->in->history;
	size_t i = 0;

	while (i + 1 < h->nreleases && h->releases[i].go != go)
		i++;
	return i;
}

static void add_run(const struct case_view *v, const struct case_mode *m, const struct case_run *r, struct str *out)
{
	str_addf(out, "{\"from\":%zu,\"to\":%zu", place_of(v, m->releases[r->from].go),
	         place_of(v, m->releases[r->to].go));
	if (r->differs)
		str_addf(out, ",\"differs\":\"%s%s%s\"", r->differs & DIFFERS_SAID ? "said " : "",
		         r->differs & DIFFERS_EMITTED ? "emitted " : "",
		         r->differs & DIFFERS_HAPPENED ? "happened " : "");
	add_optional(out, "said", r->said);
	add_optional(out, "emitted", r->emitted);
	add_optional(out, "happened", r->happened);
	add_optional(out, "found", r->found);
	str_add_char(out, '}');
}

static void add_lines(const struct case_view *v, const struct case_mode *m, struct str *out)
{
	str_add(out, ",\"measured\":[");
	for (size_t i = 0; i < m->len; i++)
		str_addf(out, "%s%zu", i ? "," : "", place_of(v, m->releases[i].go));
	str_add(out, "],\"lines\":[");
	for (size_t i = 0; i < m->nlines; i++) {
		str_addf(out, "%s{\"line\":%d,\"runs\":[", i ? "," : "", m->lines[i].line);
		for (size_t r = 0; r < m->lines[i].n; r++) {
			if (r)
				str_add_char(out, ',');
			add_run(v, m, &m->lines[i].runs[r], out);
		}
		str_add(out, "]}");
	}
	str_add(out, "]");
}

/* ---- numbers ---- */

enum number { ALLOCS, BYTES, ALLOCS_LOW, ALLOCS_HIGH, BYTES_LOW, BYTES_HIGH, NS, NS_LOW, NS_HIGH, NUMBERS };
static const struct {
	const char *name;
	bool range; /* left out where every release has one number */
} numbers[NUMBERS] = {
	[ALLOCS] = { "allocs", false },
	[BYTES] = { "bytes", false },
	[ALLOCS_LOW] = { "allocs_low", true },
	[ALLOCS_HIGH] = { "allocs_high", true },
	[BYTES_LOW] = { "bytes_low", true },
	[BYTES_HIGH] = { "bytes_high", true },
	[NS] = { "ns", false },
	[NS_LOW] = { "ns_low", false },
	[NS_HIGH] = { "ns_high", false },
};

static bool has_time(const struct point *q)
{
	return q->timed && isfinite(q->ns) && isfinite(q->ns_low) && isfinite(q->ns_high);
}

/* JSON's null where it is not known. */
static void add_number(struct str *out, const struct point *q, enum number n)
{
	int64_t count = 0;
	double time = 0;

	if (!q || (n >= NS ? !has_time(q) : !q->counted)) {
		str_add(out, "null");
		return;
	}
	switch (n) {
	case ALLOCS:
		count = q->allocs;
		break;
	case BYTES:
		count = q->bytes;
		break;
	case ALLOCS_LOW:
		count = q->allocs_range.low;
		break;
	case ALLOCS_HIGH:
		count = q->allocs_range.high;
		break;
	case BYTES_LOW:
		count = q->bytes_range.low;
		break;
	case BYTES_HIGH:
		count = q->bytes_range.high;
		break;
	case NS:
		time = q->ns;
		break;
	case NS_LOW:
		time = q->ns_low;
		break;
	case NS_HIGH:
		time = q->ns_high;
		break;
	case NUMBERS:
		break;
	}
	if (n >= NS)
		str_addf(out, "%.6g", time);
	else
		str_addf(out, "%lld", (long long)count);
}

static bool has_ranges(const struct series *s, bool allocs)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct count_range *r = allocs ? &s->points[i].allocs_range : &s->points[i].bytes_range;

		if (s->points[i].counted && r->low < r->high)
			return true;
	}
	return false;
}

static bool has_times(const struct series *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (has_time(&s->points[i]))
			return true;
	return false;
}

/* Where a count moved from the release before that has one, beyond noise: -1, 0, 1 a release; nothing if it never did. */
static void add_steps(const struct case_view *v, const struct series *s, const char *key,
                      int (*step_of)(const struct point *old, const struct point *new), struct str *out)
{
	const struct history *h = v->shelf->in->history;
	const struct point *left = NULL;
	struct str steps = STR_INIT;
	bool any = false;

	for (size_t r = 0; r < h->nreleases; r++) {
		const struct point *q = series_at(s, h->releases[r].go);
		int step = 0;

		if (q && q->counted) {
			step = left && !crosses_epoch(&left->version, &q->version) ? step_of(left, q) : 0;
			left = q;
		}
		str_addf(&steps, "%s%d", r ? "," : "", step);
		any = any || step;
	}
	if (any)
		str_addf(out, ",\"%s\":[%s]", key, str_cstr(&steps));
	str_release(&steps);
}

static void add_benchmark(const struct case_view *v, const struct series *s, struct str *out)
{
	const struct history *h = v->shelf->in->history;

	str_add_char(out, '{');
	add_key(out, "name", s->benchmark);
	for (enum number n = 0; n < NUMBERS; n++) {
		if (numbers[n].range && !has_ranges(s, n == ALLOCS_LOW || n == ALLOCS_HIGH))
			continue;
		if (n >= NS && !has_times(s))
			continue;
		str_addf(out, ",\"%s\":[", numbers[n].name);
		for (size_t r = 0; r < h->nreleases; r++) {
			if (r)
				str_add_char(out, ',');
			add_number(out, series_at(s, h->releases[r].go), n);
		}
		str_add_char(out, ']');
	}
	add_steps(v, s, "allocs_step", allocs_step, out);
	add_steps(v, s, "bytes_step", bytes_step, out);
	str_add_char(out, '}');
}

static void add_mode(const struct case_view *v, const struct case_mode *m, struct str *out)
{
	bool first = true;

	str_add_char(out, '{');
	add_key(out, "mode", m->mode);
	str_add_char(out, ',');
	add_key(out, "goos", m->goos);
	str_add_char(out, ',');
	add_key(out, "goarch", m->goarch);
	add_lines(v, m, out);
	str_add(out, ",\"benchmarks\":[");
	for (size_t i = 0; i < m->nseries; i++) {
		if (!*m->series[i].benchmark)
			continue;
		str_add(out, first ? "" : ",\n");
		add_benchmark(v, &m->series[i], out);
		first = false;
	}
	str_add(out, "]}");
}

/* ---- changes ---- */

static void add_change(const struct change *c, struct str *out)
{
	const struct {
		const char *key, *text;
	} fields[] = {
		{ "go", c->new_go },
		{ "old_go", c->old_go },
		{ "mode", c->mode },
		{ "benchmark", c->benchmark },
		{ "metric", metric_info(c->metric)->name },
		{ "direction", side_table[change_side(c)].word },
		{ "old", c->old_text },
		{ "new", c->new_text },
		{ "cause", cause_info(c->cause)->name },
		{ "evidence", c->evidence },
		{ "said", c->said },
	};

	str_add_char(out, '{');
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		str_add(out, i ? "," : "");
		add_key(out, fields[i].key, fields[i].text);
	}
	str_add_char(out, '}');
}

void case_json(const struct case_view *v, struct str *out)
{
	const struct history *h = v->shelf->in->history;

	str_add(out, "{\"generator\":\"" SITE_MARK "\",");
	add_key(out, "case", v->name);
	if (v->text) {
		str_add_char(out, ',');
		add_key(out, "file", v->text->file);
		str_add_char(out, ',');
		add_key(out, "title", v->text->title);
		str_add_char(out, ',');
		add_key(out, "question", v->text->question);
		str_add_char(out, ',');
		add_key(out, "answer", v->text->answer);
	}
	str_add(out, ",\n\"releases\":[");
	for (size_t i = 0; i < h->nreleases; i++) {
		str_add(out, i ? "," : "");
		escape_json(out, or_empty(h->releases[i].go));
	}
	str_add(out, "],\n\"modes\":[");
	for (size_t i = 0; i < v->nmodes; i++) {
		str_add(out, i ? ",\n" : "");
		add_mode(v, &v->modes[i], out);
	}
	str_add(out, "],\n\"changes\":[");
	for (size_t i = 0; i < v->nchanges; i++) {
		str_add(out, i ? ",\n" : "");
		add_change(&v->changes[i], out);
	}
	str_add(out, "]}");
}
