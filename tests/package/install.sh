#!/usr/bin/env bash
# install.sh CMAKE BUILD SOURCE PREFIX: installs, and moves what was installed: nothing in it may know where it was or came from.
set -euo pipefail
cmake=$1 build=$2 source=$3 prefix=$4
first=$prefix.first
rm -rf "$prefix" "$first"
"$cmake" --install "$build" --prefix "$first"
mv "$first" "$prefix"
if grep -rF -e "$first" -e "$build" -e "$source" "$prefix"; then
    echo "These lines name a folder of this machine."
    exit 1
fi
