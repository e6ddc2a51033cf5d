#include "cmd/machine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"

/* First line of the file that starts with `key`, the part behind `sep`, trimmed; NULL if none. */
static char *file_value(const char *path, const char *key, char sep)
{
	struct error ignored = ERROR_INIT;
	struct str text = STR_INIT;
	char *found = NULL;

	if (!file_read(path, 1 << 20, &text, &ignored))
		for (char *line = strtok(text.p, "\n"); line && !found; line = strtok(NULL, "\n")) {
			char *value = sep ? strchr(line, sep) : line;

			if (!str_starts(line, key) || !value)
				continue;
			value += sep ? 1 : 0;
			value += strspn(value, " \t\"");
			found = xstrndup(value, strcspn(value, "\""));
		}
	str_release(&text);
	return found;
}

static char *machine_id(void)
{
	char *id = file_value("/etc/machine-id", "", '\0');
	char *os = file_value("/etc/os-release", "PRETTY_NAME", '=');
	struct hash *h = hash_new();
	char hex[HASH_HEX];
	char *text;

	/* hashed with a word of our own: the raw id must not leave the machine (machine-id(5)) */
	hash_add_field(h, "goalloc machine");
	hash_add_field(h, id);
	hash_hex(h, hex);
	text = xasprintf("%.12s, %s", id ? hex : "unknown", os ? os : "unknown system");
	free(id);
	free(os);
	return text;
}

void machine_read(struct machine *m)
{
	struct utsname u;
	char *model = file_value("/proc/cpuinfo", "model name", ':');
	double load[3];

	m->machine = machine_id();
	m->kernel = uname(&u) ? xstrdup("unknown") : xasprintf("%s %s %s", u.sysname, u.release, u.machine);
	m->cpu = xasprintf("%s, %ld processors", model ? model : "unknown processor", sysconf(_SC_NPROCESSORS_ONLN));
	m->governor = file_value("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "", '\0');
	if (!m->governor)
		m->governor = xstrdup("unknown");
	m->load =
		getloadavg(load, 3) == 3 ? xasprintf("%.2f %.2f %.2f", load[0], load[1], load[2]) : xstrdup("unknown");
	free(model);
}

void machine_release(struct machine *m)
{
	free(m->machine);
	free(m->kernel);
	free(m->cpu);
	free(m->governor);
	free(m->load);
}

struct session_info machine_session(const struct machine *m, uint64_t seed, const char *command_line,
                                    const char *conditions)
{
	return (struct session_info){ .command_line = command_line,
		                      .tool_version = GOALLOC_VERSION,
		                      .seed = seed,
		                      .machine = m->machine,
		                      .kernel = m->kernel,
		                      .cpu = m->cpu,
		                      .governor = m->governor,
		                      .load = m->load,
		                      .conditions = conditions };
}
