#include "bench/importcfg.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/process.h"
#include "bench/go_source.h"
#include "bench/reason.h"
#include "bench/scratch.h"
#include "bench/workspace.h"

#define BUILD_DEADLINE_NS (300 * INT64_C(1000000000))
#define IMPORTCFG_MAX ((size_t)4 << 20)

/* Words that `go list` takes for many packages. */
static const char *const meta[] = { "all", "std", "cmd", "tool", "work", "main", "C", "unsafe" };

static bool is_std_path(const char *s)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyz0123456789_/.-";
	size_t first = strcspn(s, "/");

	if (!*s || *s == '-' || *s == '/' || s[strspn(s, fine)] || strstr(s, "..") || str_ends(s, ".go"))
		return false;
	if (memchr(s, '.', first)) /* a host name */
		return false;
	for (size_t i = 0; i < sizeof meta / sizeof meta[0]; i++)
		if (!strcmp(s, meta[i]))
			return false;
	return true;
}

static void add_import(struct strlist *out, const struct go_token *literal)
{
	char *path;

	if (literal->n < 3 || (*literal->text != '"' && *literal->text != '`'))
		return;
	path = xstrndup(literal->text + 1, literal->n - 2);
	if (is_std_path(path) && !strlist_has(out, path))
		strlist_take(out, path);
	else
		free(path);
}

void go_imports(const char *text, size_t n, struct strlist *out)
{
	struct go_lexer lexer;
	struct go_token t;
	bool group = false;

	go_lexer_init(&lexer, text, n);
	t = go_lexer_next(&lexer);
	if (!go_token_is(&t, "package"))
		return;
	go_lexer_next(&lexer);
	/* imports come before every other declaration: the first word that fits in none of them ends the search */
	for (t = go_lexer_next(&lexer); t.kind != GO_END; t = go_lexer_next(&lexer)) {
		if (go_token_is(&t, ";"))
			continue;
		if (!go_token_is(&t, "import"))
			return;
		t = go_lexer_next(&lexer);
		group = go_token_is(&t, "(");
		if (group)
			t = go_lexer_next(&lexer);
		while (t.kind != GO_END && !go_token_is(&t, ")")) {
			if (t.kind == GO_LITERAL) {
				add_import(out, &t);
				if (!group)
					break;
			}
			t = go_lexer_next(&lexer);
		}
	}
}

bool importcfg_valid(const char *text, size_t n)
{
	const char *p = text, *end = text + n;

	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p)), *equals;
		char *file;
		bool there;

		if (!stop)
			return false; /* cut short */
		equals = memchr(p, '=', (size_t)(stop - p));
		if (!equals)
			return false;
		file = xstrndup(equals + 1, (size_t)(stop - equals - 1));
		there = path_is_file(file);
		free(file);
		if (!there)
			return false;
		p = stop + 1;
	}
	return n > 0;
}

static int list_packages(const struct target *t, const struct strlist *imports, struct str *out, struct error *err)
{
	static const char format[] = "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}";
	struct strlist argv = STRLIST_INIT;
	struct child_spec spec = { .deadline_ns = BUILD_DEADLINE_NS, .max_rss = UINT64_C(8) << 30, .allow_many = true };
	struct child_result r;
	int rc = -1;

	strlist_add(&argv, t->go);
	strlist_add(&argv, "list");
	strlist_add(&argv, "-e"); /* a path that does not exist is its case's trouble */
	strlist_add(&argv, "-export");
	strlist_add(&argv, "-f");
	strlist_add(&argv, format);
	for (size_t i = 0; i < imports->len; i++)
		strlist_add(&argv, imports->items[i]);
	spec.argv = vector(&argv);
	spec.env = vector(&t->go_env);
	spec.cwd = t->tool_dir;
	spec.confine = t->tools;
	if (child_run(&spec, &r, err) < 0)
		goto done;
	if (!child_ok(&r)) {
		char text[128], *first = reason_line(str_cstr(&r.err), r.err.len);

		error_set(err, ERR_INFRA, "%s: go list -export: %s: %s", t->label,
		          child_end_text(&r, text, sizeof text), first);
		free(first);
	} else {
		str_add_bytes(out, str_cstr(&r.out), r.out.len);
		rc = 0;
	}
	child_result_release(&r);
done:
	strlist_release(&argv);
	return rc;
}

/* The older ones have pkg/OS_ARCH, but only for their own platform and without experiments. */
static bool compiler_needs_it(const struct target *t)
{
	if (t->era.std_from_build_cache)
		return true;
	return t->mode->env.len > 0 && t->era.go_list_exports;
}

/* A file beside the build cache, named by what decides its content; `imports` may be NULL. */
static char *kept_path(const struct target *t, const struct strlist *imports, const char *suffix)
{
	char hex[HASH_HEX];
	struct hash *h = hash_new();

	hash_add_field(h, t->toolchain->digest);
	hash_add_field(h, t->toolchain->goroot);
	hash_add_field(h, t->toolchain->version_output);
	for (size_t i = 0; i < t->mode->env.len; i++)
		hash_add_field(h, t->mode->env.items[i]);
	hash_add_field(h, "");
	for (size_t i = 0; imports && i < imports->len; i++)
		hash_add_field(h, imports->items[i]);
	hash_hex(h, hex);
	return xasprintf("%s/goalloc-%.16s.%s", t->gocache, hex, suffix);
}

/* The first time this fills the go command's cache with the standard library, which looks like standing still. */
static int list_announced(const struct target *t, const struct strlist *imports, struct str *out, struct error *err)
{
	char *mark = kept_path(t, NULL, "library");
	struct str none = STR_INIT;
	bool first = !path_exists(mark);
	int rc;

	if (first)
		event_note(t->config->sink, "%s: compiling the standard library, once (10 to 30 s)", t->label);
	rc = list_packages(t, imports, out, err);
	if (rc == 0 && first)
		rc = scratch_write(mark, &none, err);
	free(mark);
	return rc;
}

int importcfg_make(struct target *t, struct error *err)
{
	struct strlist imports = STRLIST_INIT;
	struct str text = STR_INIT;
	struct error ignored = ERROR_INIT;
	char *path = NULL;
	int rc = -1;

	if (!compiler_needs_it(t))
		return 0;
	for (size_t i = 0; i < t->len; i++)
		if (t->cells[i].todo)
			go_imports(str_cstr(&t->cells[i].c->source), t->cells[i].c->source.len, &imports);
	if (!imports.len)
		strlist_add(&imports, "runtime");
	strlist_sort(&imports);
	path = kept_path(t, &imports, "importcfg");
	/* an older one that cannot be read is as good as none */
	if (path_is_file(path) && file_read(path, IMPORTCFG_MAX, &text, &ignored) == 0 &&
	    importcfg_valid(text.p, text.len)) {
		rc = 0;
		goto done;
	}
	str_reset(&text);
	if (list_announced(t, &imports, &text, err) < 0)
		goto done;
	rc = file_write(path, str_cstr(&text), text.len, err);
done:
	if (rc == 0) {
		t->importcfg = path;
		path = NULL;
	}
	free(path);
	str_release(&text);
	strlist_release(&imports);
	return rc;
}
