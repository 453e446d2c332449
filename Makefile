PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PINS := $(if $(wildcard requirements.lock),-c requirements.lock)
BEAM := $(shell sed -n 's/^apache-beam==//p' requirements.lock)
# Packages are as they were when these files were written; installing again is needed only when one changes.
INPUTS := pyproject.toml $(wildcard requirements.lock)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long test-prism bench bench-long fuzz audit prism lint format types unit jars lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.test ## Create .venv with everything for the demo and the tests

demo: $(VENV)/.installed ## Run sample articles through the pipeline; FEED=url takes a news feed instead
	@$(BIN)/dateline demo $(if $(FEED),--feed '$(FEED)')

test: lint types unit ## Style, types and all tests

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

unit: $(VENV)/.test jars
	$(BIN)/pytest -q

test-long: $(VENV)/.bench jars ## The faults at length: thirty kills, a broker away for a minute; says what came of it
	$(BIN)/pytest -q -s -m long

bench: $(VENV)/.bench jars ## Measure all that benchmarks/README.md lists, about forty minutes; JSON and pictures
	$(BIN)/python -m benchmarks $(if $(ARTICLES),--articles '$(ARTICLES)') $(RUNS)

bench-long: $(VENV)/.bench jars ## A million articles in the index, and memory over 50,000
	$(BIN)/python -m benchmarks --long $(if $(ARTICLES),--articles '$(ARTICLES)') $(RUNS)

fuzz: $(VENV)/.fuzz ## Feed what reads strangers' bytes with what breaks it, FUZZ_MINUTES=20 in all
	nice $(BIN)/python -m tests.fuzz --minutes $(or $(FUZZ_MINUTES),20) $(FUZZ_TARGETS)

test-prism: $(VENV)/.test prism ## The same records from Prism; as root, or where a user may make namespaces
	@$(BIN)/python -c 'from deploy.kafka.broker import fetch_jars; fetch_jars()'
	unshare $(if $(filter-out 0,$(shell id -u)),--map-root-user) --net \
	  sh -c 'ip link set lo up && exec $(BIN)/pytest -q -m prism'

audit: .cache/audit/.ready ## Known vulnerabilities of the pinned packages, by PyPI or AUDIT_SERVICE=osv; needs the internet
	.cache/audit/bin/pip-audit --strict --no-deps --disable-pip -s $(or $(AUDIT_SERVICE),pypi) -r requirements.lock

prism: .cache/prism/prism ## Build Beam's Prism, an engine in one process; needs Go and some minutes

jars: $(VENV)/.test ## Fetch the Kafka broker, the Flink cluster and the schema registry that the tests start
	@$(BIN)/python -c 'from deploy.kafka.broker import fetch_jars; fetch_jars()'
	@$(BIN)/python -m deploy.flink.jars
	@$(BIN)/python -c 'from deploy.registry.server import fetch; fetch()'

format: $(VENV)/.test ## Put the code in form, and the options into Dataflow's template
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m deploy.dataflow.metadata > deploy/dataflow/metadata.json

lock: $(VENV)/.test ## Write the versions that are installed to requirements.lock
	$(BIN)/pip freeze --exclude-editable > requirements.lock

clean: ## Remove what was made
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' || \
	  { echo "Python 3.12 or newer is needed; this is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python $(INPUTS)
	@echo "installing packages into $(VENV), once; this takes a minute or two"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PINS) -e .
	@$(BIN)/python -c 'from pipeline.enrich.places.gazetteer import gazetteer; gazetteer()'
	@touch $@

$(VENV)/.test: $(VENV)/.installed $(INPUTS)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PINS) -e '.[test]'
	@touch $@

$(VENV)/.bench: $(VENV)/.test $(INPUTS)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PINS) -e '.[bench]'
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test $(INPUTS)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PINS) -e '.[fuzz]'
	@touch $@

.cache/prism/prism:
	@command -v go >/dev/null || { echo "Prism is written in Go: install it (https://go.dev/dl), then make prism again"; exit 1; }
	GOBIN=$(CURDIR)/.cache/prism go install github.com/apache/beam/sdks/v2/go/cmd/prism@v$(BEAM)

# Apart from the rest, so that it changes nothing of what it audits.
.cache/audit/.ready: Makefile
	@$(PYTHON) -m venv .cache/audit
	@.cache/audit/bin/python -m pip install -qq --disable-pip-version-check pip-audit==2.10.1
	@touch $@
