#!/usr/bin/env bash
# pkg_config.sh SOURCE VERSION PREFIX COMPILER: builds the first program of README.md with what pkg-config says.
set -euo pipefail
source=$1 version=$2 prefix=$3 compiler=$4
command -v pkg-config >/dev/null || exit 77
export PKG_CONFIG_PATH=$prefix/share/pkgconfig
pkg-config --validate wengert
[[ $(pkg-config --modversion wengert) == "$version" ]]

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${0%/*}/first_example.sh" "$source/README.md" >"$out/program.cpp"
# What pkg-config says is quoted for a shell.
eval "cflags=($(pkg-config --cflags wengert)) libs=($(pkg-config --libs wengert))"
"$compiler" -std=c++20 "${cflags[@]}" "$out/program.cpp" -o "$out/program" "${libs[@]}"
"$out/program"
