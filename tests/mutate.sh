#!/usr/bin/env bash
# mutate.sh [ROW...]: breaks the partials of the rules, one at a time, and sees that a law test notices.
#
# Every partial in include/wengert/rules is negated, replaced by zero, and gets each of its numbers changed; so do the
# partials that rows state for their kinks. A mutant is one changed header in front of the real ones;
# tests/laws/partials_test.cpp is compiled for its row alone and run. Ends with a table of the survivors, and with exit
# status 1 if there are any.
# CXX is the compiler, MUTATE_JOBS how many mutants are tried at a time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
CXX=${CXX:-g++}
jobs=${MUTATE_JOBS:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One mutant a line: row, header, offset and length of what is replaced, its replacement, and the same in words.
list_mutants() {
    awk '
        function mutant(from, count, new,    was) {
            was = substr($0, from, count)
            gsub(/[ \n]+/, " ", was)
            printf "%s\t%s\t%d\t%d\t%s\t%s\t%s -> %s\n", row, FILENAME, from, count, new, place, was, new
        }
        # Another number in the place of each; the digits of a name are none.
        function other_numbers(from, to,    rest, word, new) {
            while (from < to) {
                rest = substr($0, from, to - from)
                if (match(rest, /^[A-Za-z_][A-Za-z_0-9:]*/)) {
                    word = substr(rest, 1, RLENGTH)
                    if (word ~ /::infinity$/) mutant(from, to - from, "0.0")
                } else if (match(rest, /^[0-9]+(\.[0-9]+)?/)) {
                    word = substr(rest, 1, RLENGTH)
                    new = word == "0.5" ? "0.25" : word + 1
                    mutant(from, length(word), word ~ /\./ && new !~ /\./ ? new ".0" : new)
                } else {
                    word = " "
                }
                from += length(word)
            }
        }
        function expression(from,    to, text) {
            from += index(substr($0, from), "return ") + 6
            to = from + index(substr($0, from), ";") - 1
            text = substr($0, from, to - from)
            if (text == "one") mutant(from, 3, "minus_one")
            else if (text == "minus_one" || text == "no_partial") mutant(from, length(text), "one")
            else mutant(from, length(text), "-(" text ")")
            if (text != "no_partial") mutant(from, length(text), "0.0")
            other_numbers(from, to)
        }
        # The partials are in the second braces of kink<2>{{0.0, 1.0}, {1.0, 0.0}}.
        function kinks(from,    to, end) {
            to = from + index(substr($0, from), ";") - 1
            while (match(substr($0, from, to - from), /}, [{]/)) {
                from += RSTART + RLENGTH - 1
                end = from + index(substr($0, from), "}") - 1
                other_numbers(from, end)
                from = end
            }
        }
        BEGIN { RS = "\001" }
        {
            at = 1
            while (match(substr($0, at), /struct [a-z0-9_]+_ : |auto (d[0-2]|share)\(|auto kinks = /)) {
                split(substr($0, at + RSTART - 1, RLENGTH), word, "[ (]")
                at += RSTART - 1 + RLENGTH
                place = word[2]
                if (word[1] == "struct") row = word[2]
                else if (place == "kinks") kinks(at)
                else {
                    if (place == "share") row = "max_, min_, clamp_"
                    expression(at)
                }
            }
        }' include/wengert/rules/*.hpp
}

set_up_compiler() {
    # What no mutant changes is compiled once.
    printf '%s\n' '#include "support/catch.hpp"' '#include <mpfr.h>' '#include <sstream>' >"$work/prefix.hpp"
    compile=("$CXX" -std=c++20 -O0 -w -Itests)
    local suffix=gch candidate
    if [[ $("$CXX" --version) == *clang* ]]; then suffix=pch; fi
    "${compile[@]}" -x c++-header "$work/prefix.hpp" -o "$work/prefix.hpp.$suffix"
    compile+=(-include "$work/prefix.hpp")

    # Catch2's main is in one library in version 2 and in two in version 3.
    echo 'TEST_CASE("it links") { CHECK(true); }' >"$work/links.cpp"
    for candidate in "-lCatch2WithMain" "-lCatch2Main -lCatch2"; do
        read -ra libraries <<<"$candidate -lmpfr -lgmp"
        if "${compile[@]}" "$work/links.cpp" -o "$work/links" "${libraries[@]}" 2>"$work/log"; then return; fi
    done
    echo "mutate.sh: a test with Catch2 and MPFR does not link." >&2
    cat "$work/log" >&2
    exit 1
}

# try NUMBER: what becomes of the mutant on that line of the list.
try() {
    local row header offset count new place what result directory=$work/$1
    IFS=$'\t' read -r row header offset count new place what < <(sed -n "$1p" "$work/mutants")
    mkdir -p "$directory/${header%/*}"
    {
        head -c $((offset - 1)) "$header"
        printf '%s' "$new"
        tail -c +$((offset + count)) "$header"
    } >"$directory/$header"
    if ! "${compile[@]}" -I"$directory/include" -Iinclude "-DWENGERT_LAW_ROWS=$row" tests/laws/partials_test.cpp \
        -o "$directory/test" "${libraries[@]}" 2>"$directory/log"; then
        result=uncompiled
        grep -m 3 error "$directory/log" >&2 || true
    elif timeout 60 "$directory/test" >/dev/null 2>&1; then
        result=survived
    else
        result=killed
    fi
    rm -rf "$directory"
    printf '%-10s  %-18s  %-5s  %s\n' "$result" "$row" "$place" "$what"
}

set_up_compiler
list_mutants >"$work/all"
# A partial that the search does not see would be one that nobody breaks.
partials=$(cat include/wengert/rules/*.hpp | grep -cE 'auto d[0-2]\(')
seen=$(cut -f 1,2,6 "$work/all" | grep -E 'd[0-2]$' | sort -u | wc -l)
[[ $partials == "$seen" ]] || { echo "mutate.sh: $seen of $partials partials were found." >&2 && exit 1; }

awk -F '\t' -v "wanted=$*" 'wanted == "" || index(" " wanted " ", " " $1 " ")' "$work/all" >"$work/mutants"
total=$(wc -l <"$work/mutants")
((total)) || { echo "mutate.sh: no such row: $*" >&2 && exit 1; }

"${compile[@]}" -Iinclude tests/laws/partials_test.cpp -o "$work/sound" "${libraries[@]}"
"$work/sound" >"$work/log" || { cat "$work/log" && echo "mutate.sh: laws/partials fails as it is." >&2 && exit 1; }

for ((worker = 1; worker <= jobs; ++worker)); do
    for ((mutant = worker; mutant <= total; mutant += jobs)); do try "$mutant"; done >"$work/results.$worker" &
done
wait

sort -k 2 "$work"/results.* >"$work/table"
printf '%-18s  %7s  %6s\n' row mutants killed
awk '{
         rest = substr($0, 13, 18)
         if (!(rest in all)) order[++rows] = rest
         ++all[rest]
         killed[rest] += $1 == "killed"
     }
     END {
         for (i = 1; i <= rows; ++i) printf "%s  %7d  %6d\n", order[i], all[order[i]], killed[order[i]]
     }' "$work/table"
killed=$(grep -c '^killed' "$work/table" || true)
echo
grep -v '^killed' "$work/table" || true
echo "$total mutants, $killed killed, $((total - killed)) survived"
((killed == total))
