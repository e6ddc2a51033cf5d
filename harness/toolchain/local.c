#include "toolchain/local.h"

#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "base/process.h"
#include "base/str.h"
#include "toolchain/digests.h"
#include "toolchain/era.h"

#define VERSION_MAX ((size_t)64 << 10)
#define MAX_DEPTH 32
#define RUN_NS (30 * INT64_C(1000000000))

static const char *const tools[] = { "compile", "link", "asm", "cgo", "6g", "6l", "6a",
	                             "8g",      "8l",   "8a",  "5g",  "5l", "5a" };

static void after_newest(struct go_version *out)
{
	digests_newest(out);
	*out = (struct go_version){ .major = out->major, .minor = out->minor + 1, .patch = -1, .stage = GO_BETA };
}

/* The longest version at the start of p. */
static bool leading_version(const char *p, struct go_version *out)
{
	char text[GO_VERSION_TEXT];
	size_t n = 0;

	if (!str_starts(p, "go") || !isdigit((unsigned char)p[2]))
		return false;
	while (p[n] && n + 1 < sizeof text && (isalnum((unsigned char)p[n]) || p[n] == '.'))
		n++;
	for (; n > 2; n--) {
		str_copy(text, sizeof text, p, n);
		if (version_parse(text, out))
			return true;
	}
	return false;
}

bool local_version(const char *text, struct go_version *out)
{
	const char *p = text;
	bool development;

	if (str_starts(p, "go version "))
		p += strlen("go version ");
	development = str_starts(p, "devel");
	if (development) {
		p += strlen("devel");
		p += strspn(p, " \t");
	}
	if (leading_version(p, out)) {
		if (development)
			*out = (struct go_version){
				.major = out->major, .minor = out->minor, .patch = -1, .stage = GO_BETA
			};
		return true;
	}
	if (development)
		after_newest(out);
	return development;
}

static int add_file(struct h1 *h, const char *root, const char *name, struct error *err)
{
	char *path = xasprintf("%s/%s", root, name);
	char hex[HASH_HEX];
	int rc = hash_file(path, hex, err);

	if (!rc && !h1_add(h, name, hex))
		rc = error_set(err, ERR_INFRA, "%s: the name holds a line break", path);
	free(path);
	return rc;
}

static bool is_source(const char *name)
{
	return (str_ends(name, ".go") && !str_ends(name, "_test.go")) || str_ends(name, ".s") || str_ends(name, ".h");
}

/* Links are not followed: they may lead anywhere, even in a circle, and releases have none. */
static bool is_real_folder(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && S_ISDIR(st.st_mode);
}

static int add_sources(struct h1 *h, const char *root, const char *folder, int depth, struct error *err)
{
	char *path = xasprintf("%s/%s", root, folder);
	struct strlist names = STRLIST_INIT;
	int rc = interrupt_check(err);

	if (!rc)
		rc = depth > MAX_DEPTH ? error_set(err, ERR_INFRA, "%s: folders too deep", path)
		                       : dir_list(path, &names, err);
	for (size_t i = 0; !rc && i < names.len; i++) {
		char *name = xasprintf("%s/%s", folder, names.items[i]);
		char *full = xasprintf("%s/%s", root, name);

		if (is_real_folder(full)) {
			if (strcmp(names.items[i], "testdata"))
				rc = add_sources(h, root, name, depth + 1, err);
		} else if (is_source(name) && path_is_file(full)) {
			rc = add_file(h, root, name, err);
		}
		free(full);
		free(name);
	}
	strlist_release(&names);
	free(path);
	return rc;
}

int local_digest(const char *path, const char *goos, const char *goarch, char out[H1_TEXT], struct error *err)
{
	struct h1 *h = h1_new();
	char *version = xasprintf("%s/VERSION", path);
	int rc = path_is_file(version) ? add_file(h, path, "VERSION", err) : 0;

	for (size_t i = 0; !rc && i < sizeof tools / sizeof *tools; i++) {
		char *name = xasprintf("pkg/tool/%s_%s/%s", goos, goarch, tools[i]);
		char *full = xasprintf("%s/%s", path, name);

		if (path_is_file(full))
			rc = add_file(h, path, name, err);
		free(full);
		free(name);
	}
	if (!rc)
		rc = add_sources(h, path, "src", 0, err);
	if (!rc)
		h1_text(h, out);
	h1_free(h);
	free(version);
	return rc;
}

