# The two commands of the README are `make demo` and `make test`; each sets up all it needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LEDGER ?= embedded
# What must come to the same result on every peer.
CHAINCODE := core/genpon_core $(filter-out %/__main__.py %/healthcheck.py %/label.py %/lint.py,$(wildcard chaincode/genpon_chaincode/*.py)) $(wildcard examples/chaincode)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test lint format bench clean

demo: $(VENV)/.demo
	@$(BIN)/python -m examples.demo --ledger=$(LEDGER)

test: $(VENV)/.dev
	$(BIN)/pytest
	@$(BIN)/python -m tests.support.on_fabric

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/python -m genpon_chaincode.lint $(CHAINCODE)
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	@$(BIN)/python -m bench.embedded

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(BIN)/python setup.cfg pyproject.toml constraints.txt
	$(BIN)/pip install -q --only-binary=:all: -c constraints.txt -e '.[network,credentials]'
	@touch $@

$(VENV)/.dev: $(BIN)/python setup.cfg pyproject.toml constraints.txt
	$(BIN)/pip install -q --only-binary=:all: -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.demo
