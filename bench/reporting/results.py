# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""What the benchmark programs wrote, as medians over the repetitions."""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import geometric_mean, median, quantiles
from typing import Any, NamedTuple

PLAIN, HAND = "plain", "hand"
TAPE, DUAL, IDIOMATIC = "Wengert tape", "Wengert dual", "Wengert idiomatic"

# Wengert's other forms; those that are given the derivatives by hand stand apart.
FORM = re.compile(r"Wengert\b")
OWN_RULE = re.compile(r"Wengert, own rule\b")

# Peers' numbers that carry their derivatives with them; and what is recorded or built before the time is taken. All other peers
# record a tape in every evaluation.
FORWARD = re.compile(r"\b([Dd]ual|[Jj]et|[Ff]orward|\w*Fad\b|AutoDiffScalar|Boost)")
RECORDED_ONCE = re.compile(r"recorded once|FastAD")

SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


class Measured(NamedTuple):
    """One benchmark. The counters are medians too."""

    seconds: float
    spread: float  # between the quartiles, divided by the median
    counters: Mapping[str, float]
    wrong: bool = False  # its numbers are not those that were worked out by hand


class Case(NamedTuple):
    """One problem at one size."""

    problem: str
    size: int


Tools = dict[str, Measured]


class Results(NamedTuple):
    context: Mapping[str, Any]  # of the program that ran last
    load: float  # the greatest that a program found when it started
    versions: Mapping[str, str]  # of the peers
    units: Mapping[str, str]  # of the size of a problem
    cases: Mapping[Case, Tools]
    others: Mapping[str, Measured]  # whose names have another shape

    def sizes(self, problem: str) -> list[int]:
        return sorted(case.size for case in self.cases if case.problem == problem)

    def problems(self) -> list[str]:
        return list(dict.fromkeys(case.problem for case in self.cases))

    def tools(self) -> list[str]:
        return list(dict.fromkeys(name for tools in self.cases.values() for name in tools))


# ---- reading -------------------------------------------------------------------------------------------------------------


def read(folder: Path) -> Results:
    context: Mapping[str, Any] = {}
    load = 0.0
    versions: dict[str, str] = {}
    units: dict[str, str] = {}
    cases: dict[Case, Tools] = {}
    others: dict[str, Measured] = {}
    for path in sorted(folder.glob("*.json")):
        if (document := document_in(path)) is None:
            continue
        context = document["context"]
        load = max([load, *context.get("load_avg", [])[:1]])
        for name, measured in benchmarks_of(document["benchmarks"]).items():
            if (match := re.fullmatch(r"([^/]+)/(\d+)/(.+)", name)) is None:
                others[name] = measured
                continue
            problem, size, tool = match[1], int(match[2]), match[3]
            cases.setdefault(Case(problem, size), {})[tool] = measured
            units[problem] = context.get("unit", "size")
            if tool in context:
                versions[tool] = context[tool]
    return Results(context, load, versions, units, dict(sorted(cases.items(), key=by_number)), others)


def by_number(item: tuple[Case, Tools]) -> tuple[str, int, int]:
    """lanes3 before lanes15"""
    (problem, size), _ = item
    letters = without_digits(problem)
    return letters, int(problem[len(letters):] or 0), size


def without_digits(problem: str) -> str:
    return problem.rstrip("0123456789")


def document_in(path: Path) -> Mapping[str, Any] | None:
    """None if the program had nothing to measure, or was stopped."""
    text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError:
        print(f"report.py: {path} was not written to its end", file=sys.stderr)
        return None


def benchmarks_of(runs: Iterable[Mapping[str, Any]]) -> dict[str, Measured]:
    repetitions: dict[str, list[Mapping[str, Any]]] = {}
    for run in runs:
        if run["run_type"] == "iteration":
            name = re.sub(r"/repeats:\d+$", "", run["run_name"])  # so are those called that have a number of their own
            repetitions.setdefault(name, []).append(run)
    return {name: measured_by(repeated) for name, repeated in sorted(repetitions.items())}


