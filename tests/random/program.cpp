// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/program.hpp"

#include <limits>
#include <ostream>
#include <sstream>

namespace random_programs {

namespace {

constexpr std::array<char const*, operations> names{"constant",
                                                    "step_number",
                                                    "input",
                                                    "assign",
                                                    "copy",
                                                    "neg",
                                                    "square",
                                                    "sqrt",
                                                    "cbrt",
                                                    "exp",
                                                    "exp2",
                                                    "expm1",
                                                    "log",
                                                    "log2",
                                                    "log10",
                                                    "log1p",
                                                    "sigmoid",
                                                    "softplus",
                                                    "sin",
                                                    "cos",
                                                    "tan",
                                                    "asin",
                                                    "acos",
                                                    "atan",
                                                    "sinh",
                                                    "cosh",
                                                    "tanh",
                                                    "asinh",
                                                    "acosh",
                                                    "atanh",
                                                    "erf",
                                                    "erfc",
                                                    "lgamma",
                                                    "digamma",
                                                    "polygamma",
                                                    "abs",
                                                    "relu",
                                                    "floor",
                                                    "ceil",
                                                    "round",
                                                    "trunc",
                                                    "sign",
                                                    "stop_gradient",
                                                    "value",
                                                    "times",
                                                    "from",
                                                    "over",
                                                    "power_of_integer",
                                                    "power_of_number",
                                                    "number_to_power",
                                                    "custom",
                                                    "add",
                                                    "sub",
                                                    "mul",
                                                    "div",
                                                    "pow",
                                                    "hypot",
                                                    "atan2",
                                                    "max",
                                                    "min",
                                                    "copysign",
                                                    "fdim",
                                                    "fmod",
                                                    "remainder",
                                                    "fma",
                                                    "clamp",
                                                    "select",
                                                    "kernel",
                                                    "ratio",
                                                    "wave",
                                                    "dot",
                                                    "horner",
                                                    "cond",
                                                    "for_loop",
                                                    "while_loop",
                                                    "scan",
                                                    "checkpoint",
                                                    "own_tape",
                                                    "pause"};
static_assert(names.back() != nullptr);

std::string text(double x) {
    if (x != x) return "NAN";
    if (x > std::numeric_limits<double>::max()) return "INFINITY";
    if (x < -std::numeric_limits<double>::max()) return "-INFINITY";
    std::ostringstream out;
    out.precision(17);
    out << x;
    return out.str();
}

std::string reg(std::size_t i) { return "r" + std::to_string(i); }

std::string condition(statement const& s) {
    switch (s.n % 5) {
        case 0:
            return reg(s.a) + " < " + reg(s.b);
        case 1:
            return reg(s.a) + " <= " + text(s.k);
        case 2:
            return reg(s.a) + " > " + reg(s.b) + " + " + text(s.k);
        case 3:
            return text(s.k) + " >= " + reg(s.b);
        default:
            return "isfinite(" + reg(s.a) + ")";
    }
}

std::string questions(statement const& s) {
    char const* const asked[] = {"that is not asked", "asked before what follows",
                                 "paused in what follows, and asked twice", "asked after what follows"};
    return asked[s.n % 4] + (": " + reg(s.b) + " by " + reg(s.a)) + (s.raw ? "; names kept" : "");
}

std::string registers_of(statement const& s, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ", ") + reg((s.to + i) % registers);
    return count == 1 ? all : "{" + all + "}";
}

void print(std::ostream& out, std::vector<statement> const& block, std::string const& indent) {
    for (statement const& s : block) {
        out << indent;
        std::string const notes = std::string(s.raw ? "; names kept" : "") + "; policy " + std::to_string(s.policy);
        char const* const shapes[] = {"number", "array", "tuple", "vector"};
        switch (s.what) {
            case op::for_loop:
                out << registers_of(s, s.state == shape::number ? 1 : 3) << " = for_loop(" << s.n << notes
                    << "; state: " << shapes[static_cast<int>(s.state)] << "):\n";
                break;
            case op::while_loop:
                out << registers_of(s, 3) << " = while_loop(step < " << s.n << " and " << condition(s) << notes
                    << "):\n";
                break;
            case op::scan:
                out << registers_of(s, 2) << " = scan(" << s.n << ", outputs times " << text(s.k) << notes << "):\n";
                break;
            case op::checkpoint:
                out << registers_of(s, 3) << " = checkpoint(" << (s.raw ? "names kept" : "") << "):\n";
                break;
            case op::own_tape:
                out << registers_of(s, 2) << " = with a tape of its own, " << questions(s) << ":\n";
                break;
            case op::pause:
                out << registers_of(s, 2) << " = while no tape records:\n";
                break;
            case op::cond:
                out << registers_of(s, 2) << " = cond(" << condition(s) << (s.raw ? "; names kept" : "") << "):\n";
                break;
            default:
                out << reg(s.to) << " = " << (s.tamed ? "tamed " : "") << name_of(s.what)
                    << (s.guarded ? "(" : " unguarded(") << reg(s.a) << ", " << reg(s.b) << ", " << reg(s.c)
                    << "; k = " << text(s.k) << ", n = " << s.n << ")\n";
        }
        print(out, s.body, indent + "    ");
        if (s.what == op::cond || s.what == op::own_tape) {
            out << indent << (s.what == op::cond ? "else:\n" : "then:\n");
            print(out, s.otherwise, indent + "    ");
        }
    }
}

void code(std::ostream& out, std::vector<statement> const& block) {
    out << '{';
    for (statement const& s : block) {
        char const* const shapes[] = {"number", "array", "tuple", "vector"};
        out << "{.what = op::" << name_of(s.what) << ", .to = " << s.to << ", .a = " << s.a << ", .b = " << s.b
            << ", .c = " << s.c << ", .k = " << text(s.k) << ", .n = " << s.n << std::boolalpha
            << ", .guarded = " << s.guarded << ", .tamed = " << s.tamed << ", .raw = " << s.raw
            << ", .state = shape::" << shapes[static_cast<int>(s.state)] << ", .policy = " << s.policy << ", .body = ";
        code(out, s.body);
        out << ", .otherwise = ";
        code(out, s.otherwise);
        out << "},";
    }
    out << '}';
}

}  // namespace

char const* name_of(op what) { return names[static_cast<std::size_t>(what)]; }

std::size_t size_of(std::vector<statement> const& block) {
    std::size_t size = block.size();
    for (statement const& s : block) size += size_of(s.body) + size_of(s.otherwise);
    return size;
}

std::ostream& operator<<(std::ostream& out, program const& p) {
    for (std::size_t i = 0; i < inputs; ++i) out << reg(i) << " = " << text(p.at[i]) << "\n";
    print(out, p.body, "");
    return out << "return " << reg(p.result) << '\n';
}

std::string as_code(program const& p) {
    std::ostringstream out;
    out << "{.at = {";
    for (double x : p.at) out << text(x) << ", ";
    out << "}, .body = ";
    code(out, p.body);
    out << ", .result = " << p.result << "}";
    return out.str();
}

}  // namespace random_programs
