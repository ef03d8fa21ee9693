#!/usr/bin/env bash
# doxygen.sh SOURCE OUTPUT: the pages of `./dev doc` come about without a warning: no public name is without a word, no link is dead.
set -euo pipefail
source=$1 output=$2
command -v doxygen >/dev/null || exit 77
cd "$source"
rm -rf "$output" && mkdir -p "$output"
{ cat docs/Doxyfile && printf 'OUTPUT_DIRECTORY = "%s"\n' "$output"; } | doxygen -
