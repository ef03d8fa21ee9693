// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <memory>
#include <sstream>
#include <string>

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <catch2/catch.hpp>

#include <wengert/core/matrix.hpp>
#include <wengert/core/structure.hpp>
#include <wengert/core/structure_names.hpp>

using namespace wengert;

namespace structure_test {

template <class T>
struct layer {
    BOOST_HANA_DEFINE_STRUCT(layer, (std::vector<T>, weights), (T, bias), (std::string, name));
};

template <class T>
struct model {
    std::vector<layer<T>> layers;
    std::pair<T, int> rate;
    double step;
};

// Hana is told of one member only; the other must survive.
template <class T>
struct tagged {
    double tag = 5;
    BOOST_HANA_DEFINE_STRUCT(tagged, (T, a));
};

template <class T>
class hidden {
public:
    hidden() = default;
    explicit hidden(T a) : a_(a) {}
    T const& a() const { return a_; }

private:
    T a_{};

public:
    struct hana_accessors_impl {
        static constexpr auto apply() {
            return boost::hana::make_tuple(
                boost::hana::make_pair(BOOST_HANA_STRING("a"), [](auto& self) -> auto& { return self.a_; }));
        }
    };
};

template <class T>
struct sixteen {
    T a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
};

// A number that can neither be made from nothing nor copied.
struct unique {
    explicit unique(double x) : value(std::make_unique<double>(x)) {}
    std::unique_ptr<double> value;
};

}  // namespace structure_test

BOOST_HANA_ADAPT_STRUCT(structure_test::model<double>, layers, rate, step);
BOOST_HANA_ADAPT_STRUCT(structure_test::sixteen<float>, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);

using namespace structure_test;

namespace {

template <class T>
model<T> example() {
    return {{{{T(1), T(2)}, T(3), "first"}, {{}, T(4), "second"}}, {T(5), 42}, 0.1};
}

template <class S>
std::vector<double> leaves(S const& s) {
    std::vector<double> all;
    for_each_leaf(s, [&](auto const& x) { all.push_back(static_cast<double>(x)); });
    return all;
}

}  // namespace

TEST_CASE("every instantiation of an adapted template is walked in the same order", "[structure]") {
    CHECK(leaves(example<double>()) == std::vector<double>{1, 2, 3, 4, 5});
    CHECK(leaves(example<float>()) == std::vector<double>{1, 2, 3, 4, 5});
    CHECK(leaf_count(example<long double>()) == 5);
    CHECK(leaves(sixteen<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}) ==
          std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    CHECK(leaves(hidden<double>(3)) == std::vector<double>{3});
}

TEST_CASE("leaves are visited by reference and passive members are not", "[structure]") {
    auto m = example<double>();
    for_each_leaf(m, [](double& x) { x *= 2; });
    CHECK(leaves(m) == std::vector<double>{2, 4, 6, 8, 10});
    CHECK(m.rate.second == 42);
    CHECK(m.step == 0.1);
    CHECK(m.layers[1].name == "second");

    double a = 1;
    double b = 2;
    int n = 3;
    for_each_leaf(std::tie(a, n, b), [](double& x) { x += 10; });
    CHECK(a == 11);
    CHECK(b == 12);
    CHECK(n == 3);
}

TEST_CASE("empty structures have no leaves", "[structure]") {
    CHECK(leaves(std::vector<double>{}).empty());
    CHECK(leaves(std::array<double, 0>{}).empty());
    CHECK(leaf_count(model<double>{}) == 1);
    CHECK(map_leaves<float>(std::vector<double>{}, [](double x) { return x; }).empty());
    CHECK(map_leaves<float>(std::array<double, 0>{}, [](double x) { return x; }).empty());
    CHECK(same_shape(std::vector<double>{}, std::vector<float>{}));
}

