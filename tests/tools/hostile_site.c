/*
 * Writes databases for tests of the report's pages: hostile_site FILE hostile|one.
 *
 * "hostile": every text that comes from outside (names of releases, modes, cases, benchmarks and functions, sources, what the
 * compiler and programs printed, reasons, the machine) would be HTML, a script, a link or an endless word if it were not
 * escaped. <hostile-probe> is an element that no page has; `window.hostile` is set by whatever runs. Between the releases there
 * is a change of every kind, times side by side among them. "one": one release, one case, one sample.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/case.h"
#include "bench/key.h"
#include "bench/mode.h"
#include "store/read.h"
#include "store/store.h"

#define BLOCKS 14 /* enough pairs for a time to be decided */
#define RUN "<hostile-probe onclick=\"hostile=1\"><script>hostile=1</script><img src=\"x\" onerror=\"hostile=1\">"
#define OUT "\"'></title></style></textarea></pre></code></script><!--<script>--><svg onload=hostile=1>" RUN

/* Everything that a page, a script, a style, a URL or a terminal could take for its own. */
static const char nasty[] = OUT "&lt;b&gt;&amp;&#60; ]]> javascript:hostile=1 ${hostile} `x` \\ \\u003c \x1b[31m\x07\r "
				"\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xEF\xBB\xBF \xFF\xFE\xC0\xAF %3Cb%3E";
#define LONG_WORD                                                                                                      \
	"Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaa"                                                                                                    \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" \
	"bbbbbbbbbb"                                                                                                   \
	"cccccccccccccccccc"

enum shape { STAYS, IMPROVES, WORSENS, BREAKS, TOO_NEW, PRINTS };
struct planned {
	const char *name, *benchmark;
	enum shape shape;
};
/* The slash of a name is where its file begins: so "</script>" can be in one. */
static const struct planned hostile_cases[] = {
	{ "slice/plain", "BenchmarkPlain", IMPROVES },
	{ "slice/also_plain", "BenchmarkAlso", WORSENS },
	{ "a<b/script><script>hostile=1<", "Benchmark</script><hostile-probe>", IMPROVES },
	{ "\"><hostile-probe/x onclick=\"hostile=1\" ", "Benchmark\" onclick=\"hostile=1", WORSENS },
	{ "../..", "BenchmarkDots", WORSENS },
	{ "javascript:hostile=1 %2e%2e/#main?x=y&z", "BenchmarkLink", IMPROVES },
	{ "a/b", "BenchmarkB", STAYS },
	{ "a./b", "BenchmarkDot", STAYS },
	{ "family/" LONG_WORD, "Benchmark" LONG_WORD, WORSENS },
	{ "control/new\nline\ttab\x01\x1b[2J", "BenchmarkControl", IMPROVES },
	{ "bytes/\xFF\xC0\xAF\xE2\x80\xAE", "BenchmarkBytes", BREAKS },
	{ "young/'&amp;", "BenchmarkYoung", TOO_NEW },
	{ "program/</pre>", NULL, PRINTS },
};
static const struct planned one_case[] = { { "slice/only", "BenchmarkOnly", STAYS } };

/* Local ones have any name in a database that somebody gives one. */
static const char *const hostile_releases[] = { "go1.9.2",  "go1.22.12",
	                                        "go1.27.4", "</script><hostile-probe onclick=\"hostile=1\">&'\"#?/%",
	                                        "..",       LONG_WORD };
static const char *const one_release[] = { "go1.27.4" };

static struct gocase make_case(const struct planned *p, bool hostile)
{
	const char *slash = strchr(p->name, '/');
	struct gocase c = { .name = xstrdup(p->name), .kind = p->benchmark ? CASE_BENCHMARK : CASE_PROGRAM };

