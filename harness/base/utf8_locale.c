#include "base/utf8_locale.h"

#include <stddef.h>

void utf8_locale_enter(struct utf8_locale *l)
{
	static const char *const names[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8" };

	*l = (struct utf8_locale){ .own = (locale_t)0 };
	for (size_t i = 0; !l->own && i < sizeof names / sizeof *names; i++)
		l->own = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
	if (l->own)
		l->before = uselocale(l->own);
}

void utf8_locale_leave(struct utf8_locale *l)
{
	if (!l->own)
		return;
	uselocale(l->before);
	freelocale(l->own);
	l->own = (locale_t)0;
}
