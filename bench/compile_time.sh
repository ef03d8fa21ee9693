#!/usr/bin/env bash
# What derivatives cost the compiler, as tables in Markdown: processor seconds and peak memory to include a library and to
# differentiate ten lines, in each of Wengert's forms and by the peers that are found; and to differentiate a function of many operations.
set -euo pipefail

call='wengert::gradient<wengert::with::program>(f, x)'
sizes='100 300 1000'
compilers='g++ clang++-19'
flags='-O2'
limit=600
repetitions=3
forms='*'
show=

usage() {
    cat <<END
usage: bench/compile_time.sh [--quick] [-c CALL] [-n COUNTS] [-t FORMS] [-x COMPILERS] [-f FLAGS] [-r TIMES] [-l SECONDS] [-s COUNT]

  --quick   once, with g++ only, of Wengert only, and 100 operations
  -c  what is compiled, of the function f and a std::array<double, 10> x     $call
  -n  counts of operations                                                   $sizes
  -t  which of bench/compile_time/*.cpp                                      $forms
  -x  compilers                                                              $compilers
  -f  flags, after -std=c++20 and the include directories                    $flags
  -r  how often; the least time counts                                       $repetitions
  -l  seconds after which a compiler is stopped                              $limit
  -s  only print the program of so many operations

Peers are looked for in the system and in CMAKE_PREFIX_PATH.
END
}

if [[ ${1-} == --quick ]]; then
    shift
    repetitions=1 compilers='g++' sizes='100' forms='plain wengert_*'
fi
while getopts c:n:t:x:f:r:l:s:h option; do
    case $option in
        c) call=$OPTARG ;;
        n) sizes=$OPTARG ;;
        t) forms=$OPTARG ;;
        x) compilers=$OPTARG ;;
        f) flags=$OPTARG ;;
        r) repetitions=$OPTARG ;;
        l) limit=$OPTARG ;;
        s) show=$OPTARG ;;
        h) usage && exit ;;
        *) usage >&2 && exit 2 ;;
    esac
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

includes=(-I"$root/include")
IFS=':;' read -ra prefixes <<<"${CMAKE_PREFIX_PATH-}"
for prefix in "${prefixes[@]}" /usr; do
    for folder in "$prefix"/include{,/eigen3,/trilinos}; do
        [[ $folder == /usr/include || ! -d $folder ]] || includes+=(-isystem "$folder")
    done
done

# program COUNT CALL: f is written by chance, always the same way. It is evaluated on the way, with its gradient, and what would
# make a number or a derivative large is not taken. Every operation is used: `open` counts those that are not yet, and they must
# not become more than the operations to come can join.
program() {
    awk -v count="$1" -v call="$2" '
        function random(n) { seed = (seed * 16807) % 2147483647; return int(seed / 2147483647 * n) }
        function name(i) { return i < inputs ? "x[" i "]" : "v" (i - inputs) }
        function magnitude(v) { return v < 0 ? -v : v }
        function any() { return made > inputs + 40 && random(10) < 7 ? made - 1 - random(40) : random(made) }
        function unused(not_this,   i, nth) {
            nth = random(open - (not_this >= 0 && !used[not_this]))
            for (i = 0; i < made; ++i) if (!used[i] && i != not_this && nth-- == 0) return i
        }
        # Tries `text`, whose value is v and whose partials by a and b are pa and pb.
        function take(text, v, a, pa, b, pb, must,   k, after) {
            after = open + 1 - !used[a] - (b >= 0 && b != a && !used[b])
            if (after > to_come || text in seen) return 0
            if (!must && (magnitude(v) > 10 || magnitude(v) < 0.05)) return 0
            for (k = 0; k < inputs; ++k) {
                slope[k] = pa * d[a, k] + (b >= 0 ? pb * d[b, k] : 0)
                if (!must && magnitude(slope[k]) > 20) return 0
            }
            seen[text]; value[made] = v; open = after; used[a] = 1
            if (b >= 0) used[b] = 1
            for (k = 0; k < inputs; ++k) d[made, k] = slope[k]
            printf "    T const %s = %s;\n", name(made), text
            ++made
            return 1
        }
        function attempt(kind, a, b,   p, q, A, B, c) {
            p = value[a]; q = value[b]; A = name(a); B = name(b); c = (random(80) + 10) / 100
            if (kind < 22) return a != b && take(A " + " B, p + q, a, 1, b, 1)
            if (kind < 38) return a != b && take(A " - " B, p - q, a, 1, b, -1)
            if (kind < 62) return take(A " * " B, p * q, a, q, b, p)
            if (kind < 70) return a != b && magnitude(q) > 0.3 && take(A " / " B, p / q, a, 1 / q, b, -p / (q * q))
            if (kind < 78) return take(c " * " A, c * p, a, c, -1)
            if (kind < 84) return take(A " + " c, p + c, a, 1, -1)
            if (kind < 86) return take(A " - " c, p - c, a, 1, -1)
            if (kind < 91) return take("sin(" A ")", sin(p), a, cos(p), -1)
            if (kind < 94) return p < 2 && take("exp(" A ")", exp(p), a, exp(p), -1)
            if (kind < 97) return p > 0.1 && take("sqrt(" A ")", sqrt(p), a, 0.5 / sqrt(p), -1)
            return p > 0.2 && take("log(" A ")", log(p), a, 1 / p, -1)
        }
        BEGIN {
            seed = 20261122; inputs = 10
            if (count < inputs) { print "compile_time.sh: at least 10 operations, one for every input" > "/dev/stderr"; exit 1 }
            print "#include <array>\n#include <cmath>\n\n#include <wengert/wengert.hpp>\n"
            print "inline constexpr auto f = []<class T>(std::array<T, 10> const& x) -> T {"
            print "    using std::exp, std::log, std::sin, std::sqrt;"
            for (i = 0; i < inputs; ++i) { value[i] = 0.6 + 0.1 * i; d[i, i] = 1; start = start (i ? ", " : "") value[i] }
            made = open = inputs
            for (to_come = count; to_come > 0; --to_come) {
                for (tries = 0; tries < 200; ++tries) {
                    a = random(10) < 6 ? unused(-1) : any()
                    b = open >= to_come && open > 1 ? unused(a) : any()
                    if (attempt(random(100), a, b)) break
                }
                if (tries < 200) continue
                a = unused(-1)
                b = open > 1 ? unused(a) : any()
                take(name(a) " + " name(b), value[a] + value[b], a, 1, b, 1, 1)
            }
            if (open != 1) { print "compile_time.sh: not all operations are used" > "/dev/stderr"; exit 1 }
            print "    return " name(made - 1) ";\n};\n"
            print "int main(int argc, char**) {"
            print "    std::array<double, 10> x{" start "};"
            print "    x[0] += 0.001 * argc;"
            print "    auto const result = " call ";"
            print "    asm volatile(\"\" : : \"g\"(&result) : \"memory\");\n}"
        }'
}

# compile COMPILER FILE [FLAG...]: prints "seconds MB", the least of the repetitions, or a word where it failed.
compile() {
    local rc=0 i
    : >"$work/costs"
    for ((i = 0; i < repetitions && !rc; ++i)); do
        # shellcheck disable=SC2086  # flags are several words
        /usr/bin/time -q -o "$work/cost" -f '%U %S %M' timeout "$limit" \
            "$1" -std=c++20 "${includes[@]}" $flags "${@:3}" -c "$2" -o "$work/object.o" 2>"$work/messages" || rc=$?
        awk '{ printf "%.2f %.0f\n", $1 + $2, $3 / 1024 }' "$work/cost" >>"$work/costs"
    done
    case $rc in
        0) sort -n "$work/costs" | head -n 1 ;;
        124) echo "stopped –" ;;
        *)
            echo "failed –"
            grep -m1 -E 'error|fatal' "$work/messages" | cut -c1-300 >&2 || true
            ;;
    esac
}

# row FIRST CELL...: a row of a table in Markdown.
row() {
    printf '| %-18s |' "$1"
    shift
    printf ' %10s |' "$@"
    echo
}

heading() {
    echo
    row "$@"
    shift
    row ------------------ "${@/*/---------:}"
}

