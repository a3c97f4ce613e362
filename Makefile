# Everything one does here, from a fresh clone, with Python >= 3.11 and make.

PYTHON_HERE = .venv/bin/python
PORT = 8000
WORKERS = 2
N = 1000
SEED = 1

.PHONY: help demo demo-reset test portable everything check check-in-parallel lint format layers types migrations templates bench faults faults-short fuzz screenshots

help:
	@echo "make demo        run the whole system on this machine, http://127.0.0.1:$(PORT)/ (PORT=8001 for another)"
	@echo "make demo-reset  forget what the demo stored"
	@echo "make test        all tests: the portable ones on SQLite, then everything on PostgreSQL"
	@echo "make check       lint, format, layers, types, migrations, templates, a hundred faults, then make test"
	@echo "make format      put the code into the one format"
	@echo "make bench       measure the pages against their floors"
	@echo "make faults      kill, freeze and starve a running house N=$(N) times and more, then count what is missing (resumes)"
	@echo "make fuzz        read 10,000 odd tables and 5,000 damaged files; SEED=2 for others"
	@echo "make screenshots take the pictures of docs/screenshots again (with Pillow they are small enough to keep)"

# A stamp is older than the requirements when they changed since; then the environment is brought up to date.
.venv/installed-demo: requirements.txt requirements-demo.txt constraints.txt
	@sh deploy/environment.sh demo

.venv/installed-test: requirements.txt requirements-demo.txt requirements-test.txt constraints.txt
	@sh deploy/environment.sh test

demo: .venv/installed-demo
	@exec $(PYTHON_HERE) -m deploy.demo start --port $(PORT)

demo-reset: .venv/installed-demo
	@$(PYTHON_HERE) -m deploy.demo reset

# The portable tests first: they are quick, and the last line printed is that of the whole suite. Each process makes its
# tables from the models; one test compares them with those to which the migrations lead.
test: portable everything

portable: .venv/installed-test
	$(PYTHON_HERE) -m pytest --portable --nomigrations --numprocesses $(WORKERS) --dist worksteal

everything: portable
	$(PYTHON_HERE) -m pytest --nomigrations --numprocesses $(WORKERS) --dist worksteal -m "not faults and not demo"

# The faults are processes that mostly wait: what else is quick is checked beside them. What takes long comes after,
# for their bars are seconds.
check: .venv/installed-test
	@$(MAKE) --jobs=2 check-in-parallel

check-in-parallel: faults-short lint layers types migrations templates test

ifneq ($(filter check-in-parallel,$(MAKECMDGOALS)),)
everything: faults-short
endif

lint: .venv/installed-test
	$(PYTHON_HERE) -m ruff check .
	$(PYTHON_HERE) -m ruff format --check .

format: .venv/installed-test
	$(PYTHON_HERE) -m ruff check --fix .
	$(PYTHON_HERE) -m ruff format .

layers: .venv/installed-test
	.venv/bin/lint-imports --no-logo

types: .venv/installed-test
	$(PYTHON_HERE) -m mypy

migrations: .venv/installed-test
	$(PYTHON_HERE) manage.py makemigrations --check --dry-run
	$(PYTHON_HERE) manage.py check --fail-level WARNING

templates: .venv/installed-test
	$(PYTHON_HERE) -m djlint --quiet --lint templates

# A hundred kills and one of every other fault, some minutes.
faults-short: .venv/installed-test
	$(PYTHON_HERE) -m pytest tests/faults -m faults

faults: .venv/installed-test
	$(PYTHON_HERE) -m tests.faults --injections $(N) --seed $(SEED)

fuzz: .venv/installed-test
	$(PYTHON_HERE) -m tests.fuzz --seed $(SEED)

bench: .venv/installed-test
	$(PYTHON_HERE) -m benchmarks

screenshots: .venv/installed-test
	SCREENSHOTS=1 $(PYTHON_HERE) -m pytest tests/browser/test_whole_story.py tests/browser/test_every_page.py
