# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""Tables and numbers that read well in a terminal too."""

from collections.abc import Sequence

NONE = "–"


def table(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """The first `left` columns are aligned to the left, the others to the right. Empty if there are no rows."""
    if not rows:
        return ""
    widths = [max(3, *(len(row[i]) for row in [header, *rows])) for i in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = [c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths))]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * w if i < left else "-" * (w - 1) + ":" for i, w in enumerate(widths)]
    return "\n".join(map(line, [header, rule, *rows]))


def without_empty_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    kept = [i for i in range(len(header)) if any(row[i] not in ("", NONE) for row in rows)]
    return [header[i] for i in kept], [[row[i] for i in kept] for row in rows]


def grouped(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Says the first cell only where it changes."""
    return [["" if i and rows[i - 1][0] == row[0] else row[0], *row[1:]] for i, row in enumerate(rows)]


def ratio(x: float | None) -> str:
    if x is None:
        return NONE
    return f"{x:.2f}" if x < 9.995 else f"{x:.1f}" if x < 99.95 else f"{x:.0f}"


def seconds(x: float) -> str:
    return scaled(x, [(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")])


def bytes_(x: float | None) -> str:
    return scaled(x, [(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")]) if x else NONE


def scaled(x: float, units: Sequence[tuple[float, str]]) -> str:
    unit, name = next((u for u in units if x >= u[0]), units[-1])
    return f"{x / unit:.3g} {name}" if x / unit < 999.5 else f"{x / unit:.0f} {name}"


def count(x: float) -> str:
    return f"{x:,.0f}".replace(",", "'")
