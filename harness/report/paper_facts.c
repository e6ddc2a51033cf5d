#include "report/paper_facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/record.h"
#include "report/figure_data.h"

/* Numbers on their way to a spread. */
struct numbers {
	int64_t *items;
	size_t len, cap;
};

static void add_number(struct numbers *l, int64_t n)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = n;
}

static int by_value(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

static struct spread spread_of(struct numbers *l)
{
	struct spread s = { .n = l->len };

	if (l->len) {
		qsort(l->items, l->len, sizeof *l->items, by_value);
		s.low = l->items[0];
		s.median = l->items[l->len / 2];
		s.high = l->items[l->len - 1];
	}
	free(l->items);
	*l = (struct numbers){ .items = NULL };
	return s;
}

static void add_once(struct strlist *l, const char *text)
{
	if (!strlist_has(l, text))
		strlist_add(l, text);
}

static void count_cases(const struct paper_input *in, struct paper_facts *f)
{
	const struct history *h = in->history;
	char *family = xstrdup("");

	for (size_t i = 0, end; i < h->len; i = end) {
		char *own = case_family(h->items[i].case_name);
		size_t benchmarks = 0;

		for (end = i; end < h->len && !strcmp(h->items[end].case_name, h->items[i].case_name); end++) {
			const struct series *s = &h->items[end];

			benchmarks += *s->benchmark != '\0';
			for (size_t k = 0; k < s->n; k++) {
				f->counted += s->points[k].counted;
				f->varying += s->points[k].counted && !point_deterministic(&s->points[k]);
			}
		}
		f->benchmarks += benchmarks;
		f->benchmark_cases += benchmarks > 0;
		f->programs += !benchmarks;
		f->families += strcmp(family, own) != 0;
		free(family);
		family = own;
	}
	free(family);
}

static void count_cells(const struct paper_input *in, struct paper_facts *f)
{
	for (size_t i = 0; i < in->cells->len; i++) {
		const struct cell_row *c = &in->cells->items[i];
		char *platform = xasprintf("%s/%s", c->goos, c->goarch);

		add_once(&f->platforms, platform);
		f->imported += !strcmp(c->key, CELL_KEY_IMPORTED);
		free(platform);
	}
}

static void mark(const struct paper_input *in, bool *marks, int64_t session)
{
	size_t low = 0, high = in->sessions->len; /* sorted by number */

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (in->sessions->items[mid].session < session)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < in->sessions->len && in->sessions->items[low].session == session)
		marks[low] = true;
}

static bool is_count(const struct sample_row *s)
{
	return !strcmp(s->purpose, sample_purpose_name(SAMPLE_ALLOCS));
}

static bool same_benchmark(const struct sample_row *a, const struct sample_row *b)
{
	return !strcmp(a->benchmark, b->benchmark) && !strcmp(a->go, b->go) && !strcmp(a->case_name, b->case_name) &&
	       !strcmp(a->mode, b->mode) && !strcmp(a->goarch, b->goarch);
}

/* Samples come benchmark by benchmark, counts first. */
static void count_samples(const struct paper_input *in, struct paper_facts *f)
{
	struct numbers iterations = { .items = NULL }, processes = { .items = NULL };
	const struct sample_rows *rows = in->samples;
	int64_t here = 0;

	for (size_t i = 0; i < rows->len; i++) {
		const struct sample_row *s = &rows->items[i];

		if (is_count(s)) {
			add_number(&iterations, s->n);
			mark(in, f->counting, s->session);
			here++;
		}
		if (here &&
		    (i + 1 == rows->len || !same_benchmark(s, &rows->items[i + 1]) || !is_count(&rows->items[i + 1]))) {
			add_number(&processes, here);
			here = 0;
		}
	}
	f->iterations = spread_of(&iterations);
	f->processes = spread_of(&processes);
	for (size_t i = 0; in->pair && i < in->pair_samples->len; i++)
		if (!is_count(&in->pair_samples->items[i])) {
			f->time_samples++;
			mark(in, f->timing, in->pair_samples->items[i].session);
		}
	for (size_t i = 0; i < in->sessions->len; i++) {
		f->ncounting += f->counting[i];
		f->ntiming += f->timing[i];
	}
}

