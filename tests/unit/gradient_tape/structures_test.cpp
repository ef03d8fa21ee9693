// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What may be watched, asked for and differentiated by: numbers, variables, and structures of them.

#include <array>
#include <string>
#include <tuple>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

template <class T>
struct params {
    T a;
    std::array<T, 2> b;
    std::string label;
};

template <class T>
struct defined {
    BOOST_HANA_DEFINE_STRUCT(defined, (T, p), (std::vector<T>, q));
};

template <class X>
real sum_of_squares(X const& x) {
    real s = 0.0;
    for_each_leaf(x, [&](auto const& leaf) { s += leaf * leaf; });
    return s;
}

}  // namespace

BOOST_HANA_ADAPT_STRUCT(params<double>, a, b, label);

TEST_CASE("watch and gradient of a std::array") {
    std::array<real, 3> x{1.0, 2.0, 3.0};
    gradient_tape tape;
    tape.watch(x);
    auto const g = tape.gradient(sum_of_squares(x), x);
    static_assert(std::is_same_v<decltype(g), std::array<gradient_result<double>, 3> const>);
    for (std::size_t i = 0; i < 3; ++i) CHECK(*g[i] == 2.0 * static_cast<double>(i + 1));
}

TEST_CASE("watch and gradient of a std::vector") {
    std::vector<real> x{1.0, 2.0, 3.0, 4.0};
    gradient_tape tape;
    tape.watch(x);
    auto const g = tape.gradient(sum_of_squares(x), x);
    REQUIRE(g.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(*g[i] == 2.0 * static_cast<double>(i + 1));
}

TEST_CASE("watch and gradient of tuples and pairs, nested") {
    std::tuple<real, std::pair<real, std::array<real, 1>>> x{1.0, {2.0, {3.0}}};
    gradient_tape tape;
    tape.watch(x);
    auto const g = tape.gradient(sum_of_squares(x), x);
    CHECK(*std::get<0>(g) == 2.0);
    CHECK(*std::get<1>(g).first == 4.0);
    CHECK(*std::get<1>(g).second[0] == 6.0);
}

TEST_CASE("watch and gradient of structs, adapted and defined") {
    params<real> x{1.0, {2.0, 3.0}, "kept"};
    defined<real> y;
    y.p = 4.0;
    y.q = {5.0, 6.0};
    gradient_tape tape;
    tape.watch(x);
    tape.watch(y);
    real const z = sum_of_squares(x) * sum_of_squares(y);
    auto const [gx, gy] = tape.gradient(z, x, y);
    double const by = 16 + 25 + 36, bx = 1 + 4 + 9;
    CHECK(*gx.a == 2 * by);
    CHECK(*gx.b[1] == 6 * by);
    CHECK(gx.label == "kept");
    CHECK(*gy.p == 8 * bx);
    REQUIRE(gy.q.size() == 2);
    CHECK(*gy.q[1] == 12 * bx);
}

TEST_CASE("structures of variables") {
    std::vector<variable> w;
    w.emplace_back(1.0, "w0");
    w.emplace_back(2.0, "w1");
    gradient_tape tape{{.persistent = true, .watch_accessed_variables = false}};
    tape.watch(w);
    CHECK(tape.watched_variables() == std::vector<std::string>{"w0", "w1"});
    real z = w[0] * w[1] * w[1];
    auto const g = tape.gradient(z, w);
    REQUIRE(g.size() == 2);
    CHECK(*g[0] == 4.0);
    CHECK(*g[1] == 4.0);
}

TEST_CASE("an array and a tuple of variables") {
    std::array<variable, 2> a{variable{1.0, "a0"}, variable{2.0, "a1"}};
    std::tuple<variable, real> t{variable{3.0, "t0"}, 4.0};
    gradient_tape tape;
    tape.watch(a);
    tape.watch(t);
    real z = a[0] * a[1] * std::get<0>(t) * std::get<1>(t);
    auto const [ga, gt] = tape.gradient(z, a, t);
    CHECK(*ga[0] == 24.0);
    CHECK(*ga[1] == 12.0);
    CHECK(*std::get<0>(gt) == 8.0);
    CHECK(*std::get<1>(gt) == 6.0);
}

TEST_CASE("several sources of different kinds give a tuple") {
    variable v{2.0, "v"};
    real r = 3.0;
    std::vector<real> s{4.0, 5.0};
    gradient_tape tape;
    tape.watch(r);
    tape.watch(s);
    auto const [gv, gr, gs] = tape.gradient(v * r * s[0] + s[1], v, r, s);
    CHECK(*gv == 12.0);
    CHECK(*gr == 8.0);
    CHECK(*gs[0] == 6.0);
    CHECK(*gs[1] == 1.0);
}

TEST_CASE("the numbers of a target structure are summed") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x * x, z = x * x * x;
    CHECK(*tape.gradient(std::array{y, z}, x) == 33.0);
    CHECK(*tape.gradient(std::vector<real>{y, y, z}, x) == 39.0);
    CHECK(*tape.gradient(std::tuple(y, std::array{z}), x) == 33.0);
    // Those that the tape has not seen add nothing.
    CHECK(*tape.gradient(std::array{y, real(7.0)}, x) == 6.0);
}

