#!/usr/bin/env bash
# self_test.sh COMPILER...: must_not_compile.sh reports each file in self_test/, with the verdict in the file's second line.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
status=0
for file in self_test/*.cpp; do
    verdict=$(sed -n '2s|^// verdict: ||p' "$file")
    if report=$(./must_not_compile.sh "$file" "$@") || [[ -z $verdict || $report != *"$verdict"* ]]; then
        printf '%s: expected the verdict "%s", but got: %s\n' "$file" "$verdict" "$report"
        status=1
    fi
done
exit $status
