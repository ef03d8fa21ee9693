#!/usr/bin/env python3
"""recipes.py SOURCE VERSION: what can be said of the recipes without Conan and vcpkg.

They name the version of CMakeLists.txt, as the header does; they parse; and Conan's copies headers that are there."""

import json
import re
import sys
import types
from fnmatch import fnmatch
from pathlib import Path

source, version = Path(sys.argv[1]), sys.argv[2]
packaging = source / "cmake" / "packaging"

header = (source / "include" / "wengert" / "version.hpp").read_text()
numbers = re.search(r"library_version\{(.*)\}", header)[1]
assert numbers.replace(", ", ".") == version, f"version.hpp says {numbers}"

port = json.loads((packaging / "vcpkg" / "vcpkg.json").read_text())
assert port["version"] == version, f"vcpkg.json says {port['version']}"


def pretend(name, **contents):
    module = sys.modules[name] = types.ModuleType(name)
    module.__dict__.update(contents)


copied = []


def copy(recipe, pattern, folder, destination):
    # Not the whole tree: other tests make and remove folders below build/ meanwhile.
    first = Path(folder) / Path(pattern).parts[0]
    for path in [first, *first.rglob("*")]:
        if fnmatch(str(path.relative_to(folder)), pattern):
            copied.append(path)


pretend("conan", ConanFile=object)
pretend("conan.tools")
pretend("conan.tools.build", can_run=None, check_min_cppstd=None)
pretend("conan.tools.cmake", CMake=None, cmake_layout=None)
pretend("conan.tools.files", copy=copy)
pretend("conan.tools.layout", basic_layout=None)


def load(path):
    names = {}
    exec(compile(path.read_text(), path, "exec"), names)
    return names


recipe = load(packaging / "conan" / "conanfile.py")["Wengert"]()
recipe.recipe_folder, recipe.export_sources_folder = str(packaging / "conan"), "sources"
recipe.set_version()
assert recipe.version == version, f"conanfile.py says {recipe.version}"
recipe.export_sources()
assert source / "include" / "wengert" / "version.hpp" in copied, "conanfile.py does not copy the headers"
assert source / "LICENSE" in copied, "conanfile.py does not copy the licence"
load(packaging / "conan" / "test_package" / "conanfile.py")
