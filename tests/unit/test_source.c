/* Sources: the list of bases, what is shown of them, the list of versions, which base is asked next. */
#include "testing.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/alloc.h"
#include "fake_toolchain.h"
#include "toolchain/source.h"

static void forget_environment(void)
{
	unsetenv("GOALLOC_SOURCE");
	unsetenv("GOPROXY");
	setenv("PATH", "/nonexistent", 1); /* no go command */
}

static void given_comes_before_the_environment(void **state)
{
	struct error err = ERROR_INIT;
	struct source *s;
	(void)state;

	forget_environment();
	setenv("GOPROXY", "http://c.test,direct", 1);
	assert_int_equal(source_open(NULL, NULL, &s, &err), 0);
	assert_string_equal(source_name(s), "http://c.test,https://go.dev/dl");
	source_free(s);
	setenv("GOALLOC_SOURCE", "http://b.test", 1);
	assert_int_equal(source_open(NULL, NULL, &s, &err), 0);
	assert_string_equal(source_name(s), "http://b.test");
	source_free(s);
	assert_int_equal(source_open("http://a.test/", NULL, &s, &err), 0);
	assert_string_equal(source_name(s), "http://a.test");
	source_free(s);
}

/* "direct" is the origin in the go command's lists; in ours it means nothing. "off" ends every list. */
static void the_official_index_is_the_last_resort(void **state)
{
	static const struct {
		const char *goproxy, *name;
	} t[] = {
		{ NULL, "https://go.dev/dl" },
		{ "", "https://go.dev/dl" },
		{ "direct", "https://go.dev/dl" },
		{ "http://a.test,direct", "http://a.test,https://go.dev/dl" },
		{ "http://a.test|direct,http://b.test", "http://a.test,http://b.test,https://go.dev/dl" },
		{ "http://a.test,off", "http://a.test" },
		{ "http://a.test", "http://a.test" },
		{ "off", NULL },
		{ "off,direct", NULL },
	};
	struct error err = ERROR_INIT;
	struct source *s;
	(void)state;

	forget_environment();
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		if (t[i].goproxy)
			setenv("GOPROXY", t[i].goproxy, 1);
		assert_int_equal(source_open(NULL, NULL, &s, &err), t[i].name ? 0 : -1);
		if (t[i].name) {
			assert_string_equal(source_name(s), t[i].name);
			for (size_t k = 0; k < source_bases(s); k++)
				assert_int_equal(source_is_proxy(s, k),
				                 k + 1 < source_bases(s) || !strstr(t[i].name, "go.dev"));
			/* it is asked whatever became of the proxy before it */
			if (source_bases(s) == 2)
				assert_true(source_next_after(s, 0, DOWNLOAD_FAILED));
		}
		source_free(s);
	}
	assert_int_equal(source_open("direct", NULL, &s, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "--source"));
	assert_null(s);
	assert_int_equal(source_open("off,http://a.test", NULL, &s, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "forbids"));
}

static void a_path_that_ends_in_dl_is_a_download_index(void **state)
{
	static const struct {
		const char *url;
		bool proxy, authentic;
	} t[] = {
		{ "https://a.test/dl", false, true },       { "http://a.test/dl/", false, false },
		{ "file:///x/dl//", false, false },         { "https://a.test/dlx", true, true },
		{ "https://a.test/dl/mirror", true, true }, { "https://dl", true, true },
	};
	struct error err = ERROR_INIT;
	struct source *s;
	(void)state;

	forget_environment();
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		assert_int_equal(source_open(t[i].url, NULL, &s, &err), 0);
		assert_int_equal(source_is_proxy(s, 0), t[i].proxy);
		assert_int_equal(source_is_authentic(s, 0), t[i].authentic);
		source_free(s);
	}
}

static void the_go_command_is_asked_last(void **state)
{
	char *folder = test_folder();
	static const char script[] = "#!/bin/sh\n[ \"$1 $2\" = 'env GOPROXY' ] && echo 'http://d.test|direct'\n";
	struct error err = ERROR_INIT;
	struct source *s;
	char *go = xasprintf("%s/go", folder), *path = xasprintf("%s:/usr/bin:/bin", folder);
	(void)state;

	forget_environment();
	fake_put(folder, "go", script, strlen(script));
	assert_int_equal(chmod(go, 0755), 0);
	setenv("PATH", path, 1);
	if (source_open(NULL, NULL, &s, &err))
		fail_msg("%s", err.msg);
	assert_string_equal(source_name(s), "http://d.test,https://go.dev/dl");
	source_free(s);
	tree_remove(folder, &err);
	free(path);
	free(go);
	free(folder);
}

