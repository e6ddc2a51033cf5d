/* Any bytes as the source of a case: the map has every line, what it says of them lies within the text, and it ends. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/join_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct source_map m;
	size_t lines = 0, bytes = 0;

	source_map_of(text, size, &m);
	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n' || i + 1 == size;
	if (m.len != lines || source_line_at(&m, 0) || source_line_at(&m, (int)m.len + 1))
		abort();
	for (size_t i = 0; i < m.len; i++) {
		const struct source_line *l = source_line_at(&m, (int)i + 1);

		if (l != &m.lines[i] || l->text != text + bytes || l->n > size - bytes || memchr(l->text, '\n', l->n))
			abort();
		bytes += l->n + 1;
		/* a statement begins above or here, at a line that begins one; a literal likewise */
		if (l->statement < 1 || l->statement > (int)i + 1 || l->closes < 0 || l->closes > (int)i + 1 ||
		    m.lines[l->statement - 1].statement != l->statement || (l->measured && l->setup))
			abort();
	}
	source_map_release(&m);
	return 0;
}
