#!/usr/bin/env bash
# layers.sh INCLUDE_DIR: every header keeps to its floor, and has the looks of a header of this library.
set -euo pipefail
cd "$1"

# A folder may include itself and what is in its row. The file wengert.hpp is above everything but the adapters.
declare -A may=(
    [version.hpp]=""
    [core]=""
    [rules]="core"
    [expr]="rules core"
    [dual]="rules core"
    [trace]="rules core"
    [tape]="expr rules core"
    [flow]="trace tape core"
    [explain]="tape rules core"
    [gradient_tape]="explain flow tape rules core"
    [drivers]="dual trace tape flow core"
)
everything="${!may[*]}"
may[adapters]="$everything wengert.hpp"
may[wengert.hpp]="$everything"

banner='// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once'
longest=400
name='<[^>]+>|"[^"]+"'

status=0
complain() {
    printf '%s\n' "$*"
    status=1
}

# The floor of wengert/core/detail/x.hpp is core; that of wengert/wengert.hpp is the file itself.
floor_of() {
    local path=${1#wengert/}
    printf '%s' "${path%%/*}"
}

# check_include FILE:LINE FLOOR INCLUDED
check_include() {
    local floor=$2 included=$3
    case $included in
        \<wengert/*)
            included=$(floor_of "${included:1:-1}")
            [[ " $floor ${may[$floor]} " == *" $included "* ]] ||
                complain "$1: $floor may include ${may[$floor]:-nothing of the others}, not $included"
            ;;
        \"*) complain "$1: write #include <wengert/...> instead of $included" ;;
        \<boost/hana* | \<sys/*) ;;
        */*) [[ $floor == adapters ]] || complain "$1: only adapters may include $included" ;;
    esac
}

while IFS= read -r file; do
    floor=$(floor_of "$file")
    [[ -v may[$floor] ]] || { complain "$file: the folder $floor has no row in the table of ${0##*/}" && continue; }
    [[ $(head -n 3 "$file") == "$banner" ]] || complain "$file:1: the first three lines must be: $banner"
    lines=$(wc -l <"$file")
    ((lines <= longest)) || complain "$file:$longest: $lines lines; is it still one idea?"
    while IFS=: read -r number directive; do
        if [[ $directive =~ $name ]]; then check_include "$file:$number" "$floor" "${BASH_REMATCH[0]}"; fi
    done < <(grep -nE '^[[:space:]]*#[[:space:]]*include' "$file")
done < <(find wengert -name '*.hpp' | sort)
exit $status
