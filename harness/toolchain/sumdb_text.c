#include "toolchain/sumdb_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* Published keys of databases that go commands know by name alone. */
static const struct {
	uint32_t hash;
	const char *key;
} known_keys[] = {
	{ 0x033de0ae, "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8" },
};

/* HOST, HOST:PORT, either with /PATH: it becomes part of addresses and of a folder's name. */
static bool name_is_host(const char *name)
{
	size_t n = strlen(name);

	return n && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:/~_") == n &&
	       strchr("./:-", name[0]) == NULL && name[n - 1] != '/' && !strstr(name, "//") && !strstr(name, "..");
}

static int find_key(const char *word, struct note_key *out, struct error *err)
{
	if (strchr(word, '+'))
		return note_key_parse(word, out, err);
	for (size_t i = 0; i < sizeof known_keys / sizeof *known_keys; i++)
		if (note_key_make(word, known_keys[i].key, out) && out->hash == known_keys[i].hash)
			return 0;
	return error_set(err, ERR_USAGE, "the key of '%.200s' is not known here: write it as NAME+HASH+KEY", word);
}

static bool url_usable(const char *url)
{
	static const char *const schemes[] = { "https://", "http://", "file:///" };

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(url, schemes[i]) && url[strlen(schemes[i])])
			return strlen(url) < SUMDB_URL;
	return false;
}

int sumdb_spec_parse(const char *gosumdb, struct sumdb_spec *out, struct error *err)
{
	struct strlist words = STRLIST_INIT;
	char *text = xstrdup(gosumdb);
	int rc;

	memset(out, 0, sizeof *out);
	for (char *p = text; *p; p++)
		if (strchr("\t\r\n\v\f", *p))
			*p = ' ';
	strlist_split(&words, text, ' ');
	if (words.len < 1 || words.len > 2)
		rc = error_set(err, ERR_USAGE,
		               "it is written NAME or NAME+HASH+KEY, and perhaps a blank and an address");
	else
		rc = find_key(words.items[0], &out->key, err);
	if (!rc && !name_is_host(out->key.name))
		rc = error_set(err, ERR_USAGE, "'%.200s' is no name of a checksum database: it is HOST or HOST/PATH",
		               out->key.name);
	if (!rc && words.len > 1) {
		if (url_usable(words.items[1]))
			snprintf(out->url, sizeof out->url, "%s", words.items[1]);
		else
			rc = error_set(err, ERR_USAGE, "what follows the name is no address as https://...");
	}
	for (size_t n = strlen(out->url); n && out->url[n - 1] == '/'; n--)
		out->url[n - 1] = '\0';
	strlist_release(&words);
	free(text);
	return rc ? error_prefix(err, "GOSUMDB") : 0;
}

/* A number in decimal, written the one way there is, up to the newline; *end is what follows it. */
static bool number_line(const char *p, size_t n, uint64_t *out, const char **end)
{
	size_t i = 0;

	*out = 0;
	for (; i < n && p[i] >= '0' && p[i] <= '9'; i++) {
		*out = *out * 10 + (uint64_t)(p[i] - '0');
		if (*out > TLOG_SIZE_MAX)
			return false;
	}
	if (!i || i == n || p[i] != '\n' || (p[0] == '0' && i > 1))
		return false;
	*end = p + i + 1;
	return true;
}

int sumdb_answer_parse(const char *p, size_t n, struct sumdb_answer *out, struct error *err)
{
	static const char what[] = "this is no answer of a checksum database";
	const char *end = p + n, *text, *gap;

	memset(out, 0, sizeof *out);
	if (!n || !number_line(p, n, &out->record, &text))
		return error_set(err, ERR_CORRUPT, "%s: it does not begin with a record's number", what);
	gap = memmem(text, (size_t)(end - text), "\n\n", 2);
	if (!gap || gap == text || *text == '\n')
		return error_set(err, ERR_CORRUPT, "%s: no record, empty line, and signed tree head", what);
	out->text = text;
	out->text_len = (size_t)(gap + 1 - text);
	out->head = gap + 2;
	out->head_len = (size_t)(end - out->head);
	if (!note_text_valid(out->text, out->text_len))
		return error_set(err, ERR_CORRUPT, "%s: the record is not text", what);
	return 0;
}

int sumdb_tree_parse(const char *p, size_t n, struct tlog_tree *out, struct error *err)
{
	static const char first[] = "go.sum database tree\n";
	const char *root, *end;
	size_t length;

	if (n < strlen(first) || memcmp(p, first, strlen(first)) ||
	    !number_line(p + strlen(first), n - strlen(first), &out->size, &root))
		return error_set(err, ERR_CORRUPT, "the signed text is not the head of a tree with a size that can be");
	end = memchr(root, '\n', (size_t)(p + n - root));
	if (!end || !base64_decode(root, (size_t)(end - root), out->root.b, sizeof out->root.b, &length) ||
	    length != sizeof out->root.b)
		return error_set(err, ERR_CORRUPT, "the signed tree head has no root hash");
	return 0;
}

int sumdb_record_digest(const char *p, size_t n, const char *module, const char *version, char out[H1_TEXT],
                        struct error *err)
{
	char *before = xasprintf("%s %s ", module, version);
	size_t skip = strlen(before);
	int rc = 0;

	*out = '\0';
	for (const char *line = p, *stop; !rc && line < p + n; line = stop + 1) {
		char digest[H1_TEXT];
		size_t length;

		stop = memchr(line, '\n', (size_t)(p + n - line));
		if (!stop)
			break;
		length = (size_t)(stop - line);
		/* hashes of later kinds than h1 may stand beside it */
		if (length < skip + 3 || memcmp(line, before, skip) || memcmp(line + skip, "h1:", 3))
			continue;
		str_copy(digest, sizeof digest, line + skip, length - skip);
		if (length - skip >= sizeof digest || !h1_valid(digest) || (*out && strcmp(out, digest)))
			rc = error_set(err, ERR_CORRUPT, "the record's digest of %s %s is malformed", module, version);
		else
			memcpy(out, digest, sizeof digest);
	}
	if (!rc && !*out)
		rc = error_set(err, ERR_CORRUPT, "the record holds no digest of %s %s", module, version);
	free(before);
	return rc;
}
