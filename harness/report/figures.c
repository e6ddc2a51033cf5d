/* What is drawn for whom: a plan of figures, drawn. */
#include "report/figures.h"

#include "report/figure_data.h"
#include "report/figure_formats.h"

/* Of a forest plot, so that it stands on a page of 25 cm with its caption; at 8 pt a row is 9.3 pt high. */
#define FOREST_ROWS 59
#define FOREST_PT 8

static int draw(struct figure_list *list, const struct figure_options *options, struct strlist *names,
                struct error *err)
{
	int rc = figure_list_draw(list, options, names, err);

	figure_list_release(list);
	return rc;
}

int figures_draw(const struct history *h, const struct figure_options *options, struct strlist *names,
                 struct error *err)
{
	struct figure_list list = FIGURE_LIST_INIT;

	figures_plan(h, options->mode, options->column_cm > 0 ? FIGURE_ROWS : 0, &list);
	return draw(&list, options, names, err);
}

int figures_draw_calibration(const struct calibration *c, const struct figure_options *options, struct strlist *names,
                             struct error *err)
{
	struct figure_list list = FIGURE_LIST_INIT;

	figure_plan_calibration(c, &list);
	return draw(&list, options, names, err);
}

int figures_draw_causes(const struct history *h, const struct change_list *along, const struct figure_options *options,
                        struct strlist *names, struct error *err)
{
	struct figure_list list = FIGURE_LIST_INIT;

	figure_plan_causes(h, along, options->mode, &list);
	return draw(&list, options, names, err);
}

int figures_draw_comparison(const struct history *h, const struct change_list *between, const char *old_go,
                            const char *new_go, const struct figure_options *options, struct strlist *names,
                            struct error *err)
{
	struct figure_list list = FIGURE_LIST_INIT;
	const struct figure_sides sides = { .h = h, .old_go = old_go, .new_go = new_go, .mode = options->mode };
	const size_t room = options->column_cm > 0 ? (size_t)(FOREST_ROWS * FOREST_PT / figure_font_pt(options)) : 0;

	figure_plan_slope(&sides, between, &list);
	figure_plan_forest(&sides, between, room, &list);
	return draw(&list, options, names, err);
}

int figures_draw_distribution(const struct history *h, const struct sample_rows *samples, const char *case_glob,
                              const struct figure_options *options, struct strlist *names, struct error *err)
{
	struct figure_list list = FIGURE_LIST_INIT;

	figure_plan_distributions(h, samples, case_glob, options->mode, &list);
	return draw(&list, options, names, err);
}
