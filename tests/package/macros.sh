#!/usr/bin/env bash
# macros.sh COMPILER... SOURCE: what the source includes leaves no macro of the library behind.
set -euo pipefail
macros=$("$@" -dM -E)
! grep -E '^#define WENGERT_' <<<"$macros"
