#include <string.h>

#include "base/utf8.h"
#include "store/db.h"

struct value value_int(int64_t i)
{
	return (struct value){ .type = VALUE_INT, .i = i };
}

struct value value_uint(uint64_t i)
{
	return value_int(i > INT64_MAX ? INT64_MAX : (int64_t)i);
}

struct value value_real(double d)
{
	return (struct value){ .type = VALUE_REAL, .d = d };
}

struct value value_text(const char *s)
{
	return (struct value){ .type = VALUE_TEXT, .p = s ? s : "", .n = s ? strlen(s) : 0 };
}

struct value value_text_or_null(const char *s)
{
	return (struct value){ .type = VALUE_TEXT, .p = s, .n = s ? strlen(s) : 0 };
}

struct value value_blob(const void *p, size_t n)
{
	return (struct value){ .type = VALUE_BLOB, .p = p ? p : "", .n = n };
}

struct value value_bytes(const void *p, size_t n)
{
	struct value v = value_blob(p, n);

	if (!n || (!memchr(p, '\0', n) && utf8_valid(p, n)))
		v.type = VALUE_TEXT;
	return v;
}
