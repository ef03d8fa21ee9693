// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What needs programs of its own, as other compiler flags do, is in the folder `lines`.

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>
#include <dirent.h>
#include <sys/wait.h>

#include <wengert/core/lines.hpp>

#include "lines/wengert/tape/mock.hpp"

std::vector<void const*> wengert::mock::addresses;

namespace {

using namespace wengert::detail;
using wengert::source_line;

std::vector<void const*> const& recorded() {
    wengert::mock::addresses.clear();
    wengert::mock::number x{2}, y{3};
    x = x * y;
    x = x + y;
    return wengert::mock::addresses;
}
constexpr unsigned product_line = __LINE__ - 4;

/// A variable of the environment, for as long as this lives.
class environment {
public:
    environment(char const* name, char const* value) : name_(name) {
        if (char const* const old = std::getenv(name)) old_ = old, was_set_ = true;
        ::setenv(name, value, 1);
    }
    environment(environment const&) = delete;
    environment& operator=(environment const&) = delete;
    ~environment() { was_set_ ? ::setenv(name_, old_.c_str(), 1) : ::unsetenv(name_); }

private:
    char const* name_;
    std::string old_;
    bool was_set_ = false;
};

std::size_t open_files() {
    std::size_t count = 0;
    DIR* const directory = ::opendir("/proc/self/fd");
    while (::readdir(directory) != nullptr) ++count;
    ::closedir(directory);
    return count;
}

struct frame {
    std::string file;
    unsigned line;
    char const* function;
};
frame at(std::string const& file, unsigned line = 1) { return {file, line, ""}; }

std::string const own = own_folder();
std::string shown(std::vector<frame> const& frames) {
    source_line line;
    frame_choice choice(line);
    for (frame const& f : frames) choice.add(f.file, f.line, f.function);
    return line.file;
}

}  // namespace

TEST_CASE("a statement's line is found, or else its address is kept", "[lines]") {
    auto const addresses = recorded();
    REQUIRE(addresses.size() == 2);
    auto const lines = lines_of(addresses);
    REQUIRE(lines.size() == 2);
    for (unsigned i = 0; i < 2; ++i) {
        CHECK(lines[i].file == __FILE__);
        CHECK(lines[i].line == product_line + i);
        CHECK(lines[i].address == addresses[i]);
        CHECK(lines[i].function == "recorded");
    }
    CHECK(how_to_get_lines().starts_with("Lines are found only in code that was compiled with -g"));

    environment const nowhere("PATH", "/nonexistent");
    if (libbacktrace::linked()) return;
    CHECK(lines_of({addresses[0]}) == std::vector<source_line>{{"", 0, "", addresses[0]}});
    CHECK(how_to_get_lines() ==
          "To see source lines, compile with -g and install addr2line (package binutils), or link libbacktrace.");
}

TEST_CASE("addresses of no code are unknown lines", "[lines]") {
    int here = 0;
    std::vector<void const*> const addresses{nullptr, &here, reinterpret_cast<void const*>(1),
                                             reinterpret_cast<void const*>(~std::uintptr_t{0})};
    auto const lines = lines_of(addresses);
    REQUIRE(lines.size() == addresses.size());
    for (std::size_t i = 0; i < lines.size(); ++i) CHECK(lines[i] == source_line{"", 0, "", addresses[i]});
    CHECK(lines_of(std::vector<void const*>{}).empty());
}

TEST_CASE("an address that comes often is looked up once", "[lines]") {
    auto const two = recorded();
    std::vector<void const*> many;
    for (int i = 0; i < 100000; ++i) many.push_back(i % 5 == 0 ? nullptr : two[static_cast<std::size_t>(i % 2)]);
    auto const lines = lines_of(many);  // else this takes longer than ctest waits
    for (std::size_t i = 0; i < many.size(); ++i)
        if (many[i] != lines[i].address || lines[i].line != (many[i] == nullptr ? 0 : product_line + i % 2)) FAIL(i);
}

TEST_CASE("more addresses than a command line holds", "[lines]") {
    auto const two = recorded();
    std::vector<void const*> many;
    for (int i = 0; i < 9000; ++i) many.push_back(static_cast<char const*>(two[0]) - 8000 + i);
    auto const lines = lines_of(many);
    CHECK(lines[8000].line == product_line);
    CHECK(lines[8000].address == two[0]);
}

