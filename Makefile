PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLE ?= samples/articles/health-cooperation.md

.PHONY: note test test-all check format quality speed samples clean
.DEFAULT_GOAL := note

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (once; PyTorch is the bulk of it) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[dev]'
	@touch $@

note: $(READY)
	@$(BIN)/briefwright note $(SAMPLE)

test: $(READY)
	$(BIN)/pytest

test-all: $(READY)
	$(BIN)/pytest -m ''

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: $(READY)
	$(BIN)/briefwright note samples/articles --jsonl out/samples.jsonl
	$(BIN)/python benchmarks/quality.py out/samples.jsonl

# With the extra `bench` installed, beside llama.cpp and spaCy too; some ten minutes.
speed: $(READY)
	$(BIN)/python benchmarks/speed.py

# The notes in samples/notes, made anew: look at the difference before committing it.
samples: $(READY)
	rm -rf samples/notes
	$(BIN)/briefwright note samples/articles --format md -o samples/notes
	$(BIN)/briefwright note samples/articles/health-cooperation.md --format docx -o samples/notes
	$(BIN)/briefwright note samples/articles/health-cooperation.md --format html -o samples/notes
	$(BIN)/briefwright note --story samples/stories/health-programme --format md -o samples/notes

clean:
	rm -rf $(VENV) out build dist
