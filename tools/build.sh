#!/bin/bash
# build.sh [--debug|--sanitize] [--address URL] [--platform-tests]: builds the page into dist/, a folder that any static host serves,
# from any path. With the address at which it will be served, the documents that name it are written too; with --platform-tests,
# the pages of tests/platform are built beside it, as the page is: what Closure breaks shows only there.
# Called by `dev`, which has set the toolchain's environment.

. "$(dirname "$0")/common.sh"

preset=web
address=
targets=(page)
while [ $# != 0 ]; do
    case $1 in
        --debug) preset=web-debug ;;
        --sanitize) preset=web-sanitize ;;
        --platform-tests) targets+=(platform_tests) ;;
        --address)
            [ $# != 1 ] || fail "--address needs the address at which dist/ will be served."
            address=$2
            shift
            ;;
        *) fail "build knows --debug, --sanitize, --address and --platform-tests, not $1" ;;
    esac
    shift
done

build() {
    local folder=$top/build/$preset
    cd "$top"
    if [ ! -f "$folder/build.ninja" ]; then
        # Its headers first: laid in the middle of a build, they would be newer than what was made with them.
        quietly "$cache/log/sysroot.log" embuilder build sysroot
        quietly "$folder/configure.log" cmake --preset "$preset"
    fi
    say "Building the page ($preset)"
    if ! cmake --build "$folder" -j "$(nproc)" --target "${targets[@]}" >"$folder/build.log" 2>&1; then
        # The errors themselves first: a template's list of candidates can be hundreds of lines.
        grep -A 3 -E '(error|warning): |^FAILED|undefined symbol' "$folder/build.log" | grep -v 'note: ' | head -n 60 >&2
        fail "the page was not built (all of the output: ${folder#"$top"/}/build.log)"
    fi
    [ -f "$folder/app.wasm" ] || fail "there is no page to build: src/app/main.cpp is missing."

    # Laid beside and then swapped: a server or a test that is looking never sees half a folder.
    local next=$top/build/dist.next
    rm -rf "$next"
    mkdir -p "$next"
    cp -R "$top/web/." "$next/"
    rm -rf "$next/bridge"
    cp "$top/shell.html" "$next/index.html"
    cp "$folder/app.mjs" "$next/"
    node "$top/tools/split.mjs" "$(em-config BINARYEN_ROOT)/bin/wasm-split" "$folder/app.wasm" "$next"
    rm "$next/deferred.txt"
    node "$top/tools/join.mjs" "$next"
    node "$top/tools/stamp.mjs" "$next"
    if [ -n "$address" ]; then node tools/deployment.mjs --address "$address" --folder "$next"; fi
    rm -rf "$top/build/dist.old"
    if [ -d "$top/dist" ]; then mv "$top/dist" "$top/build/dist.old"; fi
    mv "$next" "$top/dist"
    rm -rf "$top/build/dist.old"
    say "dist/ is ready: $(du -sk "$top/dist" | cut -f1) KB"
}

alone "build-$(printf %s "$top" | cksum | cut -d' ' -f1)" build
