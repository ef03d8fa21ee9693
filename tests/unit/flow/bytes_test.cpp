// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What structures take, against what their allocator gave them.

#include <array>
#include <cstddef>
#include <list>
#include <new>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>

#include <wengert/core/structure.hpp>
#include <wengert/dual/dual.hpp>
#include <wengert/flow/slots/bytes.hpp>

#include "support/catch.hpp"

namespace {

std::size_t allocated = 0;

/// Knows what is allocated; operator new belongs to the other tests of this program too.
template <class T>
struct counting {
    using value_type = T;

    counting() = default;
    template <class U>
    counting(counting<U> const&) noexcept {}

    T* allocate(std::size_t n) {
        allocated += n * sizeof(T);
        return static_cast<T*>(::operator new(n * sizeof(T)));
    }
    void deallocate(T* p, std::size_t n) noexcept {
        allocated -= n * sizeof(T);
        ::operator delete(p);
    }
    friend bool operator==(counting, counting) { return true; }
};

template <class T>
using vec = std::vector<T, counting<T>>;
using text = std::basic_string<char, std::char_traits<char>, counting<char>>;

template <class T>
struct layer {
    BOOST_HANA_DEFINE_STRUCT(layer, (T, bias), (vec<T>, weights), (vec<int>, permutation), (text, name));
};

template <class T>
struct model {
    vec<layer<T>> layers;
    std::array<vec<T>, 2> ends;
    vec<double> grid;  // passive
    int epoch;
};

struct notes {
    int number;
    text words;
};

/// A foreign sequence that does not tell its capacity.
struct block {
    vec<double> numbers;
};

/// One that has room for four elements in itself.
struct few {
    double inside[4]{};
    std::size_t room = 4;
    few() = default;
    few(few const& other) : room(other.room) {}
    [[nodiscard]] std::size_t capacity() const { return room; }
};

/// The same inside the object alone.
struct point3 {
    double x[3];
};

/// Nothing else that is alive may have allocated, as do the copies that an initializer list keeps: hence `check_made`.
template <class S>
void check(S const& s) {
    CHECK(wengert::detail::bytes_of(s) == sizeof(S) + allocated);
}

template <class Make>
void check_made(Make make) {
    auto const s = make();
    check(s);
}

}  // namespace

BOOST_HANA_ADAPT_STRUCT(model<double>, layers, ends, grid, epoch);
BOOST_HANA_ADAPT_STRUCT(notes, number, words);

namespace wengert {
template <>
struct sequence_traits<block> {
    using element = double;
    static constexpr std::size_t extent = dynamic_extent;
    static std::size_t size(block const& s) { return s.numbers.size(); }
    static auto& at(auto& s, std::size_t i) { return s.numbers[i]; }
};
template <>
struct sequence_traits<few> {
    using element = double;
    static constexpr std::size_t extent = dynamic_extent;
    static std::size_t size(few const&) { return 4; }
    static auto& at(auto& s, std::size_t i) { return s.inside[i]; }
};
template <>
struct sequence_traits<point3> {
    using element = double;
    static constexpr std::size_t extent = 3;
    static std::size_t size(point3 const&) { return 3; }
    static auto& at(auto& s, std::size_t i) { return s.x[i]; }
};
}  // namespace wengert
static_assert(wengert::static_leaf_count_v<block> == wengert::dynamic_extent);
static_assert(wengert::static_leaf_count_v<few> == wengert::dynamic_extent);
static_assert(wengert::static_leaf_count_v<point3> == 3);

TEST_CASE("bytes: numbers and what holds them in itself") {
    check(1.0);
    check(wengert::dual<double, 3>(1.0));
    check(std::array<double, 7>{});
    check(std::pair(1.0, 2.F));
    check(std::tuple(1.0, std::array<float, 3>{}, 5));
    check(point3{});
    static_assert(wengert::detail::bytes_of(std::tuple(1.0, std::array<double, 3>{})) == 32);
}

TEST_CASE("bytes: vectors by their capacity, at any depth") {
    vec<double> v;
    check(v);
    v.reserve(10);
    check(v);
    v.assign(3, 1.0);
    CHECK(wengert::detail::bytes_of(v) == sizeof v + 80);
    {
        vec<vec<double>> nested(3, v);
        nested.emplace_back();
        check(std::pair(std::move(nested), std::array<vec<double>, 2>{std::move(v), {}}));
    }
    CHECK(allocated == 0);
    vec<vec<vec<float>>> const cube(2, vec<vec<float>>(3, vec<float>(4)));
    check(cube);
}

TEST_CASE("bytes: structs, and their passive members") {
    text const long_text = "so long that no string keeps it in itself";
    layer<double> const one{1.0, vec<double>(5), vec<int>(7), "short"};
    CHECK(wengert::detail::bytes_of(one) == sizeof one + 5 * sizeof(double) + 7 * sizeof(int));
    model<double> m{{one, one}, {vec<double>(3), vec<double>(4)}, vec<double>(100), 1};
    m.layers[1].name = long_text;
    m.layers.reserve(9);
    auto const others = 5 * sizeof(double) + 7 * sizeof(int) + long_text.capacity() + 1;
    CHECK(wengert::detail::bytes_of(m) == sizeof m + allocated - others);
    auto const same_of_floats = wengert::map_leaves<float>(m, [](double x) { return static_cast<float>(x); });
    CHECK(wengert::detail::bytes_of(same_of_floats) < wengert::detail::bytes_of(m));
}

TEST_CASE("bytes: passive things at the top") {
    check(7);
    check(text("short"));
    check(text("so long that no string keeps it in itself"));
    check(std::pair(1, text("so long that no string keeps it in itself")));
    check(notes{1, "so long that no string keeps it in itself"});
    check_made([] { return vec<text>{"short", "so long that no string keeps it in itself"}; });
    check_made([] {
        return vec<std::pair<double, text>>{{1.0, "short"}, {2.0, "so long that no string keeps it in itself"}};
    });
    check(vec<bool>(1000));
    check_made([] { return vec<vec<bool>>(3, vec<bool>(65)); });
    CHECK(wengert::detail::bytes_of(std::string("short")) == sizeof(std::string));
    CHECK(wengert::detail::bytes_of(std::list<int>(5)) == sizeof(std::list<int>));
}

TEST_CASE("bytes: foreign sequences") {
    check_made([] { return block{vec<double>(6)}; });
    check_made([] { return vec<block>(2, block{vec<double>(6)}); });
    few f;
    check(f);
    f.room = 10;
    CHECK(wengert::detail::bytes_of(f) == sizeof f + 10 * sizeof(double));
}
