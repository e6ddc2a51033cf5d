/*
 * A bounded ring of bytes between one thread that receives and one that unpacks: the network and the unpacker work at
 * the same time, and a slow disk slows the sender down instead of filling memory.
 *
 * The writer calls ring_put .. ring_end; the reader ring_take until RING_END, or ring_close when it has seen enough,
 * which also ends a writer's waiting. ring_free when the writer's thread is gone.
 */
#ifndef GOALLOC_TOOLCHAIN_DOWNLOAD_RING_H
#define GOALLOC_TOOLCHAIN_DOWNLOAD_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring;
struct ring *ring_new(size_t capacity); /* bytes; never NULL; memory is touched only as far as it is used */
void ring_free(struct ring *r);

/* The writer's side. Waits for room, *blocked_ns grows by that; false once the reader has closed it, or at interrupt. */
bool ring_put(struct ring *r, const void *p, size_t n, int64_t *blocked_ns);
/* Nothing more comes; what is in it is still taken. */
void ring_end(struct ring *r);
/* Sleeps; false, at once, when the reader closes it or at an interrupt. */
bool ring_sleep(struct ring *r, int64_t ns);

/* The reader's side. */
enum ring_taken { RING_BYTES, RING_END, RING_NOTHING_YET };
/* Gives back what was taken before, then the next bytes, valid until the next call; waits at most wait_ms. */
enum ring_taken ring_take(struct ring *r, const void **p, size_t *n, int wait_ms);
void ring_close(struct ring *r);

#endif
