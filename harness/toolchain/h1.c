#include "toolchain/h1.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

struct line {
	char *name;
	char hex[HASH_HEX];
};

struct h1 {
	struct line *lines;
	size_t len, cap;
	bool sorted;
};

struct h1 *h1_new(void)
{
	return xcalloc(1, sizeof(struct h1));
}

void h1_free(struct h1 *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->len; i++)
		free(h->lines[i].name);
	free(h->lines);
	free(h);
}

bool h1_add(struct h1 *h, const char *name, const char *hex)
{
	struct line *l;

	if (strchr(name, '\n') || strlen(hex) != HASH_HEX - 1 || strspn(hex, "0123456789abcdef") != HASH_HEX - 1)
		return false;
	h->lines = vec_grow(h->lines, &h->cap, h->len + 1, sizeof *h->lines);
	l = &h->lines[h->len++];
	l->name = xstrdup(name);
	memcpy(l->hex, hex, HASH_HEX);
	h->sorted = false;
	return true;
}

size_t h1_count(const struct h1 *h)
{
	return h->len;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->name, ((const struct line *)b)->name);
}

static void sort(struct h1 *h)
{
	if (!h->sorted && h->len)
		qsort(h->lines, h->len, sizeof *h->lines, by_name);
	h->sorted = true;
}

const char *h1_text(struct h1 *h, char out[H1_TEXT])
{
	struct hash *all = hash_new();
	unsigned char raw[HASH_BYTES];

	sort(h);
	for (size_t i = 0; i < h->len; i++) {
		hash_add(all, h->lines[i].hex, HASH_HEX - 1);
		hash_add(all, "  ", 2);
		hash_add(all, h->lines[i].name, strlen(h->lines[i].name));
		hash_add(all, "\n", 1);
	}
	hash_raw(all, raw);
	str_copy(out, H1_TEXT, "h1:", 3);
	base64_encode(raw, sizeof raw, out + 3, H1_TEXT - 3);
	return out;
}

bool h1_valid(const char *text)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	return strlen(text) == H1_TEXT - 1 && !strncmp(text, "h1:", 3) && strspn(text + 3, alphabet) == 43 &&
	       text[46] == '=';
}