TEST_CASE("looking up leaves no files open and no processes behind", "[lines]") {
    auto const addresses = recorded();
    (void)lines_of(addresses);  // libbacktrace may keep the files that it reads
    std::size_t const before = open_files();
    for (char const* const path : {"/usr/bin:/bin", "/nonexistent"}) {
        environment const where("PATH", path);
        for (int i = 0; i < 3; ++i) (void)lines_of(addresses), (void)how_to_get_lines();
    }
    CHECK(open_files() == before);
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
    CHECK(errno == ECHILD);
}

TEST_CASE("the innermost frame of the user is shown", "[lines]") {
    std::string const active = own + "/tape/active.hpp", entry = own + "/wengert.hpp";
    char const* const numeric = "/usr/include/c++/12/bits/stl_numeric.h";
    CHECK(shown({at(active), at("/home/u/a.cpp"), at("/home/u/b.cpp")}) == "/home/u/a.cpp");
    CHECK(shown({at(active), at(numeric), at("a.cpp")}) == "a.cpp");
    CHECK(shown({at(active), at("a.cpp", 0), at("b.cpp")}) == "b.cpp");
    CHECK(shown({at(active), at(numeric), at("/usr/include/c++/12/numeric")}) == "/usr/include/c++/12/numeric");
    CHECK(shown({at("/opt/gcc/include/c++/v1/vector"), at("/opt/clang/lib/clang/19/include/x.h"), at("a.cpp")}) ==
          "a.cpp");
    CHECK(shown({at(active), at(entry)}).empty());
    CHECK(shown({}).empty());
    CHECK(shown({at("", 3)}).empty());
    // Frames are missing: this is no function of ours, so the next is not the innermost.
    CHECK(shown({{active, 1, "_ZN4user1fEN7wengert6activeIdEE"}, at("a.cpp")}).empty());
    for (char const* const ours : {"_ZN7wengertmlERKNS_6activeIdEE", "_ZNK7wengert6activeIdE3addEv",
                                   "_ZZNK7wengert1fIdEEvT_ENKUlvE_clEv", "operator*"})
        CHECK(shown({{active, 1, ours}, at("a.cpp")}) == "a.cpp");
    // The address after a tail call is the user's.
    CHECK(shown({at("a.cpp"), at("b.cpp")}) == "a.cpp");
}

TEST_CASE("Wengert's headers are known by any name, the user's own folders are not taken for them", "[lines]") {
    std::string const active = own + "/tape/active.hpp", beside = own + "/../wengert/./flow//for_loop.hpp";
    CHECK(shown({at(active), at(beside), at("a.cpp")}) == "a.cpp");
    // Of another copy, or by another name, as the innermost frame says.
    CHECK(shown({at("/lib/w/wengert/tape/active.hpp"), at("/lib/w/wengert/flow/scan.hpp"), at("a.cpp")}) == "a.cpp");
    CHECK(shown({at("../w/wengert/tape/active.hpp"), at("../w/wengert/flow/scan.hpp"), at("a.cpp")}) == "a.cpp");

    for (char const* const users :
         {"/home/u/wengert/tests/unit/tape/x.cpp", "/home/u/wengert/examples/tape.hpp", "/home/u/wengert/tape/x.cpp",
          "/home/u/wengert/tape/mine.hpp", "/home/u/my_wengert/tape/mine.hpp", "/wengert/wengert/mine.hpp"})
        CHECK(shown({at(active), at(users), at("a.cpp")}) == users);

    CHECK(library_folder("/a/include/wengert/tape/active.hpp") == "/a/include/wengert");
    CHECK(library_folder("/wengert/tape/include/wengert/core/cmath/x.hpp") == "/wengert/tape/include/wengert");
    CHECK(library_folder("wengert/wengert.hpp") == "wengert");
    CHECK(library_folder("/home/u/wengert/src/x.hpp").empty());
    CHECK(own.ends_with("wengert"));
}

