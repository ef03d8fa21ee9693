#!/usr/bin/env bash
# compilers.sh SOURCE COMPILER -std=c++20 OPTION...: what the compiler makes of the first program of README.md under other options.
set -euo pipefail
source=$1 compiler=$2
options=("${@:4}")  # without the compiler and its standard

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${0%/*}/first_example.sh" "$source/README.md" >"$out/program.cpp"
status=0

try() { "$compiler" "${options[@]}" "$out/program.cpp" "$@" -o "$out/program" 2>"$out/errors"; }

# takes OPTION...: it compiles, and says what README.md says.
takes() {
    : >"$out/said"
    try "$@" && "$out/program" >"$out/said" && [[ $(<"$out/said") == "2.58385 2"*"0·∞ at log(abs(·))"* ]] && return
    printf 'not with %s:\n' "$*" && head -n 20 "$out/errors" "$out/said"
    status=1
}

# has OPTION... HEADER: there is such a standard library here.
has() { "$compiler" "${@:1:$#-1}" -fsyntax-only -x c++ - <<<"#include <${*: -1}>" 2>/dev/null; }

# refuses SENTENCE OPTION...: the first error is the sentence.
refuses() {
    local sentence=$1
    shift
    if try -fsyntax-only "$@"; then printf 'compiles with %s\n' "$*" && status=1 && return; fi
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
if has -m32 vector; then takes -std=c++20 -m32; fi                            # package g++-multilib
if has -stdlib=libc++ __config; then takes -std=c++20 -O1 -stdlib=libc++; fi  # packages libc++-19-dev, libc++abi-19-dev
exit $status
