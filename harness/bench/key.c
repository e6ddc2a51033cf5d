#include "bench/key.h"

#include <stdio.h>

#include "bench/record.h"

static void add_list(struct hash *h, const struct strlist *l)
{
	char count[32];

	snprintf(count, sizeof count, "%zu", l->len);
	hash_add_field(h, count);
	for (size_t i = 0; i < l->len; i++)
		hash_add_field(h, l->items[i]);
}

/*
 * Every part goes in with its length before it. The mode's name does not: two names for the same flags do the same work.
 * The order of flags counts (the compiler reads them in order), that of the environment does not.
 */
void cell_key(const struct toolchain *t, const struct mode *m, const struct gocase *c, char out[HASH_HEX])
{
	struct strlist env = STRLIST_INIT;
	struct hash *h = hash_new();

	for (size_t i = 0; i < m->env.len; i++)
		strlist_add(&env, m->env.items[i]);
	strlist_sort(&env);
	hash_add_field(h, "cell");
	hash_add_field(h, RUNNER_VERSION);
	hash_add_field(h, t->digest);
	if (!t->digest || !*t->digest) { /* a local toolchain nobody has digested: the best there is */
		hash_add_field(h, t->go);
		hash_add_field(h, t->version_output);
	}
	hash_add_field(h, t->goos);
	hash_add_field(h, mode_goarch(m, t->goarch));
	hash_add_field(h, c->name);
	hash_add_field(h, c->sha256);
	add_list(h, &m->flags);
	add_list(h, &env);
	hash_hex(h, out);
	strlist_release(&env);
}
