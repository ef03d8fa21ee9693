# Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
# SPDX-License-Identifier: BSL-1.0
"""What the programs ran on, and what compiled them."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def describe(context: Mapping[str, Any]) -> str:
    parts = [processor(), f"{context.get('num_cpus', '?')} cores", caches(context), memory()]
    if re.search(r"^flags.*\bhypervisor\b", text_of("/proc/cpuinfo"), re.MULTILINE):
        parts.append("a virtual machine")
    return ", ".join(filter(None, parts))


def processor() -> str:
    found = re.search(r"^(?:model name|Hardware)\s*:\s*(.+)$", text_of("/proc/cpuinfo"), re.MULTILINE)
    return found[1] if found else "an unknown processor"


def memory() -> str:
    found = re.search(r"^MemTotal:\s*(\d+) kB", text_of("/proc/meminfo"), re.MULTILINE)
    return f"{int(found[1]) / 2**20:.1f} GiB of memory" if found else ""


def caches(context: Mapping[str, Any]) -> str:
    data = [cache for cache in context.get("caches", []) if cache["type"] != "Instruction"]
    return ", ".join(f"L{cache['level']} {binary(cache['size'])}" for cache in data)


def binary(size: int) -> str:
    return f"{size // 2**20} MiB" if size >= 2**20 else f"{size // 2**10} KiB"


def compiler(build: Path) -> str:
    """From the cache of CMake in the folder of a build. Empty if there is none."""
    known = dict(re.findall(r"^(\w+):\w+=(.*)$", text_of(build / "CMakeCache.txt"), re.MULTILINE))
    if not (program := known.get("CMAKE_CXX_COMPILER")):
        return ""
    kind = known.get("CMAKE_BUILD_TYPE", "").upper()
    flags = f"{known.get('CMAKE_CXX_FLAGS', '')} {known.get(f'CMAKE_CXX_FLAGS_{kind}', '')}".split()
    return f"{version(program)}, `{' '.join(['-std=c++20', *flags])}`"


def version(program: str) -> str:
    try:
        return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return Path(program).name


def text_of(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
