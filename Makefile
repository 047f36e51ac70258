# Every target is one line that works without make: the same words after `python -m`, in an environment that has
# this folder installed with `pip install -e ".[dev]"`. On Windows, where there is no make, use those.

RUN := .venv/bin/python -m
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help demo test lab build bench golden clean

help:
	@echo "make demo | test | lab | build | bench | golden | clean; README.md says what each does"

demo: $(READY)
	$(RUN) autograder demo

test: $(READY)
	$(RUN) pytest

lab: $(READY)
	$(RUN) autograder lab

build: $(READY)
	$(RUN) autograder build

bench: $(READY)
	$(RUN) autograder bench

golden: $(READY)
	$(RUN) tests.oracles

# What can be made again; never work/, submitted/ or a gradebook.
clean:
	rm -rf .venv build dist demo verdicts .pytest_cache .ruff_cache *.egg-info

# The environment, made once and again when pyproject.toml changes. PYTHON=... chooses the Python.
$(READY): pyproject.toml
	@set -e; for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 none; do \
	  if [ $$python = none ]; then echo "make needs Python 3.11 or later: install it, or say which: make PYTHON=/path/to/python3"; exit 1; fi; \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	done; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python cannot make environments: install its venv module (Debian, Ubuntu: sudo apt-get install python3-venv)"; exit 1; fi; \
	echo "Making .venv with $$($$python --version)"; $$python -m venv .venv
	.venv/bin/python -m pip install --disable-pip-version-check -e ".[dev]"
	@touch $(READY)
