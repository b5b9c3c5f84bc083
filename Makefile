# What is done to this repository, one word each. `make` alone says what there is.
# Everything needs Go and a C compiler (for SQLite); `make lint` fetches its linter by itself. PostgreSQL is found as
# integration/pgtest/doc.go says: DUET_TEST_DSN, Docker, or the machine's own initdb and postgres.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

GO ?= go
# Flags for every `go test`, for example GOTESTFLAGS=-race or GOTESTFLAGS='-run Prefetch -v'.
GOTESTFLAGS ?=
# Flags for `make bench`, for example BENCHFLAGS='-case filter -impl duet'; bench/README.md has them.
BENCHFLAGS ?=
# How long each fuzz target runs.
FUZZTIME ?= 5s

# The linter is pinned, and kept outside of the repository under a name with its version: a new version here is
# installed beside the old one, and two checkouts share one build (it takes some minutes).
LINTER_VERSION := v2.15.0
TOOLS ?= $(HOME)/.cache/duet/bin
LINTER := $(TOOLS)/golangci-lint-$(LINTER_VERSION)

.PHONY: help
help: ## Say what each target does
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## Generate the models, start the bookshop with a temporary database, request each endpoint, show what came back, stop
	$(GO) generate ./models
	$(GO) run ./examples/bookshop/demo

.PHONY: demo-postgres
demo-postgres: ## The same with PostgreSQL: start a server in Docker (or with initdb), run the demonstration on it, remove it
	$(GO) generate ./models
	$(GO) run ./integration/pgserver -- $(GO) run ./examples/bookshop/demo

.PHONY: generate
generate: ## Write the generated code again: models from testdata/bookshop.sql, and what else has a go:generate line
	$(GO) generate ./...
	cd bench && $(GO) generate ./...

.PHONY: test
test: ## Run every test; those of PostgreSQL skip if there is none (GOTESTFLAGS=... adds flags)
	$(GO) test $(GOTESTFLAGS) ./...

.PHONY: race
race: ## Run every test under the race detector
	$(GO) test -race $(GOTESTFLAGS) ./...

.PHONY: lint
lint: fmt-check vet golangci ## Check formatting, go vet, golangci-lint

.PHONY: fmt-check
fmt-check: ## List Go files that gofmt would change, and fail if there are any
	@scripts/fmt-check

.PHONY: vet
vet: ## Run go vet
	$(GO) vet ./...

.PHONY: golangci
golangci: $(LINTER) ## Run golangci-lint with .golangci.yml
	$(LINTER) run ./...
	cd bench && $(LINTER) run ./...

.PHONY: tools
tools: $(LINTER) ## Install the linter, if it is missing (minutes, once)

# Installed under its plain name in a folder of its own, then renamed, so that a build that was interrupted leaves
# nothing that looks like a linter.
$(LINTER):
	@mkdir -p $(TOOLS)
	@echo "installing golangci-lint $(LINTER_VERSION) into $(TOOLS): some minutes, once"
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
		GOFLAGS= GOBIN=$$tmp $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINTER_VERSION) && \
		mv "$$tmp/golangci-lint" $@

.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME (5s), whichever there are
	@GO="$(GO)" scripts/fuzz $(FUZZTIME)

.PHONY: image
image: ## Make the Docker image of PostgreSQL and PgBouncer that tests use where there is no registry (as root, once)
	integration/image/build

.PHONY: bench
bench: ## Compare Duet with its peers on a PostgreSQL of its own, a quarter of an hour, and write bench/RESULTS.md (BENCHFLAGS=... adds flags)
	cd bench && $(GO) run . -out . $(BENCHFLAGS)

.PHONY: bench-check
bench-check: ## Vet and test the benchmark, check that all peers do the same, and run each case for a moment
	cd bench && $(GO) mod tidy -diff && $(GO) vet ./... && $(GO) test ./... && $(GO) run . -quick

.PHONY: bench-go
bench-go: ## Run Go's own benchmarks of single functions, with allocations
	$(GO) test -run '^$$' -bench . -benchmem ./...
