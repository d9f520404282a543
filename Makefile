# Needs Python 3.11 or newer and make; nothing else, and nothing to activate.
# The first call makes .venv (about a minute with a cold cache), later calls find it ready.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Modules compiled once start twice as fast, also where the environment forbids to keep them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test lint lint-sql lint-types lint-style lint-floors lint-shape lint-docs fix docs bench bench-mining bench-load bench-open bench-compare bench-conformance bench-incremental nightly browser wheel clean
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## runs the sample project in build/demo: the gap table and a report
	@rm -rf build/demo
	$(BIN)/blueprint-miner demo build/demo

test: $(READY) ## every test that belongs to each commit
	$(BIN)/python -m pytest -m "not nightly" -n auto --maxprocesses 4 --dist worksteal

lint: lint-sql lint-types lint-style lint-floors lint-shape lint-docs ## ruff, mypy, import contracts, SQL, shape, docs (parts run beside each other with -j2)

lint-sql: $(READY)
	$(BIN)/sqlfluff lint --disable-progress-bar .

lint-types: $(READY)
	$(BIN)/mypy

lint-style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-floors: $(READY)
	$(BIN)/lint-imports

lint-shape: $(READY)
	$(BIN)/python .ci/shape.py

lint-docs: $(READY)
	$(BIN)/python docs/generate.py --check

fix: $(READY) ## what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY) ## writes the generated parts of README.md and docs/
	$(BIN)/python docs/generate.py

bench: $(READY) ## measures, on this machine, what docs/performance.md says (15 minutes, 9 GB for r4pm)
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/mining.py

bench-mining: $(READY) ## mining ten million events, beside pm4py, polars and r4pm
	$(BIN)/python benchmarks/mining.py

bench-load: $(READY) ## loading ten million events, beside DuckDB's own readers (20 minutes, 8 GB)
	$(BIN)/python benchmarks/load.py

bench-incremental: $(READY) ## adding a day to ten million events, beside preparing them anew (2 minutes, 4 GB)
	$(BIN)/python benchmarks/incremental.py

bench-open: $(READY) ## how long the sample's report takes to open in headless Chromium (1 minute)
	$(BIN)/python benchmarks/opening.py

bench-compare: $(READY) ## comparing ten million events with a design (10 minutes, 6 GB)
	$(BIN)/python benchmarks/comparing.py

bench-conformance: $(READY) ## alignments, beside pm4py's and r4pm's (10 minutes)
	$(BIN)/python benchmarks/conformance.py

nightly: $(READY) ## the suites too long for every commit
	$(BIN)/python -m pytest -m nightly
	FUZZ_EXAMPLES=60 $(BIN)/python -m pytest tests/pipelines/test_fuzz.py
	FUZZ_EXAMPLES=1000 $(BIN)/python -m pytest tests/miner/test_oracles.py
	FUZZ_EXAMPLES=200 $(BIN)/python -m pytest tests/miner/test_properties.py tests/miner/test_flat.py tests/pipelines/test_load.py
	$(BIN)/python benchmarks/identity.py
	$(BIN)/python benchmarks/identity.py --hard
	-$(BIN)/python benchmarks/calibration.py
	$(BIN)/python -m tests.services --processes 2

browser: $(READY) ## the report in a real browser
	$(BIN)/python -m pytest tests/browser

wheel: $(READY) ## dist/blueprint_miner-*.whl
	$(BIN)/uv build --quiet --wheel --out-dir dist

clean: ## removes what was made, but for the environment
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "blueprint-miner needs Python 3.11 or newer; call make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@
