// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <wengert/core/diagnostics.hpp>

#include "support/catch.hpp"

namespace {

std::vector<std::string> first_heard;
std::vector<std::string> second_heard;
int calls = 0;

void first(char const* sentence) { first_heard.emplace_back(sentence); }
void second(char const* sentence) { second_heard.emplace_back(sentence); }
void count(char const*) { __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED); }
void count_too(char const*) { count(nullptr); }

struct restored {
    wengert::diagnostic_handler before;
    explicit restored(wengert::diagnostic_handler now) : before(wengert::set_diagnostic_handler(now)) {}
    ~restored() { wengert::set_diagnostic_handler(before); }
};

/// What `f` prints to stderr.
template <class F>
std::string printed(F&& f) {
    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    std::fflush(stderr);
    int const before = ::dup(STDERR_FILENO);
    ::dup2(::fileno(file), STDERR_FILENO);
    f();
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    std::rewind(file);
    std::string text;
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
    std::fclose(file);
    return text;
}

}  // namespace

TEST_CASE("diagnostics are printed to stderr until someone else wants them", "[diagnostics]") {
    CHECK(printed([] { wengert::detail::warn("the disk is full: 5 slots of 8."); }) ==
          "wengert: the disk is full: 5 slots of 8.\n");
    // What a sentence contains is no format.
    CHECK(printed([] { wengert::detail::warn("100%s %n"); }) == "wengert: 100%s %n\n");

    first_heard.clear();
    std::string const text = printed([] {
        restored const guard(first);
        wengert::detail::warn("one");
        wengert::detail::warn("two");
    });
    CHECK(text.empty());
    CHECK(first_heard == std::vector<std::string>{"one", "two"});
    CHECK(printed([] { wengert::detail::warn("back"); }) == "wengert: back\n");
    CHECK(first_heard.size() == 2);
}

TEST_CASE("setting a handler gives the one before", "[diagnostics]") {
    first_heard.clear();
    second_heard.clear();
    restored const guard(first);
    CHECK(guard.before != nullptr);
    CHECK(wengert::set_diagnostic_handler(second) == first);
    wengert::detail::warn("to the second");
    CHECK(wengert::set_diagnostic_handler(nullptr) == second);
    CHECK(printed([] { wengert::detail::warn("to nobody"); }).empty());
    CHECK(wengert::set_diagnostic_handler(first) == nullptr);
    wengert::detail::warn("to the first");
    CHECK(first_heard == std::vector<std::string>{"to the first"});
    CHECK(second_heard == std::vector<std::string>{"to the second"});
}

TEST_CASE("threads may warn while another changes the handler", "[diagnostics]") {
    calls = 0;
    restored const guard(count);
    auto warn_often = [] {
        for (int i = 0; i != 1000; ++i) wengert::detail::warn("a warning");
    };
    std::thread a(warn_often);
    std::thread b(warn_often);
    for (int i = 0; i != 1000; ++i) wengert::set_diagnostic_handler(i % 2 == 0 ? count_too : count);
    a.join();
    b.join();
    CHECK(calls == 2000);
}
