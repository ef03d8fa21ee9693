// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <complex>
#include <optional>
#include <string>

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>

#include <wengert/core/structure.hpp>

// Two forms that are only enough of one to be leaves: a number on top of another, and a stand-in for one.
namespace {

template <class T>
struct over {
    T value;
};

struct stand_in {
    double value;
};

template <class T>
struct defined {
    BOOST_HANA_DEFINE_STRUCT(defined, (T, a), (std::array<T, 2>, b), (int, n));
};

template <class T>
struct adapted {
    T a;
    double step;
    defined<T> inner;
    std::vector<T> w;
};

template <class T, std::size_t N>
struct sized {
    std::array<T, N> v;
};

template <class T>
struct bare {
    T a;
};

template <class T>
struct holds_bare {
    T a;
    bare<T> b;
};

struct plain_struct {
    double a;
};

template <class T>
struct follows_nothing {
    double a;
};

template <class T>
struct ordered {
    T first;
    T second;
};

template <class T>
struct secretive {
    BOOST_HANA_DEFINE_STRUCT(secretive, (T, a));
    double untold = 0;
};

template <class T>
struct derived : defined<T> {
    BOOST_HANA_DEFINE_STRUCT(derived, (T, more));
};

struct tagged {};
template <class T>
struct layer : tagged {
    BOOST_HANA_DEFINE_STRUCT(layer, (T, w));
};
template <class T>
struct net : tagged {  // its base and its member's are of one type, and need addresses of their own
    BOOST_HANA_DEFINE_STRUCT(net, (layer<T>, first), (layer<T>, second));
};
template <class T>
struct derived_virtually : virtual tagged {
    BOOST_HANA_DEFINE_STRUCT(derived_virtually, (T, a));
};

template <class T>
struct alignas(64) roomy {
    BOOST_HANA_DEFINE_STRUCT(roomy, (bool, flag), (T, a));
    virtual ~roomy() = default;
};

}  // namespace

template <class T>
struct wengert::form<over<T>> {
    using scalar_type = over<T>;
    using value_type = T;
};

template <>
struct wengert::form<stand_in> {
    using scalar_type = over<double>;
    using value_type = double;
};

BOOST_HANA_ADAPT_STRUCT(adapted<double>, a, step, inner, w);
using sized_three = sized<float, 3>;
BOOST_HANA_ADAPT_STRUCT(sized_three, v);
BOOST_HANA_ADAPT_STRUCT(holds_bare<double>, a, b);
BOOST_HANA_ADAPT_STRUCT(plain_struct, a);
BOOST_HANA_ADAPT_STRUCT(follows_nothing<double>, a);
BOOST_HANA_ADAPT_STRUCT(ordered<long double>, second, first);

