/* Inside analysis: the series of one toolchain over the nights, folded from the points. */
#ifndef GOALLOC_ANALYSIS_NIGHTS_INTERNAL_H
#define GOALLOC_ANALYSIS_NIGHTS_INTERNAL_H

#include "analysis/changepoint.h"
#include "analysis/nights.h"

#define NIGHTS_COMMON 8 /* fewer series have no common movement: one would be half of it */
#define NIGHTS_YEAR 365
#define NIGHTS_REFERENCE 14 /* first nights of a level that say where it is */

/* One series, over the nights that have it. */
struct lane {
	size_t series; /* index into the nights' series */
	size_t *night; /* of each value, increasing; the last is tonight */
	double *x;
	size_t n;
	double reference; /* median of its first values */
};
/* All series of a toolchain that have a value tonight, and what is common to them. */
struct band {
	struct lane *lanes;
	size_t len;
	double *common; /* by night: median over the lanes of x - reference; NAN where none has a value */
	size_t nights;
};
/*
 * The values from night `first` on: of the baseline the logarithm of its ns/op, of others that of the ratio to it.
 */
void band_make(const struct nights *n, const char *go, bool baseline, size_t first, struct band *out);
void band_release(struct band *b);
/* The common movement as a series without gaps: values and nights (into night[]), up to and including tonight. */
size_t band_common(const struct band *b, size_t first, double *x, size_t *night);
/* Tonight's distance of every lane from its level, as series_common_shift takes it; `level` of the common movement. */
void band_shift(const struct band *b, double level, double *shift);

/* The toolchain's row of that night; NULL if it had none. */
const struct night_toolchain *night_toolchain_at(const struct nights *n, size_t night, const char *go);
/* The first night whose date is not before `date`; n->len if there is none. */
size_t night_from(const struct nights *n, const char *date);

/* Counts and status of a local toolchain against the last night's. */
void judge_exact(const struct nights *n, const struct night_toolchain *t, struct judgement *j);

/* One night being judged. */
struct question {
	const struct nights *nights;
	const struct night_rules *rules;
	struct judgement *out;
	size_t first; /* night the present levels begin at */
	/* scratch, as many as there are nights */
	double *x;
	size_t *night;
};

/* What every question of a night has in common; that many false alarms in that many questions. */
struct changepoint_options night_question(const struct night_rules *rules, double alarms, double questions);
/* The level of a series up to yesterday: the median of at most 60 nights. n > 0. */
double level_before(const double *x, size_t n);
void judge_machine(struct question *q);
/* Times of a local toolchain: as a whole, and each series. */
void judge_times(struct question *q, const struct night_toolchain *t);

/* Is it the same processor of the same machine? */
bool same_place(const struct night *a, const struct night *b);

/* The text, owned by the judgement. */
const char *judgement_text(struct judgement *j, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* An empty report at the end of the list: numbers NAN, texts "". Valid until the next. */
struct night_news *judgement_report(struct judgement *j, const char *kind, const char *state);

#endif
