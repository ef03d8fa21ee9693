#!/usr/bin/env python3
# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""Breaks the library in one small place at a time and sees which test notices: a sample of all such mutants.

A mutant is a copy of the headers in which one is changed. The tests nearest to it are compiled and run, one source at a time,
until one fails; what compiles and fails nowhere has survived: it is equivalent, or there is a gap. One line for each as it
goes, which build/mutate keeps: a run that was cut off goes on with --from the number of its next mutant. With --count 1 and
without --near that is also how to try one mutant again with all the tests."""

import argparse
import os
import random
import re
import resource
import shutil
import subprocess
from collections import Counter
from pathlib import Path

os.chdir(Path(__file__).parents[1])
CXX = os.environ.get("CXX", "clang++-19")
WORK = Path("build/mutate")
RESULTS, SOUND = WORK / "results", WORK / "sound"
FLAGS = ["-std=c++20", "-O0", "-w", "-D_GLIBCXX_ASSERTIONS", "-Itests"]
# Inlining by force is up to half of the compiler's work.
QUICK, WITH_LINES = ["-g0", "-Dalways_inline=cold"], ["-g1"]
SECONDS = 60


# ---- the mutants ---------------------------------------------------------------------------------------------------------


def blank(text, pattern, flags=re.S):
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", "@", m[0]), text, flags=flags)


def code_of(text):
    """The text with everything that is not to be changed struck out."""
    text = blank(text, r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\d)\'(?:\\.|[^\'\\])\'')
    text = blank(text, r"^#(?:[^\n]*\\\n)*[^\n]*|\[\[.*?\]\]|\bstatic_assert\(.*?\);|\bconcept\b.*?;", re.S | re.M)
    text = blank(text, r"\b(?:template|class|typename|using) [^\n]*|\brequires [^\n{]*|\brequires *\([^\n]*")
    return blank(text, r"\b(?:noexcept|decltype|sizeof|alignas)\([^()]*\)")


SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "/", "/": "*",
         "&&": "||", "||": "&&", "+=": "-=", "-=": "+=", "true": "false", "false": "true", "++": "--", "--": "++"}
CALL = r"(?:[\w:.>\[\]()*-]+(?:<[^;]*>)?\([^;]*\)|[\w:.>\[\]()*-]+ [-+*/|&^]?= [^;]*|\+\+\S+)"
STATEMENT = re.compile(rf"^ +(?:\}} )?(?:(?:if|for|while) \(.*?\) |else )?(?=\S)({CALL};|(?:continue|break|return[^;]*|throw [^;]*);)$",
                       re.M)


def mutants_of(path):
    """(header, offset, what, instead of it)"""
    text = path.read_text()
    code = code_of(text)

    def put(at, end, new):
        return str(path), at, text[at:end], new

    for m in re.finditer(r"(?<= )(?:[<>]=?|==|!=|[-+*/]|&&|\|\||[-+]=)(?= )|\b(?:true|false)\b|\+\+|--", code):
        yield put(*m.span(), SWAPS[m[0]])
    for m in re.finditer(r"(?<=[ (!])!(?![=@])", code):
        yield put(*m.span(), "")
    for m in re.finditer(r"(?<![\w.'])\d+(?=[uUlL]*(?![\w.']))", code):
        yield put(*m.span(), str(int(m[0]) + 1))
    for m in STATEMENT.finditer(code):
        # The last statement of a function that returns or throws is no way out before its end.
        early = re.match(r" +(?:\} )?(?:if|for|while|else)\b", m[0])
        if early or not re.match("return|throw", m[1]):
            yield put(*m.span(1), ";")
    for m in re.finditer(r"\breturn ([^;{}]+);", code):
        if "bool" in "".join(code[:m.start()].splitlines(True)[-3:]):
            yield put(*m.span(1), f"!({text[slice(*m.span(1))]})")
    for m in re.finditer(r"\bif \(((?:[^();]|\((?:[^()]|\([^()]*\))*\))*)\)", code):
        yield put(*m.span(1), f"!({text[slice(*m.span(1))]})")


def all_mutants():
    for path in sorted(Path("include/wengert").rglob("*.hpp")):
        # Tables of numbers, and what a browser runs.
        if not re.search(r"cmath/(two_over_pi|constants)|_script|style|version", str(path)):
            yield from mutants_of(path)


# ---- the tests -----------------------------------------------------------------------------------------------------------


def tests_near(header, only_near):
    """Sources that are one program each, the nearest first; those that noticed others of this folder before the rest."""
    folder, *names = Path(header).with_suffix("").parts[2:]
    near = sorted(Path("tests/unit", folder).glob("*_test.cpp"), key=lambda p: p.stat().st_size)
    if folder == "flow":
        near += Path("tests/unit/flow_memory").glob("*_test.cpp")
    broad = [Path("tests/laws/first_order_test.cpp")]
    if folder in ("rules", "core"):
        broad += [Path("tests/laws", f"{law}_test.cpp") for law in ("partials", "singular", "discrete", "constants")]
    broad += sorted(Path("tests/static").glob("*.cpp"))
    if not only_near:
        broad += sorted(Path("tests/unit/gradient_tape").glob("*_test.cpp"))
    groups = [[p] for p in near + [p for p in broad if p not in near]]
    if folder == "explain" or folder == "gradient_tape" and not only_near:
        causes = WORK / "causes.cpp"  # all in one
        causes.write_text("".join(f'#include "{p.absolute()}"\n' for p in sorted(Path("tests/explain/causes").glob("*.cpp"))))
        groups.append([Path("tests/explain/harness.cpp"), causes])
    if folder in ("flow", "tape", "trace") and not only_near:
        groups.append([p for p in sorted(Path("tests/random").rglob("*.cpp")) if p.name not in ("fuzz.cpp", "emit.cpp")])
    noticed = Counter(line.split(" by ")[-1] for line in RESULTS.read_text().splitlines()
                      if " killed " in line and f"wengert/{folder}/" in line)
    return sorted(groups, key=lambda g: (not any(name in g[0].stem for name in names), -noticed[str(g[0])]))


def run(*command):
    try:
        ran = subprocess.run([str(c) for c in command], timeout=SECONDS, text=True, errors="replace", stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30)))
        return ran.returncode, ran.stdout
    except subprocess.TimeoutExpired:
        return 124, f"more than {SECONDS} s"


class Library:
    """A copy of the headers, and what is compiled with it."""

    def __init__(self, front):
        self.front, self.compiled = front, {}

    def options(self, source):
        lines = re.search(r"explain|_test\.cpp:|__LINE__", f"{source} {source.read_text()}") is not None
        flags = [*FLAGS, *(WITH_LINES if lines else QUICK), f"-I{self.front}/include"]
        if source.name == "lines_test.cpp":  # It has less than all.
            return flags, ""
        header = self.front / f"all{lines}.hpp"
        if header not in self.compiled:
            header.write_text("#include <catch2/catch.hpp>\n#include <wengert/wengert.hpp>\n")
            self.compiled[header] = run(CXX, *flags, "-x", "c++-header", header, "-o", f"{header}.pch")
        status, said = self.compiled[header]
        if status:
            return flags, said
        if source.name == "first_order_test.cpp" and "laws" in str(source):
            flags += ["-DWENGERT_LAW_SCALAR=double", "-DWENGERT_LAW_PART=0", "-DWENGERT_LAW_PARTS=4"]
        return [*flags, "-include-pch", f"{header}.pch", "-isystem", "/usr/include/eigen3"], ""

    def try_test(self, sources):
        """'passes', 'fails', 'takes too long', or 'does not compile' where that is the library's own doing."""
        objects = []
        for source in sources:
            flags, said = self.options(source)
            objects.append(self.front / f"{len(objects)}.o")
            if not said:
                status, said = run(CXX, *flags, "-c", source.absolute(), "-o", objects[-1])
                if not status:
                    continue
            # What a test claims of constants is a compile error too. Else it was the time or the memory of the compiler that ended.
            first = next((line for line in said.splitlines() if "error:" in line), None)
            if first is None:
                return "takes too long"
            return "fails" if "tests/" in first and "redefinition" not in first else "does not compile"
        if "static" in sources[0].parts:
            return "passes"
        program = self.front / "test"
        libraries = ["-lrapidcheck"] if "random" in sources[0].parts else ["-lmpfr", "-lgmp"]
        if sources[0].name == "harness.cpp":
            libraries = ["-Wl,-u,backtrace_create_state", "-Wl,-u,backtrace_pcinfo", "-lbacktrace"]
        if run(CXX, *objects, WORK / "main.o", "-o", program, *libraries)[0]:
            return "takes too long"
        return "fails" if run(program)[0] else "passes"


