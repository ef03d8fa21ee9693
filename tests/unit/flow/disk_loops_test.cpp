// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Loops with states on disk: what they leave behind, and what they make of a disk that fails.

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace {

std::vector<std::string> warnings;  // NOLINT: the handler has no other place

struct listening {
    diagnostic_handler before = set_diagnostic_handler([](char const* sentence) { warnings.emplace_back(sentence); });
    listening() { warnings.clear(); }
    listening(listening const&) = delete;
    listening& operator=(listening const&) = delete;
    ~listening() { set_diagnostic_handler(before); }
};

/// No file may grow beyond `size` bytes.
struct file_limit {
    rlimit before{};
    void (*handler)(int) = std::signal(SIGXFSZ, SIG_IGN);

    explicit file_limit(rlim_t size) {
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit now = before;
        now.rlim_cur = size;
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    file_limit(file_limit const&) = delete;
    file_limit& operator=(file_limit const&) = delete;
    ~file_limit() {
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
    }
};

/// The files without a name that this process has open there.
std::vector<std::string> open_files(loops::directory const& d) {
    std::vector<std::string> found;
    for (auto const& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code none;
        if (std::filesystem::read_symlink(entry.path(), none).string().starts_with(d.path + '/'))
            found.push_back(entry.path().string());
    }
    return found;
}

constexpr std::size_t size = 20;
constexpr std::uint64_t n = 60;

auto loop_under(loop_policy const& policy, bool by_while) {
    return [policy, by_while](std::vector<real> const& x) {
        auto const step = [](std::vector<real> const& s, std::size_t) {
            std::vector<real> next;
            for (real const& v : s) next.push_back(sin(v) * 0.9 + 0.1);
            return next;
        };
        if (!by_while) return for_loop(n, x, step, policy);
        return while_loop(x, [](auto const&, std::size_t i) { return i < n; }, step, policy).first;
    };
}

/// The derivative by each number of the start, after `between` has been called between the primal run and the sweep.
template <class Between>
std::vector<double> swept(loop_policy const& policy, bool by_while, Between const& between) {
    tape<double> list;
    std::vector<real> x;
    for (std::size_t i = 0; i < size; ++i) x.push_back(list.input(0.05 * static_cast<double>(i)));
    std::vector<real> y;
    {
        recording<double> const open(list);
        y = loop_under(policy, by_while)(x);
    }
    between();
    adjoints<double> sweep(list);
    for (real const& leaf : y) sweep.seed(leaf) = 1.0;
    sweep.reverse(list);
    std::vector<double> found;
    for (real const& leaf : x) found.push_back(sweep[leaf]);
    return found;
}

}  // namespace

TEST_CASE("states on disk leave no file behind", "[disk_loops]") {
    loops::directory const d;
    listening const to;
    for (bool const by_while : {false, true}) {
        auto const expected = swept(save_all(), by_while, [] {});
        for (std::uint64_t ram = 1; ram <= 3; ++ram) {
            loop_stats counts;
            auto const got = swept(disk(d.path, ram).io_cost({1.0, 1.0}).report_to(counts), by_while, [&] {
                CHECK(d.empty());
                CHECK(open_files(d).size() == 1);
            });
            CHECK(got == expected);
            CHECK(counts.disk_bytes > 0);
            CHECK(counts.taped == n);
            CHECK(open_files(d).empty());
        }
    }
    CHECK(d.empty());
    CHECK(warnings.empty());
}

TEST_CASE("a disk that is full costs evaluations", "[disk_loops]") {
    loops::directory const d;
    for (bool const by_while : {false, true}) {
        auto const expected = swept(save_all(), by_while, [] {});
        for (rlim_t const limit : {rlim_t{0}, rlim_t{100}, rlim_t{1000}, rlim_t{3000}}) {
            INFO("while " << by_while << ", limit " << limit);
            listening const to;
            std::vector<double> got;
            loop_stats counts;
            {
                file_limit const full(limit);
                got = swept(disk(d.path, 2).io_cost({1.0, 1.0}).report_to(counts), by_while, [] {});
            }
            CHECK(got == expected);
            CHECK(warnings.size() == 1);
            CHECK(counts.taped == n);
        }
    }
}

TEST_CASE("a damaged state is computed again", "[disk_loops]") {
    loops::directory const d;
    for (bool const by_while : {false, true}) {
        auto const expected = swept(save_all(), by_while, [] {});
        for (off_t const at : {off_t{0}, off_t{50}, off_t{700}}) {
            INFO("while " << by_while << ", byte " << at);
            listening const to;
            auto const got = swept(disk(d.path, 2).io_cost({1.0, 1.0}), by_while, [&] {
                auto const files = open_files(d);
                REQUIRE(files.size() == 1);
                int const file = ::open(files[0].c_str(), O_RDWR | O_CLOEXEC);
                REQUIRE(file >= 0);
                unsigned char c = 0;
                REQUIRE(::pread(file, &c, 1, at) == 1);
                c = static_cast<unsigned char>(~c);
                REQUIRE(::pwrite(file, &c, 1, at) == 1);
                ::close(file);
            });
            CHECK(got == expected);
            CHECK(warnings.size() == 1);
        }
    }
}

TEST_CASE("a file that is cut off altogether", "[disk_loops]") {
    loops::directory const d;
    listening const to;
    auto const expected = swept(save_all(), false, [] {});
    auto const got = swept(disk(d.path, 2).io_cost({1.0, 1.0}), false,
                           [&] { std::filesystem::resize_file(open_files(d).at(0), 0); });
    CHECK(got == expected);
    CHECK_FALSE(warnings.empty());
}

TEST_CASE("a directory that is not there", "[disk_loops]") {
    tape<double> list;
    std::vector<real> const x{list.input(1.0)};
    recording<double> const open(list);
    auto const before = list.statistics();
    CHECK_THROWS_AS(loop_under(disk("/no/such/directory", 2), false)(x), disk_failure);
    CHECK_THROWS_AS(loop_under(disk("/no/such/directory", 2), true)(x), disk_failure);
    CHECK(list.statistics().statements == before.statements);
    CHECK(list.statistics().operators == before.operators);
    CHECK(list.is_recording());
}
