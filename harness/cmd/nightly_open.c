/* The start of a night: alone, with a database, cases, modes and toolchains. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/accepted.h"
#include "cmd/nightly.h"
#include "toolchain/cache.h"

#define DYING_MS 5000

/*
 * A killed night's lock may outlive it for a moment, in a child that was just being started: a holder that is no more is
 * waited for.
 */
static int lock_night(struct nightly *n, const char *path, long *holder, struct error *err)
{
	if (!file_lock(path, n->wait ? -1 : 0, &n->lock, holder, err))
		return 0;
	if (err->kind != ERR_INFRA || (*holder && (kill((pid_t)*holder, 0) == 0 || errno != ESRCH)))
		return -1;
	return file_lock(path, DYING_MS, &n->lock, holder, err);
}

/* One night at a time on a database, whatever the folders. */
static int lock_out_others(struct nightly *n, struct error *err)
{
	const char *db = n->app->db, *slash = strrchr(db, '/');
	char *folder = slash ? xstrndup(db, (size_t)(slash - db)) : xstrdup(".");
	char *path = xasprintf("%s.nightly", db), *writers = xasprintf("%s.lock", db);
	long holder;
	int fd = -1, status = dir_make(*folder ? folder : "/", err);

	if (!status && lock_night(n, path, &holder, err)) {
		if (err->kind == ERR_INFRA && holder)
			error_set(err, ERR_INFRA,
			          "another night is running on %s (process %ld); `--wait` waits for its end", db,
			          holder);
		status = -1;
	}
	/* a `goalloc run` on the same database is waited for, too */
	if (!status && n->wait && path_exists(writers)) {
		status = file_lock(writers, -1, &fd, NULL, err);
		if (!status)
			file_unlock(fd);
	}
	free(folder);
	free(path);
	free(writers);
	return status;
}

static int find_cases(struct nightly *n, struct error *err)
{
	char *library = data_folder("cases");
	const struct strlist *paths = &n->config.cases;
	const char *match = *n->config.match ? n->config.match : NULL;
	int status = paths->len ? 0 : case_discover(library, &n->app->sink, &n->cases, err);

	for (size_t i = 0; i < paths->len && !status; i++)
		status = case_discover(paths->items[i], &n->app->sink, &n->cases, err);
	if (!status)
		case_list_filter(&n->cases, match);
	if (!status && !n->cases.len)
		status = error_set(err, ERR_USAGE, "no case%s%s; `goalloc case list` names the library",
		                   match ? " matches " : " found", match ? match : "");
	free(library);
	return status;
}

static int find_modes(struct nightly *n, struct error *err)
{
	struct mode_list defined = MODE_LIST_INIT;
	int status = 0;

	for (size_t i = 0; i < n->config.define.len && !status; i++)
		status = mode_define(n->config.define.items[i], &defined, err);
	if (!status)
		status = mode_select(n->config.modes, &defined, &n->modes, err);
	mode_list_release(&defined);
	return status;
}

int night_open(struct nightly *n, struct error *err)
{
	/* what people wrote first: nobody wants to learn of a mistake after hours */
	if (accepted_load(*n->config.accept ? n->config.accept : NULL, &n->accepted, err) || find_cases(n, err) ||
	    find_modes(n, err) || output_folder(n->config.results, "results =", err) || lock_out_others(n, err) || store_open(n->app->db, STORE_WRITE, &n->db, err) ||
	    store_night_find(n->db, n->date, &n->id, &n->session, &n->state, err))
		return -1;
	return 0;
}

void night_close(struct nightly *n)
{
	store_close(n->db);
	file_unlock(n->lock);
	case_list_release(&n->cases);
	mode_list_release(&n->modes);
	toolchain_list_release(&n->toolchains);
	accept_release(&n->accepted);
	free(n->baseline);
}

int night_last(struct nightly *n, char date[NIGHT_DATE], enum night_state *state, struct error *err)
{
	struct nights last = NIGHTS_INIT;
	int status = store_nights(n->db, 2, n->date, &last, err);

	*date = '\0';
	*state = NIGHT_NONE;
	for (size_t i = last.len; i-- > 0 && !status && !*date;)
		if (strcmp(last.items[i].date, n->date) < 0) {
			int64_t id, session;

			str_copy(date, NIGHT_DATE, last.items[i].date, strlen(last.items[i].date));
			status = store_night_find(n->db, date, &id, &session, state, err);
		}
	nights_release(&last);
	return status;
}

/* ---- toolchains ---- */

