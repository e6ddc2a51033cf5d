/*
 * A toolchain whose compiler and go command are shell scripts, for the tests of the engine. They know Go by its words:
 *   NOCOMPILE  the compiler fails         NOBUILD  only the go command does     NOISY    the initialisation disturbs
 *   NOLIST     the compiler fails with -S, of which it else lists one call
 *   BROKEN     (file in GOROOT) nothing can be built
 * and what a benchmark does by its name: BenchmarkSkip, BenchmarkPanic, BenchmarkExit, BenchmarkEndless; any other takes
 * 10 ns (BenchmarkSlow: 0.1 ms, BenchmarkSlower: 1 ms, BenchmarkMiddling: 300 ns) and one malloc of 8 bytes an iteration, in
 * line 12 (but BenchmarkNowhere cannot say where; BenchmarkStrays counts 100 more in a process of fewer than 200
 * iterations; of BenchmarkRestless each process counts other bytes; BenchmarkFlaky fails where it is timed, in a toolchain
 * that has the file FLAKY; there BenchmarkUneven takes 50 ns, and BenchmarkSteep 10 us).
 * Every call is a line of GOCACHE/log, which is
 * where a toolchain may write: "compile LEVEL FILE", "install PACKAGES".
 */
#ifndef GOALLOC_TESTS_SHELL_TOOLCHAIN_H
#define GOALLOC_TESTS_SHELL_TOOLCHAIN_H

#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "toolchain/toolchain.h"

static const char shell_compile[] =
	"#!/bin/sh\n"
	"level=\n"
	"for a in \"$@\"; do case $a in -m|-S) level=$level$a;; esac; file=$a; done\n"
	"echo \"compile $level $file\" >>\"$GOCACHE/log\"\n"
	"if grep -q NOCOMPILE \"$file\"; then echo \"./$file:3:1: undefined: NOCOMPILE\"; exit 2; fi\n"
	"[ $level != -S ] && echo \"./$file:3:6: can inline f\"\n"
	"case $level in *-S) ;; *) exit 0;; esac\n"
	"if grep -q NOLIST \"$file\"; then echo 'internal compiler error'; exit 2; fi\n"
	"printf '\"\".f STEXT size=9 args=0x8 locals=0x0\\n'\n"
	"printf '\\t0x0000 00000 (./%s:3)\\tTEXT\\t\"\".f(SB), ABIInternal, $0-8\\n' \"$file\"\n"
	"printf '\\t0x0004 00004 (./%s:4)\\tCALL\\truntime.newobject(SB)\\n' \"$file\"\n";

