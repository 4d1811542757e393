# make demo    set up .venv, then ingest an example, summarize it and ask it a question
# make test    set up .venv with the test tools, and run all tests
# make check   format, lint and types

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DEMO   := examples/documents/services-agreement.pdf
DEMO_LIBRARY := .local/demo-library

.PHONY: demo test check format clean

demo: $(VENV)/.installed
	$(BIN)/longdoc ingest $(DEMO) --library $(DEMO_LIBRARY)
	$(BIN)/longdoc summarize $(DEMO) --library $(DEMO_LIBRARY) --sentences 5
	$(BIN)/longdoc ask $(DEMO) "Which law governs the agreement?" --library $(DEMO_LIBRARY)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .local build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

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
