#!/usr/bin/env python3
# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""Makes a report with tables and plots of what the benchmark programs wrote."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

sys.dont_write_bytecode = True

from reporting import machine, markdown, plots, small  # noqa: E402
from reporting.markdown import NONE, bytes_, grouped, ratio, table, without_empty_columns  # noqa: E402
from reporting.results import (  # noqa: E402
    DUAL, HAND, IDIOMATIC, PLAIN, TAPE, Case, Measured, Results, Tools, find, in_order, is_form, is_forward,
    is_idiomatic, is_tape, mean, quotient, quotients, read)


# ---- the head ------------------------------------------------------------------------------------------------------------


def head(results: Results, compiler: str) -> str:
    spreads = [m.spread for tools in results.cases.values() for m in tools.values() if not m.wrong]
    peers = ", ".join(f"{name} {version}" for name, version in sorted(results.versions.items()) if "," not in name)
    lines = {
        "Date": results.context.get("date", "")[:10],
        "Machine": machine.describe(results.context),
        "Compiler": compiler,
        "Peers": peers,
        "Noise": noise(spreads, results.load) if spreads else "",
    }
    return "\n".join(f"- {name}: {text}" for name, text in lines.items() if text)


def noise(spreads: Sequence[float], load: float) -> str:
    nine_of_ten = quantiles([*spreads, spreads[-1]], n=10, method="inclusive")[-1]
    return (f"quartiles {100 * median(spreads):.1f} % of the median apart, in the median over all benchmarks; "
            f"{100 * nine_of_ten:.1f} % at most, in nine of ten; load average before a program at most {load:.1f}")


# ---- all in one number ---------------------------------------------------------------------------------------------------


def summary(results: Results, reference: str, peers: Sequence[str]) -> str:
    """How much longer the peers take."""
    rows = []
    for peer in peers:
        if not (found := quotients(results, peer, reference)):
            continue
        least, most = min(found, key=found.__getitem__), max(found, key=found.__getitem__)
        bytes_of = {name: mean(quotients(results, peer, reference, name)) for name in ("tape_bytes", "peak_bytes")}
        rows.append([
            peer, ratio(mean(found)), str(len(found)), f"{ratio(found[least])} ({least})",
            f"{ratio(found[most])} ({most})", *map(ratio, bytes_of.values()),
        ])
    header = [f"÷ {reference}", "time", "problems", "least", "most", "tape bytes", "peak memory"]
    return table(*without_empty_columns(header, rows))


# ---- a row for every problem and size ------------------------------------------------------------------------------------


def cell_of(measured: Measured | None, text: Callable[[Measured], str]) -> str:
    return NONE if measured is None else "wrong" if measured.wrong else text(measured)


def times(results: Results, by: str, columns: Sequence[str], cases: Sequence[Case]) -> str:
    """The times divided by that of `by`, of the cases that one of the columns has. The fastest is bold."""
    shown = [name for name in columns if name != by]
    rows = []
    for case in cases:
        tools = results.cases[case]
        if not any(find(tools, name) for name in shown if name != HAND):
            continue
        cells = {name: cell_of(find(tools, name), lambda _: ratio(quotient(tools, name, by))) for name in shown}
        if (best := fastest(tools, shown)) is not None:
            cells[best] = f"**{cells[best]}**"
        base = cell_of(tools.get(by), lambda m: markdown.seconds(m.seconds))
        rows.append([case.problem, size_of(results, case), base, *cells.values()])
    return table(*without_empty_columns(["problem", "size", by, *shown], grouped(rows)), left=2)


def fastest(tools: Tools, names: Sequence[str]) -> str | None:
    """Of those that are given the function as it is, if there are more than one."""
    found = [name for name in names if (is_tape(name) or is_forward(name)) and name in tools and not tools[name].wrong]
    return min(found, key=lambda name: tools[name].seconds) if len(found) > 1 else None


def size_of(results: Results, case: Case) -> str:
    return f"{markdown.count(case.size)} {results.units[case.problem]}"


def memory(results: Results, counter: str, columns: Sequence[str], cases: Sequence[Case]) -> str:
    rows = [[case.problem, size_of(results, case),
             *(cell_of(find(results.cases[case], name), lambda m: bytes_(m.counters.get(counter))) for name in columns)]
            for case in cases]
    return table(*without_empty_columns(["problem", "size", *columns], rows), left=2)


def largest(results: Results) -> list[Case]:
    return [Case(problem, results.sizes(problem)[-1]) for problem in results.problems()]