namespace {

using namespace wengert;
using std::is_same_v;

// ---- what is a structure, and why another type is not ----
static_assert(structure<double> && structure<float const&> && structure<over<double>> && structure<stand_in>);
static_assert(structure<std::array<double, 3>> && structure<std::array<double, 0>> && structure<std::vector<float>>);
static_assert(structure<std::pair<int, double>> &&
              structure<std::tuple<std::string, std::vector<std::pair<float, bool>>>>);
static_assert(structure<defined<double>> && structure<defined<over<double>>>);
static_assert(structure<adapted<double>> && structure<adapted<over<double>>> && structure<sized<over<double>, 3>>);
static_assert(structure<std::vector<adapted<double>>>);

template <class S>
constexpr auto defect = detail::defect_of<S>;
using enum detail::defect;

static_assert(!structure<int> && defect<int> == integer && defect<std::vector<bool>> == integer);
static_assert(defect<bare<double>> == not_adapted && defect<std::array<bare<double>, 2>> == not_adapted);
static_assert(defect<std::complex<double>> == not_adapted && defect<std::string> == unknown_container);
static_assert(defect<std::optional<double>> == unknown_container);
static_assert(defect<secretive<double>> == more_than_members && defect<derived<double>> == more_than_members);
static_assert(defect<std::vector<secretive<double>>> == more_than_members && structure<roomy<double>>);
static_assert(structure<net<double>> && structure<derived_virtually<float>>);
static_assert(defect<holds_bare<double>> == member_not_adapted);
static_assert(defect<std::pair<holds_bare<double>, double>> == member_not_adapted);
static_assert(defect<plain_struct> == not_a_template);
static_assert(defect<std::vector<plain_struct>> == not_a_template);
static_assert(defect<std::tuple<>> == no_numbers && defect<std::pair<int, bool>> == no_numbers);
static_assert(defect<follows_nothing<double>> == no_numbers);
static_assert(defect<double*> == not_a_number && defect<char const*> == not_a_number);
// A class that is adapted for no number at all is no structure for another scalar either.
static_assert(!structure<bare<over<double>>> && !structure<sized<double, 4>>);

// ---- how many leaves ----
static_assert(static_leaf_count_v<double> == 1 && static_leaf_count_v<int> == 0 && static_leaf_count_v<stand_in&> == 1);
static_assert(static_leaf_count_v<std::array<std::pair<double, int>, 3>> == 3);
static_assert(static_leaf_count_v<std::vector<double>> == dynamic_extent);
static_assert(static_leaf_count_v<std::array<std::vector<double>, 0>> == 0);
static_assert(static_leaf_count_v<std::vector<int>> == 0);
static_assert(static_leaf_count_v<std::tuple<float, std::string, std::array<double, 4>>> == 5);
static_assert(static_leaf_count_v<defined<double>> == 3 && static_leaf_count_v<defined<over<double>>> == 3);
static_assert(static_leaf_count_v<adapted<over<double>>> == dynamic_extent);
static_assert(static_leaf_count_v<sized<over<double>, 3>> == 3 && static_leaf_count_v<sized<float, 3>> == 3);

// ---- the scalar that all leaves convert to ----
static_assert(is_same_v<scalar_of_t<float>, float> && is_same_v<scalar_of_t<double const&>, double>);
static_assert(is_same_v<scalar_of_t<std::pair<float, double>>, double>);
static_assert(is_same_v<scalar_of_t<std::tuple<int, std::vector<float>, std::string>>, float>);
static_assert(is_same_v<scalar_of_t<std::tuple<double, over<double>, int>>, over<double>>);
static_assert(is_same_v<scalar_of_t<std::tuple<over<over<double>>, over<double>, double>>, over<over<double>>>);
static_assert(is_same_v<scalar_of_t<std::pair<float, stand_in>>, over<double>>);
static_assert(is_same_v<scalar_of_t<defined<float>>, float>);
// The `double step` follows no scalar, so it does not widen.
static_assert(is_same_v<scalar_of_t<adapted<float>>, float>);

// ---- the same shape of another scalar ----
static_assert(is_same_v<rebind_t<double, stand_in>, stand_in> && is_same_v<rebind_t<int, float>, int>);
static_assert(is_same_v<rebind_t<std::array<double, 3> const&, float>, std::array<float, 3>>);
static_assert(is_same_v<rebind_t<std::vector<std::pair<int, double>>, float>, std::vector<std::pair<int, float>>>);
static_assert(is_same_v<rebind_t<std::tuple<double&, int&, char const>, float>, std::tuple<float, int, char const>>);
static_assert(is_same_v<rebind_t<adapted<double>, over<double>>, adapted<over<double>>>);
static_assert(is_same_v<rebind_t<adapted<over<double>>, float>, adapted<float>>);
static_assert(is_same_v<rebind_t<std::vector<sized<float, 3>>, double>, std::vector<sized<double, 3>>>);
static_assert(is_same_v<rebind_t<std::vector<bool>, float>, std::vector<bool>>);

// ---- walking, in constant expressions ----
constexpr double sum(auto const& s) {
    double total = 0;
    double weight = 1;  // tells one order from another
    for_each_leaf(s, [&](auto const& leaf) { total += weight * static_cast<double>(leaf), weight *= 10; });
    return total;
}

static_assert(sum(2.0) == 2 && sum(7) == 0);
static_assert(sum(std::array{1.0, 2.0, 3.0}) == 321);
static_assert(sum(std::tuple{1.0, 9, 2.0F, std::array{3.0, 4.0}}) == 4321);
static_assert(sum(defined<double>{1, {2, 3}, 9}) == 321);
static_assert(sum(adapted<double>{1, 9, {2, {3, 4}, 9}, {5, 6}}) == 654321);
static_assert(sum(adapted<float>{1, 9, {2, {3, 4}, 9}, {5, 6}}) == 654321);

// Whatever order BOOST_HANA_ADAPT_STRUCT names the members in, every instantiation is walked as declared.
static_assert(sum(ordered<double>{1, 2}) == 21 && sum(ordered<long double>{1, 2}) == 21);

static_assert(leaf_count(adapted<double>{1, 9, {2, {3, 4}, 9}, {5, 6}}) == 6);
static_assert(leaf_count(std::vector<double>{}) == 0);
static_assert(leaf_count(std::vector<int>{1, 2}) == 0);

static_assert(same_shape(1.0, 2.0F) && same_shape(1, 'a'));
static_assert(!same_shape(1.0, 2) && !same_shape(1.0, std::array{1.0}));
static_assert(!same_shape(std::array{1.0, 2.0}, std::array{1.0}) && !same_shape(std::pair{1.0, 2.0}, std::tuple{1.0}));

// In a function, of vectors that are named and not const: g++ 12 rejects the destructors of others.
static_assert([] {
    std::vector<double> one{1};
    std::vector<float> two{1, 2};
    std::vector<std::vector<double>> one_two{{1}, {2, 3}};
    std::vector<std::vector<double>> two_one{{1, 2}, {3}};
    return sum(one_two) == 321 && leaf_count(one_two) == 3 && same_shape(one, one) &&
           same_shape(two, std::array{3.0, 4.0}) && !same_shape(one, two) && same_shape(two_one, two_one) &&
           !same_shape(one_two, two_one);
}());
static_assert([] {
    adapted<double> s{1, 9, {2, {3, 4}, 9}, {5, 6}};
    adapted<float> alike{0, 0, {0, {0, 0}, 0}, {0, 0}};
    adapted<float> shorter{0, 0, {0, {0, 0}, 0}, {0}};
    return same_shape(s, alike) && !same_shape(s, shorter);
}());

// ---- mapping, in constant expressions ----
constexpr auto half(auto const& s) {
    return map_leaves<over<double>>(s, [](auto const& x) { return over<double>{static_cast<double>(x) / 2}; });
}

static_assert(half(4.0).value == 2 && half(4) == 4);
static_assert(half(std::array{2.0, 6.0})[1].value == 3);
static_assert(std::get<0>(half(std::tuple{7, 8.0})) == 7 && std::get<1>(half(std::tuple{7, 8.0})).value == 4);
static_assert(half(std::vector<double>{2.0, 6.0})[1].value == 3);
static_assert([] {
    adapted<over<double>> const h = half(adapted<double>{2, 5, {4, {6, 8}, 7}, {10}});
    return h.a.value == 1 && h.step == 5 && h.inner.a.value == 2 && h.inner.b[1].value == 4 && h.inner.n == 7 &&
           h.w.size() == 1 && h.w[0].value == 5;
}());
static_assert(map_leaves<double>(std::array{1.0, 2.0}, std::vector<float>{3, 4}, [](double x, float y) {
                  return 10 * x + static_cast<double>(y);
              }) == std::array{13.0, 24.0});

}  // namespace
