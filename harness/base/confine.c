/* What can be had here, and the gear of a confinement: made once, kept while the folders are the same. */
#include "base/confine_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#define ABI_TCP 4
#define ABI_SCOPE 6

/* Mount namespace and ruleset for one set of folders, shared by all confinements that have these. */
struct prepared {
	char *key;
	size_t users;
	int mount, ruleset;
	struct prepared *next;
};
struct confinement {
	struct strlist write, read;
	struct prepared *prepared;
};

unsigned confine_without;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Under the lock. */
static struct {
	bool known, off;
	unsigned without; /* it was found out with this */
	struct gear gear; /* what all children share */
	struct mech_state states[MECHS];
} common;
static struct prepared *all_prepared;

struct confinement *confinement_new(void)
{
	return xcalloc(1, sizeof(struct confinement));
}

void confinement_write(struct confinement *c, const char *folder)
{
	strlist_add(&c->write, folder);
}

void confinement_read(struct confinement *c, const char *path)
{
	strlist_add(&c->read, path);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void let_go(struct confinement *c)
{
	struct prepared *p = c->prepared, **at = &all_prepared;

	c->prepared = NULL;
	if (!p || --p->users)
		return;
	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	close_fd(&p->mount);
	close_fd(&p->ruleset);
	free(p->key);
	free(p);
}

void confinement_rest(struct confinement *c)
{
	pthread_mutex_lock(&lock);
	let_go(c);
	pthread_mutex_unlock(&lock);
}

void confinement_free(struct confinement *c)
{
	if (!c)
		return;
	confinement_rest(c);
	strlist_release(&c->write);
	strlist_release(&c->read);
	free(c);
}

static void absent(enum mechanism m, const char *why)
{
	common.states[m].stands = false;
	snprintf(common.states[m].why, sizeof common.states[m].why, "%s", why);
}

/* Puts on what has to do with no folder in particular, and leaves out what does not hold. */
static void try_common(void)
{
	const struct strlist none = STRLIST_INIT;
	struct mech_state *s = common.states;
	struct gear g = common.gear;
	char why[128];
	int number, failed;

	if (s[MECH_LANDLOCK].stands &&
	    landlock_make(&none, &none, s[MECH_TCP].stands, s[MECH_SCOPE].stands, &g.ruleset, why, sizeof why) < 0)
		absent(MECH_LANDLOCK, why);
	if (s[MECH_MOUNT].stands && space_mount(&g, &none, &g.mount, why, sizeof why) < 0)
		absent(MECH_MOUNT, why);
	while ((failed = space_try(&g, &number)) >= 0) {
		absent((enum mechanism)failed,
		       failed == MECH_MOUNT && number == EXDEV ? "we are in a chroot" : strerror(number));
		switch ((enum mechanism)failed) {
		case MECH_USER: /* nothing of what was made in it can be entered without it */
			close_fd(&common.gear.user);
			close_fd(&common.gear.net);
			close_fd(&g.mount);
			g.user = g.net = -1;
			for (int m = MECH_NET; m <= MECH_MOUNT; m++)
				if (s[m].stands)
					absent((enum mechanism)m, strerror(number));
			break;
		case MECH_NET:
			close_fd(&common.gear.net);
			g.net = -1;
			break;
		case MECH_MOUNT:
			close_fd(&g.mount);
			break;
		case MECH_PRIVILEGES: /* what hangs on it is found out in the next round */
			common.gear.no_new_privs = g.no_new_privs = false;
			break;
		case MECH_LANDLOCK:
			close_fd(&g.ruleset);
			break;
		case MECH_FILTER:
			common.gear.filter = g.filter = NULL;
			break;
		case MECH_TCP:
		case MECH_SCOPE:
		case MECHS:
			break;
		}
	}
	close_fd(&g.ruleset);
	close_fd(&g.mount);
}

static void find_out(void)
{
	const char *value = getenv("GOALLOC_CONFINE");
	struct mech_state *s = common.states;
	int abi = landlock_abi(), number = errno;
	char why[64];

	close_fd(&common.gear.user);
	close_fd(&common.gear.net);
	common.gear = (struct gear)GEAR_NONE;
	common.off = value && !strcmp(value, "off");
	for (int m = 0; m < MECHS; m++) {
		s[m] = (struct mech_state){ .stands = true };
#ifndef __linux__
		absent((enum mechanism)m, "only on Linux");
#endif
		if (common.off)
			absent((enum mechanism)m, "GOALLOC_CONFINE=off");
		else if (confine_without & (1U << m))
			absent((enum mechanism)m, "left out");
	}
	snprintf(why, sizeof why, "the kernel's is of version %d", abi);
	if (abi < ABI_TCP && s[MECH_TCP].stands)
		absent(MECH_TCP, abi ? why : strerror(number));
	if (abi < ABI_SCOPE && s[MECH_SCOPE].stands)
		absent(MECH_SCOPE, abi ? why : strerror(number));
	if (!abi && s[MECH_LANDLOCK].stands)
		absent(MECH_LANDLOCK,
		       number == EOPNOTSUPP ? "turned off when the kernel was started" : strerror(number));
	if (!filter_program() && s[MECH_FILTER].stands)
		absent(MECH_FILTER, "not written for this processor");
	common.gear.filter = s[MECH_FILTER].stands ? filter_program() : NULL;
	common.gear.no_new_privs = s[MECH_PRIVILEGES].stands;
	common.gear.drop_capabilities = s[MECH_PRIVILEGES].stands && geteuid() == 0;
	space_common(&common.gear, s);
	try_common();
	for (int m = MECH_TCP; m <= MECH_SCOPE; m++)
		if (s[m].stands && !s[MECH_LANDLOCK].stands)
			absent((enum mechanism)m, s[MECH_LANDLOCK].why);
	common.known = true;
	common.without = confine_without;
}

static void need_common(void)
{
	if (!common.known || common.without != confine_without)
		find_out();
}

/* The folders and which ones they are: one that was removed and made anew is another. */
static char *make_key(const struct confinement *c)
{
	const struct strlist *const lists[2] = { &c->write, &c->read };
	struct str key = STR_INIT;

	str_addf(&key, "%x", confine_without);
	for (size_t k = 0; k < 2; k++) {
		str_add_char(&key, '\n');
		for (size_t i = 0; i < lists[k]->len; i++) {
			struct stat st = { 0 };

			if (stat(lists[k]->items[i], &st))
				st.st_ino = 0;
			str_addf(&key, "%llx:%llx %s\n", (unsigned long long)st.st_dev, (unsigned long long)st.st_ino,
			         lists[k]->items[i]);
		}
	}
	return str_detach(&key);
}

static int refused(struct error *err, enum mechanism m, const char *why)
{
	return error_set(err, ERR_INFRA,
	                 "cannot confine the program: %s: %s; `goalloc doctor` says which walls stand, "
	                 "GOALLOC_CONFINE=off does without",
	                 mechanism_name(m), why);
}

static int prepare(struct confinement *c, char *key, struct error *err)
{
	const struct mech_state *s = common.states;
	struct prepared *p = xcalloc(1, sizeof *p);
	char why[128];
	int rc = 0;

	*p = (struct prepared){ .users = 1, .mount = -1, .ruleset = -1, .next = all_prepared };
	if (s[MECH_MOUNT].stands && space_mount(&common.gear, &c->write, &p->mount, why, sizeof why) < 0)
		rc = refused(err, MECH_MOUNT, why);
	if (!rc && s[MECH_LANDLOCK].stands &&
	    landlock_make(&c->write, &c->read, s[MECH_TCP].stands, s[MECH_SCOPE].stands, &p->ruleset, why, sizeof why) <
	            0)
		rc = refused(err, MECH_LANDLOCK, why);
	if (rc) {
		close_fd(&p->mount);
		free(p);
		free(key);
		return rc;
	}
	p->key = key;
	c->prepared = all_prepared = p;
	return 0;
}

static int gear_locked(struct confinement *c, struct gear *out, struct error *err)
{
	struct prepared *p;
	char *key;

	need_common();
	*out = common.gear;
	if (common.off)
		return 0;
	key = make_key(c);
	if (!c->prepared || strcmp(c->prepared->key, key) != 0) {
		let_go(c);
		for (p = all_prepared; p && strcmp(p->key, key) != 0; p = p->next)
			;
		if (!p)
			return prepare(c, key, err) ? -1 : gear_locked(c, out, err);
		p->users++;
		c->prepared = p;
	}
	free(key);
	out->mount = c->prepared->mount;
	out->ruleset = c->prepared->ruleset;
	return 0;
}

int confinement_gear(struct confinement *c, struct gear *out, struct error *err)
{
	int rc;

	pthread_mutex_lock(&lock);
	rc = gear_locked(c, out, err);
	pthread_mutex_unlock(&lock);
	return rc;
}

void confine_states(struct mech_state out[MECHS], bool *off)
{
	pthread_mutex_lock(&lock);
	need_common();
	memcpy(out, common.states, sizeof common.states);
	*off = common.off;
	pthread_mutex_unlock(&lock);
}
