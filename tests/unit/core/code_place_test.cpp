// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <string>

#include <catch2/catch.hpp>

#include <wengert/core/place_text.hpp>
#include <wengert/tape/handle.hpp>

using namespace wengert;

namespace {
[[gnu::noinline]] void const* here() { return __builtin_return_address(0); }
}  // namespace

TEST_CASE("a place is nothing, a location or an address") {
    CHECK_FALSE(code_place().known());
    CHECK(place_text(code_place()) == "");

    auto const location = std::source_location::current();
    code_place const by_location(location);
    CHECK(by_location.known());
    CHECK(by_location.return_address() == nullptr);
    CHECK(by_location.location().line() == location.line());
    CHECK(place_text(by_location) ==
          " at " + std::string(location.file_name()) + ':' + std::to_string(location.line()));
    CHECK_FALSE(code_place(std::source_location{}).known());

    void const* const address = here();
    code_place const by_address(address);
    CHECK(by_address.return_address() == address);
    CHECK(by_address.location().line() == 0);
    CHECK_FALSE(by_address == by_location);
}

TEST_CASE("a passive handle has a cause, and the place where its number was computed") {
    handle const bare = passive(cause::paused);
    CHECK(cause_of(bare) == cause::paused);
    CHECK_FALSE(place_of(bare).known());

    void const* const address = here();
    for (cause const why : {cause::constant, cause::unfollowed, cause::inside_loop}) {
        handle const h = passive(why, address);
        CHECK(h.tag == passive_tag);
        CHECK(cause_of(h) == why);
        CHECK(place_of(h).return_address() == address);
    }
    // What is too far away is left out.
    CHECK_FALSE(place_of(passive(cause::constant, reinterpret_cast<void const*>(std::uintptr_t{64}))).known());
    CHECK_FALSE(place_of(passive(cause::constant, nullptr)).known());
    CHECK_FALSE(place_of(handle{12, 34}).known());
}
