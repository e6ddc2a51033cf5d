#include "cmd/imported_times.h"

#include "analysis/history.h"

bool imported_outcome(const struct time_outcome *o, size_t *old, size_t *new)
{
	const struct point *a = series_at(o->series, o->old_go), *b = series_at(o->series, o->new_go);

	*old = a ? a->time_samples : 0;
	*new = b ? b->time_samples : 0;
	return (a && a->imported) || (b && b->imported);
}

struct imported_times imported_times_of(const struct change_list *l)
{
	struct imported_times t = { .comparisons = 0 };

	for (size_t i = 0; i < l->noutcomes; i++) {
		size_t n[2];

		if (l->outcomes[i].result.open != OPEN_UNPAIRED || !imported_outcome(&l->outcomes[i], &n[0], &n[1]))
			continue;
		for (size_t side = 0; side < 2; side++) {
			if (n[side] < t.least || (!t.comparisons && !side))
				t.least = n[side];
			if (n[side] > t.most)
				t.most = n[side];
		}
		t.comparisons++;
	}
	return t;
}

void imported_times_say(const struct imported_times *t, struct str *out)
{
	if (!t->comparisons)
		return;
	str_addf(out, "%zu %s of imported logs (%zu", t->comparisons, t->comparisons == 1 ? "is" : "are", t->least);
	if (t->most > t->least)
		str_addf(out, " to %zu", t->most);
	str_addf(out,
	         " sample%s a side): not taken side by side, so that no pairs judge %s, and nothing can be timed again; "
	         "as samples that are no pairs benchstat compares %s: `goalloc export --format bench --match "
	         "'imported/*' > all.txt; benchstat -col go -filter purpose:time all.txt`",
	         t->most == 1 ? "" : "s", t->comparisons == 1 ? "it" : "them", t->comparisons == 1 ? "it" : "them");
}
