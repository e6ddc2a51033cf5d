#include <stdint.h>
#include <string.h>

#include "bench/diagnostics_text.h"

/* Whether `line` is one of the text's lines. */
static bool has_line(struct piece text, struct piece line)
{
	const char *end = text.p + text.n;

	for (const char *p = text.p; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		stop = stop ? stop : end;
		if ((size_t)(stop - p) == line.n && !memcmp(p, line.p, line.n))
			return true;
		p = stop + 1;
	}
	return false;
}

/* The bit of `seen` that a line sets. Its length and end tell most lines apart: they end in a place or a name. */
static unsigned fingerprint(struct piece line)
{
	uint64_t tail = 0;

	memcpy(&tail, line.p + (line.n > sizeof tail ? line.n - sizeof tail : 0),
	       line.n > sizeof tail ? sizeof tail : line.n);
	return (unsigned)(((tail ^ line.n) * UINT64_C(0x9e3779b97f4a7c15)) >> 56);
}

/* "from X at /a/b/c.go:1:2" without the folders; "flow: a <- b" (an arrow, from 1.25 on) as "flow: a = b". */
static void add_normalised(struct str *out, struct piece line)
{
	static const char arrow[] = " \xe2\x86\x90 ";
	long at = piece_starts(line, "from ") ? piece_find_last(line, " at ") : -1;

	if (at >= 0) {
		at += 4;
		clean_add(out, piece_of(line.p, (size_t)at));
		clean_add(out, piece_base(piece_rest(line, (size_t)at)));
		return;
	}
	at = piece_starts(line, "flow: ") && memchr(line.p, 0xe2, line.n) ? piece_find(line, arrow) : -1;
	clean_add(out, at < 0 ? line : piece_of(line.p, (size_t)at));
	if (at >= 0) {
		str_add(out, " = ");
		clean_add(out, piece_rest(line, (size_t)at + sizeof arrow - 1));
	}
}

void detail_add(struct detail *d, struct piece line)
{
	size_t before = d->text.len, start;
	unsigned bit;

	while (line.n && (*line.p == ' ' || *line.p == '\t'))
		line = piece_rest(line, 1);
	if (!line.n || before >= DETAIL_MAX)
		return;
	if (line.n > DETAIL_MAX)
		line.n = DETAIL_MAX;
	if (before)
		str_add_char(&d->text, '\n');
	start = d->text.len;
	add_normalised(&d->text, line);
	line = piece_of(d->text.p + start, d->text.len - start);
	bit = fingerprint(line);
	if ((d->seen[bit / 64] >> bit % 64 & 1) && has_line(piece_of(d->text.p, before), line)) {
		d->text.len = before;
		d->text.p[before] = '\0';
	}
	d->seen[bit / 64] |= UINT64_C(1) << bit % 64;
}

void detail_join(struct detail *d, struct detail *from)
{
	const char *p = str_cstr(&from->text);

	if (!d->text.len) {
		struct detail empty = *d;

		*d = *from;
		*from = empty;
	}
	while (from->text.len && *p) {
		size_t n = strcspn(p, "\n");

		detail_add(d, piece_of(p, n));
		p += n + (p[n] == '\n');
	}
	str_release(&from->text);
	*from = (struct detail){ .text = STR_INIT };
}
