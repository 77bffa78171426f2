#!/bin/bash
# check.sh [part…]: what can be said about the code without running it: format, layers, tidy, sizes. All parts without an argument.
# Every part runs, so that one run shows everything there is to mend.

. "$(dirname "$0")/common.sh"
cd "$top"

parts=(format layers sizes tidy)
[ $# = 0 ] || parts=("$@")

bash tools/toolchain.sh
. "$cache/toolchain.env"

format() {
    need clang-format "clang-format is missing, which no emsdk brings: please install it."
    git ls-files --cached --others --exclude-standard -z -- 'src/*.[ch]pp' 'tests/*.[ch]pp' |
        xargs -0 clang-format --dry-run -Werror --ferror-limit=3 2>&1 | head -n 100
}

layers() { ./dev test layers; }

sizes() {
    ./dev build
    node tools/sizes.mjs
}

# The sources as the page's build compiles them, but each with its own headers; system headers come with a first build.
tidy() {
    need clang-tidy "clang-tidy is missing, which no emsdk brings: please install it."
    quietly build/tidy/configure.log cmake --preset tidy
    quietly "$cache/log/sysroot.log" embuilder build sysroot
    node tools/tidy.mjs build/tidy
}

failed=()
for part in "${parts[@]}"; do
    case $part in
        format | layers | sizes | tidy) ;;
        *) fail "check knows format, layers, sizes, tidy, not '$part'" ;;
    esac
    printf '\n== %s\n' "$part"
    begun=$SECONDS
    # In a shell of its own, so that a failure does not end the others; in the background, because in a condition `set -e` sleeps.
    ("$part") 2>&1 &
    if ! wait $!; then failed+=("$part"); fi
    printf '%s took %d s\n' "$part" $((SECONDS - begun))
done

printf '\n'
if [ ${#failed[@]} != 0 ]; then fail "to mend: ${failed[*]}"; fi
echo "Everything checked is in order: ${parts[*]}"