	c.family = xstrndup(p->name, (size_t)(slash - p->name));
	c.file = xasprintf("%s%s.go", slash + 1, p->benchmark ? "_test" : "");
	c.path = xasprintf("cases/%s", p->name);
	c.package = xstrdup("p");
	c.title = xasprintf("A title %s", hostile ? nasty : "");
	c.question = xasprintf("A question? %s", hostile ? nasty : "");
	c.why = xasprintf("Why %s", hostile ? nasty : "");
	c.answer = xasprintf("An answer %s", hostile ? nasty : "");
	c.fast = xstrdup("");
	strlist_add(&c.refs, hostile ? "javascript:hostile=1" : "https://go.dev/doc/go1.18");
	str_addf(&c.source,
	         "// title: %s\n// ref: javascript:hostile=1//\n// ref: https://go.dev/doc/\"><hostile-probe>\npackage "
	         "p\n",
	         c.title);
	for (int line = 5; line < 40; line++)
		str_addf(&c.source, line == 12 ? "\ts := make([]int, n) // %s\n" : "\t// line %s\n",
		         hostile ? nasty : "x");
	if (hostile)
		str_add(&c.source, "\t_ = `" LONG_WORD "`\n");
	memset(c.sha256, 'a', sizeof c.sha256 - 1);
	version_parse("1.2", &c.min_go);
	if (p->benchmark)
		strlist_add(&c.benchmarks, p->benchmark);
	return c;
}

struct cell_plan {
	const struct planned *p;
	size_t release, releases;
	bool hostile, only_counts;
};

/* Allocations of the release: the middle one changes, and the last. */
static int allocs_of(const struct cell_plan *x)
{
	const int step = (int)(x->release > 0) + (x->release >= 2);

	return x->p->shape == IMPROVES ? 3 - step : x->p->shape == WORSENS ? step : 1;
}

static void add_samples(const struct cell_plan *x, const struct gocase *c, struct sample_list *out)
{
	const int allocs = allocs_of(x);
	struct sample s = { .benchmark = c->benchmarks.items[0],
		            .purpose = SAMPLE_ALLOCS,
		            .n = 1000,
		            .elapsed_ns = 50000,
		            .mallocs = (uint64_t)allocs * 1000,
		            .bytes = (uint64_t)allocs * 48000 };

	sample_list_add(out, &s);
	/* what got slower is confirmed, what got faster stays suspected */
	for (int block = 1; block <= 2 * BLOCKS && !x->only_counts; block++) {
		s.purpose = block <= BLOCKS ? SAMPLE_TIME : SAMPLE_CONFIRM;
		if (s.purpose == SAMPLE_CONFIRM && x->p->shape != WORSENS)
			break;
		s.block = block;
		s.position = (int)x->release + 1;
		s.elapsed_ns = (50000 + allocs * 20000) + (block * 7919 + (int)x->release * 104729) % 400;
		sample_list_add(out, &s);
	}
}

static void add_texts(const struct cell_plan *x, const struct gocase *c, struct str *m, struct str *mm)
{
	for (int line = 5; line < 40; line++) {
		str_addf(m, "./%s:%d:3: make([]int, n) %s\n", c->file, line,
		         allocs_of(x) ? "escapes to heap" : "does not escape");
		str_addf(mm, "./%s:%d:3: flow: {heap} = &{storage for make([]int, n)}: %s\n", c->file, line,
		         x->hostile ? nasty : "");
	}
	str_add_bytes(m, "NUL\0NUL\n", 8);
}