TEST_CASE("the same source twice is answered twice") {
    variable x{3.0, "x"};
    gradient_tape tape;
    auto const [a, b] = tape.gradient(x * x, x, x);
    CHECK(*a == 6.0);
    CHECK(*b == 6.0);
}

TEST_CASE("empty structures") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x * x;
    std::vector<real> none;
    tape.watch(none);
    CHECK(tape.gradient(y, none).empty());
    auto const g = tape.gradient(none, x);
    CHECK_FALSE(g.has_value());
    auto const J = tape.jacobian(none, x);
    CHECK(J.rows() == 0);
    CHECK(J.cols() == 1);
    auto const K = tape.jacobian(y, none);
    CHECK(K.rows() == 1);
    CHECK(K.cols() == 0);
    CHECK_THROWS_AS(K(0, 0), out_of_range);
}

TEST_CASE("watch of a constant") {
    real const x = 3.0;
    gradient_tape tape;
    CHECK_THROWS_AS(tape.watch(x), invalid_argument);
    CHECK_THROWS_WITH(tape.watch(x), Contains("without const"));
    real y = 2.0;
    tape.watch(y);
    real const z = y * y;
    tape.watch(z);
    CHECK(*tape.gradient(z * 3.0, z) == 3.0);
}

TEST_CASE("jacobian") {
    real x = 1, y = 2;
    gradient_tape tape{{.persistent = true}};
    tape.watch(x);
    tape.watch(y);
    std::array<real, 3> const f{x * y, x + y * y, real(5.0 * x)};
    auto const J = tape.jacobian(f, std::array{x, y});
    REQUIRE(J.rows() == 3);
    REQUIRE(J.cols() == 2);
    CHECK(J(0, 0) == 2.0);
    CHECK(J(0, 1) == 1.0);
    CHECK(J(1, 0) == 1.0);
    CHECK(J(1, 1) == 4.0);
    CHECK(J(2, 0) == 5.0);
    // No path: 0 in a Jacobian, and the reason is kept.
    CHECK(J(2, 1) == 0.0);
    CHECK(J.result(2, 1).reason() == reason::no_path);
    CHECK_THROWS_AS(J(3, 0), out_of_range);
    CHECK_THROWS_AS(J(0, 2), out_of_range);
    CHECK_THROWS_AS(J.result(0, 2), out_of_range);
}

TEST_CASE("jacobian: a variable that is turned into a number is read again, and no zero stands for that") {
    variable x{2.0, "x"}, y{3.0, "y"}, unused{1.0, "unused"};
    gradient_tape tape{{.persistent = true}};
    real const first = x;
    std::array<real, 2> const f{first * y, first + y};
    auto const J = tape.jacobian(f, std::array<real, 3>{x, y, unused});
    CHECK_THROWS_WITH(J(0, 0), Contains("the source is a read of 'x', and the target was computed from another one"));
    CHECK(J.result(1, 1).reason() == reason::another_read);
    CHECK(J(0, 2) == 0.0);
    CHECK(tape.gradient(f[0], real(y)).why() ==
          "the source is a read of 'y', and the target was computed from another one: ask by the variable itself, "
          "tape.gradient(target, y), or by several in a std::tie, which does not read them.");
    CHECK(*tape.gradient(f[0], first) == 3.0);
    CHECK(tape.gradient(f[0], unused.read()).reason() == reason::no_path);
    real const other = x;
    CHECK(tape.gradient(stop_gradient(other) + x, other).reason() == reason::stopped);
    auto const right = tape.jacobian(f, std::tie(x, y));
    CHECK((right(0, 0) == 3.0 && right(0, 1) == 2.0 && right(1, 0) == 1.0 && right(1, 1) == 1.0));
}

