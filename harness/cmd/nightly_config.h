/*
 * What `goalloc nightly --config FILE` reads: lines "key = value", '#' begins a comment line. Every key has a default, so
 * that no file is needed. nightly_config_default .. nightly_config_parse (any bytes) .. nightly_config_release.
 */
#ifndef GOALLOC_CMD_NIGHTLY_CONFIG_H
#define GOALLOC_CMD_NIGHTLY_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

enum {
	NIGHTLY_CONFIG_BYTES = 1 << 16, /* of the text */
	NIGHTLY_CONFIG_VALUE = 1000,    /* bytes of a value */
	NIGHTLY_CONFIG_REPEAT = 100     /* values of a key that may be given several times */
};

/* Texts are never NULL; "" where a default is none. */
struct nightly_config {
	char *go;             /* SPEC of what is followed */
	char *baseline;       /* SPEC of one release: resolved once, then pinned */
	struct strlist cases; /* folders and files; empty: the library */
	char *match;          /* globs; "": all */
	char *modes;
	struct strlist define;                    /* modes */
	unsigned metrics;                         /* METRIC_*: what is measured and reported */
	double precision;                         /* of the ratios, relative: 0.01; 0: none */
	int64_t budget_ns;                        /* of timing */
	int64_t sample_ns;                        /* of one timing sample; 0: the engine's */
	int blocks, jobs;                         /* 0: the engine's */
	unsigned fail_on;                         /* METRIC_* */
	double threshold;                         /* relative; 0: any count, the defaults of times */
	char *accept;                             /* file of known changes; "": none */
	char *results;                            /* folder of the reports */
	int keep_nights, keep_days, keep_samples; /* 0: for ever */
	uint64_t max_cache;                       /* bytes; 0: any number */
};

void nightly_config_default(struct nightly_config *c);
void nightly_config_release(struct nightly_config *c);
/* Over what *c has. ERR_USAGE with the line, what is wrong there and what to write instead; *c may be partly changed. */
int nightly_config_parse(const char *text, size_t n, struct nightly_config *c, struct error *err);
/* An example with every key, its default and what it is for, that parses to the defaults. */
void nightly_config_example(struct str *out);

#endif