def middle(results: Results) -> list[Case]:
    """As ./dev bench --quick chooses them."""
    return [Case(problem, (sizes := results.sizes(problem))[(len(sizes) - 1) // 2]) for problem in results.problems()]


def forms(results: Results, cases: Sequence[Case]) -> str:
    """Those that `Wengert idiomatic` is the best of, and those that are given derivatives by hand."""
    rows = []
    for case in cases:
        tools = results.cases[case]
        for name in sorted(filter(is_form, tools), key=lambda name: not is_idiomatic(name)):
            cells = [cell_of(tools[name], lambda _: ratio(quotient(tools, name, by))) for by in (PLAIN, HAND, TAPE)]
            rows.append([case.problem, size_of(results, case), name, *cells,
                         bytes_(tools[name].counters.get("peak_bytes"))])
    header = ["problem", "size", "form", "÷ plain", "÷ hand", f"÷ {TAPE}", "peak memory"]
    return table(header, grouped(rows), left=3)


# ---- plots ---------------------------------------------------------------------------------------------------------------


def curves_of(results: Results, problem: str, names: Sequence[str],
              value: Callable[[Tools, str], float | None]) -> dict[str, plots.Points]:
    sizes = results.sizes(problem)
    points = {name: [(size, value(results.cases[Case(problem, size)], name)) for size in sizes] for name in names}
    return {name: [(x, y) for x, y in found if y] for name, found in points.items()}


def peak(tools: Tools, name: str) -> float | None:
    measured = tools.get(name)
    return None if measured is None or measured.wrong else measured.counters.get("peak_bytes")


def draw_plots(results: Results, columns: Sequence[str], folder: Path) -> str:
    """Of the problems that were measured at several sizes."""
    several = [problem for problem in results.problems() if len(results.sizes(problem)) > 1]
    if several and not plots.available():
        print("report.py: no plots without gnuplot (Debian: gnuplot-nox)", file=sys.stderr)
        return ""
    images = []
    for problem in several:
        curves = curves_of(results, problem, columns, lambda tools, name: quotient(tools, name, PLAIN))
        labels = results.units[problem], "gradient ÷ plain"
        plots.draw(folder / f"ratio_{problem}.svg", problem, labels, curves, columns)
        images.append(f"![{problem}: gradient ÷ plain by size](ratio_{problem}.svg)")
    if "lotka_volterra" in several:
        names = [*sorted(filter(is_idiomatic, results.tools())), *(name for name in columns if name != IDIOMATIC)]
        curves = curves_of(results, "lotka_volterra", [PLAIN, *names], peak)
        plots.draw(folder / "memory_lotka_volterra.svg", "lotka_volterra",
                   (results.units["lotka_volterra"], "peak memory, bytes"), curves, [PLAIN, *names])
        images.append("![lotka_volterra: peak memory by steps](memory_lotka_volterra.svg)")
    return "\n".join(images)


# ---- all of it -----------------------------------------------------------------------------------------------------------

MEDIANS = (f"A time is the median over the repetitions of one run, in which all tools of a problem take turns in random "
           f"order; at the largest size of a problem there are five. `{NONE}`: there is no such tool for the problem. `wrong`: its numbers differ from those by hand, so it "
           "was not timed.")
BOLD = ("Bold is the fastest of those that are given the function as it is, and record it in every evaluation if they record "
        "it at all.")


def report(results: Results, folder: Path, compiler: str) -> str:
    columns, cases = in_order(results), list(results.cases)
    reverse = [name for name in columns if not is_forward(name)]
    forward = [HAND, *filter(is_forward, columns)]
    compile_time = folder / "compile_time.md"
    sections = {
        "": head(results, compiler) + "\n\n" + MEDIANS,
        "Summary": with_note(
            "Geometric means over the problems, each of which counts once, with the mean over its sizes; all lanes count once "
            "too. Above 1, it needs more than Wengert.", summary(results, TAPE, reverse[reverse.index(TAPE) + 1:] if TAPE in reverse else []),
            summary(results, DUAL, forward[2:] if DUAL in forward else [])),
        "Gradient time ÷ plain function time": with_note(
            BOLD, times(results, PLAIN, reverse, cases), times(results, PLAIN, forward, cases)),
        "Gradient time ÷ hand-written": with_note(
            BOLD, times(results, HAND, reverse, cases), times(results, HAND, forward, cases)),
        f"What `{IDIOMATIC}` is the fastest of": with_note(
            "Not of those with a rule of their own: that is a derivative by hand.", forms(results, cases)),
        "Bytes of the tape": with_note(
            "At the largest size, as the tool itself says.", memory(results, "tape_bytes", columns, largest(results))),
        "Peak memory": with_note(
            "What one evaluation takes in a new process, at the largest size, as the system says.",
            memory(results, "peak_bytes", [PLAIN, *columns], largest(results))),
        "Small programs": with_note(small.PROGRAMS_NOTE, small.programs(results)),
        "One statement of a tape": with_note(small.STATEMENTS_NOTE, small.statements(results)),
        "Loops under a policy": with_note(small.LOOPS_NOTE, small.loops(results)),
        "Compile time": compile_time.read_text(encoding="utf-8").strip() if compile_time.exists() else "",
        "Plots": draw_plots(results, columns, folder),
    }
    return "# Benchmarks\n\n" + "\n\n".join(
        (f"## {title}\n\n" if title else "") + text for title, text in sections.items() if text) + "\n"


def with_note(note: str, *tables: str) -> str:
    """Nothing without a table."""
    return "\n\n".join(filter(None, [note, *tables])) if any(tables) else ""


def for_readme(results: Results, compiler: str) -> str:
    """One table: the middle sizes, and what has a column of its own there."""
    columns = [name for name in in_order(results) if not is_forward(name)]
    about = ". ".join(filter(None, [results.context.get("date", "")[:10], machine.describe(results.context), compiler]))
    return f"{times(results, PLAIN, columns, middle(results))}\n\n{about}. {BOLD}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the programs wrote NAME.json, and report.md is written")
    parser.add_argument("--build", type=Path, default=Path("build/release"), help="the build they are from: %(default)s")
    parser.add_argument("--readme", action="store_true", help="only print a short table for the README")
    arguments = parser.parse_args()
    results = read(arguments.folder)
    if not results.cases and not results.others:
        print(f"report.py: no measurements in {arguments.folder}", file=sys.stderr)
        return 1
    compiler = machine.compiler(arguments.build)
    if arguments.readme:
        print(for_readme(results, compiler))
        return 0
    path = arguments.folder / "report.md"
    path.write_text(report(results, arguments.folder, compiler), encoding="utf-8")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
