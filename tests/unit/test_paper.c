/* The texts of the paper kit, from rows made by hand: what is claimed, what is not recorded, and that no name is LaTeX. */
#include "history_fixture.h"

#include "base/file.h"
#include "report/paper.h"

#define EVIL "a/b}\\input{x}&_$^~%#"

struct kit {
	struct rows *rows, *pair;
	struct change_list along, changes;
	struct toolchain_row toolchain[3];
	struct toolchain_rows toolchains;
	struct session_row session[2];
	struct session_rows sessions;
	struct case_row one;
	struct case_rows cases;
	struct strlist figures;
	struct paper_mode mode;
	struct paper_input in;
};

static const char *const releases[] = { "go1.9.2", "go1.22.12", "go1.27.4" };

static struct session_row some_session(int64_t number, const char *seed)
{
	return (struct session_row){ .session = number,
		                     .started_at = "2026-11-25T00:38:55Z",
		                     .finished_at = "",
		                     .command_line = "goalloc run\n--go x",
		                     .tool_version = "0.1.0",
		                     .seed = seed,
		                     .machine = "abc, A system",
		                     .kernel = "Linux 6",
		                     .cpu = "A_processor, 2 processors",
		                     .governor = "unknown",
		                     .load = "0.1 0.2 0.3",
		                     .conditions = "" };
}

static void add_counts(struct rows *r, const char *go, const char *case_name, int64_t mallocs, int64_t bytes)
{
	struct sample_row *s;

	add_cell(r, go, "default", case_name);
	s = add_sample(r, go, "default", case_name, "BenchmarkX_1");
	s->mallocs = mallocs;
	s->bytes = bytes;
	s->session = 1;
}

/* Twelve pairs: the newer takes `percent` more time. */
static void add_times(struct rows *r, const char *go, const char *case_name, int percent, const char *purpose)
{
	for (int i = 1; i <= 12; i++) {
		struct sample_row *s = add_sample(r, go, "default", case_name, "BenchmarkX_1");

		s->purpose = purpose;
		s->block = i;
		s->session = 2;
		s->n = 10;
		s->elapsed_ns = 10000 + 7 * i + 100 * percent;
	}
}

static struct rows *rows_new(void)
{
	void *r = NULL;

	assert_int_equal(rows_setup(&r), 0);
	return r;
}

static int setup(void **state)
{
	struct kit *k = calloc(1, sizeof *k);

	assert_non_null(k);
	k->rows = rows_new();
	k->pair = rows_new();
	for (size_t i = 0; i < 3; i++) {
		add_counts(k->rows, releases[i], EVIL, i == 2 ? 300 : 100, 51200);
		k->toolchain[i] = (struct toolchain_row){ .go = releases[i],
			                                  .goos = "linux",
			                                  .goarch = "amd64",
			                                  .source = "",
			                                  .digest = "h1:ab/c=",
			                                  .version_output = "go version",
			                                  .installed_at = "",
			                                  .trust = i ? "pinned" : "",
			                                  .version = version_of(releases[i]) };
	}
	k->session[0] = some_session(1, "77");
	k->session[1] = some_session(2, "78");
	k->session[1].conditions = "cpu=1 GOMAXPROCS=1 sample=5ms precision=0.015";
	k->one = (struct case_row){ .case_name = EVIL, .family = "a", .file = "b", .sha256 = "5ha", .source = "" };
	k->toolchains = (struct toolchain_rows){ .items = k->toolchain, .len = 3 };
	k->sessions = (struct session_rows){ .items = k->session, .len = 2 };
	k->mode = (struct paper_mode){ .name = "default", .flags = "", .environment = "" };
	k->cases = (struct case_rows){ .items = &k->one, .len = 1 };
	*state = k;
	return 0;
}

static int teardown(void **state)
{
	struct kit *k = *state;
	void *rows = k->rows, *pair = k->pair;

	change_list_release(&k->along);
	change_list_release(&k->changes);
	strlist_release(&k->figures);
	if (rows_teardown(&rows) || rows_teardown(&pair))
		return -1;
	free(k);
	return 0;
}

