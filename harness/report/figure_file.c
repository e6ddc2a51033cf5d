#include "report/figure_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"
#include "report/table.h"

#define MAX_SCRIPT ((size_t)64 << 20) /* scripts are far smaller */
#define AS ", as "                    /* before the formats */

static const char *const shared_scripts[] = { "common.gp", "panels.gp" };

static int add_script(struct hash *hash, const char *dir, const char *name, struct error *err)
{
	char *path = xasprintf("%s/%s", dir, name);
	struct str text = STR_INIT;
	int rc = file_read(path, MAX_SCRIPT, &text, err);

	if (rc)
		error_prefix(err, "the gnuplot scripts");
	else
		hash_add_field(hash, str_cstr(&text));
	str_release(&text);
	free(path);
	return rc;
}

int figure_file(const struct figure *f, const struct figure_options *options, const struct figure_formats *formats,
                const char *scripts, struct str *out, struct error *err)
{
	const double width = figure_width(options, f->name);
	struct hash *hash = hash_new();
	char hex[HASH_HEX];

	for (size_t i = 0; formats->suffixes.len && i < sizeof shared_scripts / sizeof *shared_scripts; i++)
		if (add_script(hash, scripts, shared_scripts[i], err))
			goto fail;
	if (formats->suffixes.len && add_script(hash, scripts, f->script, err))
		goto fail;
	hash_hex(hash, hex);
	str_add(out, "# ");
	escape_text(out, f->title);
	str_add(out, "\n# ");
	escape_text(out, options->caption ? options->caption : "");
	str_addf(out, "\n# drawn by %s, %.16s, as %s", f->script, hex, str_cstr(&formats->names));
	if (width > 0)
		str_addf(out, ", %g cm wide, text of %g pt, %s", width, figure_font_pt(options), formats->font);
	str_add_char(out, '\n');
	str_add(out, str_cstr(&f->data));
	return 0;
fail:
	hash_free(hash);
	return -1;
}

/* Where the formats stand, and how long they are; NULL: it is none of ours. */
static const char *formats_in(const char *file, size_t *n)
{
	const char *line = file;

	for (int i = 0; line && i < 2; i++)
		line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL;
	if (!line || strncmp(line, "# drawn by ", 11) != 0)
		return NULL;
	line = strstr(line, AS);
	if (!line)
		return NULL;
	line += strlen(AS);
	*n = strcspn(line, ",\n");
	return line;
}

bool figure_file_says(const struct str *old, const struct str *new)
{
	size_t old_n = 0, new_n = 0;
	const char *was = formats_in(str_cstr(old), &old_n), *is = formats_in(str_cstr(new), &new_n);
	struct strlist drawn = STRLIST_INIT, wanted = STRLIST_INIT;
	bool all = was && is && was - old->p == is - new->p && !memcmp(old->p, new->p, (size_t)(is - new->p)) &&
	           old->len - old_n == new->len - new_n && !strcmp(was + old_n, is + new_n);

	if (all) {
		figure_file_formats(old, &drawn);
		figure_file_formats(new, &wanted);
	}
	for (size_t i = 0; all && i < wanted.len; i++)
		all = strlist_has(&drawn, wanted.items[i]);
	strlist_release(&drawn);
	strlist_release(&wanted);
	return all;
}

void figure_file_formats(const struct str *file, struct strlist *out)
{
	size_t n = 0;
	const char *names = formats_in(str_cstr(file), &n);
	char *copy = names ? xstrndup(names, n) : NULL;

	if (copy)
		strlist_split(out, copy, ' ');
	free(copy);
}
