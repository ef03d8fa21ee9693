"""Conan 2: conan create wengert/cmake/packaging/conan -s compiler.cppstd=20"""

import re
from pathlib import Path

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy
from conan.tools.layout import basic_layout


class Wengert(ConanFile):
    name = "wengert"
    description = "Automatic differentiation for C++20"
    license = "BSL-1.0"
    topics = ("automatic-differentiation", "autodiff", "gradient", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    @property
    def _tree(self):
        return Path(self.recipe_folder).parents[2]

    def set_version(self):
        project = (self._tree / "CMakeLists.txt").read_text(encoding="utf-8")
        self.version = re.search(r"project\(wengert VERSION ([0-9.]+)", project)[1]

    def export_sources(self):
        for pattern in ("include/*.hpp", "LICENSE"):
            copy(self, pattern, str(self._tree), self.export_sources_folder)

    def requirements(self):
        self.requires("boost/[>=1.74 <2]", options={"header_only": True})

    def layout(self):
        basic_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def package(self):
        copy(self, "include/*", self.source_folder, self.package_folder)
        copy(self, "LICENSE", self.source_folder, str(Path(self.package_folder) / "licenses"))

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.requires = ["boost::headers"]