/* Ready to write: with the comparison of the newest two, if they were filled into `pair`. */
static void ready(struct kit *k)
{
	struct evidence e;

	build(k->rows);
	e = (struct evidence){ .history = &k->rows->history };
	changes_along(&e, METRIC_ALLOCS | METRIC_BYTES, &k->along);
	k->in = (struct paper_input){ .history = &k->rows->history,
		                      .along = &k->along,
		                      .samples = &k->rows->samples,
		                      .mode = "default",
		                      .toolchains = &k->toolchains,
		                      .sessions = &k->sessions,
		                      .cells = &k->rows->cells,
		                      .cases = &k->cases,
		                      .modes = &k->mode,
		                      .nmodes = 1,
		                      .figures = &k->figures,
		                      .tool = "9.9" };
	if (!k->pair->cells.len)
		return;
	build(k->pair);
	e = (struct evidence){ .history = &k->pair->history,
		               .samples = &k->pair->samples,
		               .rules = &time_rules_default };
	k->in.old_go = releases[1];
	k->in.new_go = releases[2];
	changes_between(&e, releases[1], releases[2], METRIC_ALLOCS | METRIC_BYTES | METRIC_TIME, &k->changes,
	                &k->in.compared);
	k->in.pair = &k->pair->history;
	k->in.changes = &k->changes;
	k->in.pair_samples = &k->pair->samples;
}

static void fill_pair(struct kit *k, int percent, bool confirmed)
{
	for (size_t i = 1; i < 3; i++) {
		add_counts(k->pair, releases[i], EVIL, i == 2 ? 300 : 100, 51200);
		add_times(k->pair, releases[i], EVIL, i == 2 ? percent : 0, "time");
		if (confirmed)
			add_times(k->pair, releases[i], EVIL, i == 2 ? percent : 0, "confirm");
	}
}

static const char *part(struct kit *k, const char *path, struct str *out)
{
	str_reset(out);
	for (const struct paper_part *p = paper_parts; p->path; p++)
		if (!strcmp(p->path, path)) {
			p->write(&k->in, out);
			return str_cstr(out);
		}
	fail_msg("no part %s", path);
	return NULL;
}

#define has(text, piece)                                                                                               \
	do {                                                                                                           \
		if (!strstr(text, piece))                                                                              \
			fail_msg("no '%s' in: %s", piece, text);                                                       \
	} while (0)
#define has_not(text, piece)                                                                                           \
	do {                                                                                                           \
		if (strstr(text, piece))                                                                               \
			fail_msg("'%s' in: %s", piece, text);                                                          \
	} while (0)

/* Of every LaTeX file: braces in pairs, environments closed, and nothing that a name brought in. */
static void sound(struct kit *k)
{
	struct str out = STR_INIT;

	for (const struct paper_part *p = paper_parts; p->path; p++) {
		int depth = 0, open = 0;

		if (!str_ends(p->path, ".tex") || !strcmp(p->path, "paper.tex"))
			continue;
		part(k, p->path, &out);
		for (const char *s = str_cstr(&out); *s; s++) {
			depth += *s == '{';
			depth -= *s == '}';
			assert_true(depth >= 0);
			open += !strncmp(s, "\\begin{", 7);
			open -= !strncmp(s, "\\end{", 5);
			if (*s == '\\' && s[1])
				s++;
			if (*s == '%')
				s += s == out.p || s[-1] == '\n' ? strcspn(s, "\n") - 1 : 0;
		}
		if (depth || open)
			fail_msg("%s: %d braces, %d environments open: %s", p->path, depth, open, str_cstr(&out));
		has_not(str_cstr(&out), "\\input{x}");
	}
	str_release(&out);
}

