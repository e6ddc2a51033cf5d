# goalloc: how Go's allocation behaviour changes from release to release.
#   make run      everything: install what is missing, build, download toolchains, measure, draw, report
#   make test     unit, command-line and live tests
#   make help     all targets
SHELL       = /bin/bash
.SHELLFLAGS = -eu -o pipefail -c
.DEFAULT_GOAL := all
MAKEFLAGS  += --no-builtin-rules

VERSION  := 0.1.0
RELEASED := $(shell sed -n 's/^date-released: *//p' CITATION.cff)
PREFIX   ?= /usr/local
DESTDIR  ?=
CC       ?= cc
ifeq ($(origin CC),default)
CC       := cc
endif
VARIANT  ?= release
B        := build/$(VARIANT)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef \
	    -Wpointer-arith -Wwrite-strings -Wnull-dereference
GCC_WARNINGS := -Wduplicated-cond -Wlogical-op
IS_GCC   := $(shell $(CC) --version 2>/dev/null | grep -qiE 'gcc|free software foundation' && echo yes)
WARNINGS += $(if $(IS_GCC),$(GCC_WARNINGS)) $(if $(CI),-Werror)
PKGS     := libcurl libarchive jansson sqlite3 libcrypto smartcols
CFLAGS_release := -O2 -g
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all
CFLAGS_tsan    := -O1 -g -fsanitize=thread
CFLAGS_coverage := -O0 -g --coverage
CFLAGS_analyze := -O2 -fanalyzer -Werror
CFLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
CPPFLAGS = -D_GNU_SOURCE -DGOALLOC_VERSION='"$(VERSION)"' -DGOALLOC_DATE='"$(RELEASED)"' -DGOALLOC_DATADIR='"$(PREFIX)/share/goalloc"' -Iharness -I$(B)/gen
CFLAGS   = -std=c17 $(WARNINGS) $(CFLAGS_$(VARIANT)) $(EXTRA_CFLAGS)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDLIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm -lpthread

