#!/bin/bash
# Brings what tests/package-lock.json names into tests/node_modules, when the lock is not the one that was brought last.
# The release build takes Closure from there, `dev run` its demo servers.

. "$(dirname "$0")/common.sh"

modules=$top/tests/node_modules

bring() {
    local wanted
    wanted=$(cksum <"$top/tests/package-lock.json")
    [ "$(cat "$modules/.brought" 2>/dev/null)" = "$wanted" ] && return
    say "Bringing npm packages (tests, demo servers, Closure), once"
    cd "$top/tests"
    quietly "$cache/log/npm.log" npm ci --no-audit --no-fund --prefer-offline
    echo "$wanted" >"$modules/.brought"
}

need npm "npm is missing: please install it together with Node.js 20 or newer."
alone npm bring
