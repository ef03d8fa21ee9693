#!/usr/bin/env bash
# docs/errors.md has a section for every exception, each is thrown there, and it has every sentence of a compile error; and nothing
# that the library does not have.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
page=docs/errors.md

status=0
# same WHAT IN_LIBRARY ON_PAGE: two lists, a line each.
same() {
    local only
    [[ $(wc -l <<<"$2") -gt 10 ]] || { echo "errors.sh cannot read the $1 of the library" >&2 && status=1; }
    only=$(comm -23 <(sort -u <<<"$2") <(sort -u <<<"$3"))
    [[ -z $only ]] || { printf '%s lacks these %s:\n%s\n' "$page" "$1" "$only" >&2 && status=1; }
    only=$(comm -13 <(sort -u <<<"$2") <(sort -u <<<"$3"))
    [[ -z $only ]] || { printf '%s has these %s, which the library has not:\n%s\n' "$page" "$1" "$only" >&2 && status=1; }
}

exceptions=$(find include -name '*.hpp' -exec sed -nE 's/^(struct|class) ([a-z_]+)( final)? : (public )?error \{.*/\2/p' {} +)
same exceptions "$exceptions" "$(sed -n '/^## Exceptions/,/^### All/s/^### \([a-z_]*\)$/\1/p' "$page")"
same "thrown exceptions" "$exceptions" "$(sed -nE 's/.*throws<([a-z_]+)>.*/\1/p' "$page")"

# On the page a sentence may go on in the next line.
same sentences "$(find include -name '*.hpp' -print0 | sort -z | xargs -0 awk -f tests/docs/sentences.awk)" "$(
    awk '/^```/ { inside = $0 == "```text"; if (text) print text; text = ""; next }
         inside && /^wengert: / { if (text) print text; text = $0; next }
         inside { text = text " " $0 }' "$page"
)"
exit $status
