# Everything here needs cargo alone, and no network; only `compare` needs Python.
CARGO ?= cargo
RELEASE = $(CARGO) run --offline --release --quiet --

.PHONY: help build reproduce results results-quick test bench compare check doc clean

help: ## this list
	@awk -F ':.*##' '/^[a-z-]+:.*##/ {printf "make %-14s%s\n", $$1, $$2}' Makefile

build: ## the command, as target/release/backprop
	$(CARGO) build --offline --release

reproduce: build ## both programs of the tutorial, held to what it prints; charts in out/notebook
	$(RELEASE) reproduce

results: build ## the published error rates, trained again: about half an hour on two cores
	$(RELEASE) results

results-quick: build ## the small ones of them, with one seed
	$(RELEASE) results --quick

test: ## every test
	$(CARGO) test --offline

bench: ## how fast the parts are
	$(CARGO) bench --offline --bench speed

compare: build ## beside NumPy, Numba and JAX, which it installs under out/ (needs Python)
	python3 tests/compare/run.py $(COMPARE_FLAGS)

check: ## formatting, lints and documentation, warnings denied
	$(CARGO) fmt --check
	$(CARGO) clippy --offline --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --offline --no-deps

doc: ## the documentation, as target/doc/backprop/index.html
	$(CARGO) doc --offline --no-deps

clean: ## all that was built and all that runs produced
	$(CARGO) clean
	rm -rf out
