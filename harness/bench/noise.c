#include "bench/noise.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"

#define TASK "noise"
#define WORDS ((size_t)1 << 15) /* 256 KiB: more than the first cache, less than the second */
#define PARTS 64
#define FIRST_STEPS INT64_C(256) /* a part, at the first try */
#define MOST_STEPS (INT64_C(1) << 36)
#define QUIET_NS INT64_C(2000000000) /* no word of progress when it takes less */
#define LOOK_AHEAD 5                 /* samples after which that is known */
#define CALIBRATIONS 3

/* Each step needs the one before: neither the compiler nor the processor gets ahead. */
static uint64_t work(uint64_t *table, int64_t steps, uint64_t x)
{
	for (int64_t i = 0; i < steps; i++) {
		x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407); /* Knuth's MMIX */
		x ^= table[x >> 49];
		table[x >> 49] += x;
	}
	return x;
}

static bool bind_to(int cpu)
{
#ifdef __linux__
	size_t size = CPU_ALLOC_SIZE((size_t)cpu + 1);
	cpu_set_t *set = CPU_ALLOC((size_t)cpu + 1);
	bool bound = false;

	if (set) {
		CPU_ZERO_S(size, set);
		CPU_SET_S((size_t)cpu, size, set);
		bound = sched_setaffinity(0, size, set) == 0;
		CPU_FREE(set);
	}
	return bound;
#else
	(void)cpu;
	return false;
#endif
}

/* In the child. */
static void take_sample(int cpu, int64_t steps, struct noise_sample *out)
{
	uint64_t *table = xcalloc(WORDS, sizeof *table), x = 1;
	struct rusage before, after;
	int64_t shortest = INT64_MAX, longest = 0, start, last;

	*out = (struct noise_sample){ .bound = cpu >= 0 && bind_to(cpu) };
	for (size_t i = 0; i < WORDS; i++)
		table[i] = i; /* the pages are there before the clock runs */
	x = work(table, steps, x);
	getrusage(RUSAGE_SELF, &before);
	start = last = clock_ns();
	for (int i = 0; i < PARTS; i++) {
		int64_t now, took;

		x = work(table, steps, x);
		now = clock_ns();
		took = now - last;
		last = now;
		shortest = took < shortest ? took : shortest;
		longest = took > longest ? took : longest;
	}
	getrusage(RUSAGE_SELF, &after);
	out->ns = last - start;
	out->stop_ns = longest - shortest;
	out->switches = after.ru_nivcsw - before.ru_nivcsw;
	if (!x) /* the result is wanted, or there would be no work */
		out->ns++;
	free(table);
}

static int read_sample(int fd, struct noise_sample *out)
{
	size_t have = 0;

	while (have < sizeof *out) {
		ssize_t n = read(fd, (char *)out + have, sizeof *out - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		have += (size_t)n;
	}
	return 0;
}

static int sample(int cpu, int64_t steps, struct noise_sample *out, struct error *err)
{
	int ends[2], rc;
	pid_t pid;

	if (interrupt_check(err))
		return -1;
	if (pipe2(ends, O_CLOEXEC))
		return error_errno(err, ERR_INFRA, "cannot make a pipe for the noise to be measured");
	pid = fork();
	if (pid < 0) {
		rc = error_errno(err, ERR_INFRA, "cannot start a process to measure the noise in");
		close(ends[0]);
		close(ends[1]);
		return rc;
	}
	if (!pid) {
		struct noise_sample mine;

		file_locks_leave();
		take_sample(cpu, steps, &mine);
		_exit(write(ends[1], &mine, sizeof mine) == (ssize_t)sizeof mine ? 0 : 1);
	}
	close(ends[1]);
	rc = read_sample(ends[0], out);
	close(ends[0]);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (rc)
		return error_set(err, ERR_INFRA, "a process to measure the noise in ended early");
	return 0;
}

/* Steps of a part so that a sample takes sample_ns. The shortest of some tries counts: a disturbed one is too long. */
static int calibrate(const struct noise_config *config, int64_t *steps, struct error *err)
{
	*steps = FIRST_STEPS;
	while (true) {
		int64_t least = INT64_MAX;
		double factor;

		for (int i = 0; i < CALIBRATIONS; i++) {
			struct noise_sample s = { .ns = 0 };

			if (sample(config->cpu, *steps, &s, err))
				return -1;
			least = s.ns < least ? s.ns : least;
		}
		factor = (double)config->sample_ns / (double)(least > 0 ? least : 1);
		if (factor < 8 || *steps > MOST_STEPS / 8) {
			*steps = (int64_t)((double)*steps * (factor < 8 ? factor : 8));
			*steps = *steps < 1 ? 1 : *steps;
			return 0;
		}
		*steps *= 8;
	}
}

int noise_measure(const struct noise_config *config, struct noise_sample *out, struct error *err)
{
	int64_t start, steps;
	bool told = false;

	if (calibrate(config, &steps, err))
		return -1;
	start = clock_ns();
	for (int i = 0; i < config->samples; i++) {
		if (sample(config->cpu, steps, &out[i], err)) {
			if (told)
				event_fail(config->sink, TASK, err->msg);
			return -1;
		}
		if (!told && i + 1 >= LOOK_AHEAD && (clock_ns() - start) / (i + 1) > QUIET_NS / config->samples) {
			event_start(config->sink, TASK, (uint64_t)config->samples, UNIT_COUNT);
			told = true;
		}
		if (told)
			event_progress(config->sink, TASK, (uint64_t)i + 1, (uint64_t)config->samples, UNIT_COUNT);
	}
	if (told)
		event_done(config->sink, TASK, NULL);
	return 0;
}
