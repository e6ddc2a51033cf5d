#include "toolchain/version.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

/* One number without sign or leading zeroes, up to 9999; moves *p behind it. False if there is none. */
static bool number(const char **p, int *out)
{
	const char *s = *p;
	int n = 0;

	if (*s < '0' || *s > '9')
		return false;
	if (s[0] == '0' && s[1] >= '0' && s[1] <= '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++) {
		n = n * 10 + (*s - '0');
		if (n > 9999)
			return false;
	}
	*p = s;
	*out = n;
	return true;
}

bool version_parse(const char *text, struct go_version *out)
{
	static const struct {
		const char *word;
		enum go_stage stage;
	} stages[] = { { "beta", GO_BETA }, { "rc", GO_RC } };
	struct go_version v = { .patch = -1, .stage = GO_RELEASE };
	const char *p = text;

	if (str_starts(p, "go"))
		p += 2;
	if (!number(&p, &v.major) || *p++ != '.' || !number(&p, &v.minor))
		return false;
	if (*p == '.') {
		p++;
		if (!number(&p, &v.patch))
			return false;
	}
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		if (!str_starts(p, stages[i].word))
			continue;
		p += strlen(stages[i].word);
		v.stage = stages[i].stage;
		if (!number(&p, &v.stage_number))
			return false;
		break;
	}
	if (*p)
		return false;
	*out = v;
	return true;
}

static int order(int a, int b)
{
	return (a > b) - (a < b);
}

int version_compare(const struct go_version *a, const struct go_version *b)
{
	int c = order(a->major, b->major);

	if (!c)
		c = order(a->minor, b->minor);
	if (!c)
		c = order(a->patch < 0 ? 0 : a->patch, b->patch < 0 ? 0 : b->patch);
	if (!c)
		c = order((int)a->stage, (int)b->stage);
	return c ? c : order(a->stage_number, b->stage_number);
}

const char *version_format(const struct go_version *v, char *buf, size_t size)
{
	char patch[16] = "", stage[16] = "";

	if (v->patch >= 0)
		snprintf(patch, sizeof patch, ".%d", v->patch);
	if (v->stage != GO_RELEASE)
		snprintf(stage, sizeof stage, "%s%d", v->stage == GO_RC ? "rc" : "beta", v->stage_number);
	snprintf(buf, size, "go%d.%d%s%s", v->major, v->minor, patch, stage);
	return buf;
}

bool version_at_least(const struct go_version *v, int major, int minor)
{
	return v->major > major || (v->major == major && v->minor >= minor);
}

void version_canonical(struct go_version *v)
{
	if (v->stage != GO_RELEASE)
		return;
	if (version_at_least(v, 1, 21)) {
		if (v->patch < 0)
			v->patch = 0;
	} else if (v->patch == 0) {
		v->patch = -1;
	}
}
