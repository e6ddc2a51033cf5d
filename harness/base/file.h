/*
 * Files and folders. Paths are plain strings; what is returned is freed with free(). All errors are ERR_INFRA
 * and name the path.
 */
#ifndef GOALLOC_BASE_FILE_H
#define GOALLOC_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/* A regular file for reading; *size (may be NULL) is its size now. The caller closes *fd. */
int file_open(const char *path, int *fd, uint64_t *size, struct error *err);
/* Appends the whole file to *out; a file larger than `max` bytes, or not regular, is an error. */
int file_read(const char *path, size_t max, struct str *out, struct error *err);
/* Writes beside the target, fsyncs, renames: the old or the new content, never half of it. */
int file_write(const char *path, const void *p, size_t n, struct error *err);
/* The bytes and the permissions into a new file; ERR_INFRA if `to` exists. */
int file_copy(const char *from, const char *to, struct error *err);
/* Creates the folder and its parents; existing ones are fine. */
int dir_make(const char *path, struct error *err);
/* Removes the tree; follows no symlink; a path that does not exist is fine. */
int tree_remove(const char *path, struct error *err);
/* Bytes of disk that the tree takes, links not followed; what cannot be read, or is not there, counts as nothing. */
uint64_t tree_bytes(const char *path);
/* Names in the folder without "." and "..", sorted. */
int dir_list(const char *path, struct strlist *out, struct error *err);
bool path_exists(const char *path); /* symlinks not followed */
bool path_is_dir(const char *path);
bool path_is_file(const char *path);
char *path_absolute(const char *path); /* against the working directory; not resolved */

/*
 * An advisory lock on a file (created, kept after release). wait_ms 0 tries once, -1 waits for ever. On success
 * *fd is the lock: closed by file_unlock alone, or by the process's death (a fork shares it until file_locks_leave() or exec). The
 * holder's pid is written into the file. An interrupt ends the waiting (ERR_INTERRUPTED). Held elsewhere: returns -1 with
 * ERR_INFRA and *holder (may be NULL) the pid or 0.
 */
int file_lock(const char *path, int wait_ms, int *fd, long *holder, struct error *err);
/* As file_lock, but any number may hold it at a time, none while file_lock's is held. Nobody's pid is written. */
int file_lock_shared(const char *path, int wait_ms, int *fd, struct error *err);
void file_unlock(int fd);
/*
 * For whoever has just forked, before all else: closes the locks that file_lock gave to the parent, which else stay locked should
 * the parent be killed now. System calls only, and nothing of a memory shared with the parent is changed.
 */
void file_locks_leave(void);

#endif
