#include "toolchain/use.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "toolchain/info.h"

static char *use_path(const char *cache, const char *name)
{
	char *lock = cache_lock(cache, name), *path = xasprintf("%s.use", lock);

	free(lock);
	return path;
}

int use_installed(const char *cache, const char *name, struct toolchain *out)
{
	char *path = use_path(cache, name), *folder = xasprintf("%s/locks", cache);
	struct error ignored = ERROR_INIT;
	int fd = -1, rc;

	/* a look first: a name that was never installed gets no lock file */
	rc = info_read(cache, name, out);
	if (!rc && !dir_make(folder, &ignored) && !file_lock_shared(path, -1, &fd, &ignored)) {
		(void)futimens(fd, NULL);
		/* it may have been removed while we waited */
		toolchain_release(out);
		rc = info_read(cache, name, out);
		if (rc)
			file_unlock(fd);
		else
			out->use = fd + 1;
	}
	free(folder);
	free(path);
	return rc;
}

int use_end_all(const char *cache, const char *name, int *fd, struct error *err)
{
	char *path = use_path(cache, name);
	int rc = file_lock(path, 0, fd, NULL, err);

	if (rc && err->kind == ERR_INFRA && !access(path, R_OK | W_OK))
		error_set(err, ERR_INFRA, "it is in use by another process: wait for that to end");
	free(path);
	return rc;
}

int64_t use_last(const char *cache, const char *name)
{
	char *path = use_path(cache, name);
	struct stat st;
	int64_t last = 0;

	if (!stat(path, &st)) {
#ifdef __APPLE__
		last = st.st_mtimespec.tv_sec * INT64_C(1000000000) + st.st_mtimespec.tv_nsec;
#else
		last = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
#endif
	}
	free(path);
	return last;
}
