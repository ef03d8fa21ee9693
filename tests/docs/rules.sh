#!/usr/bin/env bash
# rules.sh PROGRAM [--write]: docs/rules.md is what the program prints; --write makes it so.
set -euo pipefail
page=$(dirname "${BASH_SOURCE[0]}")/../../docs/rules.md

if [[ ${2-} == --write ]]; then
    "$1" >"$page"
fi
diff "$page" <("$1") || {
    echo "docs/rules.md is not what the rows say. To write it anew: ${BASH_SOURCE[0]} $1 --write" >&2
    exit 1
}
