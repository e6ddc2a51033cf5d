/* Outputs of programs: the same but for addresses, and where they part. */
#include <ctype.h>
#include <string.h>

#include "analysis/change.h"
#include "analysis/change_internal.h"

#define SHOWN 60 /* bytes of a line */

/* Length of the address at p, "0x" and hexadecimal digits; 0 if none is there. */
static size_t address(const char *p)
{
	size_t n = 2;

	if (p[0] != '0' || p[1] != 'x')
		return 0;
	while (isxdigit((unsigned char)p[n]))
		n++;
	return n > 2 ? n : 0;
}

static bool is_nil(const char *p, size_t n)
{
	return strspn(p + 2, "0") >= n - 2;
}

/* Walks over what is the same; stops at the first difference or both ends. */
static void walk(const char **pa, const char **pb)
{
	const char *a = *pa, *b = *pb;

	while (*a && *b) {
		size_t n = address(a), m = address(b);

		if (n && m && is_nil(a, n) == is_nil(b, m)) {
			a += n;
			b += m;
		} else if (*a == *b) {
			a++;
			b++;
		} else {
			break;
		}
	}
	*pa = a;
	*pb = b;
}

bool output_same(const char *a, const char *b)
{
	walk(&a, &b);
	return !*a && !*b;
}

/* The line around `at`, cut to what fits a table; "-" behind the end of the text. */
static void add_line(const char *text, const char *at, struct str *out)
{
	const char *start = at;
	size_t n;

	while (start > text && start[-1] != '\n')
		start--;
	n = strcspn(start, "\n");
	if (!*start) {
		str_add(out, "-");
	} else if (n > SHOWN) {
		n = SHOWN;
		while (n && ((unsigned char)start[n] & 0xc0) == 0x80) /* not inside a character */
			n--;
		str_add_bytes(out, start, n);
		str_add(out, "...");
	} else {
		str_add_bytes(out, start, n);
	}
}

bool output_difference(const struct output_row *old, const struct output_row *new, struct str *old_text,
                       struct str *new_text)
{
	const char *const olds[] = { old->out, old->err }, *const news[] = { new->out, new->err };

	for (size_t i = 0; i < 2; i++) {
		const char *a = olds[i], *b = news[i];

		walk(&a, &b);
		if (!*a && !*b)
			continue;
		add_line(olds[i], a, old_text);
		add_line(news[i], b, new_text);
		return true;
	}
	if (old->exit_status == new->exit_status)
		return false;
	str_addf(old_text, "exit status %d", old->exit_status);
	str_addf(new_text, "exit status %d", new->exit_status);
	return true;
}