static void test_without_times(void **state)
{
	struct kit *k = *state;
	struct str out = STR_INIT;

	for (size_t i = 1; i < 3; i++)
		add_counts(k->pair, releases[i], EVIL, i == 2 ? 300 : 100, 51200);
	ready(k);
	sound(k);
	has(part(k, "tables/changes.tex", &out), "\\texttt{a/\\allowbreak{}b\\}\\textbackslash{}input");
	has(str_cstr(&out), "& 1 & 3 & 512 & 512 & ");
	has(part(k, "tables/times.tex", &out), "No benchmark was timed");
	has(part(k, "results.tex", &out), "more in \\num{1}");
	has(str_cstr(&out), "Times were not taken side by side");
	has(part(k, "methods.tex", &out), "Frequency governor: not recorded");
	has(str_cstr(&out), "nothing is said of times");
	has(str_cstr(&out), "A\\_processor");
	has(str_cstr(&out), "Seed of all random orders: 77.");
	has(str_cstr(&out), "$N$ was \\num{100}");
	has(str_cstr(&out), "not recorded: \\num{1}, pinned: \\num{2}");
	has(str_cstr(&out), "no such border lies within");
	has(str_cstr(&out), "was not measured (\\texttt{goalloc selftest} does)");
	has_not(str_cstr(&out), "signed-rank"); /* nothing was tested */
	has(part(k, "numbers.tex", &out), "\\newcommand\\goallocReleases{\\num{3}}");
	has(part(k, "tables/releases.tex", &out), "\n1.27.4 & 1 & 0 & 0 & 0 & 1 & 0 & 0 & 0 & 0 & 0 & 0 & 0 & 0 \\\\");
	str_release(&out);
}

static void test_times(void **state)
{
	struct kit *k = *state;
	struct str out = STR_INIT;

	fill_pair(k, 10, true);
	ready(k);
	sound(k);
	has(part(k, "tables/times.tex", &out), "& 12 & ");
	has(str_cstr(&out), "\\textsuperscript{c} slower");
	has(str_cstr(&out), "& 1.100 & 1.09");
	has(part(k, "methods.tex", &out),
	    "Aimed length of a sample: 5ms. Bound to processor: 1. \\texttt{GOMAXPROCS}: 1. \\texttt{GOGC}: "
	    "not recorded");
	has(str_cstr(&out), "a family of \\num{1} tests");
	has(str_cstr(&out), "timed again (here \\num{1}; pairs for each: \\num{12})");
	has(str_cstr(&out), "\\num{48} samples of \\num{1} benchmarks; pairs for each: \\num{12}.");
	has(part(k, "results.tex", &out), "\\num{1} are slower and \\num{0} faster");
	has(part(k, "reproduce.sh", &out),
	    "run --go 'go1.22.12','go1.27.4' --mode 'default' --cases cases --only time --seed 78 --precision 1.5%\n");
	str_release(&out);
}

static void test_suspected(void **state)
{
	struct kit *k = *state;
	struct str out = STR_INIT;

	fill_pair(k, 10, false);
	ready(k);
	has(part(k, "tables/times.tex", &out), "& suspected");
	has_not(str_cstr(&out), "} slower");
	has(part(k, "results.tex", &out), "\\num{0} are slower");
	has(str_cstr(&out), "\\num{1} suspected and not confirmed");
	str_release(&out);
}

static void test_one_release(void **state)
{
	struct kit *k = *state;
	struct str out = STR_INIT;

	k->rows->cells.len = k->rows->samples.len = 1;
	ready(k);
	sound(k);
	has(part(k, "results.tex", &out), "there is nothing to compare");
	has(part(k, "tables/changes.tex", &out), "one release only");
	has(part(k, "tables/times-all.tex", &out), "one release only");
	has(part(k, "tables/releases.tex", &out), "\n1.9.2 & 1 & 0 & 0 & {--}");
	has_not(part(k, "reproduce.sh", &out), "\" compare ");
	has_not(part(k, "lock.tsv", &out), "\ncomparison\t");
	str_release(&out);
}

