#!/usr/bin/env bash
# Every clue has a section in docs/why.md and a line in its index; every link there leads to a section.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

status=0
wrong() { echo "$1" >&2; status=1; }

clues=$(sed -n '/enum class clue/,/^};/s/^ *\([a-z_]\+\),.*/\1/p' include/wengert/explain/clue.hpp | grep -v '^none$')
[[ $(wc -w <<<"$clues") -gt 30 ]] || wrong "documented.sh cannot read clue.hpp"
for clue in $clues; do
    grep -q "^### $clue\$" docs/why.md || wrong "docs/why.md has no section on $clue"
    grep -q "^|.*(#$clue)" docs/why.md || wrong "the index of docs/why.md does not name $clue"
done
sections=$(sed -n 's/^##* //p' docs/why.md | tr '[:upper:] ' '[:lower:]-' | tr -d '?,')
for link in $(grep -o '](#[^)]*)' docs/why.md | sed 's/](#\(.*\))/\1/'); do
    grep -qx -- "$link" <<<"$sections" || wrong "docs/why.md refers to $link, which it does not have"
done
exit $status
