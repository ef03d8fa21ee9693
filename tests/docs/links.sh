#!/usr/bin/env bash
# Every link of a page leads to a file that is there, and to a heading that it has.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

status=0
wrong() { echo "$1" >&2; status=1; }

# The names that GitHub gives to the headings of a page.
anchors() {
    awk '/^```/ { inside = !inside } !inside && /^#+ / { sub(/^#+ /, ""); print tolower($0) }' "$1" | sed 's/[^[:alnum:]_ -]//g; s/ /-/g'
}

links=0
for page in README.md docs/*.md bench/README.md; do
    while read -r link; do
        [[ $link != *://* ]] || continue
        links=$((links + 1))
        file=${link%%#*}
        to=$page
        [[ -z $file ]] || to=$(dirname "$page")/$file
        [[ -e $to ]] || { wrong "$page refers to $link: there is no $to" && continue; }
        [[ $link != *"#"* ]] || anchors "$to" | grep -qxF -- "${link#*#}" || wrong "$page refers to $link: $to has no such heading"
    done < <(awk '/^```/ { inside = !inside } !inside' "$page" | sed 's/`[^`]*`//g' | grep -oE '\]\([^)]+\)' | sed 's/^](//; s/)$//')
done
[[ $links -gt 50 ]] || wrong "links.sh cannot read the pages"
exit $status