TEST_CASE("jacobian: a source that is not on the tape throws when it is read") {
    real x = 1, unwatched = 2;
    gradient_tape tape;
    tape.watch(x);
    std::array<real, 2> const f{x * unwatched, x};
    auto const J = tape.jacobian(f, std::array{x, unwatched});
    CHECK(J(0, 0) == 2.0);
    CHECK_THROWS_AS(J(0, 1), gradient_missing);
    CHECK_THROWS_WITH(J(1, 1), Contains("not watched"));
    CHECK(J.result(0, 1).reason() == reason::not_watched);
}

TEST_CASE("jacobian: a target that is not on the tape throws when it is read") {
    variable x{2.0, "x"};
    real const before = x * x;
    gradient_tape tape;
    real y = x * x;
    auto const J = tape.jacobian(std::array{y, before}, x);
    CHECK(J(0, 0) == 4.0);
    CHECK_THROWS_AS(J(1, 0), gradient_missing);
}

TEST_CASE("jacobian of variables, and of floor and stop_gradient") {
    variable x{1.5, "x"}, y{2.0, "y"};
    gradient_tape tape;
    std::vector<real> const f{x * y, floor(x) * y, stop_gradient(x * y)};
    auto const J = tape.jacobian(f, std::tie(x, y));
    CHECK(J(0, 0) == 2.0);
    CHECK(J(0, 1) == 1.5);
    CHECK(J(1, 0) == 0.0);
    CHECK(J.result(1, 0).reason() == reason::discrete);
    CHECK(J(1, 1) == 1.0);
    CHECK(J.result(2, 0).reason() == reason::stopped);
}

TEST_CASE("variables: value, version, name, assignment") {
    variable x{3.0, "x"}, anonymous{1.0};
    CHECK(x.value() == 3.0);
    CHECK(value(x) == 3.0);
    CHECK(x.name() == "x");
    CHECK(anonymous.name().empty());
    CHECK(x.is_trainable());
    CHECK(x.version() == 0);
    x.assign(4.0);
    x.assign_add(1.0);
    x.assign_sub(0.5);
    CHECK(x.value() == 4.5);
    CHECK(x.version() == 3);
    gradient_tape tape;
    real z = 2 * anonymous;
    CHECK(tape.gradient(z, x).why().find("'x'") != std::string::npos);
}

TEST_CASE("a moved variable is the same variable") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x * x;
    variable moved = std::move(x);
    real z = moved * moved;
    CHECK(*tape.gradient(y + z, moved) == 12.0);
    std::vector<variable> many;
    many.push_back(std::move(moved));
    for (int i = 0; i < 20; ++i) many.emplace_back(1.0, "other");
    CHECK(*tape.gradient(y + z, many[0]) == 12.0);
    CHECK(tape.gradient(y + z, many[1]).reason() == reason::no_path);
}

TEST_CASE("two variables of one name are two variables") {
    variable a{3.0, "x"}, b{4.0, "x"};
    gradient_tape tape;
    auto const [ga, gb] = tape.gradient(a * b, a, b);
    CHECK(*ga == 4.0);
    CHECK(*gb == 3.0);
}

TEST_CASE("a variable that is gone is still spoken of") {
    gradient_tape tape{{.persistent = true}};
    real z;
    {
        variable x{3.0, "gone"};
        z = x * x;
    }
    CHECK(tape.watched_variables() == std::vector<std::string>{"gone"});
    variable y{1.0, "y"};
    CHECK(tape.gradient(z, y).reason() == reason::no_path);
}
