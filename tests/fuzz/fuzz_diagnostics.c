/* Any bytes are compiler output: every line is counted, decisions are sorted and each stands once. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/diagnostics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int compare(const struct decision *a, const struct decision *b)
{
	int r = strcmp(a->file, b->file);

	r = r ? r : (a->line > b->line) - (a->line < b->line);
	r = r ? r : (a->col > b->col) - (a->col < b->col);
	r = r ? r : (a->kind > b->kind) - (a->kind < b->kind);
	return r ? r : strcmp(a->subject, b->subject);
}

static size_t count_lines(const uint8_t *data, size_t size)
{
	size_t n = size && data[size - 1] != '\n';

	for (size_t i = 0; i < size; i++)
		n += data[i] == '\n';
	return n;
}

/* Every byte is in a line of some class. */
static void check_classes(const struct decision_list *l, size_t size)
{
	size_t lines = 0, bytes = 0;

	for (int k = 0; k < LINE_CLASSES; k++) {
		lines += l->classes[k].lines;
		bytes += l->classes[k].bytes;
	}
	if (lines != l->lines || bytes != size || l->classes[LINE_UNKNOWN].lines != l->unknown)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decision_list l = DECISION_LIST_INIT;
	size_t len;

	diagnostics_parse((const char *)data, size, &l);
	if (l.lines != count_lines(data, size) || l.unknown > l.lines || l.len > l.lines)
		abort();
	check_classes(&l, size);
	for (size_t i = 0; i < l.len; i++) {
		const struct decision *d = &l.items[i];

		if (!d->function || !d->detail || (unsigned)d->kind >= DECISION_KINDS || d->line < 0 || d->col < 0)
			abort();
		if (i && compare(d - 1, d) >= 0)
			abort();
	}
	len = l.len;
	diagnostics_parse((const char *)data, size, &l); /* once more says nothing new */
	if (l.len > len)
		abort();
	diagnostics_functions(&l, (const char *)data, size);
	decision_list_release(&l);
	return 0;
}
