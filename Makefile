# make demo    set up .venv, then ingest an example, summarize it and ask it a question
# make test    set up .venv with the test tools, and run all tests
# make check   format, lint, types (of the tests too), spelling, documentation, imports, duplicates, and code
#              that could be abused
# make coverage  all tests, with the share of branches that they take; it fails below 90%
# make mutants   change tasks, structure and metrics one operator at a time, and see which changes no test tells
# make fuzz    change small files of every format and open them, for FUZZ_SECONDS (60), and read with the native
#              layers under the compiler's sanitizers, for KERNEL_SECONDS (20); FUZZ_SEED repeats a run
# make audit   known weaknesses of the libraries that are installed; needs the network

PYTHON ?= python3
VENV   ?= .venv
PARALLEL ?= --numprocesses auto --maxprocesses 4 --dist worksteal
FUZZ_SECONDS ?= 60
FUZZ_SEED ?=
KERNEL_SECONDS ?= 20
BIN    := $(VENV)/bin
DEMO   := examples/documents/services-agreement.pdf
DEMO_LIBRARY := .local/demo-library

.PHONY: demo test check format fuzz audit coverage mutants clean

demo: $(VENV)/.installed
	$(BIN)/longdoc ingest $(DEMO) --library $(DEMO_LIBRARY)
	$(BIN)/longdoc summarize $(DEMO) --library $(DEMO_LIBRARY) --sentences 5
	$(BIN)/longdoc ask $(DEMO) "Which law governs the agreement?" --library $(DEMO_LIBRARY)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(PARALLEL) $(TESTS)

# B608: SQL is put together from names in the code only; every value is bound.
check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file tests/mypy.ini
	$(BIN)/codespell
	$(BIN)/python -m pytest -q tests/test_docs.py tests/test_layers.py tests/test_duplicates.py
	$(BIN)/bandit --quiet --recursive longdoc --severity-level medium --confidence-level medium --skip B608

coverage: $(VENV)/.installed-dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(PARALLEL) $(TESTS)
	find . -maxdepth 1 -name '.coverage.*' -empty -delete  # of processes that tests kill
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered

mutants: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet mutmut
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

fuzz: $(VENV)/.installed-dev
	$(BIN)/python tests/fuzz/fuzz.py --seconds $(FUZZ_SECONDS) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))
	$(BIN)/python tests/fuzz/kernels.py --seconds $(KERNEL_SECONDS) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))

audit: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/pip-audit --skip-editable

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .local build dist mutants .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamps say what was installed for which pyproject.toml and native layers; a change there installs again.
SOURCES := pyproject.toml hatch_build.py $(wildcard csrc/*.[ch])

$(VENV)/.installed: $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.installed-dev: $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.installed

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "longdoc needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
