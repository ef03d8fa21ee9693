# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""The benchmarks that are not of one problem in several sizes: bench_programs, bench_tape_statements, bench_loops."""

import re

from .markdown import NONE, bytes_, count, grouped, ratio, seconds, table
from .results import HAND, PLAIN, Measured, Results

PROGRAMS_NOTE = ("Straight-line programs whose derivatives are wanted often. `hand` knows the problem; `hand_adjoint` is the "
                 "reverse sweep of the statements. The time is that of one evaluation.")
LOOPS_NOTE = ("A Lotka-Volterra simulation. `counts` is what its evaluations of a step would take, with a tape and without, at "
              "the times of `step_taped` and `step_untaped`.")


def programs(results: Results) -> str:
    """PROBLEM/TOOL"""
    found: dict[str, dict[str, Measured]] = {}
    for name, measured in results.others.items():
        if (match := re.fullmatch(r"(\w+)/([a-zA-Z]\w*)", name)) is not None:
            found.setdefault(match[1], {})[match[2]] = measured
    rows = []
    for problem, tools in found.items():
        for tool, measured in sorted(tools.items(), key=lambda item: item[1].seconds):
            bases = [tools.get(by) for by in (PLAIN, HAND, "hand_adjoint")]
            quotients = [NONE if base is None else ratio(measured.seconds / base.seconds) for base in bases]
            rows.append([problem, tool, seconds(measured.seconds), *quotients])
    return table(["problem", "tool", "time", "÷ plain", "÷ hand", "÷ hand_adjoint"], grouped(rows), left=2)


def statements(results: Results) -> str:
    """record<kernels::NAME> and reverse<kernels::NAME>"""
    found: dict[str, dict[str, Measured]] = {}
    for name, measured in results.others.items():
        if (match := re.fullmatch(r"(record|reverse)<kernels::(\w+)>", name)) is not None:
            found.setdefault(match[2], {})[match[1]] = measured

    def nanoseconds(measured: Measured | None) -> str:
        return NONE if measured is None else f"{measured.counters['ns_per_statement']:.2f} ns"

    rows = [[kernel.replace("_", " "), *(nanoseconds(both.get(way)) for way in ("record", "reverse")),
             f"{next(iter(both.values())).counters['bytes_per_statement']:.0f}"] for kernel, both in found.items()]
    return table(["statements with", "record", "reverse", "bytes"], rows)


def loops(results: Results) -> str:
    """loop_plain/LENGTH and loop_gradient/POLICY/LENGTH"""
    rows = []
    for name, measured in results.others.items():
        if (match := re.fullmatch(r"loop_gradient/(\w+)/(\d+)", name)) is None:
            continue
        plain = results.others.get(f"loop_plain/{match[2]}")
        rows.append([
            int(match[2]), match[1], seconds(measured.seconds),
            NONE if plain is None else ratio(measured.seconds / plain.seconds),
            ratio(by_counts(results, measured)),
            *(count(measured.counters[key]) for key in ("plain", "taped")), bytes_(measured.counters["heap_peak"]),
        ])
    rows.sort()
    header = ["steps", "policy", "time", "÷ plain", "÷ counts", "untaped", "taped", "heap"]
    return table(header, grouped([[count(row[0]), *row[1:]] for row in rows]), left=2)


def by_counts(results: Results, gradient: Measured) -> float | None:
    """What an evaluation takes, divided by what it would take alone. These counters are of processor time."""
    steps = [results.others.get(name) for name in ("step_untaped", "step_taped")]
    if None in steps:
        return None
    counts = [gradient.counters[key] for key in ("plain", "taped")]
    alone = sum(n * step.counters["ns_per_step"] for n, step in zip(counts, steps)) / sum(counts)
    return gradient.counters["ns_per_evaluation"] / alone
