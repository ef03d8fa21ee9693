#!/usr/bin/env bash
# compilers.sh SOURCE COMPILER -std=c++20 OPTION...: what the compiler says to the first program of README.md under other options.
set -euo pipefail
source=$1 compiler=$2
options=("${@:4}")  # without the compiler and its standard

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${0%/*}/first_example.sh" "$source/README.md" >"$out/program.cpp"
status=0

try() { "$compiler" "${options[@]}" -fsyntax-only "$out/program.cpp" "$@" 2>"$out/errors"; }

takes() {
    try "$@" && return
    printf 'not with %s:\n' "$*" && head -n 20 "$out/errors"
    status=1
}

# refuses SENTENCE OPTION...: the first error is the sentence.
refuses() {
    local sentence=$1
    shift
    if try "$@"; then printf 'compiles with %s\n' "$*" && status=1 && return; fi
    [[ $(grep -m 1 'error:' "$out/errors") == *"$sentence"* ]] && return
    printf 'the first error with %s is not: %s\n' "$*" "$sentence" && head -n 5 "$out/errors"
    status=1
}

refuses 'wengert: this library is written in C++20' -std=c++17
refuses 'wengert: this library tells of mistakes by exceptions' -std=c++20 -fno-exceptions
refuses "wengert: a gradient's status needs NaN and infinity" -std=c++20 -ffast-math
takes -std=c++23
takes -std=gnu++20 -O3 -fno-rtti
takes -std=c++20 -O2 -ffast-math -fno-finite-math-only
# Where there are the headers for it (package g++-multilib).
if "$compiler" -m32 -fsyntax-only -x c++ - <<<'#include <vector>' 2>/dev/null; then takes -std=c++20 -m32; fi
exit $status
