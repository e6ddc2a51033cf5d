/*
 * Libraries that read UTF-8 by the locale (libarchive, libsmartcols): a locale of the calling thread's own in which they do,
 * whatever the user's is. utf8_locale_enter .. utf8_locale_leave, in the same thread. The rest of the locale stays "C".
 */
#ifndef GOALLOC_BASE_UTF8_LOCALE_H
#define GOALLOC_BASE_UTF8_LOCALE_H

#include <locale.h>

struct utf8_locale {
	locale_t own, before; /* own is 0 on a system without such a locale: then nothing was changed */
};
void utf8_locale_enter(struct utf8_locale *l);
void utf8_locale_leave(struct utf8_locale *l);

#endif