TEST_CASE("paths are compared without their detours", "[lines]") {
    CHECK(normal_path("/a/./b//c/../d") == "/a/b/d");
    CHECK(normal_path("../../a/b/..") == "../../a");
    CHECK(normal_path("a/../../b") == "../b");
    CHECK(normal_path("/../a/") == "/a");
    CHECK(normal_path("/") == "/");
    CHECK(normal_path("/a/..") == "/");
    CHECK(normal_path("/..") == "/");
    CHECK(normal_path("a/..").empty());
    CHECK(normal_path("..") == "..");
    CHECK(normal_path("").empty());

    CHECK(may_be_same("/a/wengert", "/a/wengert"));
    CHECK(may_be_same("../../include/wengert", "/a/include/wengert"));
    CHECK(may_be_same("/a/include/wengert", "include/wengert"));
    CHECK_FALSE(may_be_same("/a/include/wengert", "/include/wengert"));
    CHECK_FALSE(may_be_same("/a/my_include/wengert", "include/wengert"));
    CHECK_FALSE(may_be_same("/home/u/wengert", "include/wengert"));
    CHECK_FALSE(may_be_same("/a", ""));
}

TEST_CASE("names are short", "[lines]") {
    auto const name = [](char const* whole) { return function_name(whole).text(); };
    CHECK(name("main") == "main");
    CHECK(name("a::f(double, std::vector<int> const&)") == "a::f");
    CHECK(name("double a::f<wengert::active<double>, 3>(wengert::active<double>) const") == "a::f");
    CHECK(name("std::vector<int, std::allocator<int> > a::power<3>(int)") == "a::power<3>");
    CHECK(name("decltype(auto) f<int>(int)") == "f<int>");
    CHECK(name("decltype ((x)+(y)) f<int>(int)") == "f<int>");
    CHECK(name("std::enable_if<(3>2), int>::type f<(3>2)>()") == "f<(3>2)>");
    CHECK(name("model<wengert::active<double> >::step() &&") == "model::step");
    CHECK(name("(anonymous namespace)::f(int)") == "f");
    CHECK(name("f[abi:cxx11](int)") == "f");
    CHECK(name("f(int) [clone .constprop.0]") == "f");
    CHECK(name("f(int)::local::g(int)") == "f::local::g");
    CHECK(name("x::operator()(int) const") == "x::operator()");
    CHECK(name("x x::operator()<int>(int) const") == "x::operator()<int>");
    CHECK(name("operator<<(std::ostream&, x)") == "operator<<");
    CHECK(name("bool operator< <int>(x<int>)") == "operator<");
    CHECK(name("x::operator->() const") == "x::operator->");
    CHECK(name("x::operator double() const") == "x::operator double");
    CHECK(name("operator\"\" _m(long double)") == "operator\"\" _m");
    CHECK(name("operators::f()") == "operators::f");
    CHECK(name("main::{lambda(double)#1}::operator()(double) const") == "lambda in main");
    CHECK(name("auto a::f(int)::{lambda(auto:1)#2}::operator()<std::vector<int> >(std::vector<int>) const") ==
          "lambda in a::f");
    CHECK(name("main::{lambda()#1}::operator()() const::{lambda()#1}::operator()() const") == "lambda in main");
    CHECK(name("main::'lambda'(double)::operator()(double) const") == "lambda in main");
    CHECK(name("a::f(int)::$_0::operator()(int) const") == "lambda in a::f");
    CHECK(name("operator()") == "lambda");
    CHECK(name("operator()<wengert::active<double> >") == "lambda");
    CHECK(name("") == "");

    // Of std::source_location.
    CHECK(name("int main()") == "main");
    CHECK(name("double a::f(T) [with T = std::vector<int>]") == "a::f");
    CHECK(name("double a::f(T) [T = int]") == "a::f");
    CHECK(name("void {anonymous}::T::m(int) const") == "T::m");
    CHECK(name("double a::S::operator double()") == "a::S::operator double");
    CHECK(name("main()::<lambda(auto:12)> [with auto:12 = int]") == "lambda in main");
    CHECK(name("main()::<lambda(auto:13)>::<lambda()>") == "lambda in main");
    CHECK(name("auto a::f()::(anonymous class)::operator()(auto) const [x:auto = int]") == "lambda in a::f");
    CHECK(name("auto main()::(lambda at a.cpp:3:4)::operator()(int)::(anonymous class)::operator()() const") ==
          "lambda in main");

    for (char const* const broken : {"<", "(", "{", "'", "'a", "f(<", "operator", "operator<", "$_", ">", "f)", "a::("})
        (void)name(broken);

    CHECK(short_name("_ZN1a1fEd") == "a::f");
    CHECK(short_name("f") == "f");
    CHECK(plain_names("_ZN1a1bIdEEvT_") == "a::b");
    CHECK(plain_names("_ZZN1a1bIdEEvT_ENKUlvE_clEv") == "a::b");
    CHECK(plain_names("_Z99a").empty());
}
