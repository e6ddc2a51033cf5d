/* Who vouches for a digest, and what the go command's variables do to it. The database is a folder of files. */
#include "testing.h"

#include <pthread.h>

#include "base/file.h"
#include "log_fixture.h"
#include "toolchain/sumdb.h"
#include "toolchain/trust.h"

#define NAME "go1.98.0.linux-amd64"
#define PINNED "go1.97.0.linux-amd64"
#define DIGEST "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define OWN "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

struct place {
	char *folder, *cache, *digests;
	struct signer signer;
	struct str events;
	struct event_sink sink;
	pthread_mutex_t lock;
	struct source *source;
	struct trust *trust;
};

static void on_event(void *ctx, const struct event *e)
{
	struct place *p = ctx;

	pthread_mutex_lock(&p->lock);
	if (e->kind == EVENT_WARN || e->kind == EVENT_NOTE)
		str_addf(&p->events, "%s: %s\n", e->kind == EVENT_WARN ? "warning" : "note", e->text);
	pthread_mutex_unlock(&p->lock);
}

static void put(const struct place *p, const char *proxy, const char *name, const void *data, size_t n)
{
	char *path = xasprintf("%s/%s/sumdb/db.test/%s", p->folder, proxy, name);
	char *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	struct error err = ERROR_INIT;

	assert_int_equal(dir_make(folder, &err), 0);
	assert_int_equal(file_write(path, data, n, &err), 0);
	free(folder);
	free(path);
}

/* A database of two records below FOLDER/proxy: PINNED's and NAME's. */
static void publish(const struct place *p, const char *proxy)
{
	static const char *const names[] = { PINNED, NAME };
	struct str records[2] = { STR_INIT, STR_INIT }, head = STR_INIT;
	struct tlog_hash leaves[2];
	struct log log;

	for (int i = 0; i < 2; i++) {
		str_addf(&records[i], "golang.org/toolchain v0.0.1-%s " DIGEST "\n", names[i]);
		tlog_leaf_hash(records[i].p, records[i].len, &leaves[i]);
	}
	log_build(&log, leaves, 2);
	sign_head(&p->signer, &log, 2, &head);
	for (int i = 0; i < 2; i++) {
		struct str answer = STR_INIT;
		char *path = xasprintf("lookup/golang.org/toolchain@v0.0.1-%s", names[i]);

		str_addf(&answer, "%d\n%s\n%s", i, records[i].p, head.p);
		put(p, proxy, path, answer.p, answer.len);
		str_release(&answer);
		str_release(&records[i]);
		free(path);
	}
	put(p, proxy, "supported", "", 0);
	put(p, proxy, "tile/8/0/000.p/2", leaves, sizeof leaves);
	str_release(&head);
	log_close(&log);
}

/* `source` with "%s" for the folder, once or twice. */
static void place_source(struct place *p, const char *source)
{
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;

	for (; *source; source++) {
		if (source[0] == '%' && source[1] == 's')
			str_add(&text, p->folder), source++;
		else
			str_add_char(&text, *source);
	}
	trust_free(p->trust);
	source_free(p->source);
	str_reset(&p->events);
	if (source_open(str_cstr(&text), NULL, &p->source, &err))
		fail_msg("%s", err.msg);
	p->trust = trust_open(p->cache, p->source, &p->sink);
	str_release(&text);
}

static void place_open(struct place *p, const char *source)
{
	static const char *const clear[] = { "GONOSUMDB", "GOPRIVATE",  "GONOSUMCHECK",
		                             "GOFLAGS",   "GOINSECURE", "GOSUMDB" };
	struct error err = ERROR_INIT;

	memset(p, 0, sizeof *p);
	pthread_mutex_init(&p->lock, NULL);
	p->sink = (struct event_sink){ .emit = on_event, .ctx = p };
	p->folder = test_folder();
	p->cache = xasprintf("%s/cache", p->folder);
	p->digests = xasprintf("%s/digests", p->folder);
	signer_open(&p->signer, "db.test");
	assert_int_equal(file_write(p->digests, PINNED " " OWN "\n", strlen(PINNED " " OWN "\n"), &err), 0);
	for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
		unsetenv(clear[i]);
	setenv("PATH", "/nonexistent", 1); /* no go command: the variables alone count */
	setenv("GOALLOC_DIGESTS", p->digests, 1);
	setenv("GOSUMDB", p->signer.text, 1);
	place_source(p, source);
}