/* The bundle it builds is a script that knows its benchmarks by their order in main.go. */
static const char shell_go[] =
	"#!/bin/sh\n"
	"root=${0%/bin/*}; out=bin; probe='probe 1 1000'\n"
	"shift; while [ \"${1#-}\" != \"$1\" ]; do shift; done\n"
	"echo \"install $*\" >>\"$GOCACHE/log\"\n"
	"[ -e \"$root/BROKEN\" ] && { echo 'go: cannot find GOROOT'; exit 1; }\n"
	"mkdir -p bin\n"
	"flaky=no; [ -e \"$root/FLAKY\" ] && flaky=yes\n"
	"for p in \"$@\"; do\n"
	"  if [ $p = goalloc/bundle ]; then\n"
	"    list=$(sed -n 's/^\\t[^ ]* \"\\(goalloc.cases.*\\)\"$/\\1/p' src/$p/main.go)\n"
	"    for c in $list; do\n"
	"      grep -q NOBUILD src/$c/*.go && { echo \"# $c\"; echo \"src/$c/x.go:1: NOBUILD\"; exit 1; }\n"
	"      grep -q NOISY src/$c/*.go && probe='probe 2 1000'\n"
	"    done\n"
	"    names=$(sed -n 's/^\\t\\(.*\\.Benchmark.*\\),$/\\1/p' src/$p/main.go | tr '\\n' ' ')\n"
	"    files=$(cd src; echo goalloc/cases/*/*.go)\n"
	"    cat >bin/bundle <<END\n"
	"#!/bin/sh\n"
	"[ \\$1 = probe ] && { echo \"$probe\" >&3; exit; }\n"
	"verb=\\$1; i=\\$2; n=\\$3; set -- $names; shift \\$i; package=\\${1%%.*}; name=\\${1#*.}\n"
	"if [ \\$verb = sites ]; then\n"
	"  [ \\$name = BenchmarkNowhere ] && { echo lost >&3; exit; }\n"
	"  for f in $files; do case \\$f in */\\$package/*) file=\\$f;; esac; done\n"
	"  printf 'sites\\t%d\\nstack\\t%d\\t%d\\n' \\$n \\$n \\$((n * 8)) >&3\n"
	"  printf '12\\tgoalloc/cases/%s.%s\\t/w/src/%s\\nend\\n' \\$package \\$name \\$file >&3\n"
	"  exit\n"
	"fi\n"
	"case \\$name in\n"
	"BenchmarkSkip) echo 'failed skipped: not here' >&3;;\n"
	"BenchmarkPanic) echo 'panic: oh' >&2; exit 2;;\n"
	"BenchmarkExit) exit 0;;\n"
	"BenchmarkUneven) [ $flaky = yes ] && t=50; echo sample \\$n \\$((n * \\${t:-10})) \\$n \\$((n * 8)) 0 0 "
	">&3;;\n"
	"BenchmarkSteep) [ $flaky = yes ] && t=10000; echo sample \\$n \\$((n * \\${t:-10})) \\$n \\$((n * 8)) 0 0 "
	">&3;;\n"
	"BenchmarkFlaky)\n"
	"  [ $flaky\\$GOMAXPROCS = yes1 ] && { echo 'failed failed: not today' >&3; exit; }\n"
	"  echo sample \\$n \\${n}0 \\$n \\$((n * 8)) 0 0 >&3;;\n"
	"BenchmarkEndless) sleep 100;;\n"
	"BenchmarkSlower) echo sample \\$n \\${n}000000 \\$n \\$((n * 8)) 0 0 >&3;;\n"
	"BenchmarkMiddling) echo sample \\$n \\$((n * 300)) \\$n \\$((n * 8)) 0 0 >&3;;\n"
	"BenchmarkStrays) echo sample \\$n \\${n}0 \\$((n + (n < 200) * 100)) \\$((n * 8)) 0 0 >&3;;\n"
	"BenchmarkRestless) echo sample \\$n \\${n}0 \\$n \\$((n * \\$\\$)) 0 0 >&3;;\n"
	"BenchmarkSlow) echo sample \\$n \\${n}00000 \\$n \\$((n * 8)) 0 0 >&3;;\n"
	"*) echo sample \\$n \\${n}0 \\$n \\$((n * 8)) 0 0 >&3;;\n"
	"esac\n"
	"END\n"
	"    chmod +x bin/bundle\n"
	"  else\n"
	"    grep -q NOBUILD src/$p/*.go && { echo \"src/$p/x.go:1: NOBUILD\"; exit 1; }\n"
	"    printf '#!/bin/sh\\necho said; echo warned >&2; exit 3\\n' >bin/${p##*/}; chmod +x bin/${p##*/}\n"
	"  fi\n"
	"done\n";

static inline void shell_script(const char *root, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", root, name), *dir = xstrdup(path);
	struct error err = ERROR_INIT;

	*strrchr(dir, '/') = '\0';
	if (dir_make(dir, &err) < 0 || file_write(path, text, strlen(text), &err) < 0 || chmod(path, 0755) < 0)
		abort();
	free(dir);
	free(path);
}

/* In `root`, which is created; go1.13.15 unless another version is named. */
static inline void shell_toolchain(const char *root, const char *version, struct toolchain_list *out)
{
	struct toolchain *t = toolchain_list_add(out);

	shell_script(root, "bin/go", shell_go);
	shell_script(root, "pkg/tool/linux_amd64/compile", shell_compile);
	t->go = xasprintf("go%s", version);
	if (!version_parse(version, &t->version))
		abort();
	t->goroot = xstrdup(root);
	t->goos = xstrdup("linux");
	t->goarch = xstrdup("amd64");
	t->source = xstrdup("shell");
	t->digest = xasprintf("shell:%s", version);
	t->version_output = xstrdup("");
	t->installed_at = xstrdup("");
}

/* The lines of the log that begin with `word`, counted. */
static inline size_t shell_calls(const char *gocache, const char *word)
{
	char *path = xasprintf("%s/log", gocache);
	struct str text = STR_INIT;
	struct strlist lines = STRLIST_INIT;
	struct error err = ERROR_INIT;
	size_t n = 0;

	if (path_exists(path) && file_read(path, 1 << 20, &text, &err) == 0)
		strlist_split(&lines, str_cstr(&text), '\n');
	for (size_t i = 0; i < lines.len; i++)
		n += str_starts(lines.items[i], word);
	strlist_release(&lines);
	str_release(&text);
	free(path);
	return n;
}

#endif