static void nonsense_is_refused(void **state)
{
	static const char *const bad[] = { "proxy.test",
		                           "/a/folder",
		                           "ftp://x.test",
		                           "https://",
		                           "file://relative",
		                           "http://a b.test",
		                           "http://a.test,gopher://b.test" };
	struct error err = ERROR_INIT;
	struct source *s;
	(void)state;

	forget_environment();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (!source_open(bad[i], NULL, &s, &err))
			fail_msg("%s is taken for a source", bad[i]);
		assert_int_equal(err.kind, ERR_USAGE);
	}
}

static void credentials_are_never_shown(void **state)
{
	struct error err = ERROR_INIT;
	struct source_file f;
	enum download_verdict verdict;
	struct version_list versions = VERSION_LIST_INIT;
	struct go_version v;
	struct source *s;
	(void)state;

	forget_environment();
	assert_int_equal(source_open("http://me:secret@127.0.0.1:1/x?token=secret", NULL, &s, &err), 0);
	assert_string_equal(source_name(s), "http://127.0.0.1:1/x");
	assert_int_equal(source_versions(s, "linux", "amd64", &versions, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "127.0.0.1:1"));
	assert_null(strstr(err.msg, "secret"));
	source_free(s);
	assert_int_equal(source_open("http://me:secret@a.test/p", NULL, &s, &err), 0);
	assert_true(version_parse("1.9.2", &v));
	assert_int_equal(source_file(s, 0, &v, "linux", "arm64", &f, &verdict, &err), 0);
	assert_string_equal(f.url, "http://me:secret@a.test/p/golang.org/toolchain/@v/v0.0.1-go1.9.2.linux-arm64.zip");
	assert_string_equal(f.shown, "http://a.test/p/golang.org/toolchain/@v/v0.0.1-go1.9.2.linux-arm64.zip");
	assert_int_equal(f.format, UNPACK_ZIP);
	assert_string_equal(f.sha256, "");
	source_file_release(&f);
	source_free(s);
	assert_int_equal(source_open("http://secret@x|ftp://me:secret@y", NULL, &s, &err), -1);
	assert_null(strstr(err.msg, "secret"));
}

