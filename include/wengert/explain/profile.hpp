// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <source_location>
#include <string>
#include <vector>

#include <wengert/core/place_text.hpp>
#include <wengert/explain/profile/profiler.hpp>
#include <wengert/explain/text.hpp>

// Statistics of a tape for people: what it consists of, what its memory goes into, and which lines of code fill it.
namespace wengert {

/// What is between these positions on a tape. Rules, lines and loops on the tape itself are known of one that explains.
template <scalar T>
[[nodiscard]] tape_profile profile_of(tape<T> const& list, std::vector<tape_stretch> const& seen) {
    detail::profiler<T> all(list);
    for (tape_stretch const& part : seen) all.count(part);
    return all.result();
}

/// The whole tape.
template <scalar T>
[[nodiscard]] tape_profile profile_of(tape<T> const& list) {
    tape_profile p = profile_of(list, {{tape_mark{}, list.mark()}});
    p.size.bytes += list.notes().bytes();
    return p;
}

/// A line of the user's code and how many statements it recorded.
struct line_share {
    source_line where;             ///< the line
    std::uint64_t statements = 0;  ///< how many it recorded
};

/// The lines that recorded most. Looking them up may take a while.
[[nodiscard]] inline std::vector<line_share> hottest_lines(tape_profile const& p, std::size_t most = 10) {
    // What comes after so many is not hot, whichever lines they share.
    constexpr std::size_t most_places = 1000;
    std::vector<code_place> places;
    for (std::size_t i = 0; i < p.places.size() && i < most_places; ++i) places.push_back(p.places[i].where);
    std::vector<source_line> found = detail::lines_of(places);
    // What the library records of a body that returns an expression is not the user's code, but their loop is.
    for (std::size_t i = 0; i < found.size(); ++i) {
        std::source_location const around = p.places[i].around.location();
        if (!found[i].known() && around.line() != 0) found[i] = detail::line_of(around);
    }
    std::vector<line_share> lines;
    for (std::size_t i = 0; i < found.size(); ++i) {
        std::size_t const at = detail::position_if(lines, [&](line_share const& l) {
            return found[i].known() && l.where.line == found[i].line && l.where.file == found[i].file;
        });
        if (at == lines.size()) lines.push_back({found[i], 0});
        lines[at].statements += p.places[i].statements;
    }
    detail::largest_first(lines, [](line_share const& l) { return l.statements; });
    if (lines.size() > most) lines.resize(most);
    return lines;
}

namespace detail {

/// 1234567 as `1,234,567`.
inline std::string grouped(std::uint64_t n) {
    std::string text = std::to_string(n);
    for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
    return text;
}

inline std::string size_text(std::uint64_t bytes) {
    if (bytes < 1000) return std::to_string(bytes) + "  B";
    char const* const units[] = {"kB", "MB", "GB", "TB"};
    double size = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (size >= 999.95 && unit < 3) size /= 1000, ++unit;
    char text[32];
    __builtin_snprintf(text, sizeof text, "%.1f %s", size, units[unit]);
    return text;
}

inline std::string counted(std::uint64_t n, std::string const& what) {
    return grouped(n) + ' ' + what + (n == 1 ? "" : "s");
}

class profile_text {
public:
    explicit profile_text(tape_profile const& p) : p_(p) {}

    [[nodiscard]] std::string write() {
        if (p_.size.statements == 0 && p_.size.operators == 0) return "The tape is empty.\n";
        heading("tape");
        row(grouped(p_.size.statements), "", "statements");
        row(grouped(p_.size.arguments), "", "arguments");
        row(grouped(p_.inputs), "", "inputs");
        row(grouped(p_.size.operators), "", "records: loops, checkpoints, rules of your own");
        row(grouped(p_.deepest_chain), "", "statements in the deepest chain");
        row(size_text(p_.size.bytes), "", "in use, " + size_text(p_.size.bytes_reserved) + " reserved for statements");
        rules();
        parts();
        lines();
        if (p_.unknown != 0 && p_.operations == 0)
            out_ += "\nOpen the tape with {.explain = true} to see its rules, loops and lines.\n";
        return std::move(out_);
    }

private:
    // With the headings, the rows of the first part and a sentence, 40 lines.
    static constexpr std::size_t most_rules = 7, most_parts = 6, most_lines = 10;

    void rules() {
        if (p_.rules.empty()) return;
        heading("operations");
        std::uint64_t rest = p_.operations;
        for (std::size_t i = 0; i < p_.rules.size() && i < most_rules; ++i) {
            auto const& r = p_.rules[i];
            row(grouped(r.operations), share(r.operations, p_.operations), r.name);
            rest -= r.operations;
        }
        if (p_.rules.size() > most_rules)
            row(grouped(rest), share(rest, p_.operations), counted(p_.rules.size() - most_rules, "other rule"));
        if (p_.unknown != 0)
            row(grouped(p_.unknown), "", "statements of which no rule is known: the tape did not explain");
    }

    void parts() {
        if (p_.parts.empty()) return;
        heading("memory of loops and other parts");
        for (std::size_t i = 0; i < p_.parts.size() && i < most_parts; ++i) {
            auto const& part = p_.parts[i];
            std::string text = readable(part.name) + readable(place_text(part.where));
            if (part.has_steps) text += ", " + counted(part.times, "step");
            else if (part.times > 1) text += ", " + grouped(part.times) + " times";
            if (!part.is_record) text += ", on the tape";
            row(size_text(part.bytes), share(part.bytes, p_.size.bytes), text);
        }
        if (p_.parts.size() <= most_parts) return;
        row("", "", "and " + counted(p_.parts.size() - most_parts, "other"));
    }

    void lines() {
        std::vector<line_share> const found = hottest_lines(p_, most_lines);
        if (found.empty()) return;
        heading("statements by line");
        for (line_share const& l : found)
            row(grouped(l.statements), share(l.statements, p_.size.statements), location(l.where));
        if (any_of(found, [](line_share const& l) { return !l.where.known(); })) out_ += how_to_get_lines() + '\n';
    }

    void heading(char const* text) {
        if (!out_.empty()) out_ += '\n';
        out_ += text;
        out_ += '\n';
    }
    void row(std::string const& number, std::string const& part, std::string const& text) {
        out_.append(16 - smaller(number.size(), std::size_t{16}), ' ');
        out_ += number;
        out_.append(9 - smaller(part.size(), std::size_t{9}), ' ');
        out_ += part + "  " + text + '\n';
    }

    static std::string share(std::uint64_t part, std::uint64_t whole) {
        char text[32];
        double const percent = whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
        __builtin_snprintf(text, sizeof text, "%.1f %%", percent);
        return text;
    }

    tape_profile const& p_;
    std::string out_;
};

}  // namespace detail

/// A table of at most 40 lines. Looking source lines up may take a while, the first time.
[[nodiscard]] inline std::string to_string(tape_profile const& p) { return detail::profile_text(p).write(); }

/// Writes the table.
template <class C, class Traits>
std::basic_ostream<C, Traits>& operator<<(std::basic_ostream<C, Traits>& out, tape_profile const& p) {
    return out << to_string(p).c_str();
}

}  // namespace wengert
