#include "base/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"

void child_result_release(struct child_result *r)
{
	str_release(&r->out);
	str_release(&r->err);
	str_release(&r->res);
}

bool child_ok(const struct child_result *r)
{
	return r->end == CHILD_EXITED && r->status == 0;
}

const char *child_end_text(const struct child_result *r, char *buf, size_t size)
{
	char amount[32];

	switch (r->end) {
	case CHILD_EXITED:
		snprintf(buf, size, "exit status %d", r->status);
		break;
	case CHILD_SIGNALED:
		snprintf(buf, size, "died of signal %d (%s)", r->status, strsignal(r->status));
		break;
	case CHILD_DEADLINE:
		duration_format((int64_t)r->limit, amount, sizeof amount);
		snprintf(buf, size, "killed: not done within %s", amount);
		break;
	case CHILD_MEMORY:
		bytes_format(r->limit, amount, sizeof amount);
		snprintf(buf, size, "killed: more than %s resident", amount);
		break;
	case CHILD_OUTPUT:
		bytes_format(r->limit, amount, sizeof amount);
		snprintf(buf, size, "killed: more than %s of output", amount);
		break;
	case CHILD_PROCESSES:
		snprintf(buf, size, "killed: more than %llu processes", (unsigned long long)r->limit);
		break;
	case CHILD_INTERRUPTED:
		snprintf(buf, size, "killed: interrupted");
		break;
	}
	return buf;
}

static int64_t microseconds(const struct timeval *t)
{
	return (int64_t)t->tv_sec * 1000000 + t->tv_usec;
}

int64_t children_cpu_ns(void)
{
	struct rusage u;

	if (getrusage(RUSAGE_CHILDREN, &u))
		return 0;
	return (microseconds(&u.ru_utime) + microseconds(&u.ru_stime)) * 1000;
}

char *program_find(const char *name)
{
	const char *p = getenv("PATH");

	if (!*name)
		return NULL;
	if (strchr(name, '/'))
		return path_is_file(name) && !access(name, X_OK) ? path_absolute(name) : NULL;
	while (p) {
		const char *end = p + strcspn(p, ":");
		/* an empty part means the working directory: an accident, and a danger, so not here */
		char *path = end > p ? xasprintf("%.*s/%s", (int)(end - p), p, name) : NULL;

		if (path && path_is_file(path) && !access(path, X_OK)) {
			char *found = path_absolute(path);

			free(path);
			return found;
		}
		free(path);
		p = *end ? end + 1 : NULL;
	}
	return NULL;
}
