/*
 * Writes a database as large as the real one grows, for the size and the speed of the report:
 * large_site FILE [BLOCKS [CASES]].
 *
 * 150 (CASES) cases of the library with their sources, the 26 releases and 3 modes of the committed history with its counts. What the
 * history does not hold is made: what the compilers said (a text of usual length, read by the parser itself), the calls and
 * sites of the lines that escape, the machine code's digests, and times of BLOCKS (6) blocks in one session. Where a count of the
 * history changes, a statement of the case changes, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/rng.h"
#include "bench/case.h"
#include "bench/diagnostics.h"
#include "bench/key.h"
#include "report/history_file.h"
#include "store/db.h"
#include "store/store.h"

#define CASES 150
#define COUNTS 3     /* samples of a benchmark, for counting */
#define FUNCTIONS 12 /* with code of their own, at most */

struct world {
	struct store *db;
	struct rng rng;
	struct case_list cases;
	struct history_file history;
	struct mode_list modes;
	int blocks;
};

/* One cell while it is made. */
struct cell {
	struct world *w;
	const struct gocase *c;
	size_t release, mode;
	size_t era; /* how often a count of the case has changed up to here */
	struct str m, mm;
	struct decision_list decisions;
	struct runtime_call_list calls;
	struct alloc_site_list sites;
	struct code_list codes;
	struct sample_list samples;
};

static const struct history_run *run_of(const struct cell *x, size_t benchmark, size_t release)
{
	return history_find(&x->w->history, x->c->name, x->c->benchmarks.items[benchmark],
	                    x->w->modes.items[x->mode].name, release);
}

static bool same_counts(const struct history_run *a, const struct history_run *b)
{
	return a && b && a->allocs.low == b->allocs.low && a->bytes.low == b->bytes.low;
}

static size_t count_changes(const struct cell *x)
{
	size_t n = 0;

	for (size_t r = 1; r <= x->release; r++)
		for (size_t k = 0; k < x->c->benchmarks.len; k++)
			if (!same_counts(run_of(x, k, r - 1), run_of(x, k, r))) {
				n++;
				break;
			}
	return n;
}

/* What is said of a line of the source, in the words of the newest compilers. */
static void say(struct cell *x, int line, const char *text)
{
	static const struct {
		const char *mark, *subject;
	} marks[] = { { "make([]", "make([]int, n)" },
		      { "make(map", "make(map[int]int)" },
		      { "new(", "new(T)" },
		      { "&", "&T{...}" },
		      { "append(", "append" },
		      { "func(", "func literal" },
		      { "string(", "string(b)" },
		      { "[]byte(", "([]byte)(s)" } };
	const char *file = x->c->file;

	if (str_starts(text, "func ")) {
		str_addf(&x->m, "./%s:%d:6: can inline %.*s\n", file, line, (int)strcspn(text + 5, "("), text + 5);
		str_addf(&x->mm, "./%s:%d:6: can inline %.*s with cost %zu as: func(int) { for loop }\n", file, line,
		         (int)strcspn(text + 5, "("), text + 5, 20 + x->release);
	}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(text, marks[i].mark);
		const int col = at ? (int)(at - text) + 1 : 0;
		const bool escapes = ((size_t)line + x->era) % 3 != 0;

		if (!at)
			continue;
		str_addf(&x->m, "./%s:%d:%d: %s %s\n", file, line, col, marks[i].subject,
		         escapes ? "escapes to heap" : "does not escape");
		if (escapes)
			str_addf(&x->mm,
			         "./%s:%d:%d: %s escapes to heap:\n"
			         "./%s:%d:%d:   flow: result = &{storage for %s}:\n"
			         "./%s:%d:%d:     from %s (spill) at ./%s:%d:%d\n"
			         "./%s:%d:%d:     from result = %s (assign) at ./%s:%d:2\n"
			         "./%s:%d:%d:   flow: {heap} = result:\n",
			         file, line, col, marks[i].subject, file, line, col, marks[i].subject, file, line, col,
			         marks[i].subject, file, line, col, file, line, col, marks[i].subject, file, line, file,
			         line, col);
	}
}

static void say_all(struct cell *x)
{
	const char *at = str_cstr(&x->c->source);

	for (int line = 1; *at; line++) {
		const size_t n = strcspn(at, "\n");
		char *text = xstrndup(at, n);

		say(x, line, text);
		free(text);
		at += n + (at[n] == '\n');
	}
	str_add_bytes(&x->mm, str_cstr(&x->m), x->m.len);
	diagnostics_parse(str_cstr(&x->mm), x->mm.len, &x->decisions);
	diagnostics_functions(&x->decisions, str_cstr(&x->c->source), x->c->source.len);
}

