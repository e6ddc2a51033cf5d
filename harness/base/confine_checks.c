/* What stands, for people. */
#include "base/confine_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BIT(m) (1U << (m))

static const struct {
	const char *name, *advice;
} mechanisms[MECHS] = {
	[MECH_USER] = { "user namespace",
	                "allow user namespaces (sysctl user.max_user_namespaces, "
	                "kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns; "
	                "in a container: a seccomp profile that permits unshare)" },
	[MECH_NET] = { "network namespace", "allow user namespaces, or run as root with CAP_SYS_ADMIN" },
	[MECH_MOUNT] = { "read-only mounts", "allow user namespaces; needs Linux 5.12" },
	[MECH_PRIVILEGES] = { "no_new_privs", "needs Linux 3.5" },
	[MECH_LANDLOCK] = { "Landlock", "needs Linux 5.13 with landlock among its security modules (lsm= at boot)" },
	[MECH_TCP] = { "Landlock (TCP)", "needs Linux 6.7" },
	[MECH_SCOPE] = { "Landlock (signals)", "needs Linux 6.12" },
	[MECH_FILTER] = { "seccomp", "needs Linux with CONFIG_SECCOMP_FILTER on amd64 or arm64" },
};

/* Each of `any` is enough; `more` helps, but does not do it alone. */
static const struct {
	const char *name, *what;
	unsigned any, more;
} walls[CONFINE_CHECKS] = {
	{ "files", "creates, changes and removes files in its own folders only", BIT(MECH_MOUNT) | BIT(MECH_LANDLOCK),
	  0 },
	{ "attributes", "changes mode, owner and times of its own files only", BIT(MECH_MOUNT), 0 },
	{ "reads", "reads the toolchain, the system's libraries and its own folders only", BIT(MECH_LANDLOCK), 0 },
	{ "network", "reaches no other machine and no server on this one", BIT(MECH_NET) | BIT(MECH_FILTER),
	  BIT(MECH_TCP) },
	{ "sockets", "reaches no local service (Docker, ssh agent, X11) by its socket", BIT(MECH_FILTER), 0 },
	{ "memory", "reads and traces no process outside", BIT(MECH_USER) | BIT(MECH_LANDLOCK) | BIT(MECH_FILTER), 0 },
	{ "signals", "sends signals to its own processes only", BIT(MECH_SCOPE), 0 },
	{ "kernel", "no mounts, modules, keys, bpf, clocks, new namespaces", BIT(MECH_FILTER), BIT(MECH_USER) },
	{ "privileges", "gains nothing from set-user-id programs; root's powers are dropped", BIT(MECH_PRIVILEGES),
	  BIT(MECH_USER) | BIT(MECH_MOUNT) },
};

const char *mechanism_name(enum mechanism m)
{
	return mechanisms[m].name;
}

/* Appends a word and, if there is one, ": why"; what does not fit is left out, whole. */
static void add(char *to, size_t size, const char *separator, const char *word, const char *why)
{
	size_t n = strlen(to), more = strlen(separator) + strlen(word) + (why ? strlen(why) + 2 : 0);

	if (n + more < size)
		snprintf(to + n, size - n, "%s%s%s%s", n ? separator : "", word, why ? ": " : "", why ? why : "");
}

static void fill(size_t i, const struct mech_state *states, struct confine_check *c)
{
	*c = (struct confine_check){ .name = walls[i].name, .what = walls[i].what };
	for (int m = 0; m < MECHS; m++) {
		if (!((walls[i].any | walls[i].more) & BIT(m)))
			continue;
		if (states[m].stands) {
			c->stands = c->stands || (walls[i].any & BIT(m));
			add(c->held_by, sizeof c->held_by, ", ", mechanisms[m].name, NULL);
		} else {
			add(c->lacking, sizeof c->lacking, "; ", mechanisms[m].name, states[m].why);
			add(c->advice, sizeof c->advice, "; ", mechanisms[m].name, mechanisms[m].advice);
		}
	}
}

void confine_checks(struct confine_check *out)
{
	struct mech_state states[MECHS];
	bool off;

	confine_states(states, &off);
	for (size_t i = 0; i < CONFINE_CHECKS; i++) {
		fill(i, states, &out[i]);
		if (off)
			snprintf(out[i].advice, sizeof out[i].advice, "unset GOALLOC_CONFINE");
	}
}

bool confine_find(const char *name, bool *stands)
{
	struct confine_check all[CONFINE_CHECKS];

	confine_checks(all);
	for (size_t i = 0; i < CONFINE_CHECKS; i++) {
		if (strcmp(all[i].name, name) != 0)
			continue;
		if (stands)
			*stands = all[i].stands;
		return true;
	}
	return false;
}

int confine_announce(const struct event_sink *sink, struct error *err)
{
	const char *value = getenv("GOALLOC_CONFINE");
	struct confine_check all[CONFINE_CHECKS];
	char missing[256] = "";

	if (value && *value && strcmp(value, "off") != 0)
		return error_set(err, ERR_USAGE,
		                 "GOALLOC_CONFINE is '%.40s': only 'off' means something there; unset it", value);
	if (value && *value) {
		event_warn(sink, "GOALLOC_CONFINE=off: downloaded compilers and what they build run without any walls");
		return 0;
	}
	confine_checks(all);
	for (size_t i = 0; i < CONFINE_CHECKS; i++)
		if (!all[i].stands)
			add(missing, sizeof missing, ", ", all[i].name, NULL);
	if (*missing)
		event_note(sink, "not confined: %s; `goalloc doctor` says why and what to do", missing);
	return 0;
}