static void place_close(struct place *p)
{
	struct error err = ERROR_INIT;

	trust_free(p->trust);
	source_free(p->source);
	signer_close(&p->signer);
	str_release(&p->events);
	tree_remove(p->folder, &err);
	free(p->folder);
	free(p->cache);
	free(p->digests);
	pthread_mutex_destroy(&p->lock);
}

static bool said(const struct place *p, const char *text)
{
	return strstr(str_cstr(&p->events), text) != NULL;
}

static void gives(struct place *p, const char *name, const char *digest, enum trust_kind kind)
{
	char out[H1_TEXT];
	enum trust_kind how;
	struct error err = ERROR_INIT;

	if (trust_digest(p->trust, name, out, &how, &err))
		fail_msg("%s: %s", name, err.msg);
	assert_string_equal(out, digest);
	assert_int_equal(how, kind);
}

static void refuses(struct place *p, const char *name, enum error_kind kind, const char *says)
{
	char out[H1_TEXT];
	enum trust_kind how;
	struct error err = ERROR_INIT;

	if (!trust_digest(p->trust, name, out, &how, &err))
		fail_msg("%s is trusted, where it should say '%s'", name, says);
	if (err.kind != kind || !strstr(err.msg, says))
		fail_msg("kind %d: '%s' does not say '%s'", (int)err.kind, err.msg, says);
}

static void a_pin_wins_and_asks_nobody(void **state)
{
	struct place p;
	char out[H1_TEXT];
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p, "file://%s/proxy");
	publish(&p, "proxy");
	setenv("GOFLAGS", "-insecure", 1);
	gives(&p, PINNED, OWN, TRUST_PINNED);
	assert_string_equal(str_cstr(&p.events), "");
	assert_false(path_exists(p.cache));
	trust_say(p.trust, "go1.97.0"); /* nothing to say */
	assert_string_equal(str_cstr(&p.events), "");
	/* what the database says of it is another question */
	assert_int_equal(trust_look_up(p.trust, PINNED, out, &err), 0);
	assert_string_equal(out, DIGEST);
	setenv("GOSUMDB", "off", 1);
	place_source(&p, "file://%s/proxy");
	gives(&p, PINNED, OWN, TRUST_PINNED);
	place_close(&p);
}

static void the_database_vouches_for_the_rest(void **state)
{
	struct place p;
	char *state_folder;
	(void)state;

	place_open(&p, "file://%s/proxy");
	publish(&p, "proxy");
	gives(&p, NAME, DIGEST, TRUST_DATABASE);
	trust_say(p.trust, "go1.98.0");
	assert_true(said(&p, "note: go1.98.0"));
	assert_true(said(&p, "db.test (signed tree of 2 records"));
	assert_false(said(&p, "warning"));
	state_folder = xasprintf("%s/sumdb/db.test/latest", p.cache);
	assert_true(path_is_file(state_folder));
	free(state_folder);
	refuses(&p, "go1.98.1.linux-amd64", ERR_INFRA, "does not know");
	refuses(&p, "go1.98.1.linux-amd64", ERR_INFRA, "GOALLOC_DIGESTS");
	put(&p, "proxy", "tile/8/0/000.p/2", "short", 5);
	gives(&p, NAME, DIGEST, TRUST_DATABASE); /* the kept one is good */
	place_close(&p);
}

