// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <filesystem>
#include <fstream>
#include <string>

#include <wengert/core/free_memory.hpp>

#include "support/catch.hpp"
#include "support/directory.hpp"

using namespace wengert;
using detail::memory_allowance;
using detail::memory_state;
using detail::unlimited;

namespace {

/// Until it is gone, memory is told by the files of a system that has 1 GB, of which 400 MB are free, with this process in the
/// group /pod/job.
struct small_system {
    support::directory root;
    std::string machine = root / "meminfo", group = root / "cgroup", groups = root / "groups";

    small_system() {
        write("meminfo", "MemTotal:         1000000 kB\nMemFree: 3 kB\nMemAvailable:     400000 kB\nBuffers: 4 kB\n");
        write("cgroup", "9:memory:/elsewhere\n0::/pod/job\n");
        detail::memory_is_told_by = {machine.c_str(), group.c_str(), groups.c_str()};
    }
    small_system(small_system const&) = delete;
    small_system& operator=(small_system const&) = delete;
    ~small_system() { detail::memory_is_told_by = {}; }

    void write(std::string const& path, std::string const& text) const {
        std::filesystem::create_directories(std::filesystem::path(root / path).parent_path());
        std::ofstream(root / path) << text;
    }
};

}  // namespace

TEST_CASE("how much memory is left") {
    small_system const system;
    SECTION("the machine") {
        CHECK(memory_state::now().total == 1'024'000'000);
        CHECK(memory_state::now().free == 409'600'000);
    }
    SECTION("a control group without a limit") {
        system.write("groups/pod/job/memory.max", "max\n");
        system.write("groups/pod/job/memory.current", "500000000\n");
        CHECK(memory_state::now().free == 409'600'000);
    }
    SECTION("a control group, and what it keeps of files counts as free") {
        system.write("groups/pod/job/memory.max", "300000000\n");
        system.write("groups/pod/job/memory.current", "200000000\n");
        CHECK(memory_state::now().free == 100'000'000);
        system.write("groups/pod/job/memory.stat", "anon 7\ninactive_file 50000000\nactive_file 9\n");
        CHECK(memory_state::now().free == 150'000'000);
        CHECK(memory_state::now().total == 300'000'000);
    }
    SECTION("groups around it") {
        system.write("groups/pod/memory.max", "30000\n");
        system.write("groups/pod/memory.current", "20000\n");
        system.write("groups/pod/job/memory.max", "300000\n");
        CHECK(memory_state::now().free == 10'000);
        system.write("groups/memory.max", "3000\n");
        system.write("groups/memory.current", "4000\n");
        CHECK(memory_state::now().free == 0);
        CHECK(memory_state::now().total == 3000);
    }
    SECTION("a container that sees its own groups alone") {
        system.write("cgroup", "0::/\n");
        system.write("groups/memory.max", "3000\n");
        CHECK(memory_state::now().free == 3000);
    }
    SECTION("nonsense") {
        for (auto const* text : {"0::\n", "0::x\n", "0:://\n", "0::/../..//\n", "", "0::"}) {
            system.write("cgroup", text);
            CHECK(memory_state::now().free == 409'600'000);
        }
        system.write("meminfo", "MemTotal: x kB\nMemAvailable:\n");
        CHECK(memory_state::now().free == unlimited);
    }
    SECTION("a system that does not tell") {
        std::filesystem::remove_all(system.root.path);
        CHECK(memory_state::now().free == unlimited);
        CHECK(memory_state::now().total == unlimited);
    }
}

TEST_CASE("this system tells how much memory is left") {
    memory_state const m = memory_state::now();
    CHECK(m.free > 0);
    CHECK(m.free <= m.total);
}

TEST_CASE("who takes memory asks as it gets scarce") {
    small_system const system;
    memory_allowance allowance;
    std::uint64_t const block = 10'000'000;
    SECTION("what was refused was not taken") {
        CHECK_THROWS_AS(allowance.take(400'000'000, "the tape"), out_of_memory);
        CHECK_NOTHROW(allowance.take(390'000'000, "the tape"));  // a 64th of the machine is left
    }
    SECTION("it looks again before little is left") {
        std::uint64_t free = 409'600'000, taken = 0;
        std::string said;
        while (said.empty()) try {
                system.write("meminfo", "MemTotal: 1000000 kB\nMemAvailable: " + std::to_string((free - taken) / 1024));
                allowance.take(block, "the tape");
                taken += block;
            } catch (out_of_memory const& e) {
                said = e.what();
            }
        CHECK(free - taken > 1'024'000'000 / 64);
        CHECK(free - taken < 1'024'000'000 / 64 + 2 * block);
        CHECK(said.find("wengert: the tape needs another 10 MB, and only 19.") == 0);
    }
    SECTION("a system that does not tell refuses nothing") {
        std::filesystem::remove_all(system.root.path);
        CHECK_NOTHROW(allowance.take(unlimited / 2, "the tape"));
        CHECK_NOTHROW(allowance.take(unlimited / 2, "the tape"));
    }
}
