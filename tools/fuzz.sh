#!/bin/bash
# fuzz.sh [--seconds N] [--seed N] [target…]: builds the fuzzer and runs it. Called by `dev`, which has set the toolchain's environment.

. "$(dirname "$0")/common.sh"
cd "$top"

need_cxx
folder=build/native-fuzz
[ -f "$folder/build.ninja" ] || quietly "$folder/configure.log" cmake --preset native-fuzz
say "Building the fuzzer"
quietly "$folder/build.log" cmake --build "$folder" -j "$(nproc)" --target fuzz
mkdir -p build/broken
exec "$folder/fuzz" --broken build/broken "$@"
