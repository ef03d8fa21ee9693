// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <vector>

#include <catch2/catch.hpp>

#include <wengert/tape/sweep.hpp>
#include <wengert/tape/tape.hpp>

using namespace wengert;

namespace {

struct annotated {
    tape<double> list;
    recording<double> open{list};
    annotated() { list.annotate(true); }
};

}  // namespace

TEST_CASE("every statement is found again, across blocks") {
    annotated a;
    real const x = a.list.input(2.0);
    std::vector<real> all;
    for (int i = 0; i < 20000; ++i) {
        if (i % 3 == 0) all.push_back(x * double(i));
        else if (i % 3 == 1) all.push_back(sin(x));
        else all.push_back(all.back() * x + 1.0);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const found = a.list.annotation_of(all[i].identity().index);
        REQUIRE(found);
        REQUIRE(found.value == all[i].value());
        REQUIRE(found.kind->operations == (i % 3 == 2 ? 2 : 1));
        REQUIRE(found.kind->leaves == (i % 3 == 0 ? 2 : i % 3 == 1 ? 1 : 3));
        if (i % 3 == 0) REQUIRE(found.numbers[1] == double(i));
        if (i % 3 == 2) REQUIRE(found.operand(0).identity() == all[i - 1].identity());
    }
    CHECK_FALSE(a.list.annotation_of(x.identity().index));
    CHECK_FALSE(a.list.annotation_of(a.list.next_statement()));
}

TEST_CASE("a rewound tape keeps what is before the mark, and goes on from there") {
    annotated a;
    real const x = a.list.input(2.0);
    for (std::uint32_t const kept : {0u, 1u, 255u, 256u, 257u, 1279u, 1280u, 1281u, 5000u}) {
        a.list.rewind({});
        std::vector<real> all;
        tape_mark mark;
        real const y = a.list.input(2.0);
        for (std::uint32_t i = 0; i < 6000; ++i) {
            if (i == kept) mark = a.list.mark();
            all.push_back(y * double(i) + x.value());
        }
        a.list.rewind(mark);
        real const next = exp(y);
        CHECK(a.list.annotation_of(next.identity().index).value == next.value());
        for (std::uint32_t i = 0; i < kept; ++i) {
            auto const found = a.list.annotation_of(all[i].identity().index);
            REQUIRE(found.numbers[1] == double(i));
        }
    }
}

TEST_CASE("a statement with more operands than a block has room for") {
    annotated a;
    real const x = a.list.input(1.0);
    auto const eight = x * 1.0 + x * 2.0 + x * 3.0 + x * 4.0;
    for (int i = 0; i < 500; ++i) {
        real const y = eight + eight;
        auto const found = a.list.annotation_of(y.identity().index);
        REQUIRE(found.kind->leaves == 16);
        REQUIRE(found.numbers[15] == 4.0);
    }
}

TEST_CASE("an operand that is on no tape keeps why") {
    real const before = real(2.0) * real(3.0);
    annotated a;
    real const x = a.list.input(1.0);
    real const y = x * before;
    auto const found = a.list.annotation_of(y.identity().index);
    REQUIRE(found.on_tape(0));
    REQUIRE_FALSE(found.on_tape(1));
    CHECK(found.operand(1).value() == 6.0);
    CHECK(cause_of(found.operand(1).identity()) == cause::constant);
    CHECK(place_of(found.operand(1).identity()) == place_of(before.identity()));
    CHECK(place_of(before.identity()).known());
}

TEST_CASE("the sweep of an annotated statement can be recorded") {
    annotated a;
    real const x = a.list.input(0.5), y = a.list.input(2.0);
    real const z = sin(x * y) / (x + 1.0);
    auto const kept = a.list.annotation_of(z.identity().index);
    std::vector<real> operands, passed(kept.kind->leaves);
    for (std::size_t i = 0; i < kept.kind->leaves; ++i) operands.push_back(kept.operand(i));
    wengert::detail::reverse_recorded(*kept.kind, z, operands.data(), real(1.0), passed.data());
    adjoints<double> sweep(a.list);
    sweep.seed(z) = 1;
    sweep.reverse(a.list);
    real const dx = passed[0] + passed[2];
    CHECK(dx.value() == Approx(sweep[x]).epsilon(1e-15));
    CHECK(passed[1].value() == Approx(sweep[y]).epsilon(1e-15));
    adjoints<double> again(a.list);
    again.seed(passed[1]) = 1;
    again.reverse(a.list);
    // d/dy of x cos(xy) / (x + 1)
    CHECK(again[y] == Approx(-0.25 * std::sin(1.0) / 1.5).epsilon(1e-14));
}