static void emit(struct cell *x)
{
	for (size_t i = 0; i < x->decisions.len; i++) {
		const struct decision *d = &x->decisions.items[i];
		struct runtime_call call = { .line = d->line, .calls = 1 };

		if (d->kind != DECISION_ESCAPES)
			continue;
		call.file = xstrdup(d->file);
		call.function = xstrdup(d->function);
		call.callee = xstrdup(strstr(d->subject, "make") ? "makeslice" : "newobject");
		x->calls.items = vec_grow(x->calls.items, &x->calls.cap, x->calls.len + 1, sizeof *x->calls.items);
		x->calls.items[x->calls.len++] = call;
	}
	for (size_t i = 0; i < x->decisions.len && x->codes.len < FUNCTIONS; i++) {
		const struct decision *d = &x->decisions.items[i];
		struct code code = { .bytes = 90 + (long)(i * 37 + x->release) % 200 };

		if (d->kind != DECISION_CAN_INLINE)
			continue;
		code.function = xstrdup(d->function);
		code.refers = xstrdup("runtime.makeslice\n");
		code.leaves = true;
		snprintf(code.digest, sizeof code.digest, "%032zx%016zx%016zx", i + x->mode * 100, x->era,
		         x->release / 2);
		x->codes.items = vec_grow(x->codes.items, &x->codes.cap, x->codes.len + 1, sizeof *x->codes.items);
		x->codes.items[x->codes.len++] = code;
	}
}

static void add_time(struct cell *x, size_t benchmark, const struct history_run *run)
{
	struct rng *rng = &x->w->rng;
	const int64_t typical = 20 + (int64_t)(strlen(x->c->name) * 13 + benchmark * 5) % 90 + run->allocs.low * 25;

	for (int block = 1; block <= x->w->blocks; block++) {
		struct sample s = { .benchmark = x->c->benchmarks.items[benchmark],
			            .purpose = SAMPLE_TIME,
			            .block = block,
			            .position = 1 + (int)rng_below(rng, 4000),
			            .n = 20000 };

		s.elapsed_ns = s.n * typical * (int64_t)(975 + rng_below(rng, 50)) / 1000;
		s.mallocs = (uint64_t)(run->allocs.low * s.n);
		s.bytes = (uint64_t)(run->bytes.low * s.n);
		sample_list_add(&x->samples, &s);
	}
}

static void happen(struct cell *x)
{
	for (size_t k = 0; k < x->c->benchmarks.len; k++) {
		const struct history_run *run = run_of(x, k, x->release);
		size_t places = 0;

		if (!run || *run->status)
			continue;
		for (int i = 0; i < COUNTS; i++) {
			const int64_t n = i ? 20000 : 100;

			sample_list_add(&x->samples, &(struct sample){ .benchmark = x->c->benchmarks.items[k],
			                                               .purpose = SAMPLE_ALLOCS,
			                                               .position = i + 1,
			                                               .n = n,
			                                               .elapsed_ns = 2000000,
			                                               .mallocs = (uint64_t)(run->allocs.low * n),
			                                               .bytes = (uint64_t)(run->bytes.low * n) });
		}
		if (x->w->blocks)
			add_time(x, k, run);
		for (size_t i = 0; i < x->calls.len && places < 3 && run->allocs.low; i++, places++) {
			struct alloc_site site = { .benchmark = x->c->benchmarks.items[k],
				                   .line = x->calls.items[i].line };

			site.function = xstrdup(x->calls.items[i].function);
			site.file = xstrdup(x->c->file);
			site.callee = xstrdup("");
			site.objects_per_op = (double)run->allocs.low / 3;
			site.bytes_per_op = (double)run->bytes.low / 3;
			x->sites.items =
				vec_grow(x->sites.items, &x->sites.cap, x->sites.len + 1, sizeof *x->sites.items);
			x->sites.items[x->sites.len++] = site;
		}
	}
}

