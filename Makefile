# Everything here needs cargo alone, and no network; only `compare` needs Python, and `page-test`
# Chromium.
CARGO ?= cargo
RELEASE = $(CARGO) run --offline --release --quiet --

# Where Debian's package dataset-fashion-mnist keeps its files; for `make tables`.
FASHION = /usr/share/datasets/fashion-mnist

# How data/model/mnist.npz was trained; chosen on 10000 held-out training images.
MODEL_FLAGS = --hidden 256,64 --epochs 120 --batch 100 --learning-rate 0.15 --augment elastic,stroke=0.5 --weights f4 --seed 4

.PHONY: help build reproduce results results-quick results-long model page page-test test test-quick fuzz tables \
  bench compare check doc clean

help: ## this list
	@awk -F ':.*##' '/^[a-z-]+:.*##/ {printf "make %-14s%s\n", $$1, $$2}' Makefile

build: ## the command, as target/release/backprop
	$(CARGO) build --offline --release

reproduce: build ## both programs of the tutorial, held to what it prints
	$(RELEASE) reproduce

results: build ## the published error rates, trained again: half an hour
	$(RELEASE) results

results-quick: build ## the small ones of them, with one seed
	$(RELEASE) results --quick

results-long: build ## larger networks, into the same table: at most an hour
	$(RELEASE) results --long

model: build ## the built-in network, trained again: two to three minutes
	$(RELEASE) train $(MODEL_FLAGS) --out out/model
	@cmp out/model/model.npz data/model/mnist.npz && echo "the bytes came out again" || { \
	  echo "other flags or another version make another network; to take it:"; \
	  echo "cp out/model/model.npz data/model/mnist.npz && make test"; exit 1; }

page: build ## the tutorial as an interactive page: out/page/index.html
	$(RELEASE) page

page-test: ## the page's own test, in headless Chromium; pictures in out/page-test
	$(CARGO) test --offline --test page_in_browser -- --nocapture

test: ## every test
	$(CARGO) test --offline

test-quick: ## the tutorial's numbers and the network, in half a minute
	$(CARGO) test --offline --test learning --test tutorial -- --skip errata:: --skip examples::

fuzz: ## damaged input for every parser: FUZZ_SECONDS=10, FUZZ_SEED=1
	$(CARGO) test --offline --quiet --test fuzz

bench: ## how fast the parts are
	$(CARGO) bench --offline --bench speed

compare: build ## beside NumPy, Numba and JAX, in out/ (needs Python)
	python3 tests/compare/run.py $(COMPARE_FLAGS)

tables: build ## the measured tables of the documents: ten minutes
	@$(RELEASE) errata --full --out out/tables/errata > /dev/null; cat out/tables/errata/errata.md
	@$(RELEASE) evaluate --out out/tables/evaluate
	@cut -f 1,2 data/document/steps.tsv | while read -r wrong command; do \
	  echo "backprop $$command ($$wrong wrong in steps.tsv)"; \
	  $(RELEASE) $$command --out out/tables/$${command%% *} | tail -n 1; done
	@test -d $(FASHION) || echo "no Fashion-MNIST in $(FASHION): see data/mnist/README.md"
	@sed -n 's/^| `\(--epochs[^`]*\)` | \(.*\) % |$$/\2 \1/p' data/mnist/README.md \
	  | while test -d $(FASHION) && read -r accuracy flags; do \
	  echo "$$flags ($$accuracy % in data/mnist/README.md)"; \
	  $(RELEASE) train --data $(FASHION) --hidden 256,128,100 $$flags --out out/tables/fashion \
	  | tail -n 1; done

check: ## formatting, lints and documentation, warnings denied
	$(CARGO) fmt --check
	$(CARGO) clippy --offline --all-targets -- -D warnings
	$(CARGO) clippy --offline --test fuzz -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --offline --no-deps

doc: ## the documentation, as target/doc/backprop/index.html
	$(CARGO) doc --offline --no-deps

clean: ## all that was built and all that runs produced
	$(CARGO) clean
	rm -rf out
