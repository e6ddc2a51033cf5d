#include "store/arena.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define CHUNK ((size_t)64 << 10)
#define VISIBLE_NUL "\xE2\x90\x80" /* U+2400, symbol for null */

struct chunk {
	struct chunk *next;
	size_t used, size;
	char bytes[];
};

struct slot {
	int64_t id;
	const char *text; /* NULL: free */
};

struct arena {
	struct chunk *chunks; /* the first one is being filled */
	struct slot *slots;   /* open addressing; nslots is a power of two */
	size_t nslots, used;
	size_t owners;
	struct arena **shared; /* kept alive by this one */
	size_t nshared, shared_cap;
};

struct arena *arena_new(void)
{
	struct arena *a = xcalloc(1, sizeof *a);

	a->owners = 1;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a || --a->owners)
		return;
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	for (size_t i = 0; i < a->nshared; i++)
		arena_free(a->shared[i]); /* one level deep: what is shared shares nothing */
	free(a->shared);
	free(a->slots);
	free(a);
}

void arena_keep(struct arena *a, struct arena *shared)
{
	shared->owners++;
	a->shared = vec_grow(a->shared, &a->shared_cap, a->nshared + 1, sizeof(struct arena *));
	a->shared[a->nshared++] = shared;
}

static char *take(struct arena *a, size_t n)
{
	struct chunk *c = a->chunks;
	char *p;

	if (!c || c->size - c->used < n) {
		size_t size = n > CHUNK ? n : CHUNK;

		c = xmalloc(sizeof *c + size);
		c->size = size;
		c->used = 0;
		c->next = a->chunks;
		a->chunks = c;
	}
	p = c->bytes + c->used;
	c->used += n;
	return p;
}

const char *arena_string(struct arena *a, const void *p, size_t n)
{
	const char *s = p;
	size_t nuls = 0, o = 0;
	char *out;

	for (size_t i = 0; i < n; i++)
		nuls += !s[i];
	out = take(a, n + nuls * (sizeof VISIBLE_NUL - 2) + 1);
	if (!nuls) {
		if (n)
			memcpy(out, s, n);
		out[n] = '\0';
		return out;
	}
	for (size_t i = 0; i < n; i++) {
		if (s[i]) {
			out[o++] = s[i];
		} else {
			memcpy(out + o, VISIBLE_NUL, sizeof VISIBLE_NUL - 1);
			o += sizeof VISIBLE_NUL - 1;
		}
	}
	out[o] = '\0';
	return out;
}

/*
 * The slot of this id, or the free one where it belongs. Multiplying by 2^64/phi spreads ids that follow one
 * another.
 */
static struct slot *slot_of(struct slot *slots, size_t nslots, int64_t id)
{
	size_t i = (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (nslots - 1);

	while (slots[i].text && slots[i].id != id)
		i = (i + 1) & (nslots - 1);
	return &slots[i];
}

const char *arena_find(const struct arena *a, int64_t id)
{
	return a->nslots ? slot_of(a->slots, a->nslots, id)->text : NULL;
}

static void rehash(struct arena *a)
{
	size_t n = a->nslots ? 2 * a->nslots : 1024;
	struct slot *slots = xcalloc(n, sizeof *slots);

	for (size_t i = 0; i < a->nslots; i++)
		if (a->slots[i].text)
			*slot_of(slots, n, a->slots[i].id) = a->slots[i];
	free(a->slots);
	a->slots = slots;
	a->nslots = n;
}

void arena_remember(struct arena *a, int64_t id, const char *text)
{
	struct slot *slot;

	if (2 * (a->used + 1) > a->nslots)
		rehash(a);
	slot = slot_of(a->slots, a->nslots, id);
	a->used += !slot->text;
	*slot = (struct slot){ .id = id, .text = text };
}
