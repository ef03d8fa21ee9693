// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <catch2/catch.hpp>

#include <wengert/tape/journal.hpp>

using wengert::code_place;
using wengert::detail::journal;

TEST_CASE("a statement knows the steps that it belongs to") {
    journal j;
    CHECK(j.step_of(5) == "");
    j.enter(10, "while_loop", {}, 2);
    j.enter(12, "for_loop", {}, 7);
    j.leave(15);
    j.enter(15, "checkpoint", {}, journal::no_number);
    j.leave(17);
    j.leave(20);
    CHECK(j.step_of(9) == "");
    CHECK(j.step_of(10) == "step 2 of while_loop");
    CHECK(j.step_of(12) == "step 7 of for_loop, in step 2 of while_loop");
    CHECK(j.step_of(14) == "step 7 of for_loop, in step 2 of while_loop");
    CHECK(j.step_of(16) == "inside checkpoint, in step 2 of while_loop");
    CHECK(j.step_of(18) == "step 2 of while_loop");
    CHECK(j.step_of(20) == "");
}

TEST_CASE("there is room for the end of each step that is open") {
    journal j;
    for (std::uint32_t open = 1; open <= 100; ++open) {
        j.enter(open, "for_loop", {}, 0);
        REQUIRE(j.steps().capacity() >= j.steps().size() + open);
    }
}

TEST_CASE("what was rewound in the middle of a step is forgotten, and the step goes on") {
    journal j;
    j.enter(10, "for_loop", {}, 0);
    j.enter(10, "while_loop", {}, 4);
    j.leave(13);
    j.rewind(10, 1);
    CHECK(j.step_of(13) == "step 0 of for_loop");
    j.leave(14);
    CHECK(j.step_of(13) == "step 0 of for_loop");
    CHECK(j.step_of(14) == "");
}

TEST_CASE("labels are found by statement, the last one given counts") {
    journal j;
    j.label(7, "loss");
    j.label(3, "early");
    j.label(7, "cost");
    REQUIRE(j.label_of(7) != nullptr);
    CHECK(*j.label_of(7) == "cost");
    CHECK(*j.label_of(3) == "early");
    CHECK(j.label_of(4) == nullptr);
    j.rewind(5, 0);
    CHECK(j.label_of(7) == nullptr);
    CHECK(j.label_of(3) != nullptr);
}

TEST_CASE("a place at which passive numbers were computed knows when that was last") {
    journal j;
    static char const code[1000] = {};
    for (std::uint32_t i = 0; i < 1000; ++i) j.passive_at(code + i, i + 1);
    for (std::uint32_t i = 0; i < 1000; i += 7) j.passive_at(code + i, 5000 + i);
    for (std::uint32_t i = 0; i < 1000; ++i) REQUIRE(j.last_passive_at(code + i) == (i % 7 == 0 ? 5000 + i : i + 1));
    CHECK(j.last_passive_at(&j) == 0);
}

TEST_CASE("events are rewound with the statements") {
    journal j;
    using kind = wengert::tape_event::kind_type;
    j.note({.kind = kind::paused, .time = 3, .where = {}});
    j.note({.kind = kind::gradient, .time = 9, .where = {}});
    j.rewind(4, 0);
    REQUIRE(j.events().size() == 1);
    CHECK(j.events()[0].kind == kind::paused);
}
