// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iosfwd>
#include <string>
#include <string_view>
#include <typeinfo>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

#include <wengert/core/error.hpp>
#include <wengert/explain/explanation.hpp>
#include <wengert/explain/html/readable.hpp>
#include <wengert/explain/html/source_files.hpp>

namespace wengert {

/// How an explanation is written for people who read it in a terminal.
struct text_style {
    bool colour = false;     ///< with the escape sequences of a terminal
    std::size_t width = 96;  ///< columns; longer lines are broken
};

namespace detail {

/// What became of a gradient, after `the gradient of y with respect to x`.
inline std::string outcome(explanation const& e) {
    switch (e.what) {
        case status::value:
            return "is " + number_text(e.gradient);
        case status::zero:
            return "is 0";
        case status::missing:
            return "is missing";
        case status::non_finite:
            return "is " + number_text(e.gradient);
    }
    return {};
}

/// A line of code: `file:line in function`, or what is known instead. Empty if nothing is.
inline std::string location(source_line const& where) {
    std::string out = readable(where.file);
    if (where.known()) out += ':' + std::to_string(where.line);
    std::string const function = readable(where.function);
    if (!function.empty()) out += (out.empty() ? "in " : " in ") + function;
    if (!where.known() && where.address != nullptr) {
        char address[32];
        __builtin_snprintf(address, sizeof address, "%p", where.address);
        out += (out.empty() ? "address " : ", address ") + std::string(address);
    }
    return out;
}
/// The same with its place: `step 3 of for_loop`.
inline std::string location(finding const& f) {
    std::string const line = location(f.where), place = readable(f.place);
    return line.empty() || place.empty() ? line + place : line + ", " + place;
}

class text_writer {
public:
    explicit text_writer(text_style const& style) : style_(style) {}

    void write(explanation const& e) {
        if (!out_.empty()) out_ += '\n';
        paragraph(
            "", bold,
            "The gradient of " + readable(e.target) + " with respect to " + readable(e.source) + ' ' + outcome(e) + '.',
            0);
        for (finding const& f : e.findings) write(f);
    }
    [[nodiscard]] std::string const& text() const { return out_; }

private:
    static constexpr char const bold[] = "\x1b[1m", red[] = "\x1b[31m", green[] = "\x1b[32m", faint[] = "\x1b[2m";
    static constexpr std::size_t indent = 9;

    void write(finding const& f) {
        std::string const where = location(f), cure = readable(f.cure);
        if (f.kind == finding::kind_type::note) {
            paragraph("  note", faint, readable(f.what) + (where.empty() ? "" : " (" + where + ')'));
            if (!cure.empty()) paragraph("", faint, cure);
            return;
        }
        paragraph("  what", red, readable(f.what));
        if (!where.empty()) paragraph("  where", "", where);
        if (std::string const code = f.where.known() ? files_.line(f.where.file, f.where.line) : ""; !code.empty())
            quote(std::to_string(f.where.line), code);
        if (!cure.empty()) paragraph("  do", green, cure);
    }

    /// The words of `text` in lines of style_.width, right of a label.
    void paragraph(std::string_view label, char const* colour, std::string_view text, std::size_t margin = indent) {
        out_ += label;
        if (label.size() < margin) out_.append(margin - label.size(), ' ');
        if (style_.colour) out_ += colour;
        for (std::size_t column = margin; !text.empty();) {
            std::size_t const end = smaller(text.find(' '), text.size());
            std::string_view const word = text.substr(0, end);
            text.remove_prefix(smaller(end + 1, text.size()));
            if (column > margin && column + 1 + columns(word) > style_.width) {
                out_ += '\n';
                out_.append(column = margin, ' ');
            } else if (column > margin) {
                out_ += ' ';
                ++column;
            }
            out_ += word;
            column += columns(word);
        }
        end_line(colour);
    }

    /// A line of code under what is said of it.
    void quote(std::string const& number, std::string_view code) {
        while (!code.empty() && code.front() == ' ') code.remove_prefix(1);
        std::string const margin = std::string(indent, ' ') + number + " | ";
        if (style_.colour) out_ += faint;
        out_ += margin;
        std::size_t const room = style_.width > margin.size() + 20 ? style_.width - margin.size() : 20;
        out_ += shortened(std::string(code), room);
        end_line(faint);
    }

    void end_line(std::string_view colour) {
        if (style_.colour && !colour.empty()) out_ += "\x1b[0m";
        out_ += '\n';
    }

    text_style style_;
    std::string out_;
    source_files files_;
};

/// Whether what goes into this stream is read on a terminal that shows colours. Its buffer tells: only those of cout,
/// cerr and clog write through C's streams, and one that was redirected, as tests do, has another.
template <class C, class Traits>
bool shows_colours(std::basic_ostream<C, Traits>& out) {
#if defined(__cpp_rtti) && __has_include(<unistd.h>)
    auto const* const buffer = out.rdbuf();
    if (buffer == nullptr) return false;
    std::string_view const type = typeid(*buffer).name();
    if (type.find("stdio_sync_filebuf") == std::string_view::npos && type.find("__stdoutbuf") == std::string_view::npos)
        return false;
    auto const set = [](char const* name) {
        char const* const value = std::getenv(name);
        return value == nullptr ? std::string_view() : std::string_view(value);
    };
    if (!set("NO_COLOR").empty() || set("TERM").empty() || set("TERM") == "dumb") return false;
    // cerr is the one that does not buffer. Of the other two, clog cannot be told from cout: no colours then, unless
    // both are read on a terminal.
    bool const is_cerr = (out.flags() & out.unitbuf) != 0;
    return ::isatty(2) == 1 && (is_cerr || ::isatty(1) == 1);
#else
    static_cast<void>(out);
    return false;
#endif
}

}  // namespace detail

/// What became of a gradient, why, where, and what to do about it.
inline std::string to_string(explanation const& e, text_style const& style = {}) {
    detail::text_writer writer(style);
    writer.write(e);
    return writer.text();
}

/// The same of every source, one after the other.
inline std::string to_string(report const& r, text_style const& style = {}) {
    detail::text_writer writer(style);
    for (explanation const& e : r.explanations) writer.write(e);
    return writer.text();
}

/// The text, in colours where they are seen.
template <class C, class Traits>
std::basic_ostream<C, Traits>& operator<<(std::basic_ostream<C, Traits>& out, explanation const& e) {
    return out << to_string(e, {.colour = detail::shows_colours(out)}).c_str();
}
/// The same of a report.
template <class C, class Traits>
std::basic_ostream<C, Traits>& operator<<(std::basic_ostream<C, Traits>& out, report const& r) {
    return out << to_string(r, {.colour = detail::shows_colours(out)}).c_str();
}

}  // namespace wengert