static int record_cell(struct world *w, const struct toolchain *t, const struct cell *at, struct error *err)
{
	const struct engine_recorder recorder = store_recorder(w->db);
	const bool supported = version_compare(&t->version, &at->c->min_go) >= 0;
	struct cell x = *at;
	struct cell_record r = { .toolchain = t,
		                 .mode = &w->modes.items[x.mode],
		                 .c = x.c,
		                 .status = supported ? CELL_OK : CELL_UNSUPPORTED,
		                 .reason = supported ? "" : "needs a newer go",
		                 .stages = w->blocks ? STAGE_ALL : STAGE_ESCAPE | STAGE_ALLOCS,
		                 .decisions = &x.decisions,
		                 .calls = &x.calls,
		                 .codes = &x.codes,
		                 .sites = &x.sites,
		                 .samples = &x.samples };
	struct str out = STR_INIT, errors = STR_INIT;
	int status;

	if (supported) {
		x.era = count_changes(&x);
		say_all(&x);
		emit(&x);
		happen(&x);
		r.raw_m = &x.m;
		r.raw_mm = &x.mm;
		if (x.c->kind == CASE_PROGRAM) {
			str_addf(&out, "what a program prints, in its era %zu\n", x.release / 9);
			r.out = &out;
			r.err = &errors;
		}
		snprintf(r.binary_sha256, sizeof r.binary_sha256, "%064zx", x.release);
	}
	cell_key(t, r.mode, x.c, r.key);
	status = recorder.cell(recorder.ctx, &r, err);
	str_release(&out);
	str_release(&errors);
	str_release(&x.m);
	str_release(&x.mm);
	decision_list_release(&x.decisions);
	runtime_call_list_release(&x.calls);
	alloc_site_list_release(&x.sites);
	code_list_release(&x.codes);
	sample_list_release(&x.samples);
	return status;
}

static int record_release(struct world *w, size_t release, struct error *err)
{
	const char *go = w->history.releases[release];
	struct toolchain t = { .go = (char *)go,
		               .goroot = (char *)"",
		               .goos = (char *)"linux",
		               .goarch = (char *)"amd64",
		               .source = (char *)"made",
		               .digest = (char *)go,
		               .version_output = (char *)go,
		               .installed_at = (char *)"2026-01-01T00:00:00Z" };
	int status;

	version_parse(go, &t.version);
	status = store_toolchain(w->db, &t, err);
	for (size_t m = 0; m < w->modes.len && !status; m++)
		for (size_t c = 0; c < w->cases.len && !status; c++) {
			const struct cell at = { .w = w, .c = &w->cases.items[c], .release = release, .mode = m };

			status = record_cell(w, &t, &at, err);
		}
	return status;
}

static int fill(struct world *w, size_t cases, struct error *err)
{
	const struct session_info info = { .command_line = "made",
		                           .tool_version = "0",
		                           .machine = "made",
		                           .kernel = "made",
		                           .cpu = "made",
		                           .governor = "",
		                           .load = "" };
	struct str text = STR_INIT;
	int status = case_discover("cases", NULL, &w->cases, err) ||
	             file_read("results/reference/history.tsv", HISTORY_MAX_BYTES, &text, err) ||
	             history_parse(str_cstr(&text), text.len, &w->history, err) ||
	             mode_select(MODE_DEFAULT_NAMES, NULL, &w->modes, err);

	str_release(&text);
	while (!status && w->cases.len > cases)
		gocase_release(&w->cases.items[--w->cases.len]);
	if (!status && sqlite3_exec(w->db->db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000", NULL, NULL,
	                            NULL) != SQLITE_OK)
		status = db_error(w->db, 1, err);
	if (status || store_session_begin(w->db, &info, err))
		return -1;
	for (size_t r = 0; r < w->history.nreleases && !status; r++)
		status = record_release(w, r, err);
	return status || store_session_finish(w->db, err) ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct world w = { .blocks = argc > 2 ? atoi(argv[2]) : 6,
		           .cases = CASE_LIST_INIT,
		           .history = HISTORY_FILE_INIT,
		           .modes = MODE_LIST_INIT };
	struct error err = ERROR_INIT;
	int status;

	if (argc < 2 || argc > 4) {
		fputs("usage: large_site FILE [BLOCKS [CASES]] (in the project's folder)\n", stderr);
		return 2;
	}
	rng_seed(&w.rng, 1);
	status = store_open(argv[1], STORE_WRITE, &w.db, &err) ||
	         fill(&w, argc > 3 ? (size_t)atoi(argv[3]) : CASES, &err);
	store_close(w.db);
	case_list_release(&w.cases);
	history_file_release(&w.history);
	mode_list_release(&w.modes);
	if (status)
		fprintf(stderr, "large_site: %s\n", err.msg);
	return status ? 1 : 0;
}