static void another_signature_is_no_trust(void **state)
{
	struct place p;
	struct signer other;
	(void)state;

	place_open(&p, "file://%s/proxy");
	publish(&p, "proxy");
	signer_open(&other, "db.test");
	setenv("GOSUMDB", other.text, 1);
	place_source(&p, "file://%s/proxy");
	refuses(&p, NAME, ERR_CORRUPT, "has not signed");
	setenv("GOSUMDB", "db.test", 1);
	place_source(&p, "file://%s/proxy");
	refuses(&p, NAME, ERR_USAGE, "NAME+HASH+KEY");
	signer_close(&other);
	place_close(&p);
}

static void proxies_are_asked_in_turn(void **state)
{
	struct place p;
	char *own;
	(void)state;

	place_open(&p, "file://%s/empty,file://%s/proxy");
	publish(&p, "proxy");
	gives(&p, NAME, DIGEST, TRUST_DATABASE);
	/* one in trouble: nobody else is asked, unless "|" allows it */
	place_source(&p, "http://127.0.0.1:1,file://%s/proxy");
	refuses(&p, NAME, ERR_INFRA, "127.0.0.1:1");
	place_source(&p, "http://127.0.0.1:1|file://%s/proxy");
	gives(&p, NAME, DIGEST, TRUST_DATABASE);
	/* an address of its own is asked, whatever the proxies are */
	own = xasprintf("%s file://%s/proxy/sumdb/db.test", p.signer.text, p.folder);
	setenv("GOSUMDB", own, 1);
	place_source(&p, "http://127.0.0.1:1");
	gives(&p, NAME, DIGEST, TRUST_DATABASE);
	free(own);
	/* and where it is not, none of them is asked instead */
	own = xasprintf("%s file://%s/nowhere", p.signer.text, p.folder);
	setenv("GOSUMDB", own, 1);
	place_source(&p, "file://%s/proxy");
	refuses(&p, NAME, ERR_INFRA, "/nowhere/lookup/");
	free(own);
	place_close(&p);
}

static void off_and_exceptions_free_nothing_but_a_folder(void **state)
{
	static const struct {
		const char *variable, *value, *one_folder; /* NULL: it is still checked */
	} t[] = {
		{ "GOSUMDB", "off", "GOSUMDB=off" },
		{ "GONOSUMDB", "golang.org/toolchain", "GONOSUMDB" },
		{ "GONOSUMDB", "example.test,golang.org", "GONOSUMDB" },
		{ "GONOSUMDB", "golang.org/x", NULL },
		{ "GOPRIVATE", "golang.org/*", "GOPRIVATE" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct place p;

		place_open(&p, "file://%s/proxy");
		publish(&p, "proxy");
		setenv(t[i].variable, t[i].value, 1);
		place_source(&p, "file://%s/proxy");
		gives(&p, NAME, t[i].one_folder ? "" : DIGEST, t[i].one_folder ? TRUST_NONE : TRUST_DATABASE);
		assert_int_equal(said(&p, "IS NOT CHECKED"), t[i].one_folder != NULL);
		if (t[i].one_folder)
			assert_true(said(&p, t[i].one_folder));
		/* with any other source, off means that there is no trust, and exceptions are none */
		place_source(&p, "file://%s/empty,file://%s/proxy");
		if (!strcmp(t[i].value, "off"))
			refuses(&p, NAME, ERR_INFRA, "GOSUMDB=off");
		else
			gives(&p, NAME, DIGEST, TRUST_DATABASE);
		assert_int_equal(said(&p, "warning: GONOSUMDB"), t[i].one_folder && strcmp(t[i].value, "off"));
		place_close(&p);
	}
}

static void what_has_no_effect_is_said_once(void **state)
{
	static const struct {
		const char *variable, *value, *says; /* NULL: nothing */
	} t[] = {
		{ "GONOSUMCHECK", "1", "warning: GONOSUMCHECK" },
		{ "GOFLAGS", "-insecure", "warning: GOFLAGS" },
		{ "GOFLAGS", "-mod=mod --insecure=true", "warning: GOFLAGS" },
		{ "GOFLAGS", "-insecurely -ldflags=-insecure", NULL },
		{ "GOINSECURE", "golang.org/*", "warning: GOINSECURE" },
		{ "GOINSECURE", "example.test", NULL },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct place p;
		size_t before;

		place_open(&p, "file://%s/proxy");
		publish(&p, "proxy");
		setenv(t[i].variable, t[i].value, 1);
		gives(&p, NAME, DIGEST, TRUST_DATABASE); /* checked */
		if (t[i].says ? !said(&p, t[i].says) : p.events.len)
			fail_msg("%s=%s: '%s'", t[i].variable, t[i].value, str_cstr(&p.events));
		before = p.events.len;
		gives(&p, NAME, DIGEST, TRUST_DATABASE);
		assert_int_equal(p.events.len, before);
		place_close(&p);
	}
}

static void without_a_database_nothing_is_trusted(void **state)
{
	struct place p;
	(void)state;

	place_open(&p, "file://%s/proxy");
	unsetenv("GOSUMDB");
	place_source(&p, "file://%s/proxy");
	refuses(&p, NAME, ERR_INFRA, "$GOSUMDB");
	setenv("GOSUMDB", "nonsense or so", 1);
	place_source(&p, "file://%s/proxy");
	refuses(&p, NAME, ERR_USAGE, "GOSUMDB");
	place_close(&p);
}

static void *many_times(void *ctx)
{
	struct place *p = ctx;
	size_t right = 0;

	for (int i = 0; i < 20; i++) {
		char out[H1_TEXT];
		enum trust_kind how;
		struct error err = ERROR_INIT;

		right += !trust_digest(p->trust, i % 2 ? NAME : PINNED, out, &how, &err) &&
		         !strcmp(out, i % 2 ? DIGEST : OWN);
	}
	return (void *)(uintptr_t)right;
}

static void any_thread_may_ask(void **state)
{
	struct place p;
	pthread_t threads[4];
	void *right;
	(void)state;

	place_open(&p, "file://%s/proxy");
	publish(&p, "proxy");
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, many_times, &p), 0);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], &right);
		assert_int_equal((uintptr_t)right, 20);
	}
	place_close(&p);
}