static int write_cell(const struct engine_recorder *r, const struct toolchain *t, const struct mode *m,
                      const struct gocase *c, const struct cell_plan *x, struct error *err)
{
	const int allocs = allocs_of(x);
	const bool broken = (x->p->shape == BREAKS && x->release >= 2) || (x->p->shape == TOO_NEW && !x->release);
	const char *text = x->hostile ? nasty : "x";
	char *subject = xasprintf("make([]int, n) %s", text), *function = xasprintf("f%s", x->hostile ? OUT : "");
	char *callee = xasprintf("makeslice%s", x->hostile ? OUT : "");
	struct decision decisions[] = { { .file = c->file,
		                          .line = 12,
		                          .col = 3,
		                          .function = function,
		                          .kind = allocs ? DECISION_ESCAPES : DECISION_DOES_NOT_ESCAPE,
		                          .subject = subject,
		                          .detail = (char *)text },
		                        { .file = c->file,
		                          .line = 14,
		                          .col = 1,
		                          .function = function,
		                          .kind = x->release < 2 ? DECISION_CAN_INLINE : DECISION_CANNOT_INLINE,
		                          .subject = function,
		                          .detail = (char *)text } };
	struct runtime_call call = {
		.file = c->file, .line = 12, .function = function, .callee = callee, .calls = allocs
	};
	struct alloc_site site = { .benchmark = c->benchmarks.len ? c->benchmarks.items[0] : "",
		                   .function = function,
		                   .file = c->file,
		                   .line = 12,
		                   .callee = callee,
		                   .objects_per_op = allocs,
		                   .bytes_per_op = 48.0 * allocs };
	struct code code = { .function = function, .bytes = 100 + allocs, .refers = (char *)"" };
	struct decision_list decision_list = { .items = decisions, .len = 2, .cap = 2 };
	struct runtime_call_list calls = { .items = &call, .len = allocs > 0, .cap = 1 };
	struct alloc_site_list sites = { .items = &site, .len = allocs > 0 && c->benchmarks.len, .cap = 1 };
	struct code_list codes = { .items = &code, .len = 1, .cap = 1 };
	struct sample_list samples = SAMPLE_LIST_INIT;
	struct str raw_m = STR_INIT, raw_mm = STR_INIT, out = STR_INIT, errors = STR_INIT;
	struct cell_record record = { .toolchain = t,
		                      .mode = m,
		                      .c = c,
		                      .status = !broken                 ? CELL_OK
		                                : x->p->shape == BREAKS ? CELL_BUILD_FAILED
		                                                        : CELL_UNSUPPORTED,
		                      .reason = broken ? (x->hostile ? nasty : "undefined: x") : "",
		                      .stages = x->only_counts ? STAGE_ESCAPE | STAGE_ALLOCS : STAGE_ALL,
		                      .raw_m = &raw_m,
		                      .raw_mm = &raw_mm,
		                      .decisions = &decision_list,
		                      .calls = &calls,
		                      .codes = &codes,
		                      .samples = &samples,
		                      .sites = &sites };
	int status;

	snprintf(code.digest, sizeof code.digest, "%032x%032zx", allocs, x->release / 2);
	snprintf(record.binary_sha256, sizeof record.binary_sha256, "%064zx", x->release + 1);
	cell_key(t, m, c, record.key);
	add_texts(x, c, &raw_m, &raw_mm);
	if (c->kind == CASE_PROGRAM) {
		str_addf(&out, "line one of %zu\n%s\n%s\n", x->release, text, x->hostile ? LONG_WORD : "");
		str_add(&errors, text);
		record.out = &out;
		record.err = &errors;
		record.exit_status = (int)x->release;
	} else if (!broken) {
		add_samples(x, c, &samples);
	}
	status = r->cell(r->ctx, &record, err);
	str_release(&raw_m);
	str_release(&raw_mm);
	str_release(&out);
	str_release(&errors);
	sample_list_release(&samples);
	free(subject);
	free(function);
	free(callee);
	return status;
}

static int write_calibration(struct store *db, struct error *err)
{
	struct calibration_row rows[] = {
		{ .metric = "time",
		  .truth = "same",
		  .what = nasty,
		  .comparisons = 400,
		  .found = 2,
		  .low = 0.0006,
		  .high = 0.018 },
		{ .metric = "time",
		  .truth = "changed",
		  .what = nasty,
		  .effect = 0.05,
		  .comparisons = 20,
		  .found = 19,
		  .low = 0.75,
		  .high = 1 },
		{ .metric = "counts",
		  .truth = "changed",
		  .what = "one allocation more",
		  .comparisons = 20,
		  .found = 20,
		  .low = 0.83,
		  .high = 1 },
	};
	const struct calibration c = { .info = { .measured_at = "2026-01-01T00:00:00Z",
		                                 .tool_version = nasty,
		                                 .go = hostile_releases[3],
		                                 .machine = nasty,
		                                 .kernel = nasty,
		                                 .cpu = nasty,
		                                 .governor = nasty,
		                                 .load = nasty,
		                                 .conditions = nasty,
		                                 .seed = "1",
		                                 .settings = nasty,
		                                 .verdict = nasty,
		                                 .wall_ms = 1000 },
		                       .rows = rows,
		                       .len = sizeof rows / sizeof *rows };
	int64_t id = 0;

	return store_calibration(db, &c, &id, err);
}