static void test_calibration(void **state)
{
	struct kit *k = *state;
	struct calibration_row rows[] = {
		{ "time", "all", "nothing changed", 0, 573, 0, 0, 28, 0, 0.006 },
		{ "time", "changed", "+3 %", 0.03, 50, 47, 47, 1, 0.835, 0.987 },
	};
	struct calibration c = { .info = { .measured_at = "2026-11-27T10:00:00Z",
		                           .go = "go1.27.4",
		                           .machine = "another",
		                           .cpu = "B & sons",
		                           .conditions = "cpu=1",
		                           .seed = "5" },
		                 .rows = rows,
		                 .len = 2 };
	struct str out = STR_INIT;

	ready(k);
	k->in.calibration = &c;
	sound(k);
	has(part(k, "tables/calibration.tex", &out), "+3 \\% & 50 & 47 & 94.0 & 83.5 & 98.7 & 1 \\\\");
	has(part(k, "methods.tex", &out), "B \\& sons (not a machine of the measurement), 2026-11-27, seed 5");
	has(str_cstr(&out), "flagged \\num{0} of \\num{573} (\\num{95}\\,\\% interval \\num{0.0} to \\num{0.6}\\,\\%)");
	str_release(&out);
}

/* What no shell and no reader of lines may take for something else. */
static void test_lock_and_script(void **state)
{
	struct kit *k = *state;
	struct str out = STR_INIT;

	k->toolchain[0].go = "x'; rm -rf /; '\n$(y)";
	k->mode = (struct paper_mode){ .name = "m'$(z)\nb", .flags = "-l", .environment = "GOARCH=386" };
	ready(k);
	has(part(k, "methods.tex", &out), "m'\\$(z) b (\\texttt{-\\allowbreak{}l} \\texttt{GOARCH=\\allowbreak{}386})");
	has(part(k, "reproduce.sh", &out), "modes='m'\\''$(z)b'\n");
	has(str_cstr(&out), " --define-mode 'm'\\''$(z)b=-l GOARCH=386' --seed 77\n");
	has(part(k, "lock.tsv", &out), "\ntoolchain\tx'; rm -rf /; '\\n$(y)\tlinux/amd64\th1:ab/c=\tgo version\n");
	has(str_cstr(&out), "\ncase\t" EVIL "\t5ha\n");
	has(str_cstr(&out), "goalloc run\\n--go x\n");
	k->session[0].seed = "7; touch x"; /* no number: not handed to anybody */
	has_not(part(k, "reproduce.sh", &out), "touch");
	str_release(&out);
}

static void test_figures_and_citation(void **state)
{
	struct kit *k = *state;
	struct str out = STR_INIT;

	ready(k);
	strlist_add(&k->figures, "causes");
	strlist_add(&k->figures, "changes-2");
	strlist_add(&k->figures, "family-a}b");
	has(part(k, "figures.tex", &out), "\\input{figures/causes-latex}");
	has(str_cstr(&out), "\\label{fig:goalloc-changes-2}");
	has_not(str_cstr(&out), "family");
	has(part(k, "README.txt", &out), "  family-a}b\n");
	for (const struct paper_part *p = paper_parts; p->path; p++)
		has(str_cstr(&out), p->path);
	has(part(k, "CITATION.cff", &out), "title: \"How Go allocates: measurements of go1.9.2 to go1.27.4\"\n");
	has(str_cstr(&out), "date-released: \"2026-11-25\"\n");
	k->session[0].started_at = k->session[1].started_at = "2026-11-xx, \"y";
	has_not(part(k, "CITATION.cff", &out), "date-released");
	has(part(k, "references.bib", &out), "@misc{goalloc,");
	has(str_cstr(&out), "@article{wilcoxon1945,");
	str_release(&out);
}

#define PAPER_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static const struct CMUnitTest tests[] = {
	PAPER_TEST(test_without_times),        PAPER_TEST(test_times),       PAPER_TEST(test_suspected),
	PAPER_TEST(test_one_release),          PAPER_TEST(test_calibration), PAPER_TEST(test_lock_and_script),
	PAPER_TEST(test_figures_and_citation),
};
TEST_MAIN(tests)
