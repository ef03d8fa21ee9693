// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Prints docs/rules.md from the rows. The partials are asked for symbols, and written down as formulas.

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

#include <wengert/wengert.hpp>

using namespace wengert;

namespace {

// ---- the arguments of a row, as the page names them --------------------------------------------------------------------------

template <class Rule>
constexpr auto arguments() {
    if constexpr (Rule::arity == 1) return std::tuple(symbol<"x">);
    else if constexpr (Rule::arity == 2) return std::tuple(symbol<"a">, symbol<"b">);
    else return std::tuple(symbol<"a">, symbol<"b">, symbol<"c">);
}
template <>
constexpr auto arguments<rules::clamp_>() {
    return std::tuple(symbol<"x">, symbol<"low">, symbol<"high">);
}
// What is no number to differentiate is shown for one value of it.
template <>
constexpr auto arguments<rules::powi_>() {
    return std::tuple(symbol<"x">, std::int64_t{5});
}
template <>
constexpr auto arguments<rules::polygamma_>() {
    return std::tuple(1, symbol<"x">);
}
template <>
constexpr auto arguments<rules::select_>() {
    return std::tuple(true, symbol<"a">, symbol<"b">);
}

std::string name_of(auto const& argument) { return std::string(to_string(argument)); }
std::string name_of(bool argument) { return argument ? "true" : "false"; }
std::string name_of(int argument) { return std::to_string(argument); }
std::string name_of(std::int64_t argument) { return std::to_string(argument); }

// ---- what a row says -----------------------------------------------------------------------------------------------------------

template <class Rule>
std::string call() {
    std::string const name = Rule::name;
    bool const is_sign = name.find_first_of("+-*/<>=!") == 0;
    return std::apply(
        [&](auto const& first, auto const&... rest) {
            if (is_sign && sizeof...(rest) == 0) return name + name_of(first);
            std::string text = is_sign ? name_of(first) : name + '(' + name_of(first);
            ((text += (is_sign ? ' ' + name + ' ' : ", ") + name_of(rest)), ...);
            return is_sign ? text : text + ')';
        },
        arguments<Rule>());
}

template <class P>
std::string formula(P const& p) {
    if constexpr (std::is_same_v<P, no_partial_t>) return "none";
    else if constexpr (std::is_same_v<P, one_t>) return "`1`";
    else if constexpr (std::is_same_v<P, minus_one_t>) return "`-1`";
    else if constexpr (std::is_arithmetic_v<P>) return '`' + number_text(p) + '`';
    else return '`' + std::string(to_string(simplify(p))) + '`';
}

template <class Rule>
std::string partials() {
    std::string text;
    auto const add = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
        if constexpr (I != Rule::parameter_at) {
            if (!text.empty()) text += ", ";
            text += std::apply([](auto const&... x) { return formula(partial<Rule, I>(symbol<"y">, x...)); },
                               arguments<Rule>());
        }
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (add(std::integral_constant<std::size_t, I>{}), ...);
    }(std::make_index_sequence<Rule::arity>{});
    return text;
}

template <class Rule>
void print_differentiable() {
    std::cout << "| `" << call<Rule>() << "` | " << Rule::domain << " | " << partials<Rule>() << " | " << Rule::at_kinks
              << " |\n";
}

template <class Rule>
void print_value() {
    std::cout << "| `" << call<Rule>() << "` | " << Rule::domain << " |\n";
}

// ---- the page --------------------------------------------------------------------------------------------------------------

constexpr std::string_view top = R"(# The rules

Every derivative that Wengert computes is made of these. A rule is a row in `include/wengert/rules/`; this page is printed from the rows by
`tests/docs/rules.cpp`, and a test compares them.

- `y` in a partial is the result of the rule. `nan` is what an argument gives that is NaN itself.
- The domain says where there is a value; outside it is NaN, or infinite.
- At a kink there is no derivative, and one is chosen, the same in every mode: [README](../README.md#kinks-zeros-and-infinities).
- An integer, a truth value and an order are parameters: they have no partial, and one value of them is shown.
- `fabs` is `abs`. How exact the rules are: [accuracy.md](accuracy.md). A rule of your own: [write_a_rule.md](write_a_rule.md).

## Rules with a derivative

| rule | domain | partials, by each argument | at kinks |
|---|---|---|---|
)";

constexpr std::string_view steps = R"(
## Steps

These have a value, and are constant between their jumps. No derivative flows through them: a path that leads through one only is
[discrete](why.md#discrete).

| rule | domain |
|---|---|
)";

constexpr std::string_view predicates = R"(
## Comparisons and tests

These give a truth value. They look at the number, whatever it carries.

)";

}  // namespace

int main() {
    std::cout << top;
    rules::differentiable_rows::for_each([]<class Rule> { print_differentiable<Rule>(); });
    std::cout << steps;
    rules::discrete_rows::for_each([]<class Rule> { print_value<Rule>(); });
    std::cout << predicates;
    rules::predicate_rows::for_each([]<class Rule> { std::cout << "- `" << call<Rule>() << "`\n"; });
}
