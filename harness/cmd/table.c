#include <string.h>

#include "cmd/command.h"

const struct command *const command_table[] = {
	&command_run,      &command_trend,   &command_compare,   &command_explain,
	&command_status,   &command_plot,    &command_report,    &command_export,
	&command_import,   &command_case,    &command_toolchain, &command_doctor,
	&command_selftest, &command_nightly, &command_help,      NULL,
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; command_table[i]; i++)
		if (!strcmp(command_table[i]->name, name))
			return command_table[i];
	return NULL;
}
