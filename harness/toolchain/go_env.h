/*
 * What the user's own go command has been told: `go env`, in the user's own environment. No state; what is returned is
 * the caller's to free. Nothing else of goalloc depends on that command.
 */
#ifndef GOALLOC_TOOLCHAIN_GO_ENV_H
#define GOALLOC_TOOLCHAIN_GO_ENV_H

/*
 * The value of a variable of the go command: the environment's if it is set there, else what `go env NAME` of the go
 * command on PATH answers. NULL when neither says anything.
 */
char *go_env(const char *name);

#endif
