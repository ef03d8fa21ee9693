// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

#if __has_include(<cxxabi.h>)
#include <cxxabi.h>
#endif

#include <wengert/core/small_algorithms.hpp>

namespace wengert::detail {

inline std::size_t digits_at(std::string_view s, std::size_t at) {
    std::size_t const from = at;
    while (at < s.size() && std::isdigit(static_cast<unsigned char>(s[at]))) ++at;
    return at - from;
}

/// `_ZN1a1bIdEEvT_` as `a::b`: for a compiler's newer manglings, which the library that runs may not know.
inline std::string plain_names(std::string_view mangled) {
    std::string names;
    std::size_t at = 2;
    while (at < mangled.size() && (mangled[at] == 'Z' || mangled[at] == 'N' || mangled[at] == 'K')) ++at;
    while (std::size_t const digits = digits_at(mangled, at)) {
        std::size_t const size = std::strtoul(std::string(mangled.substr(at, digits)).c_str(), nullptr, 10);
        at += digits;
        if (size > mangled.size() - at) break;
        (names.empty() ? names : names += "::") += mangled.substr(at, size);
        at += size;
    }
    return names;
}

inline std::string demangled(std::string const& name) {
    if (!name.starts_with("_Z")) return name;
#if __has_include(<cxxabi.h>)
    int failed = 0;
    if (char* const text = abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &failed); text != nullptr) {
        std::string whole = text;
        std::free(text);
        return whole;
    }
#endif
    return plain_names(name);
}

/// Reads the name out of a function's whole declaration, as demanglers write it, and compilers for std::source_location. It
/// holds scopes, then `name<...>(...) const`, and before it, at least for a template, the type that it returns.
class function_name {
public:
    explicit function_name(std::string_view whole) : rest_(whole) {
        while (!rest_.empty() && step()) {
        }
        // g++ keeps no more than this of the lambdas in a static function, or in main.
        if (name_.starts_with("operator()")) name_ = "lambda";
        else if (lambda_) name_ = name_.empty() ? "lambda" : "lambda in " + name_;
    }

    std::string const& text() const noexcept { return name_; }

private:
    bool step() {
        if (at_start() && rest_.starts_with("operator") && (rest_.size() == 8 || !in_identifier(rest_[8])))
            return take_operator();
        if (at_start() && rest_.starts_with("$_")) return take_unnamed(2 + digits_at(rest_, 2));  // clang++'s lambdas
        switch (rest_.front()) {
            case '<': {
                std::string_view const arguments = bracketed();
                if (name_.ends_with(':')) return take_unnamed(arguments.size());
                if (arguments.size() <= longest_arguments) append(arguments);
                rest_.remove_prefix(arguments.size());
                return true;
            }
            case '(':
                return take_parameters();
            case '{':
                return take_unnamed(bracketed().size());
            case '\'':
                return take_unnamed(smaller(rest_.find('\'', 1), rest_.size() - 1) + 1);
            case '[':
                rest_.remove_prefix(bracketed().size());
                return true;  // [abi:cxx11]
            case ' ':
                if (rest_.starts_with(" [")) return false;  // [with T = int], [clone .cold]
                name_.clear();                              // what came was the type
                lambda_ = false;
                rest_.remove_prefix(1);
                return true;
            default:
                append(rest_.substr(0, 1));
                rest_.remove_prefix(1);
                return true;
        }
    }

    bool take_operator() {
        std::size_t size = 8;
        if (rest_.size() > 8 && (rest_[8] == ' ' || rest_[8] == '"')) {  // operator double, operator new, operator"" _x
            size = smaller(rest_.find('('), rest_.size());
        } else if (rest_.substr(8).starts_with("()")) {
            size = 10;
        } else {
            while (size < rest_.size() && contains(std::string_view("+-*/%^&|~!=<>,[]"), rest_[size])) ++size;
        }
        append(rest_.substr(0, size));
        rest_.remove_prefix(size);
        if (rest_.starts_with(" <")) {  // operator< <double>
            rest_.remove_prefix(1);
            rest_.remove_prefix(bracketed().size());
        }
        return true;
    }

    /// Parameters end a name, unless it is of something local to that function.
    bool take_parameters() {
        std::string_view const parameters = bracketed();
        rest_.remove_prefix(parameters.size());
        if (name_.ends_with(':') && (parameters == "(anonymous class)" || parameters.starts_with("(lambda"))) {
            found_lambda();
            return true;
        }
        if (parameters == "(anonymous namespace)" && rest_.starts_with("::")) rest_.remove_prefix(2);
        if (at_start() || name_ == "decltype") return true;
        for (std::string_view const word : {" const", " volatile", " &&", " &", " noexcept"})
            if (rest_.starts_with(word)) rest_.remove_prefix(word.size());
        return rest_.starts_with("::");
    }

    /// `{lambda(int)#1}`, `'lambda'(int)`, `<lambda(int)>`, `$_0`.
    bool take_unnamed(std::size_t size) {
        std::string_view const unnamed = rest_.substr(0, size);
        rest_.remove_prefix(size);
        if (unnamed.starts_with('$') || unnamed.find("lambda") != std::string_view::npos) found_lambda();
        else if (at_start() && rest_.starts_with("::")) rest_.remove_prefix(2);
        if (unnamed.starts_with('\'') && rest_.starts_with('(')) rest_.remove_prefix(bracketed().size());
        return true;
    }

    /// What comes after the function around the outermost lambda is left out.
    void found_lambda() {
        if (!lambda_ && name_.ends_with("::")) name_.resize(name_.size() - 2);
        lambda_ = true;
    }

    /// From the bracket that comes to the one that closes it. A lone `<` or `>` inside compares.
    std::string_view bracketed() const {
        constexpr std::string_view openers = "(<[{", closers = ")>]}";
        std::string open;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            if (contains(openers, rest_[i])) open += rest_[i];
            std::size_t const kind = closers.find(rest_[i]);
            if (kind == std::string_view::npos || (rest_[i] == '>' && open.back() != '<')) continue;
            open.resize(open.rfind(openers[kind]) + 1);
            if (!open.empty()) open.pop_back();
            if (open.empty()) return rest_.substr(0, i + 1);
        }
        return rest_;
    }

    bool at_start() const noexcept { return name_.empty() || name_.ends_with(':'); }
    void append(std::string_view s) {
        if (!lambda_) name_ += s;
    }
    static bool in_identifier(char c) noexcept { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

    static constexpr std::size_t longest_arguments = 16;
    std::string_view rest_;
    std::string name_;
    bool lambda_ = false;
};

/// A name as short as a person would say it: `step`, `lambda in main`, `power<3>`. From any longer one.
inline std::string short_name(std::string const& name) { return function_name(demangled(name)).text(); }

}  // namespace wengert::detail
