#!/usr/bin/env bash
# first_example.sh README: the first program of README.md, which begins the tests of what is installed and packed.
set -euo pipefail
awk '/^```cpp$/ { on = 1; next } /^```$/ && on { exit } on' "$1"
