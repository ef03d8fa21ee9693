#!/usr/bin/env bash
# another_compiler.sh SOURCE COMPILER OPTION...: the compiler takes what tests/static claims, and the examples that need no library
# do what they should.
set -euo pipefail
source=$1 compile=("${@:2}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
status=0

for file in "$source"/tests/static/*.cpp; do
    "${compile[@]}" -fsyntax-only "$file" || status=1
done

for file in "$source"/examples/*.cpp; do
    ! grep -qE '^#include <(nlopt|gnuplot|Eigen|ceres|boost|gsl|wengert/adapters)' "$file" || continue
    name=$(basename "$file" .cpp)
    "${compile[@]}" -g "$file" -o "$out/program" &&
        "$source/examples/check.sh" "$source/examples/$name.expected" "$out/program" "$source/examples/data" "$out" || status=1
done
exit $status
