#!/usr/bin/env bash
# another_compiler.sh SOURCE COMPILER OPTION...: the compiler takes what tests/static claims, and the first examples do what they
# should. Without symbols: their constants are template arguments of type double, which clang++ knows from 18 on.
set -euo pipefail
source=$1 compile=("${@:2}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
status=0

for file in "$source"/tests/static/*.cpp; do
    [[ $file != */symbols.cpp ]] || continue
    "${compile[@]}" -fsyntax-only "$file" || status=1
done

for file in "$source"/examples/0[1-4]_*.cpp; do
    name=$(basename "$file" .cpp)
    "${compile[@]}" -g "$file" -o "$out/program" &&
        "$source/examples/check.sh" "$source/examples/$name.expected" "$out/program" "$source/examples/data" "$out" || status=1
done
exit $status
