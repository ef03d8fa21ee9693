// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a tape says of itself in numbers.

#include <array>
#include <sstream>
#include <string>
#include <vector>

#include <wengert/explain/profile.hpp>
#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

/// A tape that records, and explains if it is told to.
struct open_tape {
    tape<double> list;
    recording<double> open{list};

    explicit open_tape(bool explains = true) {
        if (!explains) return;
        list.annotate(true);
        list.explain(true);
    }
};

std::uint64_t operations_of(tape_profile const& p, std::string const& rule) {
    for (auto const& r : p.rules)
        if (r.name == rule) return r.operations;
    return 0;
}

tape_profile::part_share part_of(tape_profile const& p, std::string const& name, unsigned line) {
    for (auto const& part : p.parts)
        if (part.name == name && (line == 0 || part.where.location().line() == line)) return part;
    return {};
}

std::size_t count_lines(std::string const& text) {
    std::size_t count = 0;
    for (char const c : text) count += c == '\n' ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("the profile of an empty tape") {
    open_tape t;
    tape_profile const p = profile_of(t.list);
    CHECK(p.size.statements == 0);
    CHECK(p.size.bytes == 0);
    CHECK(p.deepest_chain == 0);
    CHECK(p.rules.empty());
    CHECK(to_string(p) == "The tape is empty.\n");
    CHECK(to_string(profile_of(t.list, {})) == "The tape is empty.\n");
}

TEST_CASE("counts, and the share of each rule") {
    open_tape t;
    real const x = t.list.input(2.0), y = t.list.input(3.0);
    real const a = x * y + sin(x);  // one statement of three operations
    real const b = a * a;
    real const c = stop_gradient(b) * 2.0 + floor(a);
    static_cast<void>(c);
    tape_profile const p = profile_of(t.list);
    tape_statistics const s = t.list.statistics();
    CHECK(p.size.statements == s.statements);
    CHECK(p.size.arguments == s.arguments);
    CHECK(p.size.bytes == s.bytes);
    CHECK(p.size.bytes_reserved == s.bytes_reserved);
    CHECK(p.inputs == 2);
    CHECK(p.operations == 6);
    CHECK(operations_of(p, "*") == 3);
    CHECK(operations_of(p, "+") == 2);
    CHECK(operations_of(p, "sin") == 1);
    CHECK(p.rules.front().name == "*");
    CHECK(p.unknown == 0);
    CHECK(p.parts.empty());
    std::string const text = to_string(p);
    CHECK_THAT(text, Contains("               2           inputs\n"));
    CHECK_THAT(text, Contains("               3   50.0 %  *\n"));
    CHECK_THAT(text, Contains("               1   16.7 %  sin\n"));
}

TEST_CASE("a tape that does not explain, or only later") {
    open_tape t(false);
    real const x = t.list.input(2.0);
    real y = x * x;
    tape_profile p = profile_of(t.list);
    CHECK(p.unknown == 1);
    CHECK(p.operations == 0);
    CHECK(p.size.bytes == t.list.statistics().bytes);
    CHECK_THAT(to_string(p), Contains("\nOpen the tape with {.explain = true} to see its rules, loops and lines.\n"));
    t.list.annotate(true);
    y = exp(y) - y;
    p = profile_of(t.list);
    CHECK(p.unknown == 1);
    CHECK(p.operations == 2);
    CHECK(p.size.bytes == t.list.statistics().bytes);
    CHECK_THAT(to_string(p), Contains("1           statements of which no rule is known"));
}

TEST_CASE("the deepest chain") {
    open_tape t;
    real const x = t.list.input(0.5);
    CHECK(profile_of(t.list).deepest_chain == 0);
    SECTION("of a chain") {
        real z = x;
        for (int i = 0; i < 5000; ++i) z = sin(z);
        static_cast<void>(real(cos(x)));
        CHECK(profile_of(t.list).deepest_chain == 5000);
    }
    SECTION("of a tree") {
        std::vector<real> leaves;
        for (int i = 0; i < 64; ++i) leaves.push_back(t.list.input(1.0 * i));
        while (leaves.size() > 1) {
            for (std::size_t i = 0; i < leaves.size() / 2; ++i) leaves[i] = leaves[2 * i] * leaves[2 * i + 1];
            leaves.resize(leaves.size() / 2);
        }
        CHECK(profile_of(t.list).deepest_chain == 6);
        CHECK(profile_of(t.list).inputs == 65);
    }
    SECTION("through a record, which is one step") {
        real const y = x * x;
        auto const z = custom_gradient(
            std::array{y, x}, [](auto const& v) { return std::array{v[0], v[1]}; },
            [](auto const& ybar) { return ybar; });
        static_cast<void>(real(z[1] * 2.0));
        tape_profile const p = profile_of(t.list);
        CHECK(p.deepest_chain == 3);
        CHECK(p.inputs == 1);
        CHECK(p.size.operators == 1);
        CHECK(p.size.bytes == t.list.statistics().bytes);
    }
    SECTION("not through a cut") {
        real const y = stop_gradient(x * x);
        static_cast<void>(real(y * 2.0));
        CHECK(profile_of(t.list).deepest_chain == 1);
    }
}

TEST_CASE("the memory of loops that are on the tape, with what runs inside") {
    open_tape t;
    real const x = t.list.input(1.0), rate = t.list.input(0.1);
    unsigned const line = __LINE__ + 2;
    auto const step = [&](real const& s, std::size_t) -> real {
        real const inner = for_loop(4, s, [&](real const& v, std::size_t) -> real { return v * rate; });
        return s + inner;
    };
    real z = for_loop(10, x, step);
    z = z * z;
    z = for_loop(5, z, [](real const& s, std::size_t) -> real { return sin(s); });
    tape_profile const p = profile_of(t.list);
    REQUIRE(p.parts.size() == 3);
    auto const outer = part_of(p, "for_loop", line + 3), inner = part_of(p, "for_loop", line),
               last = part_of(p, "for_loop", line + 5);
    CHECK(outer.times == 10);
    CHECK(outer.statements == 50);
    CHECK(inner.times == 40);
    CHECK(inner.statements == 40);
    CHECK(last.times == 5);
    CHECK(last.statements == 5);
    CHECK(outer.has_steps);
    CHECK_FALSE(outer.is_record);
    CHECK(p.size.statements == 2 + 50 + 1 + 5);
    CHECK(outer.bytes > inner.bytes);
    CHECK(inner.bytes > last.bytes);
    CHECK(outer.bytes + last.bytes < p.size.bytes);
    CHECK(p.parts.front().bytes == outer.bytes);
    CHECK(p.size.bytes == t.list.statistics().bytes);
    CHECK_THAT(to_string(p), Contains("for_loop at " + std::string(__FILE__) + ':' + std::to_string(line + 3) +
                                      ", 10 steps, on the tape\n"));
}

TEST_CASE("a loop within itself counts its memory once") {
    open_tape t;
    real const x = t.list.input(1.0);
    auto const run = [](auto const& self, real const& s, int depth) -> real {
        return for_loop(2, s, [&](real const& v, std::size_t) -> real {
            return depth == 0 ? real(v * 2.0) : self(self, v, depth - 1);
        });
    };
    static_cast<void>(run(run, x, 3));
    tape_profile const p = profile_of(t.list);
    REQUIRE(p.parts.size() == 1);
    CHECK(p.parts[0].statements == 16);
    CHECK(p.parts[0].times == 2 + 4 + 8 + 16);
}

TEST_CASE("the memory of records") {
    open_tape t(false);
    real const x = t.list.input(1.0);
    unsigned const line = __LINE__ + 1;
    real z = for_loop(100, x, [](auto const& s, std::size_t) { return sin(s); }, checkpoints(5));
    for (int i = 0; i < 3; ++i) z = checkpoint([](auto const& v) { return exp(v) * v; }, z);
    tape_profile const p = profile_of(t.list);
    auto const loop = part_of(p, "for_loop", line), calls = part_of(p, "checkpoint", 0);
    CHECK(loop.is_record);
    CHECK(loop.times == 1);
    CHECK(loop.bytes == t.list.record_at(0).bytes());
    CHECK(calls.is_record);
    CHECK(calls.times == 3);
    CHECK(calls.bytes == 3 * t.list.record_at(1).bytes());
    CHECK(p.size.operators == 4);
    CHECK(p.size.bytes == t.list.statistics().bytes);
    std::string const text = to_string(p);
    CHECK_THAT(text, Contains("for_loop at " + std::string(__FILE__) + ':' + std::to_string(line) + "\n"));
    CHECK_THAT(text, Contains("checkpoint, 3 times\n") || Contains("checkpoint at"));
}

TEST_CASE("a rule of the user is found by its line on a tape that explains") {
    open_tape t;
    real const x = t.list.input(1.0);
    for (int i = 0; i < 3; ++i)
        static_cast<void>(custom_gradient(x, [](double v) { return v; }, [](double ybar) { return ybar; }));
    auto const rule = part_of(profile_of(t.list), "custom_gradient", __LINE__ - 1);
    CHECK(rule.times == 3);
}

TEST_CASE("the hottest line is the right one") {
    open_tape t;
    real const x = t.list.input(1.0);
    real z = x;
    unsigned const line = __LINE__ + 3;
    for (int i = 0; i < 300; ++i) {
        z = z + x;
        z = sin(z) * x, z = z * z, z = z - x;
    }
    auto const lines = hottest_lines(profile_of(t.list));
    REQUIRE(lines.size() >= 2);
    CHECK(lines[0].where.file == __FILE__);
    CHECK(lines[0].where.line == line);
    CHECK(lines[0].statements == 900);
    CHECK(lines[1].where.line == line - 1);
    CHECK(lines[1].statements == 300);
    CHECK(hottest_lines(profile_of(t.list), 1).size() == 1);
    CHECK_THAT(to_string(profile_of(t.list)),
               Contains("             900   74.9 %  " + std::string(__FILE__) + ':' + std::to_string(line)));
}

TEST_CASE("what the library records for a loop is at the line of the loop") {
    open_tape t;
    real const x = t.list.input(1.0);
    unsigned const line = __LINE__ + 1;
    real const z = for_loop(20, x, [&](auto const& s, std::size_t) { return sin(s) * x; });
    static_cast<void>(z);
    auto const lines = hottest_lines(profile_of(t.list));
    REQUIRE_FALSE(lines.empty());
    CHECK(lines[0].where.line == line);
    CHECK(lines[0].statements == 20);
}

TEST_CASE("steps that have no name are no part of their own") {
    open_tape t;
    real const x = t.list.input(1.0);
    auto const nameless = [&](real const& s) -> real {
        t.list.notes().enter(t.list.next_statement(), "", {}, detail::journal::no_number);
        real const r = s * s;
        t.list.notes().leave(t.list.next_statement());
        return r;
    };
    static_cast<void>(nameless(for_loop(3, x, [&](real const& s, std::size_t) { return nameless(s); })));
    tape_profile const p = profile_of(t.list);
    REQUIRE(p.parts.size() == 1);
    CHECK(p.parts[0].times == 3);
    CHECK(p.parts[0].statements == 3);
}

TEST_CASE("one line in several instantiations is one line") {
    open_tape t;
    std::vector<real> x{t.list.input(1.0), t.list.input(2.0)};
    unsigned const line = __LINE__ + 2;
    auto const twice = [](auto const& v, auto const&) {
        return custom_gradient(v, [](double a) { return a; }, [](double b) { return b; });
    };
    static_cast<void>(twice(x[0], 1));
    static_cast<void>(twice(x[1], 1.0));
    tape_profile const p = profile_of(t.list);
    CHECK(part_of(p, "custom_gradient", line).times == 2);
    auto const lines = hottest_lines(p);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].where.line == line);
    CHECK(lines[0].statements == 2);
}

