# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""The benchmarks that are not of one problem in several sizes: bench_programs, bench_tape_statements, bench_loops."""

import re

from .markdown import NONE, bytes_, count, grouped, ratio, seconds, table
from .results import HAND, PLAIN, TAPE, Measured, Results

PROGRAMS_NOTE = ("Straight-line programs whose derivatives are wanted often. `hand` knows the problem; `hand_adjoint` is the "
                 "reverse sweep of the statements. The time is that of one evaluation.")
KERNELS = ["one_argument", "two_arguments", "three_arguments", "mixed"]
STATEMENTS_NOTE = (f"The same statements on each tape, so many that the cache holds them and so many that it does not. ÷ says how "
                   f"much longer both take than on `{TAPE}`; on a gradient tape that explains, than on one that does not.")
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
    """KERNEL/record/TAPE/STATEMENTS, KERNEL/reverse/..., and KERNEL/once/... of both at once"""
    found: dict[tuple[int, str], dict[str, dict[str, Measured]]] = {}
    for name, measured in results.others.items():
        if (match := re.fullmatch(r"(\w+)/(record|reverse|once)/([^/]+)/(\d+)", name)) is not None:
            tapes = found.setdefault((int(match[4]), match[1]), {})
            tapes.setdefault(match[3], {})[match[2]] = measured

    rows = []
    for (length, kernel), tapes in sorted(found.items(), key=lambda item: (item[0][0], KERNELS.index(item[0][1]))):
        both = {tape: sum(ways[way].counters["ns_per_statement"] for way in ways) for tape, ways in tapes.items()
                if ways.keys() in ({"record", "reverse"}, {"once"})}
        for tape in sorted(tapes, key=lambda tape: (tape != TAPE, tape)):
            record, reverse = (tapes[tape].get(way) for way in ("record", "reverse"))
            base = both.get("gradient_tape" if tape.startswith("gradient_tape") else TAPE)
            rows.append([
                f"{count(length)} {'' if kernel == 'mixed' else 'with '}{kernel.replace('_', ' ')}", tape, nanoseconds(record), nanoseconds(reverse),
                f"{both[tape]:.2f} ns" if tape in both else NONE,
                NONE if record is None else f"{record.counters['bytes_per_statement']:.0f}",
                NONE if base is None or tape not in both else ratio(both[tape] / base),
            ])
    return table(["statements", "tape", "record", "reverse", "both", "bytes", "÷"], grouped(rows), left=2)


def nanoseconds(measured: Measured | None) -> str:
    return NONE if measured is None else f"{measured.counters['ns_per_statement']:.2f} ns"


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