static int write_release(struct store *db, const char *go, const struct mode_list *modes, struct gocase *cases,
                         size_t n, struct cell_plan *x, struct error *err)
{
	const struct engine_recorder recorder = store_recorder(db);
	struct toolchain t = { .go = (char *)go,
		               .goroot = (char *)"",
		               .goos = (char *)"linux",
		               .goarch = (char *)"amd64",
		               .source = (char *)(x->hostile ? nasty : "made"),
		               .digest = (char *)go,
		               .version_output = (char *)(x->hostile ? nasty : "go version"),
		               .installed_at = (char *)"2026-01-01T00:00:00Z" };
	const struct planned *plan = x->p;
	int status;

	t.local = !version_parse(go, &t.version);
	if (t.local)
		version_parse("1.99", &t.version);
	status = store_toolchain(db, &t, err);
	for (size_t m = 0; m < modes->len && !status; m++)
		for (size_t c = 0; c < n && !status; c++) {
			x->p = &plan[c];
			status = write_cell(&recorder, &t, &modes->items[m], &cases[c], x, err);
		}
	x->p = plan;
	return status;
}

static int fill(struct store *db, bool hostile, struct error *err)
{
	const struct planned *plan = hostile ? hostile_cases : one_case;
	const char *const *releases = hostile ? hostile_releases : one_release;
	const size_t n = hostile ? sizeof hostile_cases / sizeof *hostile_cases : 1,
		     nreleases = hostile ? sizeof hostile_releases / sizeof *hostile_releases : 1;
	struct cell_plan x = { .p = plan, .releases = nreleases, .hostile = hostile, .only_counts = !hostile };
	struct gocase cases[sizeof hostile_cases / sizeof *hostile_cases];
	struct mode_list modes = MODE_LIST_INIT;
	int status = mode_select("default", NULL, &modes, err);

	if (!status && hostile) {
		status = mode_select("noinline", NULL, &modes, err);
		free(modes.items[modes.len - 1].name); /* any name, as from a database that somebody gave one */
		modes.items[modes.len - 1].name = xstrdup("\"></option></select><hostile-probe> #&mode=x");
	}
	for (size_t c = 0; c < n; c++)
		cases[c] = make_case(&plan[c], hostile);
	for (x.release = 0; x.release < nreleases && !status; x.release++)
		status = write_release(db, releases[x.release], &modes, cases, n, &x, err);
	if (!status && hostile)
		status = write_calibration(db, err);
	for (size_t c = 0; c < n; c++)
		gocase_release(&cases[c]);
	mode_list_release(&modes);
	return status;
}

int main(int argc, char **argv)
{
	const bool hostile = argc == 3 && !strcmp(argv[2], "hostile");
	const char *text = hostile ? nasty : "made";
	const struct session_info info = { .command_line = text,
		                           .tool_version = text,
		                           .seed = 1,
		                           .machine = text,
		                           .kernel = text,
		                           .cpu = text,
		                           .governor = text,
		                           .load = text };
	struct error err = ERROR_INIT;
	struct store *db = NULL;
	int status = 2;

	if (argc == 3)
		status = store_open(argv[1], STORE_WRITE, &db, &err) || store_session_begin(db, &info, &err) ||
		         fill(db, hostile, &err) || store_session_finish(db, &err);
	if (status)
		fprintf(stderr, "hostile_site: %s\n", argc == 3 ? err.msg : "usage: hostile_site FILE hostile|one");
	store_close(db);
	return status;
}