TEST_CASE("only the stretches that were asked for") {
    open_tape t;
    real const x = t.list.input(0.5);
    auto const begin = t.list.mark();
    real z = sin(x);
    auto const pause = t.list.mark();
    z = z * 2.0;
    z = for_loop(7, z, [](real const& s, std::size_t) -> real { return s * s; });
    auto const resume = t.list.mark();
    unsigned const line = __LINE__ + 1;
    z = for_loop(3, z, [](real const& s, std::size_t) -> real { return cos(s); });
    tape_profile const p = profile_of(t.list, {{begin, pause}, {resume, t.list.mark()}});
    CHECK(p.size.statements == 4);
    CHECK(p.inputs == 0);
    CHECK(operations_of(p, "sin") == 1);
    CHECK(operations_of(p, "cos") == 3);
    CHECK(operations_of(p, "*") == 0);
    CHECK(p.parts.size() == 1);  // the other loop is no part, not even one of 0 bytes
    CHECK(part_of(p, "for_loop", line).statements == 3);
    CHECK(part_of(p, "for_loop", line).times == 3);
}

TEST_CASE("a long text has at most 40 lines, in columns") {
    open_tape t(false);
    real const x = t.list.input(0.5);
    real z = x * x;
    t.list.annotate(true);
    t.list.explain(true);
    z = sin(z) + cos(z);
    z = tan(z) * exp(z);
    z = log(x) / sqrt(x);
    z = tanh(z) - atan(z);
    z = max(z, x);
    z = min(z, x);
    z = square(z);
    z = -z;
    z = z * 2.0;
    z = z * 3.0;
    z = z * 4.0;
    z = z * 5.0;
    auto const half = [](real const& s, std::size_t) -> real { return s * 0.5; };
    z = for_loop(1, z, half);
    z = for_loop(2, z, half);
    z = for_loop(3, z, half);
    z = for_loop(4, z, half);
    z = for_loop(5, z, half);
    z = for_loop(6, z, half);
    z = for_loop(7, z, half);
    z = for_loop(1200, z, half);
    std::ostringstream out;
    out << profile_of(t.list);
    std::string const text = out.str();
    INFO(text);
    CHECK(text == to_string(profile_of(t.list)));
    CHECK(count_lines(text) <= 40);
    CHECK_THAT(text, Contains(", 1,200 steps, on the tape\n"));
    CHECK_THAT(text, Contains(" and 2 others\n"));
    CHECK_THAT(text, Contains(" other rules\n"));
    std::size_t rows = 0;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        if (text[at] != ' ') continue;
        ++rows;
        CHECK(text.substr(at + 25, 2) == "  ");
        CHECK(text[at + 27] != ' ');
    }
    CHECK(rows > 25);
}

TEST_CASE("10^6 statements, each the cause of the next") {
    open_tape t;
    real const x = t.list.input(0.5);
    real const z = for_loop(500000, x, [&](real const& s, std::size_t) -> real {
        real const r = sin(s) * x;
        return r + 1.0;
    });
    static_cast<void>(z);
    tape_profile const p = profile_of(t.list);
    CHECK(p.size.statements == 1000001);
    CHECK(p.deepest_chain == 1000000);
    CHECK(part_of(p, "for_loop", 0).statements == 1000000);
    CHECK(part_of(p, "for_loop", 0).times == 500000);
    CHECK(p.size.bytes == t.list.statistics().bytes);
    CHECK_THAT(to_string(p), Contains("       1,000,001           statements\n"));
}