/* As golang.org/x/mod/module.MatchPrefixPatterns */
static void patterns_match_prefixes(void **state)
{
	static const struct {
		const char *patterns, *path;
		bool yes;
	} t[] = {
		{ "golang.org/toolchain", "golang.org/toolchain", true },
		{ "golang.org", "golang.org/toolchain", true },
		{ "golang.org/", "golang.org/toolchain", true },
		{ "*", "golang.org/toolchain", true },
		{ "*.org", "golang.org/toolchain", true },
		{ "golang.org/tool*", "golang.org/toolchain", true },
		{ "a.test,golang.org/*", "golang.org/toolchain", true },
		{ "golang.org/tool", "golang.org/toolchain", false },
		{ "golang", "golang.org/toolchain", false },
		{ "golang.org/toolchain/x", "golang.org/toolchain", false },
		{ "*/*/*", "golang.org/toolchain", false },
		{ "golang*chain", "golang.org/toolchain", false },
		{ "", "golang.org/toolchain", false },
		{ ",/,", "golang.org/toolchain", false },
		{ "none", "golang.org/toolchain", false },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		if (module_matches(t[i].patterns, t[i].path) != t[i].yes)
			fail_msg("'%s' and %s", t[i].patterns, t[i].path);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_pin_wins_and_asks_nobody),
	cmocka_unit_test(the_database_vouches_for_the_rest),
	cmocka_unit_test(another_signature_is_no_trust),
	cmocka_unit_test(proxies_are_asked_in_turn),
	cmocka_unit_test(off_and_exceptions_free_nothing_but_a_folder),
	cmocka_unit_test(what_has_no_effect_is_said_once),
	cmocka_unit_test(without_a_database_nothing_is_trusted),
	cmocka_unit_test(any_thread_may_ask),
	cmocka_unit_test(patterns_match_prefixes),
};

TEST_MAIN(tests)
