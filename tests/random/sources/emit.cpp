// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// random_emit SEED FUNCTIONS FORMULAS: random straight-line functions and formulas, as a C++ source that checks them.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

class author {
public:
    explicit author(std::uint64_t seed) : state_(seed) {}

    /// A function of an array: statements, loops of known length, choices; two results.
    void function(std::ostream& out, std::string const& name) {
        names_ = {"x[0]", "x[1]", "x[2]"};
        named_ = true;
        out << "constexpr auto " << name << " = []<class T>(std::array<T, 3> const& x) {\n";
        std::size_t const statements = 3 + below(8);
        for (std::size_t i = 0; i < statements; ++i) {
            std::string const v = "v" + std::to_string(i);
            out << "    " << statement(v) << '\n';
            names_.push_back(v);
        }
        out << "    return std::array<T, 2>{" << any(2) << ", " << names_.back() << "};\n};\n";
    }

    /// A formula: one expression, generic enough for symbols.
    void formula(std::ostream& out, std::string const& name) {
        names_ = {"x", "y", "z"};
        named_ = false;
        // Every symbol has a place in it.
        out << "constexpr auto " << name << " = [](auto x, auto y, auto z) { return " << any(3)
            << " + 0.5 * x * y * z; };\n";
    }

    std::string number() {
        static constexpr char const* simple[] = {"0.5", "2.0", "1.0", "-1.0", "3.0"};
        if (likely(1, 3)) return simple[below(5)];
        return std::to_string(static_cast<double>(below(4001)) / 1024 - 2);
    }

private:
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    bool likely(std::size_t times, std::size_t of) { return below(of) < times; }
    template <std::size_t N>
    std::string one_of(char const* const (&list)[N]) {
        return list[below(N)];
    }

    std::string statement(std::string const& v) {
        std::string const head = "[[maybe_unused]] T const " + v + " = ";
        if (likely(1, 8))
            return head + "cond(" + condition() + ", [&] { return T(" + any(2) + "); }, [&] { return T(" + any(1) +
                   "); });";
        if (likely(1, 8))
            return head + "for_loop(" + std::to_string(1 + below(4)) + ", T(" + any(1) +
                   "), [&](T const& s) { return T(tanh(s * " + any(1) + " + " + any(1) + ")); });";
        if (likely(1, 10)) return head + "stop_gradient(" + name() + ");";
        if (likely(1, 10)) {
            std::string const d = one_of({"floor", "ceil", "round", "trunc", "sign"});
            return head + d + "(" + name() + ") + " + any(1) + ";";
        }
        return head + any(3) + ";";
    }

    std::string name() { return names_[likely(1, 2) ? names_.size() - 1 - below(3) : below(names_.size())]; }
    std::string condition() {
        std::string const simple = name() + one_of({" < ", " <= ", " > ", " >= "}) + (likely(1, 2) ? name() : number());
        return likely(1, 4) ? simple + " && !(" + name() + " > " + number() + ")" : simple;
    }
    std::string call(std::string const& f, std::string const& arguments) { return f + "(" + arguments + ")"; }

    /// An expression with at least one name in it.
    std::string any(int depth) {
        if (depth == 0 || likely(1, 6)) return name();
        std::string const a = any(depth - 1);
        // One side may be a number.
        std::string const b = likely(1, 4) ? number() : any(depth - 1);
        switch (below(named_ ? 26 : 22)) {
            case 0:
            case 1:
                return "(" + a + " + " + b + ")";
            case 2:
                return "(" + b + " - " + a + ")";
            case 3:
            case 4:
            case 5:
                return a + " * " + b;
            case 6:
                return a + " / (1.5 + square(" + any(depth - 1) + "))";
            case 7:
                return "-(" + a + ")";
            case 8:
            case 9:
                return call(
                    one_of({"sin", "cos", "tanh", "atan", "asinh", "erf", "erfc", "sigmoid", "softplus", "square"}), a);
            case 10:
                return call(one_of({"exp", "exp2", "expm1", "sinh", "cosh", "tan"}), "sin(" + a + ")");
            case 11:
                return call(one_of({"sqrt", "cbrt", "log", "log2", "log10", "lgamma", "digamma"}),
                            "0.25 + square(" + a + ")");
            case 12:
                return call(one_of({"asin", "acos", "atanh", "log1p"}), "0.9 * sin(" + a + ")");
            case 13:
                return "acosh(1.25 + square(" + a + "))";
            case 14:
                return "pow(" + a + ", " + std::to_string(below(6)) + ")";
            case 15:
                return "pow(0.25 + square(" + a + "), " + b + ")";
            case 16:
                return call(one_of({"hypot", "atan2"}), a + ", 1.25 + square(" + any(depth - 1) + ")");
            case 17:
                return call(one_of({"max", "min", "fdim"}), a + ", " + b);
            case 18:
                return call(one_of({"abs", "relu"}), a);
            case 19:
                return "polygamma(" + std::to_string(1 + below(2)) + ", 0.5 + square(" + a + "))";
            case 20:
                return "fma(" + a + ", " + any(depth - 1) + ", " + b + ")";
            case 21:
                return number() + " / (2.5 + cos(" + a + "))";
            case 22:
                return "clamp(" + a + ", -0.75, " + any(depth - 1) + ")";
            case 23:
                return "copysign(" + a + ", " + any(depth - 1) + ")";
            default:
                return "select(" + condition() + ", " + a + ", " + b + ")";
        }
    }

    std::uint64_t state_;
    std::vector<std::string> names_;
    bool named_ = true;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return std::cerr << "usage: random_emit SEED FUNCTIONS FORMULAS\n", 2;
    std::uint64_t const seed = std::strtoull(argv[1], nullptr, 10);
    auto const functions = std::strtoull(argv[2], nullptr, 10), formulas = std::strtoull(argv[3], nullptr, 10);
    author by(seed);
    std::cout << "// Written by random_emit from seed " << seed << ".\n\n#include \"random/sources/check.hpp\"\n\n"
              << "using namespace wengert;\n\nnamespace {\n\n";
    for (std::size_t i = 0; i < functions; ++i) by.function(std::cout, "f" + std::to_string(i));
    for (std::size_t i = 0; i < formulas; ++i) by.formula(std::cout, "e" + std::to_string(i));
    std::cout << "\n}  // namespace\n\n";
    auto const test = [&](std::string_view how, std::string const& name) {
        std::cout << "TEST_CASE(\"" << how << ' ' << name << " of seed " << seed << "\") {\n";
        for (int k = 0; k < 4; ++k)
            std::cout << "    random_sources::check_" << how << "(" << name << ", {" << by.number() << ", "
                      << by.number() << ", " << by.number() << "});\n";
        std::cout << "}\n";
    };
    for (std::size_t i = 0; i < functions; ++i) test("function", "f" + std::to_string(i));
    for (std::size_t i = 0; i < formulas; ++i) test("formula", "e" + std::to_string(i));
}
