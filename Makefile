# Two commands do all set-up: `make demo` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help:
	@echo 'make demo    set up, then run everything against the bundled sample newsroom (no internet)'
	@echo 'make test    set up, then run the tests'
	@echo 'make run     set up, then poll the live sources in config/ once'
	@echo 'make serve   set up, then keep polling on a schedule under Prefect, with its UI'
	@echo 'make lint    ruff and mypy'
	@echo 'make score   how right tags, stories and pay are on labelled sets'
	@echo 'make bench   CPU seconds beside a named peer'

demo: .venv/.installed
	$(BIN)/picketwire demo

test: .venv/.dev-installed
	$(BIN)/python -m pytest

run: .venv/.installed
	$(BIN)/picketwire run

serve: .venv/.installed
	$(BIN)/picketwire serve

lint: .venv/.dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

score: .venv/.dev-installed
	$(BIN)/python -m tests.tagging.score
	$(BIN)/python -m tests.linking.score
	$(BIN)/python -m tests.parsers.score_pay

bench: .venv/.installed .venv/bench/.installed
	$(BIN)/python -m tests.bench

# The peer lives apart: its feed parser is a fork of ours.
.venv/bench/.installed: .venv/.uv requirements-bench.lock
	$(PYTHON) -m venv .venv/bench
	$(BIN)/uv pip install --quiet --python .venv/bench/bin/python --require-hashes -r requirements-bench.lock
	@touch $@

.venv/.uv: requirements-build.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	@touch $@

.venv/.installed: .venv/.uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev-installed: .venv/.installed requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# The locks are universal (any platform, Python 3.11 and later), pinned and hashed, and name no index.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: .venv/.uv
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group bench -o requirements-bench.lock
	$(LOCK) --group build -o requirements-build.lock

.PHONY: help demo test run serve lint score bench lock
