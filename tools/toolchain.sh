#!/bin/bash
# Brings what compiles and checks the page, and writes $cache/toolchain.env, which `dev` reads.
#
# An active Emscripten ≥ 6 is used as it is. Otherwise Debian testing's is unpacked into the cache folder, without root; with it
# come the sources of the libraries, the matching clang for the native tests and clang-format, and the newest clang-tidy. A second start finds the stamp and takes no time.

. "$(dirname "$0")/common.sh"
. "$top/tools/debian.sh"

edition=3    # raise it when what is unpacked or patched changes: everybody's folder is then made anew

sources=$cache/sources
stamp=$prefix/stamp

active_emscripten() {
    # Ours, when the caller has already read toolchain.env, is none of theirs.
    case $(command -v emcc) in '' | "$prefix"/*) return 1 ;; esac
    local version
    version=$(emcc --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9]*\)\.[0-9][0-9.]*.*/\1/p')
    [ "${version:-0}" -ge 6 ]
}

check_prerequisites() {
    need cmake "CMake is missing (3.25 or newer): please install it, on Debian with 'apt-get install cmake'."
    need_node
}

write_emscripten_config() {
    local llvm=$1
    cat >"$prefix/emscripten.py" <<CONF
LLVM_ROOT = '$llvm'
BINARYEN_ROOT = '$prefix/usr'
CACHE = '$cache/emscripten'
LLVM_ADD_VERSION = ''
CLANG_ADD_VERSION = ''
CONF
}

link_programs() {
    local llvm=$1 tidy=$2 program
    # Debian's JavaScript packages lie where Debian's own node looks; any other node looks in node_modules.
    ln -sfn nodejs "$prefix/usr/share/node_modules"
    mkdir -p "$prefix/bin"
    for program in emcc em++ emar emranlib emcmake em-config embuilder emsymbolizer ninja brotli; do
        ln -sfn "../usr/bin/$program" "$prefix/bin/$program"
    done
    ln -sfn "$llvm" "$prefix/llvm"
    for program in clang-format llvm-symbolizer; do
        ln -sfn "$llvm/bin/$program" "$prefix/bin/$program"
    done
    ln -sfn "$tidy/bin/clang-tidy" "$prefix/bin/clang-tidy"
}

# Whole or not at all: another shell may be reading it.
write_environment() {
    mkdir -p "$cache"
    cat >"$cache/toolchain.env.$$"
    mv "$cache/toolchain.env.$$" "$cache/toolchain.env"
}

debian_environment() {
    cat <<ENV
export PATH=$prefix/bin:\$PATH
export EM_CONFIG=$prefix/emscripten.py
export EM_NODE_JS=\$(command -v node)
export EMSDK_PYTHON=\$(command -v python3)
export EMSCRIPTEN_ROOT=$prefix/usr/share/emscripten
export CC=$prefix/llvm/bin/clang CXX=$prefix/llvm/bin/clang++
export ASAN_SYMBOLIZER_PATH=$prefix/llvm/bin/llvm-symbolizer
export PARLEY_IMGUI=$sources/imgui
export PARLEY_MD4C=$sources/md4c
export PARLEY_JSON=$sources/json
export PARLEY_DOCTEST=$sources/doctest
export PARLEY_HEADERS=$prefix/usr/include
ENV
}

bring_from_debian() {
    need python3 "Python is missing (3.10 or newer, Emscripten is written in it): please install python3."
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "$(python3 --version) is too old for Emscripten: please install 3.10 or newer."
    say "Bringing the toolchain into $cache, once (about two minutes)"
    rm -rf "$prefix"
    mkdir -p "$prefix" "$sources"
    debian_prepare
    # From 22 on clang-tidy does not check what stands in system headers, which halves its time.
    local number tidy_number
    number=$(llvm_number)
    tidy_number=$(newest_number clang-tidy)
    [ -n "$number" ] || fail "Debian testing's emscripten names no clang to go with: see $cache/log."
    debian_unpack "$prefix" emscripten "clang-format-$number" "libclang-rt-$number-dev" "clang-tidy-$tidy_number" patchelf ninja-build brotli \
        nlohmann-json3-dev doctest-dev
    debian_relocate "$prefix"
    debian_source imgui "$sources/imgui"
    debian_source md4c "$sources/md4c"
    # Laid as in the authors' own repositories, so that CMake finds them alike.
    mkdir -p "$sources/json/include" "$sources/doctest"
    ln -sfn "$prefix/usr/include/nlohmann" "$sources/json/include/nlohmann"
    ln -sfn "$prefix/usr/include/doctest" "$sources/doctest/doctest"
    write_emscripten_config "$prefix/usr/lib/llvm-$number/bin"
    link_programs "$prefix/usr/lib/llvm-$number" "$prefix/usr/lib/llvm-$tidy_number"
    rm -rf "$debian/archives"
    echo "$edition" >"$stamp"
    say "The toolchain is there: $("$prefix/usr/bin/clang-format-$number" --version | sed 's/.*version/clang/')"
}

bring() {
    [ "$(cat "$stamp" 2>/dev/null)" = "$edition" ] || bring_from_debian
    debian_environment | write_environment
}

check_prerequisites
if [ "${PARLEY_TOOLCHAIN:-}" != debian ] && active_emscripten; then
    need ninja "Ninja is missing: please install it."
    # No sources are named: CMake fetches the libraries' pinned commits itself.
    printf 'export EMSCRIPTEN_ROOT=%s\n' "$(em-config EMSCRIPTEN_ROOT)" | write_environment
else
    alone toolchain bring
fi
