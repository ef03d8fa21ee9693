// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/core/source_line.hpp>

namespace wengert::detail {

/// `a/./b/../c` as `a/c`. By its letters alone: what a symbolic link leads to is another name to a compiler, too.
inline std::string normal_path(std::string_view path) {
    std::size_t const root = path.starts_with('/') ? 1 : 0;
    std::string normal(path.substr(0, root));
    for (std::size_t from = 0; from < path.size();) {
        std::size_t const to = smaller(path.find('/', from), path.size());
        std::string_view const part = path.substr(from, to - from);
        from = to + 1;
        if (part.empty() || part == ".") continue;
        if (part == "..") {
            std::size_t const slash = normal.rfind('/'), last = slash == std::string::npos ? 0 : slash + 1;
            if (normal.size() > root && std::string_view(normal).substr(last) != "..") {
                normal.resize(larger(last, root + 1) - 1);
                continue;
            }
            if (root != 0) continue;
        }
        if (normal.size() > root) normal += '/';
        normal += part;
    }
    return normal;
}

/// The folder of the library that a path would lie in, by the looks of it: `/opt/include/wengert` for
/// `/opt/include/wengert/tape/active.hpp`. Empty if it looks like no header of ours.
inline std::string library_folder(std::string_view normal) {
    constexpr std::string_view ours = "wengert/";
    if (!normal.ends_with(".hpp")) return {};
    for (std::size_t at = normal.rfind(ours); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : normal.rfind(ours, at - 1)) {
        if (at != 0 && normal[at - 1] != '/') continue;
        std::string_view const rest = normal.substr(at + ours.size());
        bool found = rest == "wengert.hpp";
        for (std::string_view const floor : {"core/", "rules/", "expr/", "dual/", "trace/", "tape/", "flow/",
                                             "gradient_tape/", "explain/", "drivers/", "adapters/"})
            found = found || rest.starts_with(floor);
        if (found) return std::string(normal.substr(0, at + ours.size() - 1));
    }
    return {};
}

/// Whether two folders may be the same. A relative one is known from some unknown place on.
inline bool may_be_same(std::string_view a, std::string_view b) {
    while (a.starts_with("../")) a.remove_prefix(3);
    while (b.starts_with("../")) b.remove_prefix(3);
    std::string_view const brief = a.size() < b.size() ? a : b, full = a.size() < b.size() ? b : a;
    if (brief.size() == full.size() || brief.starts_with('/')) return a == b;
    return full.ends_with(brief) && full[full.size() - brief.size() - 1] == '/';
}

inline std::string const& own_folder() {
    static std::string const folder = library_folder(normal_path(__FILE__));
    return folder;
}

/// Headers that come with the compiler or the system.
inline bool is_of_system(std::string_view normal) {
    for (std::string_view const place : {"/usr/include/", "/usr/local/include/"})
        if (normal.starts_with(place)) return true;
    for (std::string_view const place : {"/include/c++/", "/lib/gcc/", "/lib/clang/"})
        if (normal.find(place) != std::string_view::npos) return true;
    return false;
}

/// Whether a function, as the linker knows it, may be one of ours.
inline bool may_be_own(std::string_view function) {
    if (!function.starts_with("_Z")) return true;  // compilers may have kept no more than the end of the name
    function.remove_prefix(2);
    while (!function.empty() && contains(std::string_view("ZNKRO"), function[0])) function.remove_prefix(1);
    return function.starts_with("7wengert");
}

/// Chooses among the functions that an instruction lies in, by inlining or not, innermost first: the innermost one of the
/// user. Where there is none, such as for a call from an algorithm of the standard library that was not inlined, the
/// outermost that is not Wengert's.
class frame_choice {
public:
    explicit frame_choice(source_line& chosen) : chosen_(chosen) {}

    /// What is not known is empty or 0. The function is as the linker knows it.
    void add(std::string_view file, unsigned line, std::string_view function) {
        std::string path = normal_path(file);
        std::string const folder = library_folder(path);
        bool const first = std::exchange(first_, false);
        if (first) called_ = folder;
        if (line == 0 || file.empty()) return;
        seen_ = true;
        bool const ours = !folder.empty() && (folder == called_ || may_be_same(folder, own_folder()));
        // addr2line misses the innermost functions where clang++ inlined them in pieces (DWARF 5, binutils 2.40): what it
        // takes for the innermost function is then the user's, with a line of ours, and the next line is only its caller's.
        if (ours && first && !may_be_own(function)) done_ = true;
        if (ours || done_) return;
        done_ = !is_of_system(path);
        chosen_.file.swap(path);
        chosen_.line = line;
        chosen_.function = function;
    }

    /// Whether a line was known, even if only one of ours.
    bool seen() const noexcept { return seen_; }

private:
    source_line& chosen_;
    // The innermost function is an operator of ours, unless its call was a tail call. So it says by which name this part
    // of the program knows our folder, which may be another than where this is compiled.
    std::string called_;
    bool first_ = true, seen_ = false, done_ = false;
};

}  // namespace wengert::detail