def measured_by(runs: list[Mapping[str, Any]]) -> Measured:
    if any(run.get("error_occurred") for run in runs):
        return Measured(0.0, 0.0, {}, wrong=True)
    times = [run["real_time"] * SECONDS[run["time_unit"]] for run in runs]
    names = [key for key, value in runs[0].items() if isinstance(value, float) and key not in ("real_time", "cpu_time")]
    counters = {name: median(run.get(name, 0.0) for run in runs) for name in names}
    return Measured(median(times), spread_of(times), counters)


def spread_of(times: list[float]) -> float:
    if len(times) < 3:
        return 0.0
    lower, middle, upper = quantiles(times, n=4, method="inclusive")
    return (upper - lower) / middle


# ---- tools ---------------------------------------------------------------------------------------------------------------


def is_form(tool: str) -> bool:
    """Whether it was written for Wengert and the problem."""
    return FORM.match(tool) is not None and tool not in (TAPE, DUAL, IDIOMATIC)


def is_idiomatic(tool: str) -> bool:
    return is_form(tool) and OWN_RULE.match(tool) is None


def is_forward(tool: str) -> bool:
    return tool == DUAL or (not FORM.match(tool) and FORWARD.search(tool) is not None)


def is_tape(tool: str) -> bool:
    """Whether it is given the function as it is, and records a tape each time."""
    if FORM.match(tool) or tool in (PLAIN, HAND):
        return tool == TAPE
    return not (is_forward(tool) or RECORDED_ONCE.search(tool))


def best_idiomatic(tools: Tools) -> Measured | None:
    """The fastest of Wengert's forms that were written for the problem, of those without derivatives by hand."""
    forms = [measured for name, measured in tools.items() if is_idiomatic(name)]
    return min(forms, key=lambda m: (m.wrong, m.seconds), default=None)


def find(tools: Tools, name: str) -> Measured | None:
    return best_idiomatic(tools) if name == IDIOMATIC else tools.get(name)


def quotient(tools: Tools, tool: str, by: str, counter: str = "") -> float | None:
    """Of the times, or of a counter. None where there is none."""
    above, below = find(tools, tool), find(tools, by)
    if above is None or below is None or above.wrong or below.wrong:
        return None
    numbers = [m.counters.get(counter, 0.0) if counter else m.seconds for m in (above, below)]
    return numbers[0] / numbers[1] if all(numbers) else None


def quotients(results: Results, tool: str, by: str, counter: str = "") -> dict[str, float]:
    """For each problem the geometric mean over its sizes."""
    found: dict[str, list[float]] = {}
    for case, tools in results.cases.items():
        if (q := quotient(tools, tool, by, counter)) is not None:
            found.setdefault(case.problem, []).append(q)
    return {problem: geometric_mean(numbers) for problem, numbers in found.items()}


def mean(of_problems: Mapping[str, float]) -> float | None:
    """The geometric mean over the problems, each of which has one vote; so have the lanes, which differ by their number of
    partials only."""
    votes: dict[str, list[float]] = {}
    for problem, number in of_problems.items():
        votes.setdefault(without_digits(problem), []).append(number)
    return geometric_mean(map(geometric_mean, votes.values())) if votes else None


def in_order(results: Results) -> list[str]:
    """By hand, Wengert's forms, the peers' tapes, their other forms: the faster before the slower. Not `plain`."""
    names = results.tools()
    forms = [HAND, TAPE, *([IDIOMATIC] if any(map(is_idiomatic, names)) else []), DUAL]

    def key(tool: str) -> tuple[bool, bool, float, str]:
        found = mean(quotients(results, tool, DUAL if is_forward(tool) else TAPE))
        return is_forward(tool), not is_tape(tool), found or float("inf"), tool

    peers = sorted((name for name in names if name not in (PLAIN, *forms) and not is_form(name)), key=key)
    return [name for name in forms if name == IDIOMATIC or name in names] + peers
