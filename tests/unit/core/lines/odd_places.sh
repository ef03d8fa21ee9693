#!/usr/bin/env bash
# odd_places.sh PROGRAM LIBRARY: lines are found wherever the program lies and however it was started, and the program is
# told what is missing where none is found.
set -euo pipefail
program=$1 library=$2

place=$(mktemp -d)/"it's \"a\" \$place; of; -e"
trap 'rm -rf "$(dirname "$place")"' EXIT
mkdir "$place"
cd "$place"
restore() { cp "$program" ./program && cp "$library" .; }
# says TEXT COMMAND...: it succeeds, is silent on stderr, and its output is one line that holds this text.
says() {
    local text=$1 output
    output=$("${@:2}" 2>&1) || { printf '%s: %s\n' "${*:2}" "$output" && exit 1; }
    [[ $output == *"$text"* && $output != *$'\n'* ]] || { printf '%s\n  instead of: %s\n' "$output" "$text" && exit 1; }
}

restore
says 'only in code' env LD_LIBRARY_PATH=. ./program known
says 'only in code' env LD_LIBRARY_PATH=. DEBUGINFOD_URLS=http://192.0.2.1 ./program known
says 'only in code' env LD_LIBRARY_PATH=. bash -c 'exec ./program known <&- 2>&-'
says 'only in code' env LD_LIBRARY_PATH=. bash -c 'trap "" CHLD; exec ./program known'
says 'only in code' env LD_LIBRARY_PATH=. bash -c 'exec -a nonsense ./program known'
says 'install addr2line' env LD_LIBRARY_PATH=. PATH=/nonexistent ./program unknown
says 'only in code' env -u PATH LD_LIBRARY_PATH=. ./program known

# A tool that fails, or says nonsense, is like none, but that it is there.
mkdir tools
for nonsense in 'exit 1' 'echo; echo 0x; echo :; echo a:b:; echo' 'kill -9 $$' 'printf %1000000d 7'; do
    printf '#!/bin/bash\n%s\n' "$nonsense" >tools/addr2line
    chmod +x tools/addr2line
    says 'compile with -g.' env LD_LIBRARY_PATH=. PATH="$PWD/tools" ./program unknown
done

says 'only in code' env LD_LIBRARY_PATH=. ./program deleted
restore
strip ./program ./*.so
says 'compile with -g.' env LD_LIBRARY_PATH=. ./program unknown
