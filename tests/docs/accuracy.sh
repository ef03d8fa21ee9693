#!/usr/bin/env bash
# accuracy.sh PROGRAM [--write]: no error is larger than docs/accuracy.md says; --write measures and writes the page anew.
set -euo pipefail
page=$(dirname "${BASH_SOURCE[0]}")/../../docs/accuracy.md

if [[ ${2-} == --write ]]; then
    "$1" --write >"$page.new"
    mv "$page.new" "$page"
fi
"$1" <"$page" || {
    echo "docs/accuracy.md is not what the rows do. To write it anew, in minutes: ${BASH_SOURCE[0]} $1 --write" >&2
    exit 1
}