SRCS     := $(sort $(wildcard harness/*/*.c))
MAIN     := harness/main.c
OBJS     := $(SRCS:%.c=$(B)/%.o)
EMBED    := $(sort $(wildcard harness/*/*.sql harness/*/*.tsv harness/*/*.go harness/toolchain/digests.txt harness/report/*.css harness/report/*.js harness/report/*.tex harness/report/*.bib \
	    harness/cmd/complete.*))
GEN      := $(EMBED:%=$(B)/gen/%.h)
UNIT     := $(sort $(wildcard tests/unit/test_*.c))
UNIT_BIN := $(UNIT:tests/unit/%.c=$(B)/tests/%)

all: build/goalloc ## build the program

build/goalloc: $(B)/goalloc
	@mkdir -p $(@D); ln -sf $(VARIANT)/goalloc $@

$(B)/goalloc: $(B)/$(MAIN:.c=.o) $(OBJS)
	@echo "  LINK    $@"; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/%.o: %.c $(GEN) | tools-present
	@mkdir -p $(@D); echo "  CC      $<"; $(CC) $(CPPFLAGS) $(CFLAGS) $(PKG_CFLAGS) -MMD -MP -c -o $@ $<

# A text file becomes a header with its bytes: harness/store/schema.sql -> gen/harness/store/schema.sql.h,
# `static const char embedded_schema_sql[]` (NUL-terminated).
$(B)/gen/%.h: %
	@mkdir -p $(@D); name=embedded_$$(basename $< | tr '.-' '__'); \
	{ echo "static const char $$name[] = {"; od -v -An -tx1 $< | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'; echo "0};"; } > $@

$(B)/tests/%: tests/unit/%.c $(OBJS)
	@mkdir -p $(@D); echo "  TEST    $<"; $(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) $(PKG_CFLAGS) -MMD -MP -o $@ $< $(OBJS) $(LDLIBS) -lcmocka

$(B)/tests/fixture: tests/tools/fixture.c $(OBJS)
	@mkdir -p $(@D); echo "  TEST    $<"; $(CC) $(CPPFLAGS) $(CFLAGS) $(PKG_CFLAGS) -o $@ $< $(OBJS) $(LDLIBS)

$(B)/tests/census $(B)/tests/census_json $(B)/tests/bench_parse $(B)/tests/many_samples $(B)/tests/store_night \
$(B)/tests/hostile_site $(B)/tests/large_site: $(B)/tests/%: tests/tools/%.c $(OBJS)
	@mkdir -p $(@D); echo "  TEST    $<"; $(CC) $(CPPFLAGS) $(CFLAGS) $(PKG_CFLAGS) -o $@ $< $(OBJS) $(LDLIBS)

tools-present:
	@:

-include $(OBJS:.o=.d) $(B)/harness/main.d $(UNIT_BIN:=.d)
.PHONY: all tools-present
.SECONDARY: $(GEN)

# ---- the main job ----
GO        ?=
RUN_FLAGS ?=
run: ## install what is missing, build, measure, draw, report (GO=SPEC, RUN_FLAGS=...)
	@harness/install-deps.sh build run
	@$(MAKE) --no-print-directory all
	build/goalloc run $(if $(GO),--go '$(GO)') $(RUN_FLAGS)
	build/goalloc plot >/dev/null
	build/goalloc report >/dev/null
	@build/goalloc trend --summary
	@echo; echo "report   results/report/index.html"; echo "figures  plots/changes.png (svg, pdf), plots/heatmap.*, plots/family-*, plots/time-*"
	@echo "data     results/goalloc.db"; echo "more     build/goalloc trend, build/goalloc compare 1.9.2 latest, build/goalloc --help"

# ---- tests ----
test: ## what is needed is installed; unit, command-line, live and browser tests; ends with "N passed, N failed"
	@harness/install-deps.sh build run test browser
	@$(MAKE) --no-print-directory all unit-binaries site-makers
	@tests/run.sh $(B) unit cli live browser

unit-binaries: $(UNIT_BIN) $(B)/tests/fixture
site-makers: $(B)/tests/hostile_site $(B)/tests/large_site
check: test ## the same as test
check-unit: deps-test ## unit tests alone
	@$(MAKE) --no-print-directory all unit-binaries && tests/run.sh $(B) unit
check-cli: deps-test ## command-line tests alone
	@$(MAKE) --no-print-directory all $(B)/tests/fixture && tests/run.sh $(B) cli
check-live: deps-test ## live tests with real toolchains alone
	@$(MAKE) --no-print-directory all && tests/run.sh $(B) live
check-browser: ## the report's pages in Chromium alone; pictures of them in build/screenshots
	@harness/install-deps.sh build run test browser
	@$(MAKE) --no-print-directory all site-makers && tests/run.sh $(B) browser
deps-test:
	@harness/install-deps.sh build run test
asan: deps-test ## unit and command-line tests under address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory VARIANT=asan build/asan/goalloc unit-binaries && tests/run.sh build/asan unit cli
tsan: deps-test ## unit tests under the thread sanitizer
	@$(MAKE) --no-print-directory VARIANT=tsan unit-binaries && tests/run.sh build/tsan unit
N         ?= 1000
SEED      ?=
torture: deps-test ## N (1000) installs while connections break and processes are killed (SEED=...)
	@$(MAKE) --no-print-directory all
	@nice tests/tools/torture.py --goalloc build/goalloc $(if $(SEED),--seed $(SEED)) $(N)
torture-run: deps-test ## KILLS (200) measuring runs killed at random moments; what they leave and come to (SEED=..., CACHE=...)
	@$(MAKE) --no-print-directory all
	@nice tests/tools/torture_run.py --goalloc build/goalloc $(if $(SEED),--seed $(SEED)) $(if $(CACHE),--cache $(CACHE)) $(KILLS)
torture-night: deps-test ## KILLS (200) nights killed at random moments; what they leave and come to (SEED=..., CACHE=...)
	@$(MAKE) --no-print-directory all
	@nice tests/tools/torture_run.py --night --goalloc build/goalloc $(if $(SEED),--seed $(SEED)) $(if $(CACHE),--cache $(CACHE)) $(KILLS)
simulated-years: deps-test ## what becomes of planted changes in simulated years (SEEDS='1001 1005': one year each)
	@$(MAKE) --no-print-directory $(B)/tests/test_nightly_year
	@TESTS=tests NIGHTLY_YEARS='$(SEEDS)' nice $(B)/tests/test_nightly_year
SEEDS     ?= 1001 1005
KILLS     ?= 200
census: deps-test ## the parser against the whole standard library of every minor (GO=SPEC) and the compiler's own log
	@$(MAKE) --no-print-directory all $(B)/tests/census $(B)/tests/census_json
	@GOALLOC=build/goalloc CENSUS=$(B)/tests/census CENSUS_JSON=$(B)/tests/census_json nice tests/tools/census.sh $(or $(GO),all)
causes: deps-test ## precision and recall of the causes against the changes labelled by hand (HOLD=1 names the wrong ones of both halves)
	@$(MAKE) --no-print-directory all
	@GOALLOC=$(CURDIR)/$(B)/goalloc TESTS=$(CURDIR)/tests ROOT=$(CURDIR) HOLD='$(HOLD)' tests/causes/causes.sh
PYTHON    ?= python3
vectors: ## what the statistics are held to, anew (PYTHON= one with SciPy); published.tsv is copied by hand
	@$(PYTHON) tests/vectors/make.py
coverage: deps-test ## line coverage of unit and command-line tests, printed per folder
	@$(MAKE) --no-print-directory VARIANT=coverage build/coverage/goalloc unit-binaries && tests/run.sh build/coverage unit cli
	@tests/tools/coverage.sh build/coverage

# ---- fuzzing ----
FUZZ_SECONDS ?= 60
FUZZ      := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BIN  := $(FUZZ:tests/fuzz/%.c=build/fuzz/bin/%)
build/fuzz/bin/%: tests/fuzz/%.c $(SRCS:%.c=build/fuzz/%.o)
	@mkdir -p $(@D); echo "  FUZZ    $<"; \
	$(CC) $(CPPFLAGS) $(CFLAGS) $(PKG_CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)
fuzz-binaries: $(FUZZ_BIN)
fuzz: ## every fuzz target for FUZZ_SECONDS (60) each
	@harness/install-deps.sh build fuzz
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang fuzz-binaries
	@for f in $(FUZZ_BIN); do name=$$(basename $$f); echo "== $$name"; mkdir -p build/fuzz/corpus/$$name; \
	  (cd build/fuzz && bin/$$name -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 \
	    corpus/$$name $$(ls -d ../../tests/fuzz/corpus/$${name#fuzz_} 2>/dev/null)) || exit 1; done; echo "fuzz: clean"

# ---- lint ----
SCRIPTS   := $(sort $(wildcard harness/*.sh harness/*/*.sh tests/*.sh tests/*/*.sh tests/*/*.t) .ci/run)
lint: ## layers, formatting, shellcheck, cppcheck, clang-tidy
	@harness/install-deps.sh build lint test
	@$(MAKE) --no-print-directory check-layers check-format
	shellcheck -x $(SCRIPTS)
	cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,portability --inline-suppr --suppress=missingIncludeSystem \
	  -D__linux__ -DGOALLOC_VERSION='"x"' -DGOALLOC_DATADIR='"x"' -Iharness -j2 harness
	@$(MAKE) --no-print-directory tidy
tidy: $(GEN)
	@INCLUDES="-Iharness -I$(B)/gen $(PKG_CFLAGS)" tests/tools/tidy.sh $(SRCS) $(MAIN)
check-layers: ## includes point only down the list of layers
	@tests/tools/check-layers.sh
check-format:
	clang-format --dry-run --Werror $(wildcard harness/*/*.[ch] tests/*/*.[ch]) $(MAIN)
format: ## clang-format everything
	clang-format -i $(wildcard harness/*/*.[ch] tests/*/*.[ch]) $(MAIN)
analyze: ## gcc -fanalyzer over everything
	@$(MAKE) --no-print-directory CC=gcc VARIANT=analyze build/analyze/goalloc && echo "analyze: clean"

# ---- installing, packaging ----
DATADIR   := $(PREFIX)/share/goalloc
MANDIR    ?= $(PREFIX)/share/man
BASHDIR   ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR    ?= $(PREFIX)/share/zsh/site-functions
FISHDIR   ?= $(PREFIX)/share/fish/vendor_completions.d
DOCDIR    ?= $(PREFIX)/share/doc/goalloc
GENERATED := man bash zsh fish

# where the cases are is compiled in: another PREFIX is another program
$(B)/datadir: FORCE
	@mkdir -p $(@D); echo '$(DATADIR) $(VERSION) $(RELEASED)' | cmp -s - $@ || echo '$(DATADIR) $(VERSION) $(RELEASED)' > $@
$(B)/harness/cmd/shared.o $(B)/harness/cmd/help_man.o: $(B)/datadir
FORCE:

generated: $(GENERATED:%=$(B)/generated/goalloc.%)
$(B)/generated/goalloc.%: $(B)/goalloc
	@mkdir -p $(@D); $< help --format $* > $@.new && mv $@.new $@

install: all generated ## into $(DESTDIR)$(PREFIX): program, cases, scripts, manual page, completions, documents
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(DATADIR)/plots'
	install -m 755 $(B)/goalloc '$(DESTDIR)$(PREFIX)/bin/goalloc'
	install -m 644 plots/*.gp '$(DESTDIR)$(DATADIR)/plots'
	find cases -type f -name '*.go' -exec install -D -m 644 {} '$(DESTDIR)$(DATADIR)/{}' \;
	@# what runs it unattended: service files, timers, examples, where there are any
	for f in $(wildcard harness/nightly/*); do install -D -m 644 "$$f" "$(DESTDIR)$(DATADIR)/nightly/$${f##*/}"; done
	install -D -m 644 $(B)/generated/goalloc.man '$(DESTDIR)$(MANDIR)/man1/goalloc.1'
	install -D -m 644 $(B)/generated/goalloc.bash '$(DESTDIR)$(BASHDIR)/goalloc'
	install -D -m 644 $(B)/generated/goalloc.zsh '$(DESTDIR)$(ZSHDIR)/_goalloc'
	install -D -m 644 $(B)/generated/goalloc.fish '$(DESTDIR)$(FISHDIR)/goalloc.fish'
	install -d '$(DESTDIR)$(DOCDIR)'
	install -m 644 LICENSE README.md CITATION.cff '$(DESTDIR)$(DOCDIR)'
install-nightly: ## systemd's service and timer for `goalloc nightly` into $(DESTDIR)$(PREFIX)/lib/systemd/user
	install -d '$(DESTDIR)$(PREFIX)/lib/systemd/user'
	sed 's|@PREFIX@|$(PREFIX)|' harness/nightly/goalloc-nightly.service > '$(DESTDIR)$(PREFIX)/lib/systemd/user/goalloc-nightly.service'
	install -m 644 harness/nightly/goalloc-nightly.timer '$(DESTDIR)$(PREFIX)/lib/systemd/user/goalloc-nightly.timer'
	@echo "then, with a configuration in ~/goalloc/nightly.conf: systemctl --user enable --now goalloc-nightly.timer"
uninstall: ## what install put there
	rm -f '$(DESTDIR)$(PREFIX)/bin/goalloc' '$(DESTDIR)$(MANDIR)/man1/goalloc.1' '$(DESTDIR)$(BASHDIR)/goalloc' \
	  '$(DESTDIR)$(ZSHDIR)/_goalloc' '$(DESTDIR)$(FISHDIR)/goalloc.fish'
	rm -rf '$(DESTDIR)$(DATADIR)' '$(DESTDIR)$(DOCDIR)'

# The same bytes from the same commit: its time, no names, no time in the gzip header. Without git (in an unpacked
# archive) there is nothing to take it from.
ARCHIVE   := build/goalloc-$(VERSION).tar.gz
dist: ## the source archive of HEAD, the same bytes every time
	@git rev-parse -q --verify HEAD >/dev/null || { echo "goalloc: make dist needs the git repository" >&2; exit 3; }
	@mkdir -p build
	git -c tar.umask=0022 archive --format=tar --prefix=goalloc-$(VERSION)/ HEAD | gzip -9n > $(ARCHIVE).new
	@mv $(ARCHIVE).new $(ARCHIVE); sha256sum $(ARCHIVE)
deb: dist ## a Debian package of HEAD, in build/deb
	@harness/packaging/deb.sh $(ARCHIVE) $(VERSION) $(RELEASED) build/deb
check-deb: ## that package, looked at by lintian and installed in a Debian made for it (SUITE=bookworm; as root)
	@$(MAKE) --no-print-directory deb
	@tests/tools/check_deb.sh build/deb
clean: ## what was built; results and figures stay
	rm -rf build
bench: ## the default run cold and warm by stage, and against plain loops of `go test` (takes long)
	@harness/install-deps.sh build run test
	@$(MAKE) --no-print-directory all
	@tests/tools/bench.sh
bench-install: ## installing against `go mod download`, all minors against network and disk, peak memory
	@harness/install-deps.sh build run test
	@$(MAKE) --no-print-directory all
	@tests/tools/bench_install.py build/goalloc --pairs $(PAIRS) --parts $(PARTS)
PAIRS ?= 5
PARTS ?= newest,all,memory
bench-parse: ## MB/s of the parser on one core over the standard library's output (GO=SPEC), beside SHA-256 of the same bytes
	@harness/install-deps.sh build run
	@$(MAKE) --no-print-directory all $(B)/tests/bench_parse
	@GOALLOC=build/goalloc CENSUS=$(B)/tests/bench_parse CENSUS_JSON= tests/tools/census.sh $(or $(GO),1.4,1.8,1.13,1.20,latest)
bench-escape: ## the compilers' words of the whole library, all minors and three modes, warm: wall and CPU (GO=SPEC, CACHE=...)
	@harness/install-deps.sh build run
	@$(MAKE) --no-print-directory all
	@GOALLOC=build/goalloc tests/tools/bench_escape.sh $(or $(GO),all)
bench-read: all $(B)/tests/fixture ## how long compare, explain, trend, status take on a full history (DB=FILE; a made one without)
	@tests/tools/bench_read.py build/goalloc $(if $(DB),--db '$(DB)',--fixture $(B)/tests/fixture)
DB        ?= $(wildcard build/reference.db)
bench-site: ## the report of 150 cases, 26 releases, 3 modes: size and start of its pages, time to write it (DB=FILE: of that one; RUNS=7)
	@harness/install-deps.sh build run test browser
	@$(MAKE) --no-print-directory all site-makers
	@tests/tools/bench_site.py $(B)/goalloc $(if $(filter command environment,$(origin DB)),--db '$(DB)',--maker $(B)/tests/large_site) --runs $(RUNS)
RUNS      ?= 7
bench-confine: all ## what the walls around a child cost: 2,000 children with and without them, in turns
	@$(B)/goalloc doctor --children 2000 --format csv | awk -F'"' '/,price,/ { print "confinement: " $$2 }'
calibrate: all ## false alarms and power on this machine, enough for figures to publish (LOAD=1: beside a busy processor; SEED=, CACHE=)
	@$(B)/goalloc $(if $(CACHE),--cache '$(CACHE)') selftest --full $(if $(LOAD),--load) $(if $(SEED),--seed $(SEED)) $(SELFTEST_FLAGS)
calibrate-benchstat: all ## the same alarms beside `go test -count=10` and benchstat, in the same time (REPORTS=24, SEED=, CACHE=)
	@command -v $(BENCHSTAT) >/dev/null || GOBIN='$(CURDIR)/build/bin' GOFLAGS=-mod=mod go install golang.org/x/perf/cmd/benchstat@latest
	@tests/tools/calibrate_benchstat.py $(B)/goalloc --benchstat "$$(command -v $(BENCHSTAT) || echo build/bin/benchstat)" \
	  --reports $(REPORTS) $(if $(SEED),--seed $(SEED)) $(if $(CACHE),--cache '$(CACHE)') --options='$(SELFTEST_FLAGS)'
BENCHSTAT ?= benchstat
REPORTS   ?= 24
SELFTEST_FLAGS ?=
check-benchstat: deps-test ## export --format bench in benchstat's hands, measured anew: no warning, medians, n, p, means agree (GO=OLD,NEW, MATCH=, CACHE=)
	@command -v $(BENCHSTAT) >/dev/null || GOBIN='$(CURDIR)/build/bin' GOFLAGS=-mod=mod go install golang.org/x/perf/cmd/benchstat@latest
	@$(MAKE) --no-print-directory all $(B)/tests/fixture
	@PATH="$$PATH:$(CURDIR)/build/bin" GOALLOC='$(CURDIR)/$(B)/goalloc' FIXTURE='$(CURDIR)/$(B)/tests/fixture' TESTS='$(CURDIR)/tests' \
	  ROOT='$(CURDIR)' prove --merge --exec '' tests/cli/export.t
	@GOALLOC=$(B)/goalloc BENCHSTAT="$$(command -v $(BENCHSTAT) || echo build/bin/benchstat)" GO='$(GO)' MATCH='$(MATCH)' CACHE='$(CACHE)' \
	  nice tests/tools/check_benchstat.sh
MATCH     ?=
check-datasette: deps-test ## Datasette opens a database with our metadata (DB=FILE; PYTHON=: a virtual environment is made in build/)
	@$(MAKE) --no-print-directory all $(B)/tests/fixture
	@test -x build/datasette/bin/datasette || { $(PYTHON) -m venv build/datasette && build/datasette/bin/pip install -q datasette; }
	@GOALLOC=$(B)/goalloc FIXTURE=$(B)/tests/fixture DATASETTE=build/datasette/bin/datasette \
	  $(if $(filter command environment,$(origin DB)),DB='$(DB)') tests/tools/check_datasette.sh
check-benchmem: deps-test ## allocs/op and B/op against `go test -bench -benchmem`, each case compiled by itself (GO=SPEC, TIMES=20ms,200ms,2s)
	@$(MAKE) --no-print-directory all
	@nice tests/tools/benchmem.py --goalloc build/goalloc $(if $(GO),--go '$(GO)') $(if $(CACHE),--cache '$(CACHE)') --times '$(TIMES)'
TIMES     ?= 20ms,200ms,2s
check-aa-allocs: deps-test ## every release measured twice and compared with itself: no difference in allocs and bytes (GO=SPEC, LOAD=1)
	@$(MAKE) --no-print-directory all
	@GO='$(or $(GO),all)' LOAD='$(LOAD)' CACHE='$(CACHE)' nice tests/tools/aa_allocs.sh
LOAD      ?=
bench-store: deps-test ## ten million samples: compare, a night's append, open, migrate, export; seconds, and against starting the program
	@$(MAKE) --no-print-directory all $(B)/tests/many_samples $(B)/tests/store_night
	@tests/tools/bench_store.py build/goalloc $(B)/tests $(if $(SAMPLES),--samples $(SAMPLES))
SAMPLES   ?=
check-history: deps-test ## measures again and compares with results/reference/history.tsv (GO=SPEC, MODE=NAME,..; default: all)
	@$(MAKE) --no-print-directory all
	@GO='$(GO)' MODE='$(MODE)' tests/tools/check-history.sh
MODE ?=
reference: ## the committed reference run, anew: results/reference/ (DB=FILE: from what was measured before)
	@harness/install-deps.sh build run test
	@$(MAKE) --no-print-directory all
	@$(if $(filter command environment,$(origin DB)),DB='$(DB)') ALSO='$(ALSO)' tests/tools/reference.sh
ALSO ?=
check-paper: ## the paper kit of DB (or of a short measurement: CACHE=), its sample paper compiled by a stock TeX Live, in build/paper
	@harness/install-deps.sh build run test paper
	@$(MAKE) --no-print-directory all
	@$(if $(filter command environment,$(origin DB)),,rm -rf build/paper/paper.db*; build/goalloc $(if $(CACHE),--cache '$(CACHE)') --db build/paper/paper.db run \
	  --go '$(or $(GO),1.24,1.25,latest~1,latest)' --match '$(PAPER_CASES)' --precision 4% --budget 60s)
	@rm -rf build/paper/kit && build/goalloc --db '$(if $(filter command environment,$(origin DB)),$(DB),build/paper/paper.db)' report --paper build/paper/kit
	@tests/tools/check_paper.sh build/paper/kit build/paper/out
PAPER_CASES ?= slice/*,map/*,string/*
digests: all ## asks the checksum database for digests not pinned yet (RECHECK=1: for all that are, too)
	@tests/tools/pin-digests.sh $(if $(RECHECK),--recheck)
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort | awk -F'\t' '{ printf "%-14s %s\n", $$1, $$2 }'

# what `make help` lists is no file; nor are these
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\#.*/\1/p' $(firstword $(MAKEFILE_LIST))) unit-binaries site-makers check-unit deps-test fuzz-binaries \
	generated FORCE check tidy check-layers check-format
