#!/bin/bash
# test.sh [group…]: runs the groups of tests, all of them without an argument, and ends with the line `N passed, N failed`.
# What a group needs (compiler, packages, browser) is brought before it runs.

. "$(dirname "$0")/common.sh"
cd "$top"

export NODE_COMPILE_CACHE=$cache/node  # hundreds of short programs read the same packages

groups=(unit layers tools browser conformance)
passed=0
failed=0
failed_groups=()

# count GROUP PASSED FAILED: a group that ran no test has failed.
count() {
    local good=$2 bad=$3
    if [ $((good + bad)) = 0 ]; then
        printf '%s ran no test\n' "$1"
        bad=1
    fi
    printf '%s: %d passed, %d failed\n' "$1" "$good" "$bad"
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$bad" != 0 ]; then failed_groups+=("$1"); fi
}

number() { sed -n "$1" "$2" | tail -n 1; }

have_toolchain() {
    [ -n "${toolchain_is_here:-}" ] && return
    bash tools/toolchain.sh
    . "$cache/toolchain.env"
    toolchain_is_here=1
}

have_packages() {
    bash tools/npm.sh
    node=node
    if [ -x tests/node_modules/.bin/node ]; then node=$top/tests/node_modules/.bin/node; fi
}

have_page() {
    [ -n "${page_is_here:-}" ] && return
    ./dev build "$@" || return 1
    bash tools/browser.sh
    page_is_here=1
}

# node_tests GROUP CONCURRENCY FILE…: for a person as it goes, counted from the TAP written beside.
node_tests() {
    local group=$1 concurrency=$2
    shift 2
    local tap=build/$group.tap
    mkdir -p build
    local status=0
    "$node" --test --test-concurrency="$concurrency" --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$tap" "$@" || status=$?
    local good bad cancelled
    good=$(number 's/^# pass //p' "$tap")
    bad=$(number 's/^# fail //p' "$tap")
    cancelled=$(number 's/^# cancelled //p' "$tap")
    bad=$((${bad:-0} + ${cancelled:-0}))
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
    count "$group" "${good:-0}" "$bad"
}

unit() {
    need_cxx
    have_toolchain
    local folder=build/tests
    [ -f "$folder/build.ninja" ] || quietly "$folder/configure.log" cmake --preset tests
    say "Building the native tests"
    if ! cmake --build "$folder" -j "$(nproc)" >"$folder/build.log" 2>&1; then
        grep -A 3 -E 'error: |^FAILED|undefined reference' "$folder/build.log" | head -n 60
        say "The native tests were not built: $folder/build.log"
        count unit 0 1
        return
    fi
    local log=$folder/unit.log status=0
    "$folder/unit_tests" --no-colors=true 2>&1 | tee "$log" || status=$?
    local line='s/^\[doctest\] test cases: *[0-9]* | *\([0-9]*\) passed | *\([0-9]*\) failed.*'
    local good bad
    good=$(number "$line/\1/p" "$log")
    bad=$(number "$line/\2/p" "$log")
    # A sanitizer ends the program before doctest counts.
    if [ "$status" != 0 ] && [ "${bad:-0}" = 0 ]; then bad=1; fi
    count unit "${good:-0}" "${bad:-0}"
}

layers() {
    have_packages
    node_tests layers 2 tests/layers/*.test.mjs tests/security/*.test.mjs
}

tools() {
    have_packages
    node_tests tools 2 tests/tools/*.test.mjs tests/proxy/*.test.mjs
}

browser() {
    have_packages
    page_is_here=  # it comes with the pages of tests/platform
    if ! have_page --platform-tests; then count browser 0 1; return; fi
    export PARLEY_PORTS_PAGE=$top/build/web/tests/platform PARLEY_SCREEN_PAGE=$top/build/web/tests/platform
    node_tests browser 2 tests/browser/*.test.mjs
}

conformance() {
    have_packages
    if ! have_page; then count conformance 0 1; return; fi
    local log=build/conformance.log status=0
    "$node" tests/conformance/run.mjs 2>&1 | tee "$log" || status=$?
    local good bad
    good=$(number 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p' "$log")
    bad=$(number 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' "$log")
    if [ "$status" != 0 ] && [ "${bad:-0}" = 0 ]; then bad=1; fi
    count conformance "${good:-0}" "${bad:-0}"
}

for group in "$@"; do
    case " ${groups[*]} " in
        *" $group "*) ;;
        *) fail "there is no group '$group'; the groups are: ${groups[*]}" ;;
    esac
done
[ $# = 0 ] || groups=("$@")

for group in "${groups[@]}"; do
    printf '\n== %s\n' "$group"
    begun=$SECONDS
    "$group"
    printf '%s took %d s\n' "$group" $((SECONDS - begun))
done

printf '\n'
if [ ${#failed_groups[@]} != 0 ]; then printf 'Failed: %s\n' "${failed_groups[*]}"; fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
