#include "toolchain/download_answer.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/str.h"

/* Digits alone, up to 18 of them; *p moves behind them. */
static bool number(const char **p, uint64_t *out)
{
	size_t n = strspn(*p, "0123456789");

	*out = 0;
	if (!n || n > 18)
		return false;
	for (size_t i = 0; i < n; i++)
		*out = *out * 10 + (uint64_t)((*p)[i] - '0');
	*p += n;
	return true;
}

/* Content-Range: "bytes 5-9/10", "bytes 5-9/" with a star for the total, or for the range (RFC 9110, 14.4). */
static void read_range(struct answer *a, const char *p)
{
	uint64_t to = 0;
	bool star;

	a->has_range = a->unsatisfied = false;
	a->range_from = a->range_total = 0;
	if (strncasecmp(p, "bytes", 5) != 0)
		return;
	p += 5;
	p += strspn(p, " \t");
	star = *p == '*';
	if (star)
		p++;
	else if (!number(&p, &a->range_from) || *p++ != '-' || !number(&p, &to) || to < a->range_from)
		return;
	if (*p++ != '/')
		return;
	if (*p == '*' && !star)
		p++;
	else if (!number(&p, &a->range_total) || (!star && to >= a->range_total))
		return;
	a->has_range = !*p && !star;
	a->unsatisfied = !*p && star;
}

/* Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
static void read_retry_after(struct answer *a, const char *p)
{
	const char *end = p;
	uint64_t n;

	a->retry_after = 0;
	if (number(&end, &n) && !*end) {
		a->retry_after = n < 1000000000 ? (long)n : 1000000000L;
	} else {
		time_t when = curl_getdate(p, NULL), now = time(NULL);

		if (when != (time_t)-1 && when > now)
			a->retry_after = when - now < 1000000000 ? (long)(when - now) : 1000000000L;
	}
}

/* A length beyond all numbers is a length still: larger than anything may be. */
static void read_length(struct answer *a, const char *p)
{
	const char *end = p;

	a->has_length = *p && !p[strspn(p, "0123456789")];
	if (a->has_length && !number(&end, &a->length))
		a->length = UINT64_MAX;
}

static void keep(char *dst, size_t size, const char *value)
{
	size_t n = strlen(value);

	/* half an ETag is none */
	str_copy(dst, size, value, n < size ? n : 0);
}

static void field(struct answer *a, const char *name, const char *value)
{
	if (!strcasecmp(name, "content-length"))
		read_length(a, value);
	else if (!strcasecmp(name, "content-range"))
		read_range(a, value);
	else if (!strcasecmp(name, "content-type"))
		str_copy(a->type, sizeof a->type, value, strlen(value));
	else if (!strcasecmp(name, "etag"))
		keep(a->etag, sizeof a->etag, value);
	else if (!strcasecmp(name, "last-modified"))
		keep(a->modified, sizeof a->modified, value);
	else if (!strcasecmp(name, "retry-after"))
		read_retry_after(a, value);
	else if (!strcasecmp(name, "location"))
		a->moved = true;
}

bool answer_line(struct answer *a, const char *line, size_t n)
{
	char text[512];
	char *colon, *value;
	size_t bytes = a->bytes + n;

	while (n && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		n--;
	if (n >= 5 && !strncmp(line, "HTTP/", 5)) {
		const char *space = memchr(line, ' ', n);

		memset(a, 0, sizeof *a);
		for (size_t i = 1; space && space + i < line + n && i <= 3; i++)
			a->status = space[i] >= '0' && space[i] <= '9' ? a->status * 10 + (space[i] - '0') : 0;
	}
	a->bytes = bytes;
	if (!n) {
		a->complete = a->status != 0;
		return a->complete;
	}
	if (a->complete || n >= sizeof text)
		return false; /* a trailer, or longer than anything that is looked at */
	str_copy(text, sizeof text, line, n);
	colon = strchr(text, ':');
	if (colon) {
		*colon = '\0';
		value = colon + 1 + strspn(colon + 1, " \t");
		for (size_t len = strlen(value); len && strchr(" \t", value[len - 1]);)
			value[--len] = '\0';
		field(a, text, value);
	}
	return false;
}

/* Without the mark of a weak one: the content counts as another when even these differ. */
static const char *tag(const char *etag)
{
	return str_starts(etag, "W/") ? etag + 2 : etag;
}

static bool another(const struct answer *a, const struct file_version *was)
{
	if (a->etag[0] && was->etag[0])
		return strcmp(tag(a->etag), tag(was->etag)) != 0;
	return a->modified[0] && was->modified[0] && strcmp(a->modified, was->modified) != 0;
}

const char *answer_if_range(const struct file_version *was)
{
	/* only a strong one promises the same bytes (RFC 9110, 13.1.5) */
	if (was->etag[0] == '"')
		return was->etag;
	return was->modified[0] ? was->modified : NULL;
}

static enum answer_kind judge_whole(const struct answer *a, uint64_t done, uint64_t total, uint64_t max,
                                    const struct file_version *was)
{
	if (a->has_length && a->length > max)
		return ANSWER_TOO_LARGE;
	if (!done)
		return ANSWER_BODY;
	if (another(a, was) || (total && a->has_length && a->length != total))
		return ANSWER_CHANGED;
	return ANSWER_SKIP;
}

static enum answer_kind judge_part(const struct answer *a, uint64_t done, uint64_t total,
                                   const struct file_version *was)
{
	if (!done)
		return ANSWER_REFUSED; /* nobody asked for a part */
	if (another(a, was) || (a->has_range && total && a->range_total && a->range_total != total))
		return ANSWER_CHANGED;
	return a->has_range && a->range_from == done ? ANSWER_BODY : ANSWER_CONFUSED;
}

enum answer_kind answer_judge(const struct answer *a, uint64_t done, uint64_t total, uint64_t max,
                              const struct file_version *was)
{
	if (a->status < 200 || (a->status / 100 == 3 && a->moved))
		return ANSWER_WAIT;
	if (a->status == 200 || a->status == 203)
		return judge_whole(a, done, total, max, was);
	if (a->status == 206)
		return judge_part(a, done, total, was);
	if (a->status != 416 || !done)
		return ANSWER_REFUSED;
	/* a stream of unknown length that was cut just before its end mark */
	return !total && a->unsatisfied && a->range_total == done && !another(a, was) ? ANSWER_END : ANSWER_CHANGED;
}
