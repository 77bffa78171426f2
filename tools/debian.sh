# Debian testing's packages in a folder of our own: no root, nothing outside the cache is touched. Sourced by toolchain.sh after common.sh.
#
# The suite comes from the machine's own mirror, asked of apt, with apt's own signature checks. The binaries are made to run
# from the folder by giving them its loader and library folders, because they want a newer libc than the machine's.

debian=$cache/debian           # apt's private state and what it downloaded
prefix=$cache/toolchain        # the unpacked packages

apt_private() { APT_CONFIG=$debian/apt.conf "$@"; }

# One line: the address of the mirror that this machine takes Debian itself from (not its security or third-party archives).
debian_mirror() {
    apt-get indextargets --format '$(ORIGIN) $(LABEL) $(SITE)' 'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $2 == "Debian" { print $3; exit }'
}

debian_prepare() {
    [ "$(uname -m)" = x86_64 ] || fail "Debian's packages are taken on x86_64 only, and this is $(uname -m): please install and activate emsdk (emcc must be on the PATH)."
    need apt-get "no Emscripten 6 or newer is active and this is not Debian: please install and activate emsdk (emcc must be on the PATH)."
    need dpkg-deb "dpkg is missing: please install it, or activate an emsdk with Emscripten 6 or newer."
    local mirror
    mirror=$(debian_mirror)
    if [ -z "$mirror" ] && [ "$(id -u)" = 0 ]; then
        # A fresh container has never asked its mirror for anything.
        quietly "$cache/log/apt-update.log" apt-get update
        mirror=$(debian_mirror)
    fi
    [ -n "$mirror" ] || fail "apt knows no Debian mirror yet: please run 'sudo apt-get update' once, or activate an emsdk with Emscripten 6 or newer."

    mkdir -p "$debian/lists/partial" "$debian/archives/partial"
    : >"$debian/status"
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg signed=
    [ -e "$keyring" ] && signed="[signed-by=$keyring] "
    printf '%s\n' "deb $signed$mirror testing main" "deb-src $signed$mirror testing main" >"$debian/sources.list"
    cat >"$debian/apt.conf" <<CONF
Dir::State "$debian";
Dir::State::status "$debian/status";
Dir::Cache "$debian";
Dir::Etc::sourcelist "$debian/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Install-Recommends "false";
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
    say "Asking Debian testing what it has"
    quietly "$cache/log/testing-update.log" apt_private apt-get update
}

# The number of the clang that the emscripten package depends on.
llvm_number() {
    apt_private apt-cache depends emscripten | sed -n 's/.*Depends: clang-\([0-9][0-9]*\)$/\1/p' | head -n 1
}

# newest_number STEM: of the packages STEM-<number>, the highest number.
newest_number() {
    apt_private apt-cache pkgnames "$1-" | sed -n "s/^$1-\([0-9][0-9]*\)$/\1/p" | sort -n | tail -n 1
}

# debian_unpack FOLDER PACKAGE…: downloads the packages with all they depend on and unpacks them.
debian_unpack() {
    local folder=$1
    shift
    say "Downloading $* (and what they depend on, about 250 MB)"
    quietly "$cache/log/testing-download.log" apt_private apt-get install -y --download-only "$@"
    say "Unpacking"
    local archive wanted=()
    for archive in "$debian"/archives/*.deb; do
        case ${archive##*/} in
            # What serves nothing here: the machine's own node and python run Emscripten, and no Debian programs are made with it.
            node-acorn*) ;;
            nodejs_* | node-* | libnode* | libc6-dev_* | linux-libc-dev_* | gcc-* | libgcc-*-dev_* | libstdc++-*-dev_*) continue ;;
            libobjc* | libasan* | libtsan* | liblsan* | libhwasan* | libubsan* | binutils* | *gprofng* | ccache_* | tzdata_* | *python3*) continue ;;
        esac
        wanted+=("$archive")
    done
    printf '%s\0' "${wanted[@]}" | xargs -0 -P "$(nproc)" -n 1 bash "$top/tools/unpack.sh" "$folder"
}

# The sources that Debian keeps as the upstream author's archive: debian_source NAME FOLDER.
debian_source() {
    local name=$1 folder=$2 download
    download=$(mktemp -d "$debian/source.XXXXXX")
    (cd "$download" && quietly "$cache/log/source-$name.log" apt_private apt-get source --download-only --tar-only "$name")
    rm -rf "$folder"
    mkdir -p "$folder"
    tar -x -f "$(ls "$download"/*.orig.tar.*)" -C "$folder" --strip-components=1
    rm -rf "$download"
}

# debian_relocate FOLDER: every program gets the folder's loader, every program and library the folder's library path.
debian_relocate() {
    local folder=$1
    local loader=$folder/usr/lib64/ld-linux-x86-64.so.2
    local libraries=$folder/usr/lib/x86_64-linux-gnu:$folder/usr/lib
    local llvm
    for llvm in "$folder"/usr/lib/llvm-*/lib; do libraries=$libraries:$llvm; done
    # patchelf and its own libraries are among the patched: it works from a copy.
    local patcher=$folder/patcher
    mkdir -p "$patcher"
    cp -L "$folder/usr/bin/patchelf" "$loader" "$patcher"
    (cd "$folder/usr/lib/x86_64-linux-gnu" && cp -L libc.so.6 libm.so.6 libgcc_s.so.1 libstdc++.so.6 "$patcher")
    say "Making them run from $folder"
    export loader libraries patcher
    find "$folder/usr/bin" "$folder/usr/lib" -type f \( -perm -u+x -o -name '*.so*' \) -print0 |
        xargs -0 -P "$(nproc)" -n 24 bash "$top/tools/relocate.sh"
    rm -rf "$patcher"
}