# Of ten lines. A form whose headers are not here has no row; the same headers are measured once.
ten_lines() {
    local form file headers
    local -A include=()
    heading form include MB 'ten lines' MB
    for form in $(list_forms); do
        file=$root/bench/compile_time/$form.cpp
        "$1" -std=c++20 "${includes[@]}" -DINCLUDE_ONLY -E "$file" &>/dev/null || continue
        headers=$(sed '/INCLUDE_ONLY/q' "$file")
        [[ -n ${include[$headers]-} ]] || include[$headers]=$(compile "$1" "$file" -DINCLUDE_ONLY)
        # shellcheck disable=SC2046,SC2086  # two words each
        row "$form" ${include[$headers]} $(compile "$1" "$file")
    done
}

# The plain function, then Wengert, then the peers.
list_forms() {
    local patterns pattern file
    read -ra patterns <<<"$forms"
    for pattern in "${patterns[@]}"; do
        # shellcheck disable=SC2231  # patterns are for this
        for file in "$root"/bench/compile_time/$pattern.cpp; do basename "$file" .cpp; done
    done | awk '{ print ($0 == "plain" ? 0 : /^wengert/ ? 1 : 2), $0 }' | sort -u | cut -d' ' -f2
}

# Of many operations.
programs() {
    local size
    heading operations seconds MB
    for size in $sizes; do
        program "$size" "$call" >"$work/program.cpp"
        # shellcheck disable=SC2046  # two words
        row "$size" $(compile "$1" "$work/program.cpp")
    done
}

if [[ -n $show ]]; then
    program "$show" "$call"
    exit
fi

[[ -x /usr/bin/time ]] || {
    echo "compile_time.sh: GNU time is missing (Debian: apt-get install time)." >&2
    exit 1
}
for compiler in $compilers; do
    command -v "$compiler" >/dev/null || { echo "compile_time.sh: no $compiler here." >&2 && exit 1; }
done

cat <<END
Processor seconds and peak memory: to include the headers of a form, and to differentiate ten lines with it, headers and all
(\`bench/compile_time\`); and for \`$call\` of a function of ten numbers.
END
for compiler in $compilers; do
    printf '\n### %s\n' "$("$compiler" --version | head -n 1), \`$flags\`"
    ten_lines "$compiler"
    programs "$compiler"
done
