#!/usr/bin/env bash
# check.sh EXPECTED PROGRAM ARGUMENTS...: the program succeeds, and the regular expressions in the lines of the file EXPECTED
# match lines of its output, in the same order. Without a file ("") success is enough.
set -euo pipefail
output=$("${@:2}")
printf '%s\n' "$output"
[[ -n $1 ]] || exit 0

mapfile -t expected < <(grep -v '^$' "$1")
next=0
while IFS= read -r line && ((next < ${#expected[@]})); do
    [[ ! $line =~ ${expected[next]} ]] || next=$((next + 1))
done <<<"$output"
if ((next < ${#expected[@]})); then
    printf '%s: nothing in the rest of the output matches: %s\n' "$1" "${expected[next]}"
    exit 1
fi