char *toolchain_version_output(const struct toolchain *t, const char *scratch, struct error *err)
{
	/* running children is not for several threads at once */
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	char *go = xasprintf("%s/bin/go", t->goroot), *line = NULL;
	const char *const argv[] = { go, "version", NULL };
	struct child_dirs dirs = { .gopath = scratch, .gocache = scratch, .scratch = scratch };
	struct strlist env = STRLIST_INIT;
	struct confinement *walls = confinement_new();
	struct child_spec spec = {
		.argv = argv, .cwd = scratch, .deadline_ns = RUN_NS, .allow_many = true, .confine = walls
	};
	struct child_result r = { 0 };
	char why[128];
	int rc;

	era_environment(t, &dirs, NULL, &env);
	spec.env = (const char *const *)env.items;
	confinement_write(walls, scratch);
	confinement_read(walls, t->goroot);
	pthread_mutex_lock(&one);
	rc = child_run(&spec, &r, err);
	pthread_mutex_unlock(&one);
	if (rc) {
		error_prefix(err, "`%s version`", go);
	} else if (!child_ok(&r) || !r.out.len) {
		error_set(err, ERR_INFRA, "`%s version` failed: %s: %.200s", go, child_end_text(&r, why, sizeof why),
		          str_cstr(&r.err));
	} else {
		line = xstrndup(r.out.p, strcspn(r.out.p, "\r\n"));
	}
	child_result_release(&r);
	confinement_free(walls);
	strlist_release(&env);
	free(go);
	return line;
}

/* The platform whose tools it has: the host's if there, else the only one. */
static int find_platform(const char *path, struct toolchain *t, struct error *err)
{
	char *folder = xasprintf("%s/pkg/tool", path);
	char *host = xasprintf("%s_%s", host_goos(), host_goarch());
	struct strlist names = STRLIST_INIT;
	int rc = -1;

	if (path_is_dir(folder) && dir_list(folder, &names, err)) {
		/* err is set */
	} else if (strlist_has(&names, host)) {
		t->goos = xstrdup(host_goos());
		t->goarch = xstrdup(host_goarch());
		rc = 0;
	} else {
		error_set(err, ERR_INFRA, "%s has no tools for this machine: no %s/%s (build it with src/make.bash)",
		          path, folder, host);
	}
	strlist_release(&names);
	free(host);
	free(folder);
	return rc;
}

static int find_version(const char *path, struct toolchain *t, struct error *err)
{
	char *file = xasprintf("%s/VERSION", path);
	struct str text = STR_INIT;
	bool found = false;
	int rc = 0;

	if (path_is_file(file))
		rc = file_read(file, VERSION_MAX, &text, err);
	if (!rc)
		found = local_version(str_cstr(&text), &t->version);
	/* until it is known which era's environment is right, the newest's has to do */
	if (!found)
		after_newest(&t->version);
	str_release(&text);
	free(file);
	return rc ? -1 : found;
}

int local_open(const char *name, const char *path, struct toolchain *out, struct error *err)
{
	struct toolchain t = { .local = true };
	char *go = xasprintf("%s/bin/go", path), *scratch = NULL;
	const char *tmp = getenv("TMPDIR");
	char digest[H1_TEXT], stamp[32];
	int found = -1, rc = -1;

	if (!path_is_dir(path) || access(go, X_OK)) {
		error_set(err, ERR_USAGE, "%s is not a Go toolchain: there is no program bin/go in it", path);
		goto out;
	}
	scratch = xasprintf("%s/goalloc-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(scratch)) {
		error_errno(err, ERR_INFRA, "cannot create a folder like %s", scratch);
		free(scratch);
		scratch = NULL;
		goto out;
	}
	t.go = xstrdup(name);
	t.goroot = xstrdup(path);
	t.source = xstrdup(path);
	if (find_platform(path, &t, err) || (found = find_version(path, &t, err)) < 0)
		goto out;
	t.version_output = toolchain_version_output(&t, scratch, err);
	if (!t.version_output)
		goto out;
	if (!found && !local_version(t.version_output, &t.version)) {
		error_set(err, ERR_INFRA, "%s: no version of Go in its VERSION file nor in '%.100s'", path,
		          t.version_output);
		goto out;
	}
	if (local_digest(path, t.goos, t.goarch, digest, err))
		goto out;
	t.digest = xstrdup(digest);
	clock_stamp(stamp, sizeof stamp);
	t.installed_at = xstrdup(stamp);
	*out = t;
	t = (struct toolchain){ 0 };
	rc = 0;
out:
	if (scratch) {
		struct error ignored = ERROR_INIT;

		tree_remove(scratch, &ignored);
	}
	toolchain_release(&t);
	free(scratch);
	free(go);
	return rc;
}
