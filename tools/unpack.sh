#!/bin/bash
# unpack.sh FOLDER PACKAGE: unpacks a Debian package into a folder, without its documentation. Called by debian.sh.

set -euo pipefail

dpkg-deb --fsys-tarfile "$2" |
    tar -x -C "$1" --exclude './usr/share/doc*' --exclude './usr/share/man*' --exclude './usr/share/locale*' --exclude './usr/share/info*'
