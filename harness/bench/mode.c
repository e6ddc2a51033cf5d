#include "bench/mode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* The modes everybody has, written as mode_define() reads them. */
static const char *const table[] = {
	"default=",
	"noinline=-l",
	"noopt=-N -l",
};
#define TABLE_LEN (sizeof table / sizeof table[0])

/* Environment a mode may set: what changes the code or the runtime, nothing that changes which toolchain runs. */
static const char *const env_keys[] = {
	"GOEXPERIMENT", "GOARCH", "GOAMD64", "GO386", "GOARM", "GOARM64", "GOGC", "GODEBUG", "GOMAXPROCS", "GOMEMLIMIT",
};

/* Compiler flags that the way of compiling sets itself: a mode that sets them too would break it. */
static const char *const own_flags[] = {
	"-o", "-p", "-m", "-S", "-V", "-I", "-importcfg", "-importmap", "-pack", "-trimpath", "-D",
};

static bool is_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_' || s[i] == '-'))
			return false;
	return n > 0 && n <= 64;
}

/* "--x" is "-x" to Go's flag package; a value may follow after '='. */
static bool is_own_flag(const char *flag)
{
	if (flag[0] == '-' && flag[1] == '-')
		flag++;
	for (size_t i = 0; i < sizeof own_flags / sizeof own_flags[0]; i++) {
		size_t n = strlen(own_flags[i]);

		if (!strncmp(flag, own_flags[i], n) && (flag[n] == '\0' || flag[n] == '='))
			return true;
	}
	return false;
}

static bool is_env_key(const char *word)
{
	const char *equals = strchr(word, '=');
	size_t n = equals ? (size_t)(equals - word) : 0;

	for (size_t i = 0; i < sizeof env_keys / sizeof env_keys[0]; i++)
		if (strlen(env_keys[i]) == n && !strncmp(env_keys[i], word, n))
			return true;
	return false;
}

static int add_word(struct mode *m, const char *word, struct error *err)
{
	struct str keys = STR_INIT;

	if (*word == '-' && word[1]) {
		if (is_own_flag(word))
			return error_set(err, ERR_USAGE,
			                 "mode %s: the flag %s is set by every compilation itself; leave it out",
			                 m->name, word);
		strlist_add(&m->flags, word);
		return 0;
	}
	if (is_env_key(word)) {
		size_t n = (size_t)(strchr(word, '=') - word) + 1;

		for (size_t i = 0; i < m->env.len; i++)
			if (!strncmp(m->env.items[i], word, n))
				return error_set(err, ERR_USAGE, "mode %s: %.*s is set twice; keep one", m->name,
				                 (int)n - 1, word);
		strlist_add(&m->env, word);
		return 0;
	}
	for (size_t i = 0; i < sizeof env_keys / sizeof env_keys[0]; i++)
		str_addf(&keys, "%s%s", i ? ", " : "", env_keys[i]);
	error_set(err, ERR_USAGE, "mode %s: '%s' is neither a compiler flag (-...) nor KEY=VALUE with a key of %s",
	          m->name, word, str_cstr(&keys));
	str_release(&keys);
	return -1;
}

static void mode_release(struct mode *m)
{
	free(m->name);
	strlist_release(&m->flags);
	strlist_release(&m->env);
}

static int parse(const char *definition, struct mode *out, struct error *err)
{
	const char *equals = strchr(definition, '=');
	struct strlist words = STRLIST_INIT;
	char *rest;
	int r = 0;

	*out = (struct mode){ .name = NULL, .flags = STRLIST_INIT, .env = STRLIST_INIT };
	if (!equals || !is_name(definition, (size_t)(equals - definition)))
		return error_set(err, ERR_USAGE,
		                 "'%.200s' defines no mode; write NAME=WORD WORD ..., with a name of a-z 0-9 _ -, like "
		                 "gogc_off=GOGC=off",
		                 definition);
	out->name = xstrndup(definition, (size_t)(equals - definition));
	rest = xstrdup(equals + 1);
	for (char *p = rest; *p; p++)
		if (isspace((unsigned char)*p))
			*p = ' ';
	strlist_split(&words, rest, ' ');
	free(rest);
	for (size_t i = 0; i < words.len && r == 0; i++)
		r = add_word(out, words.items[i], err);
	strlist_release(&words);
	if (r)
		mode_release(out);
	return r;
}

static void list_add(struct mode_list *l, const struct mode *m)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = *m;
}

static const struct mode *list_find(const struct mode_list *l, const char *name)
{
	for (size_t i = 0; i < l->len; i++)
		if (!strcmp(l->items[i].name, name))
			return &l->items[i];
	return NULL;
}

static const char *table_find(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < TABLE_LEN; i++)
		if (!strncmp(table[i], name, n) && table[i][n] == '=')
			return table[i];
	return NULL;
}

int mode_define(const char *definition, struct mode_list *defined, struct error *err)
{
	struct mode m;

	if (parse(definition, &m, err))
		return -1;
	if (table_find(m.name) || list_find(defined, m.name)) {
		error_set(err, ERR_USAGE, "there is a mode %s already; give this one another name", m.name);
		mode_release(&m);
		return -1;
	}
	list_add(defined, &m);
	return 0;
}

static int unknown_mode(const char *name, const struct mode_list *defined, struct error *err)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < TABLE_LEN; i++)
		str_addf(&names, "%s%.*s", i ? ", " : "", (int)strcspn(table[i], "="), table[i]);
	for (size_t i = 0; defined && i < defined->len; i++)
		str_addf(&names, ", %s", defined->items[i].name);
	error_set(err, ERR_USAGE, "no mode '%.100s'; there are %s", name, str_cstr(&names));
	str_release(&names);
	return -1;
}

static void copy_list(struct strlist *to, const struct strlist *from)
{
	for (size_t i = 0; i < from->len; i++)
		strlist_add(to, from->items[i]);
}

int mode_select(const char *names, const struct mode_list *defined, struct mode_list *out, struct error *err)
{
	struct strlist wanted = STRLIST_INIT;
	int r = 0;

	strlist_split(&wanted, names, ',');
	if (!wanted.len)
		r = unknown_mode(names, defined, err);
	for (size_t i = 0; i < wanted.len && r == 0; i++) {
		const char *name = wanted.items[i], *definition = table_find(name);
		const struct mode *found = defined ? list_find(defined, name) : NULL;
		struct mode m = { .name = NULL, .flags = STRLIST_INIT, .env = STRLIST_INIT };

		if (list_find(out, name))
			continue;
		if (definition) {
			r = parse(definition, &m, err);
		} else if (found) {
			m.name = xstrdup(found->name);
			copy_list(&m.flags, &found->flags);
			copy_list(&m.env, &found->env);
		} else {
			r = unknown_mode(name, defined, err);
		}
		if (r == 0)
			list_add(out, &m);
	}
	strlist_release(&wanted);
	return r;
}

const char *mode_goarch(const struct mode *m, const char *host)
{
	for (size_t i = 0; i < m->env.len; i++)
		if (str_starts(m->env.items[i], "GOARCH="))
			return m->env.items[i] + strlen("GOARCH=");
	return host;
}

void mode_list_release(struct mode_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		mode_release(&l->items[i]);
	free(l->items);
	*l = (struct mode_list)MODE_LIST_INIT;
}
