#!/bin/bash
# npm.sh [folder]: brings what the folder's package-lock.json names into its node_modules, when the lock is not the one that
# was brought last. tests/, without an argument: the release build takes Closure from there, `dev run` its demo servers.

. "$(dirname "$0")/common.sh"

folder=${1:-tests}
modules=$top/$folder/node_modules

bring() {
    local wanted
    wanted=$(cksum <"$top/$folder/package-lock.json")
    [ "$(cat "$modules/.brought" 2>/dev/null)" = "$wanted" ] && return
    say "Bringing npm packages ($folder), once"
    cd "$top/$folder"
    quietly "$cache/log/npm.log" npm ci --no-audit --no-fund --prefer-offline
    echo "$wanted" >"$modules/.brought"
}

need_node
alone npm bring
