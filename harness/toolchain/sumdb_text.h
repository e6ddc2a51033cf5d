/*
 * What a checksum database is called, and what it says: the texts, parsed. All of it is hostile; nothing here is
 * verified but the form. No state; what is filled is plain data or points into the text.
 */
#ifndef GOALLOC_TOOLCHAIN_SUMDB_TEXT_H
#define GOALLOC_TOOLCHAIN_SUMDB_TEXT_H

#include "base/error.h"
#include "toolchain/h1.h"
#include "toolchain/signed_note.h"
#include "toolchain/tlog.h"

#define SUMDB_URL 1024

struct sumdb_spec {
	struct note_key key;
	char url[SUMDB_URL]; /* "": none was given */
};
/*
 * $GOSUMDB as the go command reads it: "NAME", "NAME+HASH+KEY", and either with " URL" behind it. The keys of
 * well-known databases are built in, without the names: a name is known when its hash with one of them is the
 * published one. A mirror under another host is "NAME URL". ERR_USAGE.
 */
int sumdb_spec_parse(const char *gosumdb, struct sumdb_spec *out, struct error *err);

struct sumdb_answer {
	uint64_t record;  /* its number in the log */
	const char *text; /* the record: lines */
	size_t text_len;
	const char *head; /* the signed tree head: a note */
	size_t head_len;
};
/* The answer to /lookup/...: number, record, empty line, signed head. ERR_CORRUPT. */
int sumdb_answer_parse(const char *p, size_t n, struct sumdb_answer *out, struct error *err);
/* The text of a tree head: "go.sum database tree\nSIZE\nROOT\n", and lines of later versions. ERR_CORRUPT. */
int sumdb_tree_parse(const char *p, size_t n, struct tlog_tree *out, struct error *err);
/* Of the record the digest "MODULE VERSION h1:..."; ERR_CORRUPT when there is none, or two that differ. */
int sumdb_record_digest(const char *p, size_t n, const char *module, const char *version, char out[H1_TEXT],
                        struct error *err);

#endif
