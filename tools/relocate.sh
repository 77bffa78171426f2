#!/bin/bash
# relocate.sh FILE…: makes ELF files run from the toolchain's folder. Called by debian.sh, which exports loader, libraries, patcher.
# RPATH and not RUNPATH: RUNPATH is not inherited by what a library itself needs.

set -euo pipefail

patch() { "$patcher/${loader##*/}" --library-path "$patcher" "$patcher/patchelf" "$@"; }

for file in "$@"; do
    case ${file##*/} in
        # The loader and libc are the ground that the others are moved onto.
        ld-linux* | libc.so.* | libc-*) continue ;;
    esac
    IFS= read -r -d '' -n 4 magic <"$file" || continue
    [ "$magic" = $'\x7fELF' ] || continue
    if patch --print-interpreter "$file" >/dev/null 2>&1; then
        patch --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$file"
    else
        patch --force-rpath --set-rpath "$libraries" "$file"
    fi
done
