/* The frame of every page of the report, names of files, links between pages. */
#include "report/site_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "report/figure_data.h"
#include "report/table.h"

#define SLUG_LONG 150 /* bytes: file systems end at 255, and a suffix and a temporary's name follow */

static const struct {
	const char *file, *title;
} entries[] = {
	{ "index.html", "Start" },           { "compare.html", "Compare" }, { "cases.html", "Cases" },
	{ "releases.html", "Releases" },     { "figures.html", "Figures" }, { "outputs.html", "Outputs" },
	{ "provenance.html", "Provenance" },
};

/* Only our own script may run, whatever else has found its way into the page, and nothing is asked from anywhere. */
static void add_policy(const struct page *p, const char *script)
{
	unsigned char raw[HASH_BYTES];
	char digest[64];
	struct hash *hash;

	str_add(p->out, "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src ");
	if (script) {
		hash = hash_new();
		hash_add(hash, script, strlen(script));
		hash_raw(hash, raw);
		base64_encode(raw, sizeof raw, digest, sizeof digest);
		str_addf(p->out, "'sha256-%s'", digest);
	} else {
		str_add(p->out, "'none'");
	}
	str_add(p->out, "; connect-src 'none'; font-src 'none'; frame-src 'none'; media-src 'none'; object-src 'none'; "
	                "base-uri 'none'; form-action 'none'\">\n");
}

static void add_navigation(const struct page *p, const char *here)
{
	str_add(p->out, "<nav class=\"site\" aria-label=\"Report\">");
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		const bool at = here && !strcmp(here, entries[i].file);

		/* one level down, the page belongs to the entry but is not its page */
		str_addf(p->out, "<a href=\"%s%s\"%s>%s</a>", p->root, entries[i].file,
		         !at        ? ""
		         : *p->root ? " aria-current=\"true\""
		                    : " aria-current=\"page\"",
		         entries[i].title);
	}
	str_add(p->out, "</nav>\n");
}

void page_open(const struct page *p, const char *title, const char *here, const char *script)
{
	str_add(p->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	                "<meta name=\"generator\" content=\"" SITE_MARK "\">\n"
	                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	                "<meta name=\"color-scheme\" content=\"light dark\">\n");
	add_policy(p, script);
	str_add(p->out, "<title>");
	page_text(p, title);
	str_addf(p->out,
	         "</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"%sstyle.css\">\n"
	         "</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n",
	         p->root);
	add_navigation(p, here);
	str_add(p->out, "<main id=\"main\" tabindex=\"-1\">\n");
}

void page_close(const struct page *p, const char *script)
{
	str_add(p->out, "</main>\n<footer><p>");
	page_text(p, p->in->caption);
	str_add(p->out, "</p></footer>\n");
	if (script) {
		str_add(p->out, "<script>");
		str_add(p->out, script);
		str_add(p->out, "</script>\n");
	}
	str_add(p->out, "</body>\n</html>\n");
}

/* In JSON these stand in strings alone, where \u003c is the same character, and none of them can end the element. */
void page_data(const struct page *p, const char *json)
{
	static const char line_separator[] = "\xE2\x80\xA8", paragraph_separator[] = "\xE2\x80\xA9";

	str_add(p->out, "<script type=\"application/json\" id=\"data\">");
	while (*json) {
		const size_t plain = strcspn(json, "<>&\xE2");

		str_add_bytes(p->out, json, plain);
		json += plain;
		if (str_starts(json, line_separator) || str_starts(json, paragraph_separator)) {
			str_add(p->out, str_starts(json, line_separator) ? "\\u2028" : "\\u2029");
			json += 3;
		} else if (*json == '<' || *json == '>' || *json == '&') {
			str_addf(p->out, "\\u%04x", (unsigned char)*json++);
		} else if (*json) {
			str_add_char(p->out, *json++);
		}
	}
	str_add(p->out, "</script>\n");
}

static bool stays(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

/* `dot`: the character that may stand as a dot, so that no two names give the same. */
static char *slug(const char *name, char dot)
{
	struct str out = STR_INIT;

	for (const char *c = name; *c; c++)
		if (stays(*c))
			str_add_char(&out, *c);
		else if (*c == dot && c > name)
			str_add_char(&out, '.');
		else
			str_addf(&out, "=%02X", (unsigned char)*c);
	if (!out.len)
		str_add_char(&out, '=');
	if (out.len > SLUG_LONG) {
		struct hash *hash = hash_new();
		char digest[HASH_HEX], *cut;

		hash_add(hash, name, strlen(name));
		hash_hex(hash, digest);
		cut = xasprintf("%.*s-%.16s", SLUG_LONG, str_cstr(&out), digest);
		str_release(&out);
		return cut;
	}
	return str_detach(&out);
}

char *site_slug(const char *name)
{
	return slug(or_empty(name), '/');
}

char *site_release_slug(const char *go)
{
	return slug(or_empty(go), '.');
}

void page_address(const struct page *p, const char *text)
{
	for (const char *c = or_empty(text); *c; c++)
		if (stays(*c) || *c == '.')
			str_add_char(p->out, *c);
		else
			str_addf(p->out, "%%%02X", (unsigned char)*c);
}

static void add_link(const struct page *p, const char *folder, char *file, const char *text)
{
	str_addf(p->out, "<a href=\"%s%s/%s.html\">", p->root, folder, file);
	page_text(p, text);
	str_add(p->out, "</a>");
	free(file);
}

void page_case_link(const struct page *p, const char *case_name)
{
	add_link(p, "case", site_slug(case_name), case_name);
}

void page_release_link(const struct page *p, const char *go)
{
	add_link(p, "release", site_release_slug(go), release_label(or_empty(go)));
}

char *page_compare_file(const struct page *p, const char *mode)
{
	char *name, *file;

	if (!strcmp(mode, p->mode))
		return xstrdup("compare.html");
	name = site_slug(mode);
	file = xasprintf("compare-%s.html", name);
	free(name);
	return file;
}