static void reads_a_list_and_passes_over_the_rest(void **state)
{
	static const char list[] =
		"v0.0.1-go1.10.8.linux-amd64\nv0.0.1-go1.9.2.linux-amd64\r\n"
		"v0.0.1-go1.26rc1.linux-amd64\nv0.0.1-go1.9.3.linux-arm64\nv0.0.1-go1.9.4.xlinux-amd64\n"
		"v0.0.2-go1.9.5.linux-amd64\nv0.0.1-go9x.linux-amd64\nrubbish\n"
		"v0.0.1-go1.9.62linux-amd64\n\n";
	char *folder = test_folder(), *url = xasprintf("file://%s", folder);
	struct version_list l = VERSION_LIST_INIT;
	struct error err = ERROR_INIT;
	struct source *s;
	char buf[GO_VERSION_TEXT];
	(void)state;

	forget_environment();
	fake_put(folder, "golang.org/toolchain/@v/list", list, strlen(list));
	assert_int_equal(source_open(url, NULL, &s, &err), 0);
	if (source_versions(s, "linux", "amd64", &l, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(l.len, 3);
	assert_string_equal(version_format(&l.items[0], buf, sizeof buf), "go1.9.2");
	assert_string_equal(version_format(&l.items[1], buf, sizeof buf), "go1.10.8");
	assert_string_equal(version_format(&l.items[2], buf, sizeof buf), "go1.26rc1");
	version_list_release(&l);
	assert_int_equal(source_versions(s, "plan9", "386", &l, &err), -1);
	assert_non_null(strstr(err.msg, "offers no toolchain for plan9/386"));
	fake_put(folder, "golang.org/toolchain/@v/list", "<html>welcome</html>", 20);
	assert_int_equal(source_versions(s, "linux", "amd64", &l, &err), -1);
	assert_non_null(strstr(err.msg, "is it a module proxy?"));
	version_list_release(&l);
	source_free(s);
	tree_remove(folder, &err);
	free(url);
	free(folder);
}

static void the_next_base_is_asked_as_the_list_says(void **state)
{
	char *folder = test_folder();
	char *comma = xasprintf("file://%s/none,file://%s", folder, folder);
	char *refused = xasprintf("http://127.0.0.1:1,file://%s", folder);
	char *pipe = xasprintf("http://127.0.0.1:1|file://%s", folder);
	const struct {
		const char *list;
		int rc;
	} t[] = { { comma, 0 }, { refused, -1 }, { pipe, 0 } };
	static const char list[] = "v0.0.1-go1.9.2.linux-amd64\n";
	struct error err = ERROR_INIT;
	struct source *s;
	(void)state;

	forget_environment();
	fake_put(folder, "golang.org/toolchain/@v/list", list, strlen(list));
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct version_list l = VERSION_LIST_INIT;

		assert_int_equal(source_open(t[i].list, NULL, &s, &err), 0);
		assert_int_equal(source_bases(s), 2);
		assert_int_equal(source_versions(s, "linux", "amd64", &l, &err), t[i].rc);
		version_list_release(&l);
		source_free(s);
	}
	tree_remove(folder, &err);
	free(comma);
	free(refused);
	free(pipe);
	free(folder);
}

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void an_index_says_versions_addresses_and_digests(void **state)
{
	static const char index[] =
		"[{\"version\":\"go1.22.1\",\"stable\":true,\"files\":[{\"filename\":\"go1.22.1.linux-amd64.tar.gz\","
		"\"os\":\"linux\",\"arch\":\"amd64\",\"version\":\"go1.22.1\",\"sha256\":\"" SHA
		"\",\"size\":68,\"kind\":\"archive\"}]}]";
	char *folder = test_folder(), *url = xasprintf("file://%s/dl", folder),
	     *want = xasprintf("%s/go1.22.1.linux-amd64.tar.gz", url);
	struct version_list l = VERSION_LIST_INIT;
	struct error err = ERROR_INIT;
	enum download_verdict verdict;
	struct go_version v, other;
	struct source_file f;
	struct source *s;
	uint64_t size;
	char date[11];
	(void)state;

	forget_environment();
	assert_true(version_parse("1.22.1", &v));
	assert_true(version_parse("1.22.2", &other));
	fake_put(folder, "dl/index.json", index, strlen(index));
	assert_int_equal(source_open(url, NULL, &s, &err), 0);
	if (source_versions(s, "linux", "amd64", &l, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(l.len, 1);
	assert_int_equal(version_compare(&l.items[0], &v), 0);
	assert_int_equal(source_file(s, 0, &v, "linux", "amd64", &f, &verdict, &err), 0);
	assert_string_equal(f.url, want);
	assert_int_equal(f.format, UNPACK_TAR_GZ);
	assert_string_equal(f.sha256, SHA);
	assert_int_equal(f.size, 68);
	source_file_release(&f);
	assert_int_equal(source_file(s, 0, &other, "linux", "amd64", &f, &verdict, &err), -1);
	assert_int_equal(verdict, DOWNLOAD_GONE);
	source_file_release(&f);
	assert_int_equal(source_describe(s, &v, "linux", "amd64", &size, date, &err), 0);
	assert_int_equal(size, 68);
	assert_string_equal(date, "");
	/* another platform is another reading of it */
	assert_int_equal(source_file(s, 0, &v, "plan9", "386", &f, &verdict, &err), -1);
	source_file_release(&f);
	version_list_release(&l);
	source_free(s);
	fake_put(folder, "dl/index.json", "[]", 2);
	assert_int_equal(source_open(url, NULL, &s, &err), 0);
	assert_int_equal(source_versions(s, "linux", "amd64", &l, &err), -1);
	assert_non_null(strstr(err.msg, "is it a download index?"));
	source_free(s);
	tree_remove(folder, &err);
	free(want);
	free(url);
	free(folder);
}

static void a_proxy_says_size_and_day(void **state)
{
	static const struct {
		const char *info, *day;
	} t[] = {
		{ "{\"Version\":\"v0.0.1-go1.22.1.linux-amd64\",\"Time\":\"2024-03-05T18:00:00Z\"}", "2024-03-05" },
		{ "{ \"Time\" : \"2024-03-05T18:00:00Z\" }", "2024-03-05" },
		{ "{\"Time\":\"5 March 2024\"}", "" },
		{ "{\"Time\":\"2024-0x-05T18:00:00Z\"}", "" },
		{ "{\"Time\":\"2024-03", "" },
		{ "{}", "" },
	};
	char *folder = test_folder(), *url = xasprintf("file://%s", folder);
	struct error err = ERROR_INIT;
	struct go_version v;
	struct source *s;
	uint64_t size;
	char date[11];
	(void)state;

	forget_environment();
	assert_true(version_parse("1.22.1", &v));
	assert_int_equal(source_open(url, NULL, &s, &err), 0);
	assert_int_equal(source_describe(s, &v, "linux", "amd64", &size, date, &err), -1);
	fake_put(folder, "golang.org/toolchain/@v/v0.0.1-go1.22.1.linux-amd64.zip", "1234567", 7);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		fake_put(folder, "golang.org/toolchain/@v/v0.0.1-go1.22.1.linux-amd64.info", t[i].info,
		         strlen(t[i].info));
		if (source_describe(s, &v, "linux", "amd64", &size, date, &err))
			fail_msg("%s", err.msg);
		assert_int_equal(size, 7);
		assert_string_equal(date, t[i].day);
	}
	source_free(s);
	tree_remove(folder, &err);
	free(url);
	free(folder);
}

/* A server in a child that answers requests for .info files and others, and closes; it dies by itself. */
static pid_t serve(const char *info, const char *other, int *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int s = socket(AF_INET, SOCK_STREAM, 0);
	pid_t pid;

	if (s < 0 || bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 8) ||
	    getsockname(s, (struct sockaddr *)&a, &n))
		abort();
	*port = ntohs(a.sin_port);
	pid = fork();
	if (pid) {
		close(s);
		return pid;
	}
	alarm(20);
	for (;;) {
		char request[4096];
		int c = accept(s, NULL, NULL);
		ssize_t got = c < 0 ? -1 : read(c, request, sizeof request);
		const char *answer = got > 0 && memmem(request, (size_t)got, ".info ", 6) ? info : other;

		if (got > 0 && write(c, answer, strlen(answer)) < 0)
			_exit(1);
		close(c);
	}
}

static void a_server_is_asked_for_the_size_alone(void **state)
{
	static const char info[] = "HTTP/1.1 200 OK\r\nContent-Length: 31\r\nConnection: close\r\n\r\n"
				   "{\"Time\":\"2024-03-05T18:00:00Z\"}";
	static const struct {
		const char *zip;
		uint64_t size;
	} t[] = {
		{ "HTTP/1.1 200 OK\r\nContent-Length: 75846323\r\nConnection: close\r\n\r\nPK\3\4", 75846323 },
		{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nPK\3\4", 0 },
		{ "HTTP/1.1 405 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 0 },
	};
	struct go_version v;
	(void)state;

	forget_environment();
	unsetenv("http_proxy");
	assert_true(version_parse("1.22.1", &v));
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct error err = ERROR_INIT;
		struct source *s;
		int port, rc;
		pid_t pid = serve(info, t[i].zip, &port);
		char *url = xasprintf("http://127.0.0.1:%d", port), date[11];
		uint64_t size = 1;

		assert_int_equal(source_open(url, NULL, &s, &err), 0);
		rc = source_describe(s, &v, "linux", "amd64", &size, date, &err);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		if (rc)
			fail_msg("%s", err.msg);
		assert_int_equal(size, t[i].size);
		assert_string_equal(date, "2024-03-05");
		source_free(s);
		free(url);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(given_comes_before_the_environment),
	cmocka_unit_test(the_official_index_is_the_last_resort),
	cmocka_unit_test(a_path_that_ends_in_dl_is_a_download_index),
	cmocka_unit_test(an_index_says_versions_addresses_and_digests),
	cmocka_unit_test(a_proxy_says_size_and_day),
	cmocka_unit_test(a_server_is_asked_for_the_size_alone),
	cmocka_unit_test(the_go_command_is_asked_last),
	cmocka_unit_test(nonsense_is_refused),
	cmocka_unit_test(credentials_are_never_shown),
	cmocka_unit_test(reads_a_list_and_passes_over_the_rest),
	cmocka_unit_test(the_next_base_is_asked_as_the_list_says),
};

TEST_MAIN(tests)
