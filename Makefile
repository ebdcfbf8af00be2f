# Every target makes the virtual environment it needs, from plain Python 3.11+ with venv.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: run demo test test-long bench lint fmt pictures wheel clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Minibatch needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	touch $@

run: $(STAMP)  ## start the bot (settings from the environment, see README)
	$(BIN)/minibatch run

demo: $(STAMP)  ## try it in a browser with no account
	$(BIN)/minibatch demo

lint: $(STAMP)  ## style, types and import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

fmt: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint  ## lint, types, layers and the fast tests (at most 8 minutes)
	$(BIN)/python -m pytest -n 3 -m "not long"

test-long: $(STAMP)  ## the same tests with large counts and the kill matrices (at most 30 minutes)
	MINIBATCH_TEST_LONG=1 $(BIN)/python -m pytest -n 2

bench: $(STAMP)  ## one JSON line per figure; NAME=pure, answers or chat for some of them
	$(BIN)/python -m tests.bench $(NAME)

pictures: $(STAMP)  ## the README's pictures of the chat page, taken with Chromium
	$(BIN)/python -m tests.pictures

wheel: $(STAMP)
	$(BIN)/python -m hatchling build -t wheel

clean:
	rm -rf $(VENV) dist build
