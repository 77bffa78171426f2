# What every script in this folder shares. Sourced, never run; needs bash.

set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Everything big lives here and not in the checkout, so that a second clone starts in seconds.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/parley

say() { printf '· %s\n' "$*" >&2; }

fail() {
    printf 'parley: %s\n' "$*" >&2
    exit 1
}

# need PROGRAM SENTENCE: one clear sentence instead of "command not found" in the middle of a build.
need() { command -v "$1" >/dev/null 2>&1 || fail "$2"; }

# For what runs on this machine itself and not in a browser; Debian's clang takes its library from it.
need_cxx() {
    need g++ "g++ is missing (the native tests need version 12 or newer, or its library): please install it, on Debian with 'apt-get install g++'."
}

# What runs before npm has brought a newer Node: Debian 12's own is 18.20.
need_node() {
    local wanted="please install version 18.20 or newer, together with npm, on Debian with 'apt-get install nodejs npm'."
    need node "Node.js is missing: $wanted"
    node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor >= 1820 ? 0 : 1)' ||
        fail "Node.js $(node --version) is too old: $wanted"
    need npm "npm is missing: $wanted"
}

# quietly LOG COMMAND…: the output goes to a file and is shown only when the command fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        fail "this failed: $* (all of its output: $log)"
    fi
}

# alone NAME COMMAND…: only one process at a time may run the command; a second one waits for the first and then finds the work done.
alone() {
    local name=$1
    shift
    mkdir -p "$cache"
    if ! command -v flock >/dev/null 2>&1; then
        "$@"
        return
    fi
    (
        if ! flock -n 9; then
            say "Waiting: another run is busy with the $name"
            flock 9
        fi
        "$@"
    ) 9>"$cache/$name.lock"
}

# installed_as_root PACKAGE…: for what only the system can hold (a browser, its fonts).
install_for_system() {
    command -v apt-get >/dev/null 2>&1 || fail "please install these with your system's package manager: $*"
    [ "$(id -u)" = 0 ] || fail "please run: sudo apt-get install --no-install-recommends $*"
    quietly "$cache/log/apt-update.log" apt-get update
    DEBIAN_FRONTEND=noninteractive quietly "$cache/log/apt-install.log" \
        apt-get install -y --no-install-recommends "$@"
}
