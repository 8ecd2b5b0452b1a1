# Two commands: `make` sets everything up and builds build/*.epub and build/*.pdf; `make test` proves it.
BOOK ?= manuscript
OUT ?= build
BOOKS ?= novel
RUNS ?= 3
PUBLISH = .venv/bin/python -m publish

.PHONY: all setup html web epub kindle kobo pdf print cover jacket review check verify test test-all lint golden bench judges clean help
all: setup
	@$(PUBLISH) build $(BOOK) --to epub,pdf --out $(OUT)

setup:
	@sh .ci/setup

html web epub kindle kobo pdf print cover jacket: setup
	@$(PUBLISH) build $(BOOK) --to $@ --out $(OUT)

review: setup
	@$(PUBLISH) review $(BOOK) $(if $(filter undefined,$(origin SINCE)),,--since $(SINCE)) $(if $(CHANGED_ONLY),--changed-only) --out $(OUT)

check: setup
	@$(PUBLISH) check $(BOOK)

verify: setup
	@$(PUBLISH) build $(BOOK) --to epub,pdf --out $(OUT) --quiet
	@$(PUBLISH) verify $(BOOK) --to epub,pdf --out $(OUT)

test: setup
	@.venv/bin/python -m pytest -q -n 2 --dist loadgroup -m "not slow"

test-all: setup
	@.venv/bin/python -m pytest -q -n 2 --dist loadgroup

lint: setup
	@.venv/bin/ruff check . && .venv/bin/mypy

golden: setup
	@GOLDEN=overwrite .venv/bin/python -m pytest -q tests -k golden

bench: setup
	@sh .ci/setup --bench
	@.venv/bin/python bench/run.py --books "$(BOOKS)" --runs $(RUNS) $(if $(WRITE),--write $(WRITE))

judges:
	@sh .ci/setup --judges

clean:
	rm -rf $(OUT) .venv .pytest_cache .mypy_cache .ruff_cache

help:
	@echo "make            set up, then build the EPUB and the PDF of BOOK=$(BOOK) into OUT=$(OUT)"
	@echo "make epub       the EPUB          make pdf     the PDF"
	@echo "make kindle     the EPUB for Amazon's Kindle     make kobo  the EPUB for Kobo's readers"
	@echo "make print      the interior for a printer        make cover  its wrap: back, spine, front"
	@echo "make jacket     the front as a picture, which stores want beside the e-book"
	@echo "make review     a proof to read: line numbers, room for notes, every line's source within it; SINCE=v1.0 marks changes, SINCE= those since the last tag"
	@echo "make web        a static site     make html    the bare XHTML of the chapters"
	@echo "make check      every mistake of the manuscript; writes nothing"
	@echo "make verify     EPUBCheck, Ace, veraPDF, qpdf, our own checks and the stores' rules on what was built"
	@echo "make judges     install Ace by DAISY (150 MB; npm, or Node from a package), so that verify runs it too"
	@echo "make test       the tests         make test-all  with the longest runs"
	@echo "make lint       ruff and mypy     make golden    write the golden files anew"
	@echo "make bench      measure this press beside pandoc, typst and WeasyPrint: BOOKS=essay,novel,saga RUNS=5"
	@echo "make clean      remove what make made"
