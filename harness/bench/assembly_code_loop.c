/*
 * Every benchmark asks for b.N, and where testing.B keeps it is the library's matter: it moved in most releases, and often nothing
 * else did. It is the one place behind a pointer that all benchmarks of the case look at; if there are more such places, or
 * none, nothing is masked.
 */
#include <string.h>

#include "bench/assembly_code.h"

#define MAX_ACCESSES 100 /* of a benchmark whose b.N is looked for */

static bool has_access(const struct node *node, long far)
{
	for (size_t i = 0; i < node->naccesses; i++)
		if (node->accesses[i].far == far)
			return true;
	return false;
}

static bool is_benchmark(const struct node *node)
{
	return node->function && code_in_benchmark(node) && !strpbrk(node->name, ".-\xc2");
}

static bool all_have(const struct reading *r, long far)
{
	for (size_t i = 0; i < r->len; i++)
		if (is_benchmark(&r->nodes[i]) && !has_access(&r->nodes[i], far))
			return false;
	return true;
}

/* 0 if it cannot be told. */
static long place_of_n(const struct reading *r)
{
	size_t first = 0;
	long found = 0;

	while (first < r->len && !is_benchmark(&r->nodes[first]))
		first++;
	if (first == r->len || r->nodes[first].naccesses > MAX_ACCESSES)
		return 0;
	for (size_t i = 0; i < r->nodes[first].naccesses; i++) {
		long far = r->nodes[first].accesses[i].far;

		if (far == found || !all_have(r, far))
			continue;
		if (found)
			return 0;
		found = far;
	}
	return found;
}

/* The four bytes of the distance, if the instruction has them once. */
static void mask(struct node *node, const struct access *a)
{
	unsigned char bytes[4] = { a->far & 0xff, a->far >> 8 & 0xff, a->far >> 16 & 0xff, a->far >> 24 & 0xff };
	size_t to = a->to < 0 || (size_t)a->to > node->bytes.len ? node->bytes.len : (size_t)a->to;
	char *found = NULL;

	for (size_t at = (size_t)a->from; at + sizeof bytes <= to; at++) {
		if (memcmp(node->bytes.p + at, bytes, sizeof bytes) != 0)
			continue;
		if (found)
			return;
		found = node->bytes.p + at;
	}
	if (found)
		memcpy(found, "b.N", sizeof bytes);
}

void code_mask_loop(struct reading *r)
{
	long place = place_of_n(r);

	for (size_t i = 0; place && i < r->len; i++)
		for (size_t k = 0; k < r->nodes[i].naccesses; k++)
			if (r->nodes[i].accesses[k].far == place)
				mask(&r->nodes[i], &r->nodes[i].accesses[k]);
}