static void count_pairs(const struct paper_input *in, struct paper_facts *f)
{
	struct numbers pairs = { .items = NULL }, again = { .items = NULL };

	for (size_t i = 0; in->pair && i < in->changes->noutcomes; i++) {
		const struct time_result *r = &in->changes->outcomes[i].result;

		if (r->pairs)
			add_number(&pairs, (int64_t)r->pairs);
		if (r->again.pairs)
			add_number(&again, (int64_t)r->again.pairs);
	}
	f->pairs = spread_of(&pairs);
	f->again = spread_of(&again);
}

void paper_facts_read(const struct paper_input *in, struct paper_facts *f)
{
	*f = (struct paper_facts){ .platforms = STRLIST_INIT };
	f->counting = xcalloc(in->sessions->len + 1, sizeof *f->counting);
	f->timing = xcalloc(in->sessions->len + 1, sizeof *f->timing);
	count_cases(in, f);
	count_cells(in, f);
	count_samples(in, f);
	count_pairs(in, f);
}

void paper_facts_release(struct paper_facts *f)
{
	strlist_release(&f->platforms);
	free(f->counting);
	free(f->timing);
}

bool paper_has_times(const struct paper_input *in)
{
	return in->pair && in->changes->times.paired > 0;
}

bool paper_has_counts(const struct paper_input *in)
{
	for (size_t i = 0; in->pair && i < in->changes->len; i++)
		if (in->changes->items[i].metric & (METRIC_ALLOCS | METRIC_BYTES))
			return true;
	return false;
}

void paper_count_text(const struct point *p, bool bytes, char *buf, size_t size)
{
	const struct count_range *r;

	if (!p || !p->counted) {
		str_copy(buf, size, "", 0);
		return;
	}
	r = bytes ? &p->bytes_range : &p->allocs_range;
	if (r->low == r->high)
		snprintf(buf, size, "%" PRId64, r->low);
	else
		snprintf(buf, size, "%" PRId64 "..%" PRId64, r->low, r->high);
}

static const char *field_of(const struct session_row *s, enum session_field field)
{
	const char *const values[] = {
		[SESSION_MACHINE] = s->machine,   [SESSION_KERNEL] = s->kernel,  [SESSION_CPU] = s->cpu,
		[SESSION_GOVERNOR] = s->governor, [SESSION_LOAD] = s->load,      [SESSION_TOOL] = s->tool_version,
		[SESSION_SEED] = s->seed,         [SESSION_DATE] = s->started_at
	};

	return strcmp(values[field], "unknown") != 0 ? values[field] : "";
}

void paper_session_values(const struct paper_input *in, const bool *marked, enum session_field field,
                          struct strlist *out)
{
	for (size_t i = 0; i < in->sessions->len; i++) {
		char *value;

		if (!marked[i])
			continue;
		value = xstrdup(field_of(&in->sessions->items[i], field));
		if (field == SESSION_DATE && strlen(value) > 10)
			value[10] = '\0';
		add_once(out, value);
		free(value);
	}
}

void paper_condition_values(const struct paper_input *in, const bool *marked, const char *key, struct strlist *out)
{
	const size_t n = strlen(key);

	for (size_t i = 0; i < in->sessions->len; i++) {
		struct strlist words = STRLIST_INIT;
		const char *found = "";

		if (!marked[i])
			continue;
		strlist_split(&words, in->sessions->items[i].conditions, ' ');
		for (size_t k = 0; k < words.len; k++)
			if (!strncmp(words.items[k], key, n) && words.items[k][n] == '=')
				found = words.items[k] + n + 1;
		add_once(out, found);
		strlist_release(&words);
	}
}
