/* Any bytes as the configuration of a night: nothing crashes, what is taken is bounded and whole. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change.h"
#include "cmd/nightly_config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct nightly_config *c)
{
	const char *texts[] = { c->go, c->baseline, c->match, c->modes, c->accept, c->results };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!texts[i] || strlen(texts[i]) > NIGHTLY_CONFIG_VALUE)
			abort();
	if (!*c->go || !*c->baseline || !*c->results || c->cases.len > NIGHTLY_CONFIG_REPEAT ||
	    c->define.len > NIGHTLY_CONFIG_REPEAT || (c->metrics | c->fail_on) & ~(unsigned)METRIC_ALL ||
	    !(c->precision >= 0 && c->precision <= 1) || !(c->threshold >= 0 && c->threshold <= 1) ||
	    c->budget_ns < 0 || c->sample_ns < 0 || c->blocks < 0 || c->jobs < 0 || c->keep_nights < 0 ||
	    c->keep_days < 0 || c->keep_samples < 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct nightly_config c;

	nightly_config_default(&c);
	if (nightly_config_parse((const char *)data, size, &c, &err)) {
		if (!*err.msg || err.kind != ERR_USAGE)
			abort();
	} else {
		check(&c);
	}
	nightly_config_release(&c);
	return 0;
}
