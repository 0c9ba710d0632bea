# Rapporteur. `make` prints this list; every target works in a fresh clone with Go and make alone.

GO       ?= go
BIN      := bin/rapporteur
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
LDFLAGS  := -s -w -X main.version=$(VERSION)
LINT     := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
CORPORA  ?=
BENCH    ?= .
export CGO_ENABLED := 0

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the program, bin/rapporteur
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/rapporteur

run: build ## build it and start the desk with the sample outlet (ARGS="--addr 127.0.0.1:9000" for more)
	$(BIN) serve --sample $(ARGS)

test: needs ## run every test; as root on Debian, install what they need first
	$(GO) test ./...

needs:
	@.ci/needs

check: ## what CI runs: format, vet, lint, every test, every build
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo "these files are not formatted: run gofmt -w on them"; exit 1; }
	$(GO) vet ./...
	GOARCH=arm64 $(GO) vet ./reading/...
	$(MAKE) lint
	$(MAKE) test
	$(GO) test -tags purego ./reading/encoder/...
	GOAMD64=v1 $(GO) test ./reading/encoder/...
	@if command -v qemu-aarch64-static >/dev/null; then GOARCH=arm64 $(GO) test -exec qemu-aarch64-static ./reading/encoder/...; \
	else echo "arm64's kernels were not tested: there is no qemu-aarch64-static"; fi
	$(MAKE) build
	@$(BIN) version && du -h $(BIN)

lint: ## the linters of .golangci.yml
	$(GO) run $(LINT) run

score: ## measure on the development halves: make score CORPORA=dir (writes scores.txt)
	@test -n "$(CORPORA)" || { echo "say where the corpora are: make score CORPORA=dir"; exit 2; }
	$(GO) run ./cmd/score -corpora $(CORPORA) -out scores.txt

bench: ## run the benchmarks (BENCH=regexp, PKG=./reading/...)
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem $(or $(PKG),./...)

train: ## make the weights again: make train CORPORA=dir (two hours; Python 3.11)
	@test -n "$(CORPORA)" || { echo "say where the corpora are: make train CORPORA=dir"; exit 2; }
	training/run $(CORPORA) bin/training

clean: ## remove what was built (the desk's data folder stays)
	rm -rf bin dist

.PHONY: help build run test needs check lint score bench train clean
.DEFAULT_GOAL := help
