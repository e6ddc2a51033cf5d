/* Every two releases that were timed side by side. */
#include "analysis/time_pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change_internal.h"
#include "base/alloc.h"

#define BLOCKS_MOST 10000 /* of a session; what lies behind was not numbered by us */

/* Which releases each block of a session has timed. */
struct blocks {
	int64_t session;
	size_t len, cap;
	bool *has; /* len blocks of a flag a release */
};
struct sessions {
	struct blocks *items;
	size_t len, cap, last, nreleases;
};

static struct blocks *session_of(struct sessions *s, int64_t session)
{
	if (s->last < s->len && s->items[s->last].session == session)
		return &s->items[s->last];
	for (s->last = 0; s->last < s->len; s->last++)
		if (s->items[s->last].session == session)
			return &s->items[s->last];
	s->items = vec_grow(s->items, &s->cap, s->len + 1, sizeof *s->items);
	s->items[s->len] = (struct blocks){ .session = session };
	return &s->items[s->len++];
}

static void note(struct sessions *s, const struct sample_row *row, size_t release)
{
	struct blocks *b = session_of(s, row->session);
	const size_t block = (size_t)row->block;

	if (block >= b->len) {
		b->has = vec_grow(b->has, &b->cap, (block + 1) * s->nreleases, sizeof *b->has);
		memset(b->has + b->len * s->nreleases, 0, (block + 1 - b->len) * s->nreleases * sizeof *b->has);
		b->len = block + 1;
	}
	b->has[block * s->nreleases + release] = true;
}

static void find_blocks(const struct evidence *e, struct sessions *s)
{
	size_t *names = releases_by_name(e->history), release = e->history->nreleases;
	const char *go = NULL;

	s->nreleases = e->history->nreleases;
	for (size_t i = 0; e->samples && i < e->samples->len; i++) {
		const struct sample_row *row = &e->samples->items[i];

		if (strcmp(row->purpose, "time") != 0 || row->block < 0 || row->block >= BLOCKS_MOST)
			continue;
		if (!go || strcmp(go, row->go) != 0) /* a cell's rows follow one another */
			release = release_index(e->history, names, row->go);
		go = row->go;
		if (release < s->nreleases)
			note(s, row, release);
	}
	free(names);
}

static size_t shared_blocks(const struct sessions *s, size_t old, size_t new)
{
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		for (size_t b = 0; b < s->items[i].len; b++)
			n += s->items[i].has[b * s->nreleases + old] && s->items[i].has[b * s->nreleases + new];
	return n;
}

static void find_pairs(const struct sessions *s, struct time_pairs *out)
{
	for (size_t old = 0; old < s->nreleases; old++)
		for (size_t new = old + 1; new < s->nreleases; new ++) {
			const size_t blocks = shared_blocks(s, old, new);

			if (!blocks)
				continue;
			out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
			out->items[out->len++] = (struct time_pair){ .old = old, .new = new, .blocks = blocks };
		}
}

static const struct point *point_at(const struct series *s, size_t release)
{
	for (size_t i = 0; i < s->n && s->points[i].release <= release; i++)
		if (s->points[i].release == release)
			return &s->points[i];
	return NULL;
}

static void judge(struct comparison *c, struct time_pair *pair)
{
	struct change_list l = CHANGE_LIST_INIT;

	for (size_t i = 0; i < c->history->len; i++) {
		const struct point *old = point_at(&c->history->items[i], pair->old);
		const struct point *new = point_at(&c->history->items[i], pair->new);

		if (old && new && old->timed &&new->timed && !text_compare(old->case_sha256, new->case_sha256))
			compare_times(c, i, old, new);
	}
	times_finish(c, &l);
	times_restart(c->times);
	findings_forget(c);
	pair->judged = true;
	pair->summary = l.times;
	pair->outcomes = l.outcomes;
	pair->len = l.noutcomes;
	l.outcomes = NULL;
	change_list_release(&l);
}

void time_pairs_find(const struct evidence *e, size_t most, struct time_pairs *out)
{
	const struct evidence times = {
		.history = e->history, .codes = e->codes, .samples = e->samples, .rules = e->rules
	};
	const double alpha = (e->rules ? e->rules : &time_rules_default)->alpha;
	struct sessions s = { .items = NULL };
	struct comparison c;
	size_t done = 0;

	find_blocks(e, &s);
	find_pairs(&s, out);
	comparison_init(&c, &times, METRIC_TIME);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = out->len; i-- > 0;) {
			struct time_pair *pair = &out->items[i];
			const bool neighbours = pair->old + 1 == pair->new;

			if (neighbours == (pass > 0) || (pass && pow(2, 1 - (double)pair->blocks) > alpha))
				continue;
			if (pass && done >= most) {
				out->left_out++;
				continue;
			}
			judge(&c, pair);
			done += pair->len;
		}
	comparison_release(&c);
	for (size_t i = 0; i < s.len; i++)
		free(s.items[i].has);
	free(s.items);
}

void time_pairs_release(struct time_pairs *p)
{
	for (size_t i = 0; i < p->len; i++)
		free(p->items[i].outcomes);
	free(p->items);
	*p = (struct time_pairs)TIME_PAIRS_INIT;
}
