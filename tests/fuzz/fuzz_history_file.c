/* Any bytes as a history: nothing crashes, what is taken writes a file that reads the same, and every run is found. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/history_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct history_file f, again;
	struct history_check check = HISTORY_CHECK_INIT;
	struct str once = STR_INIT, twice = STR_INIT;

	if (history_parse((const char *)data, size, &f, &err)) {
		if (!*err.msg || f.len || f.text)
			abort();
		return 0;
	}
	for (size_t i = 0; i < f.len; i++)
		for (size_t k = f.runs[i].from; k <= f.runs[i].to; k++)
			if (history_find(&f, f.runs[i].case_name, f.runs[i].benchmark, f.runs[i].mode, k) != &f.runs[i])
				abort();
	history_write(&f, &once);
	if (history_parse(once.p, once.len, &again, &err))
		abort();
	history_write(&again, &twice);
	if (once.len != twice.len || memcmp(once.p, twice.p, once.len))
		abort();
	history_widen(&again, &f);
	history_join(&again);
	history_check(&f, &again, &check);
	history_check_release(&check);
	history_file_release(&f);
	history_file_release(&again);
	str_release(&once);
	str_release(&twice);
	return 0;
}
