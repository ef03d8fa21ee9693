# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""Curves, drawn by gnuplot."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .results import DUAL, HAND, IDIOMATIC, PLAIN, TAPE

Points = Sequence[tuple[float, float]]

# Wengert's forms are warm and broad, what is written by hand is black, the peers are cool and thin.
OURS = {PLAIN: "#999999", HAND: "#000000", TAPE: "#d62728", IDIOMATIC: "#ff7f0e", DUAL: "#e377c2"}
MORE_OF_OURS = ["#ff7f0e", "#bcbd22", "#8c564b", "#f7b6d2"]
PEERS = ["#1f77b4", "#2ca02c", "#9467bd", "#17becf", "#393b79", "#637939", "#7b4173", "#3182bd", "#31a354", "#756bb1"]


def style(tool: str, tools: Sequence[str]) -> str:
    """The same for a tool in every plot of these tools."""
    ours = [name for name in tools if name.startswith("Wengert") and name not in OURS]
    peers = [name for name in tools if name not in OURS and name not in ours]
    if tool in OURS:
        return f"lw 3 pt 7 ps 0.5 lc rgb '{OURS[tool]}'"
    if tool in ours:
        return f"lw 3 pt 7 ps 0.5 lc rgb '{MORE_OF_OURS[ours.index(tool) % len(MORE_OF_OURS)]}'"
    nth = peers.index(tool)
    return f"lw 1.5 pt {nth % 13 + 1} ps 0.6 lc rgb '{PEERS[nth % len(PEERS)]}'"


def available() -> bool:
    return shutil.which("gnuplot") is not None


def block(name: str, points: Points) -> str:
    return f"{name} << EOD\n" + "".join(f"{x:.9g} {y:.9g}\n" for x, y in points) + "EOD"


def draw(path: Path, title: str, labels: tuple[str, str], curves: Mapping[str, Points], tools: Sequence[str]) -> None:
    """Both axes are logarithmic, with a mark at every x. The curves come in the order of `tools`."""
    marks = sorted({x for points in curves.values() for x, _ in points})
    names = [name for name in tools if curves.get(name)]
    blocks = [block(f"$d{i}", curves[name]) for i, name in enumerate(names)]
    plots = [f"$d{i} with linespoints {style(name, tools)} title '{name}'" for i, name in enumerate(names)]
    script = f"""
set terminal svg size 720,{max(320, 110 + 18 * len(names))} font 'sans,12' background 'white'
set output '{path}'
set title '{title}' noenhanced
set xlabel '{labels[0]}' noenhanced
set ylabel '{labels[1]}' noenhanced
set logscale xy
set xrange [{marks[0] / 1.3}:{marks[-1] * 1.3}]
set xtics ({', '.join(f"gprintf('%.0s%c', {x}) {x}" for x in marks)})
set format y '%.0s%c'
set ytics add (2, 5, 20, 50, 200, 500)
set grid lc rgb '#dddddd'
set key outside right top reverse Left noenhanced
{chr(10).join(blocks)}
plot {', '.join(plots)}
"""
    subprocess.run(["gnuplot"], input=script, text=True, check=True)
