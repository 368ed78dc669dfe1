# Everything a developer does. `make setup` prepares .venv and nothing else; every other target calls it.

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench torture slips docs lock system-deps
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.holdfast-setup
FLOORS := domain statemachines policies store notifications casework proofs flows holdfast
TYPED := $(FLOORS) tests tools $(wildcard benchmarks)

# The first Python that is new enough; `make setup PYTHON=/path/to/python3.12` overrides it.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; \
	then echo $$python; break; fi; done)

# Nobody is told that somebody runs a compliance office's software.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Compiled modules are kept: a run of the tests starts Python a hundred times.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## Prepare .venv from the hash-locked requirements (needs only Python 3.11 and make)

$(STAMP): requirements-dev.lock pyproject.toml tools/install.sh
	@test -n "$(PYTHON)" || { echo "Holdfast needs Python 3.11, 3.12, 3.13 or 3.14 / 需要 Python 3.11–3.14" >&2; exit 1; }
	@sh tools/install.sh "$(PYTHON)" $(VENV)
	@touch $@

demo: setup ## Play the sample group of companies and serve it (ARGS="--port 8080")
	@$(BIN)/holdfast demo $(ARGS)

# The floors are only meaningful after the whole suite, and say nothing when they hold.
test: setup ## Run every test, with coverage floors (ARGS="tests/unit -k clock" for a part, without)
ifeq ($(strip $(ARGS)),)
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=json
	@$(BIN)/python -m tools.coverage_floors .coverage.json
else
	@$(BIN)/python -m pytest $(ARGS)
endif

check: setup ## Lint, formatting, types and the nine floors
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy $(TYPED)
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tools.docs --check

bench: setup ## Measure against hand-written reference code (ARGS are passed on)
	@$(BIN)/python -m benchmarks $(ARGS)

torture: setup ## Kill, freeze, cut off and starve everything (ARGS="--only crowd" for a part; half an hour)
	@$(BIN)/python -m tests.torture $(ARGS)

slips: setup ## Change, break and reword sixty shipped clauses and see each met (ARGS="--seed 7 --all")
	@$(BIN)/python -m tests.slips $(ARGS)

docs: setup ## Write the reference pages that are made from the code
	@$(BIN)/python -m tools.docs

lock: setup ## Resolve the dependencies anew (ARGS="--upgrade" for the newest)
	@$(BIN)/uv pip compile -q $(ARGS) --universal --generate-hashes --python-version 3.11 \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q $(ARGS) --universal --generate-hashes --python-version 3.11 \
		--custom-compile-command "make lock" --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

system-deps: ## Install Chromium and Chinese fonts where they are missing (Debian, Ubuntu)
	@sh tools/system-deps.sh
