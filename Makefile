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
	$(RUN) pytest -n auto --dist loadfile

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
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  $$python -c 'import ensurepip, venv' 2>/dev/null || { lacking=$$python; continue; }; \
	  echo "Making .venv with $$($$python --version)"; exec $$python -m venv .venv; \
	done; \
	if [ -n "$$lacking" ]; then \
	  echo "$$lacking has no venv module. On Debian and Ubuntu: sudo apt-get install python3-venv"; \
	else \
	  echo "Python 3.11 or later is needed. If you have one elsewhere: make PYTHON=/path/to/python3 ..."; \
	fi; exit 1
	.venv/bin/python -m pip install --disable-pip-version-check -e ".[dev]"
	@touch $(READY)
