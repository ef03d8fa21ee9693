#!/usr/bin/env bash
# rules.sh PROGRAM [--write]: docs/rules.md is what the program prints, up to the line about accuracy; --write makes it so.
set -euo pipefail
page=$(dirname "${BASH_SOURCE[0]}")/../../docs/rules.md
mark='<!-- accuracy'

if [[ ${2-} == --write ]]; then
    rest=$(sed -n "/^$mark/,\$p" "$page")
    { "$1" && echo "$rest"; } >"$page.new"
    mv "$page.new" "$page"
fi
grep -q "^$mark" "$page" || { echo "docs/rules.md has no line '$mark ...'" >&2 && exit 1; }
diff <(sed "/^$mark/,\$d" "$page") <("$1") || {
    echo "docs/rules.md is not what the rows say. To write it anew: ${BASH_SOURCE[0]} $1 --write" >&2
    exit 1
}