def is_sound(sources):
    """A test that fails as it is says nothing."""
    with SOUND.open("a+") as known:
        known.seek(0)
        found = dict(line.split(": ") for line in known.read().splitlines())
        if str(sources[0]) not in found:
            shutil.copytree("include", WORK / "sound.d" / "include", dirs_exist_ok=True)
            found[str(sources[0])] = Library(WORK / "sound.d").try_test(sources)
            print(sources[0], file=known, end=f": {found[str(sources[0])]}\n")
    return found[str(sources[0])] == "passes"


def fate(mutant, only_near):
    header, at, was, new = mutant
    front = WORK / "front"
    shutil.rmtree(front, ignore_errors=True)
    shutil.copytree("include", front / "include")
    text = Path(header).read_text()
    (front / header).write_text(text[:at] + new + text[at + len(was):])
    library = Library(front)
    late = False
    for sources in tests_near(header, only_near):
        found = library.try_test(sources)
        if found == "does not compile":
            return found
        if found == "fails" and is_sound(sources):
            return f"killed by {sources[0]}"
        late |= found == "takes too long"
    return "not compiled in time" if late else "survived"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="which sample (1)")
    parser.add_argument("--count", type=int, default=200, help="how many mutants that compile (200)")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the number of the first; results before it are kept")
    parser.add_argument("--near", action="store_true", help="only the tests of its folder, the laws and what is static")
    asked = parser.parse_args()

    if not asked.first:
        shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    RESULTS.touch()
    main_source = WORK / "main.cpp"
    if not (WORK / "main.o").exists():
        main_source.write_text("#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
        subprocess.run([CXX, "-std=c++20", "-c", main_source, "-o", WORK / "main.o"], check=True)

    mutants = list(all_mutants())
    random.Random(asked.seed).shuffle(mutants)
    print(f"seed {asked.seed}: {asked.count} of {len(mutants)} mutants", flush=True)
    tried = Counter()
    for number, mutant in enumerate(mutants[asked.first:], asked.first):
        if sum(tried.values()) - tried["does not compile"] == asked.count:
            break
        header, at, was, new = mutant
        before = Path(header).read_text()[:at].split("\n")
        what = re.sub(r"\s+", " ", f"{was} -> {new}")
        end = fate(mutant, asked.near)
        tried[end.split(" by ")[0]] += 1
        said = f"{number} {header}:{len(before)}:{len(before[-1]) + 1}: {what}: {end}"
        print(said, flush=True)
        with RESULTS.open("a") as results:
            print(said, file=results)
    print(", ".join(f"{count} {end}" for end, count in sorted(tried.items())))


main()
