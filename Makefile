# Each target works on a fresh clone with Python 3.11+ and make, and does its own set-up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# cpu: torch for the processor only. Anything else: the build that pip picks, with CUDA on Linux.
TORCH ?= cpu
TORCH_VERSION := 2.13.0
SAMPLE := eval/sample/interviews
# Your own documents and the sample never share an archive.
ARCHIVE ?= $(if $(DOCS),archive,sample-archive)
PORT ?= 8000

# What onrecord is compared with, each in an environment of its own.
PEERS := $(patsubst %,bench/environments/%/ready,llama_index txtai chroma haystack faiss)

# Installs torch for the processor into the environment $(1), unless another build is wished for.
ifeq ($(TORCH),cpu)
# A wheel that pip already has at hand serves first; else uv knows where the CPU builds are.
define torch
@$(1)/bin/python -m pip install --quiet --no-index --no-deps torch==$(TORCH_VERSION) 2>/dev/null || \
	  { $(BIN)/python -m pip install --quiet uv && \
	    $(BIN)/uv pip install --quiet --python $(1)/bin/python --torch-backend=cpu torch==$(TORCH_VERSION); } || \
	  { echo "No CPU build of torch $(TORCH_VERSION) can be had here. To take the one that pip picks: make setup TORCH=default"; exit 1; }
endef
endif

.PHONY: help setup serve test lint lines bench peers screenshots pages words clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: $(VENV)/ready ## make the environment in .venv

$(VENV)/ready: pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord needs Python 3.11 or newer; $(PYTHON) is older. Use: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@echo "Installing; this takes some minutes the first time."
	@$(BIN)/python -m pip install --quiet --upgrade pip
	$(call torch,$(VENV))
# The versions that the tests passed with; `pip install onrecord` alone takes newer ones.
	@$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --editable '.[dev]'
	@touch $@

serve: setup ## index the sample, or DOCS=path/to/documents, and serve it
	$(BIN)/onrecord index $(if $(DOCS),$(DOCS),$(SAMPLE)) --archive $(ARCHIVE)
	$(BIN)/onrecord serve --archive $(ARCHIVE) --port $(PORT)

test: setup lint ## check style, types and everything else
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory lines

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lines: ## print the lines of code of each room
	@for room in index rag eval web onrecord.py tests; do \
	  printf '%-12s %6d lines\n' $$room $$(find $$room -name '*.py' | xargs cat | wc -l); done

bench: setup ## time the command on the sample, or on DOCS, and archives of SIZES passages, into bench/
	$(BIN)/python -m eval.speed $(DOCS)
	$(BIN)/python -m eval.scale $(SIZES)

peers: setup $(PEERS) ## compare with what people would pick instead, on the sample or DOCS and GOLD (and SET), into bench/
	$(BIN)/python -m eval.peers $(DOCS) $(if $(GOLD),--gold $(GOLD)) $(if $(SET),--set $(SET)) $(if $(ROUNDS),--rounds $(ROUNDS))

# A peer's module says which packages it needs, pins.txt in which versions.
bench/environments/%/ready: eval/peers/%.py eval/peers/pins.txt | setup
	$(PYTHON) -m venv --clear $(@D)
	$(call torch,$(@D))
	@$(BIN)/python -m pip install --quiet uv
# Copied, not linked: a library of LlamaIndex reads no file that has a second name.
	@$(BIN)/uv pip install --quiet --link-mode copy --compile-bytecode --python $(@D)/bin/python \
	  --constraint eval/peers/pins.txt --requirements eval/peers/$*.py
	@touch $@

screenshots: setup ## take pictures of every page (needs Chromium)
	$(BIN)/python -m web.screenshots screenshots

pages: setup ## look at every page with axe-core in each variant, and print what they cost (needs Chromium)
	@$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --editable '.[pages]'
	PYTHONPATH=. $(BIN)/python tests/pages.py
	PYTHONPATH=. $(BIN)/python -m pytest tests/test_web_accessible.py

words: setup ## bring the catalogues of messages up to date with the code, and compile them
	PYTHONPATH=. $(BIN)/python tests/catalogues.py

clean: ## remove the environment and the sample's archive, never your own archive
	rm -rf $(VENV) sample-archive
