# The entry point. Everything is one `make TARGET`; CI calls the same targets and nothing else.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

# Compile and test jobs at a time.
JOBS ?= $(shell nproc)
# make check F=metafield runs the tests whose name has it.
F ?=
# make crash: how often the server is killed, which choices to replay, on sqlite or postgres.
CYCLES ?= 100
SEED ?=
ENGINE ?= sqlite
# make bench: the revision to compare with.
AGAINST ?=
# make package-test: the binary of an older version, to upgrade from.
OLDER ?=
# make fuzz: how long each target runs.
SECONDS ?= 60

PYTHON := /usr/bin/python3
CTEST := ctest --test-dir build/dev --output-on-failure --no-tests=error --parallel $(JOBS)
FILTER := $(if $(F),-R '$(F)')

# $(call build,PRESET[,TARGET]) configures what was not configured yet and builds.
define build
	@command -v cmake >/dev/null && command -v ninja >/dev/null || { \
	  echo "cmake or ninja is missing; run: tools/install_deps.sh run" >&2; exit 1; }
	@[[ -f build/$(1)/build.ninja ]] || cmake --preset $(1)
	@[[ $(1) != release ]] || ! ninja -C build/$(1) -n $(2) 2>/dev/null | grep -q 'Linking CXX executable' || \
	  echo "build: the last step optimises over all files at once and says nothing for about a minute"
	cmake --build --preset $(1) --parallel $(JOBS) $(if $(2),--target $(2))
endef

##@ Use
.PHONY: help
help:  ## this list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: build  ## install what is missing, build, serve a demo store, print a curl line
	@tools/run_demo.sh

.PHONY: build
build: deps-run  ## the release binary build/release/fieldstone and nothing else
	$(call build,release,fieldstone)

##@ Develop
.PHONY: check
check: format layers rules dev  ## layout, layers, rules, sanitizer build, quick tests on SQLite; F=NAME
	$(CTEST) -L 'unit|golden|fuzz' -LE postgres $(FILTER)

.PHONY: test
test: deps-test dev  ## install what is missing, build, count instructions, run every test; F=NAME
	@counted=0; \
	$(if $(F),,$(MAKE) --no-print-directory instructions || counted=$$?;) \
	((counted == 0)) || echo "test: the count of instructions failed; the tests follow" >&2; \
	$(CTEST) $(FILTER) && exit $$counted

.PHONY: crash
crash: deps-test dev  ## kill -9 under load, CYCLES=100 times; SEED=N replays; ENGINE=postgres
	@export FIELDSTONE_BIN=$(CURDIR)/build/dev/fieldstone FIELDSTONE_TEST_DATABASE_KIND=$(ENGINE); \
	cd tests/e2e; \
	if [[ $(ENGINE) == postgres ]]; then \
	  cluster=$(CURDIR)/build/dev/crash_cluster; \
	  export FIELDSTONE_TEST_POSTGRES_URL_FILE=$$cluster/url; \
	  trap '$(PYTHON) support/postgres_cluster.py stop '$$cluster EXIT; \
	  $(PYTHON) support/postgres_cluster.py start $$cluster; \
	fi; \
	$(PYTHON) crash_test.py --cycles $(CYCLES) $(if $(SEED),--seed $(SEED))

.PHONY: fuzz fuzz-merge
fuzz: deps-lint  ## run each libFuzzer target, SECONDS=60 each; F=NAME
	$(call build,fuzz)
	@tools/fuzz.sh run $(SECONDS) '$(F)'
fuzz-merge:  ## add what `make fuzz` learnt to fuzz/corpus; F=NAME
	$(call build,fuzz)
	@tools/fuzz.sh merge '$(F)'

.PHONY: lint
lint: deps-lint format layers rules dev tidy  ## layout, layers, rules, Clang -Werror, clang-tidy

.PHONY: full
full: lint test tsan  ## lint, test, and what is concurrent under ThreadSanitizer

.PHONY: fix
fix:  ## lay out the sources
	@tools/format.sh fix

.PHONY: golden
golden: dev  ## rewrite the answers of the golden cases; review the diff
	$(PYTHON) tests/golden/run.py --binary build/dev/fieldstone --rewrite

.PHONY: compatibility
compatibility: build  ## rewrite docs/compatibility.md and tests/contract/routes.txt from what is hosted
	@$(PYTHON) tools/compatibility.py --binary build/release/fieldstone --write

.PHONY: instructions
instructions: build  ## count instructions per request against bench/instructions.json
	@$(PYTHON) bench/instructions.py

.PHONY: crowd
crowd: build  ## reads beside 10,000 idle and 500 slow connections; one store beside what another asks for
	@$(PYTHON) bench/connections.py
	@$(PYTHON) bench/fairness.py

.PHONY: bench
bench: deps-bench build  ## measure the release binary, 10 minutes and more; AGAINST=REV beside another revision
	bench/run.sh $(if $(AGAINST),--against '$(AGAINST)')

.PHONY: bench-quick
bench-quick: deps-bench build  ## the same in little, below 2 minutes
	bench/run.sh --quick

.PHONY: bench-postgres
bench-postgres: deps-bench build  ## reads and creates on PostgreSQL against pgbench, 80 % of it
	@$(PYTHON) bench/postgres.py

##@ Ship
.PHONY: deb
deb: deps-package build  ## build/release/fieldstone_VERSION_ARCH.deb, its defences checked
	@$(PYTHON) tools/check_hardening.py build/release/fieldstone
	@rm -f build/release/fieldstone_*.deb
	cd build/release && cpack -G DEB
	lintian --fail-on error,warning build/release/fieldstone_*.deb

.PHONY: package-test
package-test: deb  ## install, run, upgrade, remove, purge the package in a chroot; needs root; OLDER=BINARY
	@$(PYTHON) tests/package/sandbox_test.py build/release/fieldstone
	@$(PYTHON) tests/package/package_test.py build/release/fieldstone_*.deb $(OLDER)

.PHONY: service-test
service-test: deb  ## the package's service under a systemd of its own, in namespaces; needs root, cgroup2
	@$(PYTHON) tests/package/systemd_test.py build/release/fieldstone_*.deb

.PHONY: clean
clean:  ## remove build/; the demo store stays
	rm -rf build

# The steps of the above.
.PHONY: deps-run deps-test deps-lint deps-bench deps-package
deps-run deps-test deps-lint deps-bench deps-package: deps-%:
	@tools/install_deps.sh $*

.PHONY: dev
dev:
	$(call build,dev)

.PHONY: format layers rules
format:
	@tools/format.sh check
layers:
	@$(PYTHON) tools/check_layers.py
rules:
	@$(PYTHON) tools/check_rules.py
	@$(PYTHON) tools/check_sharding.py

.PHONY: tidy
tidy: dev
	@$(PYTHON) tools/tidy.py build/dev --jobs $(JOBS)

# What many threads or processes do at once. A race ends the server at once, and with it the test.
TSAN_SUITES := unit_.*|sanitizer_is_on|e2e_(http|abuse|durability|faults|processes|crash|hooks|delivery|delivery_crash|delivery_tls)(_postgres)?

.PHONY: tsan
tsan: deps-lint
	$(call build,tsan)
	TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 \
	  $(subst build/dev,build/tsan,$(CTEST)) -R '$(or $(F),^($(TSAN_SUITES))$$)'
