#!/usr/bin/env bash
# must_not_compile.sh FILE COMPILER...: the file must compile, and with WENGERT_FAIL defined must be refused with a message
# that matches the regular expression in its first line, `// expect: REGEX`.
set -uo pipefail
export LC_ALL=C.UTF-8
file=$1
compiler=("${@:2}" -fsyntax-only "$file")

complain() {
    printf '%s: %s\n%s\n' "$file" "$1" "${output:-}"
    exit 1
}

IFS= read -r first <"$file"
[[ $first =~ ^"// expect: "(.+)$ ]] || complain "the first line must be '// expect: REGEX'."
expected=${BASH_REMATCH[1]}

output=$("${compiler[@]}" 2>&1) || complain "the twin does not compile."
output=$("${compiler[@]}" -DWENGERT_FAIL 2>&1) && complain "it compiles, but should be refused with: $expected"
grep -qE -- "$expected" <<<"$output" || complain "it is refused, but no message matches: $expected"