TEST_CASE("two structures are walked together", "[structure]") {
    auto m = example<double>();
    auto const t = example<float>();
    for_each_leaf(m, t, [](double& x, float const& y) { x = 10 * x + static_cast<double>(y); });
    CHECK(leaves(m) == std::vector<double>{11, 22, 33, 44, 55});

    std::vector<double> v{1, 2};
    for_each_leaf(v, std::array{3.0F, 4.0F}, [](double& x, float y) { x += static_cast<double>(y); });
    CHECK(v == std::vector<double>{4, 6});
}

TEST_CASE("a difference in shape is thrown before anything is visited", "[structure]") {
    auto m = example<double>();
    auto t = example<double>();
    t.layers[1].weights.push_back(1);
    int visits = 0;
    auto const count = [&](auto&&...) { return ++visits; };
    CHECK_FALSE(same_shape(m, t));
    CHECK_THROWS_WITH(for_each_leaf(m, t, count), Catch::Contains("of 5 numbers but was given 6"));
    CHECK_THROWS_AS(map_leaves<double>(m, t, count), shape_mismatch);

    // As many numbers in all, but not in the same places.
    t.layers[0].weights.pop_back();
    CHECK(leaf_count(t) == leaf_count(m));
    CHECK_THROWS_WITH(for_each_leaf(m, t, count), Catch::Contains("of 2 numbers but was given 1"));

    CHECK_THROWS_AS(for_each_leaf(std::vector<double>(3), std::array<double, 2>{}, count), shape_mismatch);
    CHECK(visits == 0);

    try {
        for_each_leaf(std::vector<double>(3), std::vector<double>(2), count);
        FAIL("expected shape_mismatch");
    } catch (shape_mismatch const& e) {
        CHECK(std::string(e.where().file_name()) == __FILE__);
    }
}

TEST_CASE("map_leaves keeps the shape, the order and what is passive", "[structure]") {
    int calls = 0;
    model<float> const f = map_leaves<float>(example<double>(), [&](double x) { return 100 * ++calls + x; });
    CHECK(leaves(f) == std::vector<double>{101, 202, 303, 404, 505});
    CHECK(f.layers[0].name == "first");
    CHECK(f.rate.second == 42);
    CHECK(f.step == 0.1);

    auto const sum =
        map_leaves<double>(example<double>(), f, [](double x, float y) { return x + static_cast<double>(y); });
    CHECK(leaves(sum) == std::vector<double>{102, 204, 306, 408, 510});

    CHECK(map_leaves<float>(hidden<double>(3), [](double x) { return 2 * x; }).a() == 6);

    int i = 0;
    auto const many = map_leaves<double>(std::array<double, 100>{}, [&](double) { return i++; });
    CHECK(many[1] == 1);
    CHECK(many[99] == 99);
}

TEST_CASE("members that Hana does not know do not shift the others", "[structure]") {
    tagged<double> s{};
    s.a = 2;
    tagged<float> const t = map_leaves<float>(s, [](double x) { return 3 * x; });
    CHECK(t.a == 6);
    CHECK(t.tag == 5);
}

TEST_CASE("map_leaves needs neither a default constructor nor a copy of the new scalar", "[structure]") {
    auto const make = [](double x) { return unique(x); };
    model<unique> const m = map_leaves<unique>(example<double>(), make);
    CHECK(*m.layers[0].weights[1].value == 2);
    CHECK(*m.rate.first.value == 5);
    auto const t = map_leaves<unique>(std::tuple{1.0, std::array{2.0, 3.0}, 4}, make);
    CHECK(*std::get<1>(t)[1].value == 3);
    auto const many = map_leaves<unique>(std::array<double, 100>{7.0}, make);
    CHECK(*many[0].value == 7);
    CHECK(*many[99].value == 0);
}

