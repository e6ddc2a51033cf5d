#include "bench/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bench/go_source.h"
#include "bench/scratch.h"

#include "harness/bench/runner.go.h"
#include "harness/bench/sites.go.h"

const char *workspace_package(const struct gocase *c, char out[WORKSPACE_PACKAGE])
{
	char hex[HASH_HEX];
	struct hash *h = hash_new();

	hash_add(h, c->name, strlen(c->name));
	hash_hex(h, hex);
	snprintf(out, WORKSPACE_PACKAGE, "c%.12s", hex);
	return out;
}

static const char *kind_folder(const struct gocase *c)
{
	return c->kind == CASE_PROGRAM ? "prog" : "cases";
}

char *workspace_import_path(const struct gocase *c)
{
	char package[WORKSPACE_PACKAGE];

	return xasprintf("goalloc/%s/%s", kind_folder(c), workspace_package(c, package));
}

void workspace_case_text(const struct gocase *c, struct str *out)
{
	const char *text = str_cstr(&c->source);
	struct go_lexer lexer;
	struct go_token name;
	size_t end;

	go_lexer_init(&lexer, text, c->source.len);
	name = go_lexer_next(&lexer);
	if (c->kind == CASE_BENCHMARK && go_token_is(&name, "package")) {
		name = go_lexer_next(&lexer);
		if (go_token_is(&name, "documentation")) {
			end = (size_t)(name.text - text) + name.n;
			str_add_bytes(out, text, end);
			str_add_char(out, '_');
			str_add_bytes(out, text + end, c->source.len - end);
			return;
		}
	}
	str_add_bytes(out, text, c->source.len);
}

/* The indented marker line `mark` of the template is replaced by `text`. */
static void replace_line(struct str *program, const char *mark, const struct str *text)
{
	struct str out = STR_INIT;
	char *at = strstr(program->p, mark), *begin = at, *end;

	if (!at)
		return; /* not with the template in this folder; a test sees to it */
	while (begin > program->p && begin[-1] != '\n')
		begin--;
	end = at + strcspn(at, "\n");
	if (*end)
		end++;
	str_add_bytes(&out, program->p, (size_t)(begin - program->p));
	str_add_bytes(&out, str_cstr(text), text->len);
	str_add_bytes(&out, end, program->len - (size_t)(end - program->p));
	str_release(program);
	*program = out;
}

void workspace_main_text(const struct era *era, struct cell *const *cells, size_t n, struct str *out)
{
	struct str imports = STR_INIT, table = STR_INIT, init = STR_INIT;
	char package[WORKSPACE_PACKAGE];

	for (size_t i = 0; i < n; i++) {
		const struct gocase *c = cells[i]->c;

		if (c->kind != CASE_BENCHMARK)
			continue;
		workspace_package(c, package);
		str_addf(&imports, "\t%s \"goalloc/cases/%s\"\n", package, package);
		for (size_t k = 0; k < c->benchmarks.len; k++)
			str_addf(&table, "\t%s.%s,\n", package, c->benchmarks.items[k]);
	}
	if (era->testing_init)
		str_add(&init, "\ttesting.Init()\n");
	str_add(out, embedded_runner_go);
	replace_line(out, "//goalloc:imports", &imports);
	replace_line(out, "//goalloc:benchmarks", &table);
	replace_line(out, "//goalloc:init", &init);
	str_release(&imports);
	str_release(&table);
	str_release(&init);
}

void workspace_sites_text(const struct era *era, struct str *out)
{
	/* a stack holds return addresses: the call is the instruction before */
	static const char by_address[] = "\tfor _, pc := range stack {\n"
					 "\t\tif f := runtime.FuncForPC(pc - 1); f != nil {\n"
					 "\t\t\tfile, line := f.FileLine(pc - 1)\n"
					 "\t\t\teach(f.Name(), file, line)\n"
					 "\t\t}\n"
					 "\t}\n";
	static const char by_frames[] = "\tframes := runtime.CallersFrames(stack)\n"
					"\tfor more := len(stack) > 0; more; {\n"
					"\t\tvar f runtime.Frame\n"
					"\t\tf, more = frames.Next()\n"
					"\t\teach(f.Function, f.File, f.Line)\n"
					"\t}\n";
	struct str text = STR_INIT;

	str_add(&text, era->calls_frames ? by_frames : by_address);
	str_add(out, embedded_sites_go);
	replace_line(out, "//goalloc:resolve", &text);
	str_release(&text);
}

char *workspace_file(const struct gocase *c)
{
	static const char suffix[] = "_test.go";
	char *name = xstrdup(c->file);

	/* what is left of "x_test_test.go" must not be one either */
	while (c->kind == CASE_BENCHMARK && str_ends(name, suffix))
		strcpy(name + strlen(name) - (sizeof suffix - 1), ".go");
	return name;
}

static int write_case(const char *root, const struct gocase *c, struct error *err)
{
	char *package = workspace_import_path(c), *name = workspace_file(c);
	char *dir = xasprintf("%s/src/%s", root, package), *path = xasprintf("%s/%s", dir, name);
	struct str text = STR_INIT;
	int rc = -1;

	workspace_case_text(c, &text);
	if (dir_make(dir, err) == 0 && scratch_write(path, &text, err) == 0)
		rc = 0;
	str_release(&text);
	free(path);
	free(dir);
	free(name);
	free(package);
	return rc;
}

int workspace_write(const char *root, struct cell *const *cells, size_t n, struct error *err)
{
	if (tree_remove(root, err) < 0 || dir_make(root, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (write_case(root, cells[i]->c, err) < 0)
			return -1;
	return 0;
}

int workspace_write_main(const char *root, const struct era *era, struct cell *const *cells, size_t n,
                         struct error *err)
{
	char *dir = xasprintf("%s/src/goalloc/bundle", root), *path = xasprintf("%s/main.go", dir);
	char *sites = xasprintf("%s/sites.go", dir);
	struct str text = STR_INIT, sites_text = STR_INIT;
	int rc = -1;

	workspace_main_text(era, cells, n, &text);
	workspace_sites_text(era, &sites_text);
	if (dir_make(dir, err) == 0 && scratch_write(path, &text, err) == 0 &&
	    scratch_write(sites, &sites_text, err) == 0)
		rc = 0;
	str_release(&sites_text);
	str_release(&text);
	free(sites);
	free(path);
	free(dir);
	return rc;
}
