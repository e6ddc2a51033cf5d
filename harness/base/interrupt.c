#include "base/interrupt.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int raised;

static void on_signal(int sig)
{
	/* Whoever asks a third time wants out now, finished or not. */
	if (atomic_fetch_add(&raised, 1) >= 2) {
		signal(sig, SIG_DFL);
		raise(sig);
	}
}

void interrupt_install(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct sigaction old;

	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		/* under nohup a hangup stays ignored */
		if (signals[i] == SIGHUP && !sigaction(SIGHUP, NULL, &old) && old.sa_handler == SIG_IGN)
			continue;
		sigaction(signals[i], &sa, NULL);
	}
	sa.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &sa, NULL);
}

bool interrupted(void)
{
	return atomic_load(&raised) > 0;
}

void interrupt_raise(void)
{
	int none = 0;

	/* only the first counts: a program's own wish is no impatient user */
	atomic_compare_exchange_strong(&raised, &none, 1);
}

void interrupt_clear(void)
{
	atomic_store(&raised, 0);
}

int interrupt_check(struct error *err)
{
	if (!interrupted())
		return 0;
	return error_set(err, ERR_INTERRUPTED, "interrupted");
}