static bool listed(const struct toolchain_list *l, const char *go)
{
	for (size_t i = 0; i < l->len; i++)
		if (!strcmp(l->items[i].go, go))
			return true;
	return false;
}

/* Moves those that are not there yet from `from`. */
static void take(struct toolchain_list *to, struct toolchain_list *from)
{
	for (size_t i = 0; i < from->len; i++) {
		if (listed(to, from->items[i].go))
			continue;
		*toolchain_list_add(to) = from->items[i];
		from->items[i] = (struct toolchain){ .go = NULL };
	}
	toolchain_list_release(from);
}

/*
 * SPEC to toolchains: the source is asked what is new. Where it cannot be reached, or what it names cannot be had, what is
 * installed has to do; an archive with a wrong digest stops the night instead.
 */
static int prepare(struct nightly *n, const char *spec, bool refresh, struct toolchain_list *out, struct error *err)
{
	struct install_options options = { .source = n->app->source, .offline = n->app->offline, .refresh = refresh };
	struct error reason = ERROR_INIT;

	if (!cache_prepare(n->app->cache, spec, &options, &n->app->sink, out, &reason))
		return 0;
	toolchain_list_release(out);
	*err = reason;
	if (reason.kind != ERR_INFRA || n->app->offline)
		return -1;
	event_warn(&n->app->sink, "%s; going on with what is installed", reason.msg);
	options.offline = true;
	options.refresh = false;
	return cache_prepare(n->app->cache, spec, &options, &n->app->sink, out, err);
}

static int find_baseline(struct nightly *n, struct error *err)
{
	struct toolchain_list found = TOOLCHAIN_LIST_INIT;
	char *pinned = NULL;
	int status = store_pinned(n->db, n->config.baseline, &pinned, err);

	if (!status)
		status = prepare(n, *pinned ? pinned : n->config.baseline, false, &found, err);
	if (!status && (found.len != 1 || found.items[0].local))
		status = error_set(err, ERR_USAGE,
		                   "baseline = %s names %zu toolchains%s; it must be one release, such as 1.26",
		                   n->config.baseline, found.len, found.len == 1 ? ", a local one" : "");
	if (!status && !*pinned) {
		status = store_pin(n->db, n->config.baseline, found.items[0].go, err);
		event_note(&n->app->sink, "baseline %s is %s from now on", n->config.baseline, found.items[0].go);
	}
	if (!status) {
		n->baseline = xstrdup(found.items[0].go);
		take(&n->toolchains, &found);
	}
	free(pinned);
	toolchain_list_release(&found);
	return status;
}

/* The newest release below this one that earlier nights had: what a new one is compared with. "" if there is none. */
static const char *before(const struct nights *nights, const struct toolchain *t, const char *date)
{
	const struct night_toolchain *best = NULL;

	for (size_t i = 0; i < nights->ntoolchains; i++) {
		const struct night_toolchain *k = &nights->toolchains[i];

		if (!strcmp(nights->items[k->night].date, date))
			continue;
		if (!strcmp(k->go, t->go))
			return "";
		if (!k->local && version_compare(&k->version, &t->version) < 0 &&
		    (!best || version_compare(&best->version, &k->version) < 0))
			best = k;
	}
	return best ? best->go : "";
}

/* A release that is new tonight is timed beside the one before it. */
static void add_predecessors(struct nightly *n, const struct nights *nights)
{
	const size_t len = n->toolchains.len;

	for (size_t i = 0; i < len; i++) {
		struct toolchain_list found = TOOLCHAIN_LIST_INIT;
		struct error err = ERROR_INIT;
		const char *go = n->toolchains.items[i].local ? "" : before(nights, &n->toolchains.items[i], n->date);

		if (!*go || listed(&n->toolchains, go))
			continue;
		if (prepare(n, go, false, &found, &err))
			event_warn(&n->app->sink, "%s is not compared with %s: %s", n->toolchains.items[i].go, go,
			           err.msg);
		else
			take(&n->toolchains, &found);
	}
}

int night_toolchains(struct nightly *n, struct error *err)
{
	struct toolchain_list found = TOOLCHAIN_LIST_INIT;
	struct nights nights = NIGHTS_INIT;
	int status = prepare(n, n->config.go, true, &found, err);

	if (!status) {
		take(&n->toolchains, &found);
		status = find_baseline(n, err);
	}
	if (!status)
		status = store_nights(n->db, 30, n->date, &nights, err);
	if (!status) {
		add_predecessors(n, &nights);
		toolchain_list_sort(&n->toolchains);
	}
	nights_release(&nights);
	toolchain_list_release(&found);
	return status;
}