TEST_CASE("leaves have names", "[structure]") {
    auto const m = example<float>();
    CHECK(leaf_name(m, 0) == ".layers[0].weights[0]");
    CHECK(leaf_name(m, 2) == ".layers[0].bias");
    CHECK(leaf_name(m, 3) == ".layers[1].bias");
    CHECK(leaf_name(m, 4) == ".rate<0>");
    CHECK(leaf_name(1.0, 0).empty());
    CHECK(leaf_name(std::tuple{1.0, 2, std::array{3.0, 4.0}}, 2) == "<2>[1]");
    CHECK_THROWS_AS(leaf_name(m, 5), out_of_range);
    CHECK_THROWS_AS(leaf_name(2, 0), out_of_range);
}

TEST_CASE("a matrix of fixed size is a constant", "[matrix]") {
    constexpr auto m = [] {
        matrix<double, 2, 3> result;
        for (std::size_t i = 0; i != 2; ++i)
            for (std::size_t j = 0; j != 3; ++j) result(i, j) = static_cast<double>(10 * i + j);
        return result;
    }();
    static_assert(m.rows() == 2 && m.cols() == 3 && m.size() == 6 && m(1, 2) == 12 && m.data()[3] == 10);
    static_assert(m == m && !(m == matrix<double, 2, 3>{}));
    static_assert(sizeof(m) == 6 * sizeof(double));
    static_assert(matrix<double, 0, 3>().size() == 0);
    CHECK_THROWS_AS((matrix<double, 2, 3>(3, 3)), shape_mismatch);
}

TEST_CASE("a matrix of dynamic size is zero at first, in row-major order", "[matrix]") {
    matrix<double> m(2, 3);
    CHECK(std::vector<double>(m.begin(), m.end()) == std::vector<double>(6, 0.0));
    m(1, 0) = 4;
    CHECK(m.data()[3] == 4);
    CHECK(matrix<double>().size() == 0);

    matrix<float, 2, 3> f;
    CHECK(m != f);
    f(1, 0) = 4;
    CHECK(m == f);
    CHECK(matrix<double>(2, 3) != matrix<double>(3, 2));

    matrix<double, dynamic_extent, 3> mixed(2, 3);
    mixed(1, 0) = 4;
    CHECK(mixed == m);
    CHECK_THROWS_AS((matrix<double, dynamic_extent, 3>(2, 2)), shape_mismatch);
}

TEST_CASE("a matrix element that does not exist throws with the line of the caller", "[matrix]") {
    matrix<double> const m(2, 3);
    CHECK_THROWS_AS(m(2, 0), out_of_range);
    CHECK_THROWS_AS(m(0, 3), out_of_range);
    auto const line = __LINE__ + 2;
    try {
        static_cast<void>(m(5, 0));
        FAIL("expected out_of_range");
    } catch (out_of_range const& e) {
        CHECK(e.where().line() == static_cast<unsigned>(line));
        CHECK(std::string(e.what()).find("position 5") != std::string::npos);
    }
}

TEST_CASE("a matrix is written row by row", "[matrix]") {
    matrix<double, 2, 2> m;
    m(0, 1) = 1.5;
    std::ostringstream out;
    out << m << matrix<double>();
    CHECK(out.str() == "[[0, 1.5],\n [0, 0]][]");
    std::wostringstream wide;
    wide << m;
    CHECK(wide.str() == L"[[0, 1.5],\n [0, 0]]");
}

TEST_CASE("flatten and unflatten are inverse", "[structure]") {
    auto const shape = std::pair(std::vector{1.0, 2.0}, std::array{3.0});
    std::vector<double> const numbers = flatten(shape);
    REQUIRE(numbers == std::vector{1.0, 2.0, 3.0});
    auto const doubled = unflatten(std::vector{2.0, 4.0, 6.0}, shape);
    CHECK(doubled.first == std::vector{2.0, 4.0});
    CHECK(doubled.second[0] == 6.0);
    CHECK_THROWS_AS(unflatten(std::vector{1.0}, shape), shape_mismatch);
    CHECK_THROWS_AS(unflatten(std::vector{1.0, 2.0, 3.0, 4.0}, shape), shape_mismatch);
}
