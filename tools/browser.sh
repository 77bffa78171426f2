#!/bin/bash
# Makes sure that there is a Chromium for the tests, and fonts with Latin, Korean, Japanese, Chinese and emoji for it to draw with.

. "$(dirname "$0")/common.sh"

fonts_are_there() {
    command -v fc-list >/dev/null 2>&1 || return 1
    local family
    for family in 'Noto Sans' 'Noto Sans CJK KR' 'Noto Color Emoji'; do
        [ -n "$(fc-list "$family")" ] || return 1
    done
}

bring() {
    local wanted=()
    if [ -z "${CHROMIUM:-}" ] && ! command -v chromium chromium-browser google-chrome >/dev/null 2>&1; then wanted+=(chromium); fi
    if ! fonts_are_there; then wanted+=(fontconfig fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji); fi
    [ ${#wanted[@]} = 0 ] && return
    say "Installing what the browser tests need: ${wanted[*]}"
    install_for_system "${wanted[@]}"
}

alone browser bring
