// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// States as bytes, and slots in a file whose disk is full, whose blocks are damaged and which must leave nothing behind.

#include <array>
#include <bit>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wengert/dual/dual.hpp>
#include <wengert/flow/slots/disk_file.hpp>
#include <wengert/flow/slots/serialise.hpp>

#include "support/catch.hpp"
#include "support/directory.hpp"

#if defined(__linux__)
#include <sched.h>
#include <sys/mount.h>
#endif

namespace slots_test {

template <class T>
struct layer {
    BOOST_HANA_DEFINE_STRUCT(layer, (std::vector<T>, weights), (T, bias), (std::string, name));
};

template <class T>
struct model {
    std::vector<layer<T>> layers;
    std::pair<T, int> rate;
    double step;
    int trips;
    std::vector<bool> used;
    std::vector<std::string> notes;
    std::array<std::vector<T>, 2> history;
    std::map<int, int>* cache;
};

struct nothing {};
struct nothing_else {};

/// A matrix whose size is known only at run time, from somewhere else.
template <class T>
struct grid {
    std::size_t rows = 0;
    std::list<T> numbers{};
};

struct no_default {
    explicit no_default(int i) : value(i) {}
    int value;
};

template <class T>
struct owning {
    T a;
    std::unique_ptr<int> b;
};

template <class T>
struct plain {
    T a;
    int n;
    std::array<T, 3> b;
};

}  // namespace slots_test

BOOST_HANA_ADAPT_STRUCT(slots_test::model<double>, layers, rate, step, trips, used, notes, history, cache);
BOOST_HANA_ADAPT_STRUCT(slots_test::owning<double>, a, b);
BOOST_HANA_ADAPT_STRUCT(slots_test::plain<double>, a, n, b);

template <class T>
struct wengert::sequence_traits<slots_test::grid<T>> {
    using element = T;
    static constexpr std::size_t extent = wengert::dynamic_extent;
    template <class U>
    using rebind = slots_test::grid<U>;

    static std::size_t size(slots_test::grid<T> const& s) { return s.numbers.size(); }
    static auto& at(auto& s, std::size_t i) { return *std::next(s.numbers.begin(), static_cast<std::ptrdiff_t>(i)); }
    static std::array<std::size_t, 2> shape(slots_test::grid<T> const& s) { return {s.rows, s.numbers.size()}; }
    static void reshape(slots_test::grid<T>& s, std::array<std::size_t, 2> const& shape) {
        s.rows = shape[0];
        s.numbers.resize(shape[1]);
    }
};

using namespace slots_test;

namespace {

using wengert::dual;
using wengert::detail::deserialise;
using wengert::detail::disk_file;
using wengert::detail::serialisable;
using wengert::detail::serialise;
using bytes = std::vector<std::byte>;

static_assert(serialisable<double> && serialisable<long double const> && serialisable<dual<double, 3>>);
static_assert(serialisable<model<double>> && serialisable<model<dual<float>>> && serialisable<grid<double>>);
static_assert(serialisable<plain<dual<double>>> && serialisable<std::tuple<>>);
static_assert(serialisable<std::vector<bool>> && serialisable<std::u16string> && serialisable<int*>);
static_assert(!serialisable<owning<double>> && !serialisable<std::unique_ptr<int>>);
static_assert(!serialisable<std::vector<no_default>> && serialisable<std::array<no_default, 2>>);
static_assert(!serialisable<std::pair<double, std::map<int, int>>>);

template <class S>
bytes bytes_of(S const& s) {
    bytes out;
    serialise(s, out);
    return out;
}

/// Whether s comes back into `into` from its bytes, and from no fewer.
template <class S>
bool comes_back(S const& s, S into) {
    bytes const there = bytes_of(s);
    std::byte const* from = there.data();
    std::byte const* const end = from + there.size();
    if (!deserialise(into, from, end) || from != end) return false;
    // Bytes are compared, for a NaN is not equal to itself.
    if (bytes_of(into) != there) return false;
    for (std::size_t size = 0; size < there.size(); ++size) {
        // The address sanitizer sees a look beyond the end of exactly this much.
        auto const part = std::make_unique<std::byte[]>(size);
        std::copy_n(there.begin(), size, part.get());
        S scratch = into;
        from = part.get();
        if (deserialise(scratch, from, part.get() + size)) return false;
    }
    return true;
}

template <class S>
bool comes_back(S const& s) {
    return comes_back(s, S{}) && comes_back(s, s);
}

template <class T>
model<T> example() {
    return {{{{T(1), T(2)}, T(3), "first"}, {{}, T(4), std::string(100, 's')}},
            {T(5), 42},
            0.1,
            -7,
            {true, false, true},
            {"", "a note"},
            {{{}, {T(6), T(7), T(8)}}},
            nullptr};
}

constexpr double nan_with(std::uint64_t payload) {
    return std::bit_cast<double>(UINT64_C(0x7ff8000000000000) | payload);
}

}  // namespace

TEST_CASE("a state comes back from its bytes", "[serialise]") {
    using limits = std::numeric_limits<double>;
    CHECK(comes_back(2.5));
    CHECK(comes_back(-0.0F));
    CHECK(comes_back(3.25L));
    CHECK(comes_back(
        std::vector<double>{-0.0, limits::denorm_min(), limits::infinity(), nan_with(0x123), (limits::max)()}));
    CHECK(comes_back(std::vector<double>{}));
    CHECK(comes_back(std::vector<double>{}, std::vector<double>{1, 2, 3}));
    CHECK(comes_back(std::vector<double>{1, 2, 3}, std::vector<double>{4}));
    CHECK(comes_back(std::vector<std::vector<float>>{{}, {1, 2}, {}, {3}}));
    CHECK(comes_back(std::array<std::vector<double>, 3>{{{1}, {}, {2, 3}}}));
    CHECK(comes_back(std::vector<std::array<double, 2>>{{1, 2}, {3, 4}}));
    CHECK(comes_back(std::array<double, 0>{}));
    CHECK(comes_back(std::tuple<double, std::vector<double>, int>{1, {2, 3}, 4}));
    CHECK(comes_back(std::pair<float, std::string>{1.0F, "text"}));
    CHECK(comes_back(dual<double, 2>(1, {2, nan_with(7)})));
    CHECK(comes_back(std::vector<dual<dual<double>>>(3)));
    CHECK(comes_back(plain<double>{1, 2, {3, 4, 5}}));
    CHECK(comes_back(plain<dual<double>>{1.0, 2, {3.0, 4.0, 5.0}}));
    CHECK(comes_back(example<double>()));
    CHECK(comes_back(example<float>()));
    CHECK(comes_back(example<dual<double, 2>>()));
    CHECK(comes_back(std::vector<model<double>>{example<double>(), {}, example<double>()}));
    CHECK(comes_back(std::vector<bool>(67, true)));
    CHECK(comes_back(std::u32string(U"wide")));
    CHECK(comes_back(grid<double>{2, {1, 2, 3, 4, 5, 6}}));
    CHECK(comes_back(grid<std::vector<double>>{1, {{1}, {}}}, grid<std::vector<double>>{2, {{3}, {4}, {5}, {6}}}));
}

TEST_CASE("passive members come back", "[serialise]") {
    auto const there = bytes_of(example<double>());
    auto back = model<double>{};
    std::byte const* from = there.data();
    REQUIRE(deserialise(back, from, from + there.size()));
    CHECK(back.layers.size() == 2);
    CHECK(back.layers[0].name == "first");
    CHECK(back.layers[0].weights == std::vector<double>{1, 2});
    CHECK(back.layers[1].name == std::string(100, 's'));
    CHECK(back.rate == std::pair{5.0, 42});
    CHECK(back.step == 0.1);
    CHECK(back.trips == -7);
    CHECK(back.used == std::vector<bool>{true, false, true});
    CHECK(back.notes == std::vector<std::string>{"", "a note"});
    CHECK(back.history[1] == std::vector<double>{6, 7, 8});
}

TEST_CASE("the bits of a number survive", "[serialise]") {
    for (double const x : {-0.0, 0.0, nan_with(0x5a5a), -nan_with(1), 5e-324, -1e308}) {
        auto const there = bytes_of(std::tuple<double, std::string>{x, ""});
        std::tuple<double, std::string> back;
        std::byte const* from = there.data();
        REQUIRE(deserialise(back, from, from + there.size()));
        CHECK(std::bit_cast<std::uint64_t>(std::get<0>(back)) == std::bit_cast<std::uint64_t>(x));
    }
}

TEST_CASE("an empty class does not overwrite its neighbour in a tuple", "[serialise]") {
    // The classes lie where the vector has its pointers. Several, because a byte of a pointer may be 0 by chance.
    using state = std::tuple<nothing, std::vector<double>, nothing_else>;
    auto const there = bytes_of(state(nothing{}, std::vector<double>{1, 2, 3}, nothing_else{}));
    std::list<state> back;
    for (std::size_t size = 0; size != 20; ++size) {
        std::byte const* from = there.data();
        auto& into = back.emplace_back(nothing{}, std::vector<double>(size), nothing_else{});
        REQUIRE(deserialise(into, from, from + there.size()));
        CHECK(std::get<1>(into) == std::vector<double>{1, 2, 3});
    }
    CHECK(comes_back(std::vector<std::pair<nothing, nothing>>(5)));
}

TEST_CASE("states are appended one after another", "[serialise]") {
    bytes there = bytes_of(std::string("first"));
    serialise(std::vector<double>{1, 2}, there);
    std::byte const* from = there.data();
    std::byte const* const end = from + there.size();
    std::string text;
    std::vector<double> numbers;
    CHECK(deserialise(text, from, end));
    CHECK(deserialise(numbers, from, end));
    CHECK(from == end);
    CHECK(text == "first");
    CHECK(numbers == std::vector<double>{1, 2});
}

TEST_CASE("the memory of a vector is used again", "[serialise]") {
    auto const there = bytes_of(std::vector<std::vector<double>>{{1, 2}, {3}});
    std::vector<std::vector<double>> into{std::vector<double>(10), std::vector<double>(10), {}};
    double const* const first = into[0].data();
    std::byte const* from = there.data();
    REQUIRE(deserialise(into, from, from + there.size()));
    CHECK(into[0].data() == first);
    CHECK(into == std::vector<std::vector<double>>{{1, 2}, {3}});
}

TEST_CASE("a length that nothing follows allocates nothing", "[serialise]") {
    for (std::uint64_t const size : {UINT64_C(1) << 63, UINT64_C(1) << 40, ~UINT64_C(0), UINT64_C(2)}) {
        bytes there = bytes_of(size);
        there.resize(there.size() + sizeof(double));
        auto refused = [&](auto into) {
            std::byte const* from = there.data();
            return !deserialise(into, from, from + there.size());
        };
        CHECK(refused(std::vector<double>{}));
        CHECK(refused(std::vector<std::vector<double>>{}));
        CHECK((size == 2 || refused(std::string{})));
        CHECK((size == 2 || refused(std::vector<bool>{})));
        CHECK((size == 2 || refused(std::vector<std::pair<nothing, nothing>>{})));
    }
}

namespace {

struct directory : support::directory {
    /// The files without a name that this process has open in it, as a path each.
    std::vector<std::string> open_files() const {
        std::vector<std::string> found;
        for (auto const& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code none;
            auto const target = std::filesystem::read_symlink(entry.path(), none).string();
            if (target.starts_with(path + "/wengert-")) found.push_back(entry.path().string());
        }
        return found;
    }
};

/// Changes one byte of the only open file in `d`.
void flip(directory const& d, std::uint64_t offset, unsigned char bits = 1) {
    auto const files = d.open_files();
    REQUIRE(files.size() == 1);
    int const file = ::open(files[0].c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(file >= 0);
    unsigned char c = 0;
    bool const read = ::pread(file, &c, 1, static_cast<off_t>(offset)) == 1;
    c = static_cast<unsigned char>(c ^ bits);
    bool const written = ::pwrite(file, &c, 1, static_cast<off_t>(offset)) == 1;
    ::close(file);
    REQUIRE((read && written));
}

bytes content(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    bytes out(size);
    for (auto& b : out) b = static_cast<std::byte>(random());
    return out;
}

bool holds(disk_file& file, std::uint64_t slot, std::uint64_t position, bytes const& expected) {
    bytes out(3);
    return file.load(slot, position, out) && out == expected;
}

/// A limit on the size of files, for as long as it lives.
struct file_limit {
    rlimit before{};
    void (*handler)(int);

    file_limit(std::uint64_t size, void (*on_signal)(int)) : handler(std::signal(SIGXFSZ, on_signal)) {
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit now = before;
        now.rlim_cur = size;
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~file_limit() {
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
    }
};

}  // namespace

TEST_CASE("a slot gives back what was stored", "[disk_file]") {
    directory const d;
    disk_file file(d.path);
    CHECK(file.bytes() == 0);
    CHECK(file.store(0, 100, content(1000, 0)));
    CHECK(file.store(7, 107, {}));
    CHECK(file.store(3, 103, content(1, 3)));
    CHECK(holds(file, 0, 100, content(1000, 0)));
    CHECK(holds(file, 3, 103, content(1, 3)));
    CHECK(holds(file, 7, 107, {}));
    CHECK(file.trouble().empty());

    SECTION("again and again") { CHECK(holds(file, 0, 100, content(1000, 0))); }
    SECTION("not for another position") {
        bytes out(5);
        CHECK_FALSE(file.load(0, 101, out));
        CHECK(out.empty());
        CHECK(file.trouble() == "the slot holds another state");
    }
    SECTION("not from an empty slot") {
        bytes out(5);
        CHECK_FALSE(file.load(1, 100, out));
        CHECK_FALSE(file.load(1000000000000, 100, out));
        CHECK(out.empty());
        CHECK(file.trouble() == "the slot is empty");
    }
    SECTION("not after a drop") {
        file.drop(0);
        file.drop(1);
        CHECK_FALSE(holds(file, 0, 100, content(1000, 0)));
        CHECK(holds(file, 3, 103, content(1, 3)));
    }
    SECTION("the latest, whatever its size") {
        for (std::size_t const size : {1000U, 10U, 5000U, 0U, 5001U}) {
            CHECK(file.store(0, size, content(size, 9)));
            CHECK(holds(file, 0, size, content(size, 9)));
            CHECK_FALSE(holds(file, 0, 100, content(1000, 0)));
            CHECK(holds(file, 3, 103, content(1, 3)));
            CHECK(holds(file, 7, 107, {}));
        }
    }
    SECTION("when all are dropped the file is empty") {
        auto const peak = file.bytes();
        file.drop(3);
        file.drop(0);
        file.drop(7);
        CHECK(file.bytes() == 0);
        CHECK(file.peak_bytes() == peak);
        CHECK(std::filesystem::file_size(d.open_files().at(0)) == 0);
        CHECK(file.store(0, 1, content(10, 1)));
        CHECK(holds(file, 0, 1, content(10, 1)));
    }
}

TEST_CASE("the file has no name and dies with its owner", "[disk_file]") {
    directory const d;
    {
        disk_file file(d.path + "/");
        CHECK(d.empty());
        CHECK(file.store(0, 0, content(100000, 1)));
        CHECK(d.empty());
        REQUIRE(d.open_files().size() == 1);
        int const descriptor = std::stoi(std::filesystem::path(d.open_files()[0]).filename());
        CHECK((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
        CHECK(std::filesystem::file_size(d.open_files()[0]) == file.bytes());

        disk_file moved(std::move(file));
        CHECK(holds(moved, 0, 0, content(100000, 1)));
        CHECK(d.open_files().size() == 1);
        disk_file other(d.path);
        CHECK(other.store(5, 5, content(10, 5)));
        CHECK(d.open_files().size() == 2);
        moved = std::move(other);
        CHECK(d.open_files().size() == 1);
        CHECK(holds(moved, 5, 5, content(10, 5)));
        bytes out;
        CHECK_FALSE(moved.load(0, 0, out));
        {
            disk_file brief(d.path);
            CHECK(brief.store(6, 6, content(10, 6)));
            moved = std::move(brief);
        }
        CHECK(holds(moved, 6, 6, content(10, 6)));
    }
    CHECK(d.open_files().empty());
    CHECK(d.empty());
    static_assert(std::is_nothrow_move_constructible_v<disk_file> && std::is_nothrow_move_assignable_v<disk_file>);
    static_assert(!std::is_copy_constructible_v<disk_file>);
}

TEST_CASE("a directory that takes no file is an error that names it", "[disk_file]") {
    using Catch::Matchers::Contains;
    directory const d;
    CHECK_THROWS_AS(disk_file(d.path + "/missing"), wengert::disk_failure);
    CHECK_THROWS_WITH(disk_file(d.path + "/missing"), Contains("'" + d.path + "/missing'") &&
                                                          Contains("No such file or directory") &&
                                                          Contains("Name a directory that exists"));
    CHECK_THROWS_WITH(disk_file("/proc"), Contains("'/proc'"));
    CHECK_THROWS_WITH(disk_file("/dev/null"), Contains("Not a directory"));
    CHECK_THROWS_WITH(disk_file(""), Contains("its name is empty"));
    if (::geteuid() != 0) {  // who may do everything
        std::filesystem::permissions(d.path, std::filesystem::perms::owner_read);
        CHECK_THROWS_WITH(disk_file(d.path), Contains("Permission denied"));
        std::filesystem::permissions(d.path, std::filesystem::perms::owner_all);
    }
    CHECK(d.empty());
}

TEST_CASE("a file that may not grow keeps what it has", "[disk_file]") {
    // Without SIG_IGN the signal would end this program; it must not be raised.
    auto const on_signal = GENERATE(SIG_IGN, SIG_DFL);
    directory const d;
    disk_file file(d.path);
    bytes const some = content(20000, 1);
    bool stored[4];
    std::uint64_t sizes[3];
    bool kept = false;
    std::string trouble;
    {
        file_limit const limit(65536, on_signal);
        for (std::uint64_t i = 0; i != 3; ++i) stored[i] = file.store(i, i, some);
        sizes[0] = file.bytes();
        stored[3] = file.store(3, 3, some);
        sizes[1] = file.bytes();
        trouble = file.trouble();
        kept = holds(file, 0, 0, some) && holds(file, 1, 1, some) && holds(file, 2, 2, some);
        file.drop(1);
        kept = kept && file.store(3, 3, some) && holds(file, 3, 3, some) && !file.store(1, 1, some);
        sizes[2] = file.bytes();
    }
    CHECK((stored[0] && stored[1] && stored[2]));
    CHECK_FALSE(stored[3]);
    CHECK(sizes[1] == sizes[0]);
    CHECK(sizes[2] == sizes[0]);
    CHECK(trouble == "File too large");
    CHECK(kept);
    CHECK(file.peak_bytes() == sizes[0]);
    CHECK(holds(file, 0, 0, some));
    CHECK(holds(file, 2, 2, some));
    CHECK(holds(file, 3, 3, some));
    CHECK(file.store(1, 1, some));
    CHECK(holds(file, 1, 1, some));
}

TEST_CASE("a store that fails empties its slot and no other", "[disk_file]") {
    directory const d;
    disk_file file(d.path);
    CHECK(file.store(0, 0, content(100, 0)));
    CHECK(file.store(1, 1, content(100, 1)));
    bool stored;
    {
        file_limit const limit(65536, SIG_IGN);
        stored = file.store(1, 2, content(100000, 2));
    }
    CHECK_FALSE(stored);
    CHECK_FALSE(holds(file, 1, 1, content(100, 1)));
    CHECK_FALSE(holds(file, 1, 2, content(100000, 2)));
    CHECK(holds(file, 0, 0, content(100, 0)));
    CHECK(file.bytes() < 1000);
}

TEST_CASE("a disk that takes no more writes is an answer", "[disk_file]") {
    directory const d;
    disk_file file(d.path);
    for (std::uint64_t i = 0; i != 3; ++i) CHECK(file.store(i, i, content(1000, static_cast<unsigned>(i))));
    auto const before = file.bytes();
    // Its descriptor is made one that can only read.
    auto const name = d.open_files().at(0);
    int const descriptor = std::stoi(std::filesystem::path(name).filename());
    int const writable = ::dup(descriptor);
    int const readable = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(::dup2(readable, descriptor) == descriptor);
    CHECK_FALSE(file.store(1, 4, content(1000, 4)));
    CHECK(file.trouble() == "Bad file descriptor");
    CHECK_FALSE(file.store(5, 5, content(5000, 5)));
    CHECK(holds(file, 0, 0, content(1000, 0)));
    CHECK(holds(file, 2, 2, content(1000, 2)));
    file.drop(2);  // cannot be cut off now
    CHECK_FALSE(file.store(6, 6, content(10, 6)));
    REQUIRE(::dup2(writable, descriptor) == descriptor);
    ::close(readable);
    ::close(writable);
    CHECK(file.bytes() == before);
    CHECK(file.store(7, 7, content(2000, 7)));
    CHECK(file.bytes() == before);
    CHECK(holds(file, 7, 7, content(2000, 7)));
    CHECK(holds(file, 0, 0, content(1000, 0)));
    file.drop(7);
    CHECK(file.bytes() == before / 3);
}

TEST_CASE("a damaged block is noticed and the others are not touched", "[disk_file]") {
    directory const d;
    disk_file file(d.path);
    for (std::uint64_t i = 0; i != 3; ++i) REQUIRE(file.store(i, i, content(1000, static_cast<unsigned>(i))));
    auto const each = file.bytes() / 3;
    auto others = [&] { return holds(file, 0, 0, content(1000, 0)) && holds(file, 2, 2, content(1000, 2)); };

    SECTION("any byte of it, header or content") {
        unsigned unnoticed = 0;
        for (std::uint64_t i = 0; i < 32 + 1000; i += i < 32 ? 1 : 31) {
            flip(d, each + i, 0x80);
            bytes out(1);
            if (file.load(1, 1, out) || !out.empty()) ++unnoticed;
            flip(d, each + i, 0x80);
        }
        CHECK(unnoticed == 0);
        CHECK(holds(file, 1, 1, content(1000, 1)));
        flip(d, each + 40);
        bytes out;
        CHECK_FALSE(file.load(1, 1, out));
        CHECK(file.trouble() == "the checksum of the block is wrong");
        CHECK(others());
        // Mended by storing it anew.
        CHECK(file.store(1, 1, content(1000, 1)));
        CHECK(holds(file, 1, 1, content(1000, 1)));
    }
    SECTION("the signs of two numbers") {
        flip(d, each + 32 + 7, 0x80);
        flip(d, each + 32 + 15, 0x80);
        CHECK_FALSE(holds(file, 1, 1, content(1000, 1)));
        CHECK(others());
    }
    SECTION("an older block in its place") {
        auto const name = d.open_files().at(0);
        std::vector<char> old(each);
        int const other = ::open(name.c_str(), O_RDWR | O_CLOEXEC);
        CHECK(::pread(other, old.data(), each, static_cast<off_t>(each)) == static_cast<ssize_t>(each));
        CHECK(file.store(1, 1, content(1000, 4)));
        CHECK(holds(file, 1, 1, content(1000, 4)));
        CHECK(::pwrite(other, old.data(), each, static_cast<off_t>(each)) == static_cast<ssize_t>(each));
        ::close(other);
        bytes out;
        CHECK_FALSE(file.load(1, 1, out));
        CHECK(out.empty());
        CHECK(others());
    }
    SECTION("a file that was cut short") {
        std::filesystem::resize_file(d.open_files().at(0), each + each / 2);
        bytes out;
        CHECK_FALSE(file.load(1, 1, out));
        CHECK(out.empty());
        CHECK_FALSE(file.load(2, 2, out));
        CHECK(holds(file, 0, 0, content(1000, 0)));
    }
}

TEST_CASE("the checksum is MurmurHash64A, and every bit counts", "[disk_file]") {
    using wengert::detail::checksum;
    auto of = [](std::string const& text, std::uint64_t seed) {
        return checksum(reinterpret_cast<std::byte const*>(text.data()), text.size(), seed);
    };
    if constexpr (std::endian::native == std::endian::little) {
        // What others publish that they compute.
        CHECK(of("", 0) == 0);
        CHECK(of("aaaa", 0x9747b28c) == UINT64_C(0x41da53fdabaf04c8));
        CHECK(of("hash me", 22) == UINT64_C(15828218858260124487));
        CHECK(of("fransisco", 1) == UINT64_C(0x083fdaf4a6d0d3d9));
        CHECK(of("0123456789abcdef", 42) == UINT64_C(0x2dc5414e84ea21d2));
    }
    CHECK(of("hello", 0) != of("hello", 1));
    CHECK(of(std::string(8, '\0'), 0) != of(std::string(16, '\0'), 0));
    bytes b = content(45, 3);
    auto const sum = checksum(b.data(), b.size(), 0);
    for (std::size_t bit = 0; bit != 8 * b.size(); ++bit) {
        auto const mask = static_cast<std::byte>(1U << (bit % 8));
        b[bit / 8] ^= mask;
        CHECK(checksum(b.data(), b.size(), 0) != sum);
        b[bit / 8] ^= mask;
    }
}

TEST_CASE("free regions are used again", "[disk_file]") {
    directory const d;
    disk_file file(d.path);
    std::mt19937 random(1);
    constexpr std::size_t count = 10;
    constexpr std::size_t largest = 10000;
    std::array<std::size_t, count> sizes{};
    std::array<std::uint64_t, count> positions{};
    bool right = true;
    std::uint64_t longest = 0;
    for (std::uint64_t i = 1; i <= 3000; ++i) {
        auto const slot = random() % count;
        if (positions[slot] != 0) {
            auto const position = positions[slot];
            right = right && holds(file, slot, position, content(sizes[slot], static_cast<unsigned>(position)));
            if (random() % 4 != 0) file.drop(slot);  // else it is replaced
        }
        sizes[slot] = random() % largest;
        positions[slot] = i;
        right = right && file.store(slot, i, content(sizes[slot], static_cast<unsigned>(i)));
        longest = std::max(longest, file.bytes());
    }
    CHECK(right);
    CHECK(longest == file.peak_bytes());
    CHECK(longest < 2 * count * largest);
    for (std::size_t slot = 0; slot != count; ++slot) file.drop(slot);
    CHECK(file.bytes() == 0);

    // Two that are free side by side make room for one that is larger than each.
    for (std::uint64_t i = 0; i != 4; ++i) CHECK(file.store(i, i, content(1000, 0)));
    auto const before = file.bytes();
    auto const order = GENERATE(0U, 1U);
    file.drop(1 + order);
    file.drop(2 - order);
    CHECK(file.store(9, 9, content(2000, 9)));
    CHECK(file.bytes() == before);
    CHECK(holds(file, 0, 0, content(1000, 0)));
    CHECK(holds(file, 3, 3, content(1000, 0)));
    CHECK(holds(file, 9, 9, content(2000, 9)));
}

TEST_CASE("many slots", "[disk_file]") {
    directory const d;
    disk_file file(d.path);
    constexpr std::uint64_t count = 5000;
    bool right = true;
    for (std::uint64_t i = 0; i != count; ++i)
        right = right && file.store(i * 7 % count, i, content(i % 50, static_cast<unsigned>(i)));
    for (std::uint64_t i = 0; i != count; ++i)
        right = right && holds(file, i * 7 % count, i, content(i % 50, static_cast<unsigned>(i)));
    for (std::uint64_t i = 0; i < count; i += 2) file.drop(i);
    for (std::uint64_t i = 1; i < count; i += 2) file.drop(i);
    CHECK(right);
    CHECK(file.bytes() == 0);
}

TEST_CASE("a state goes to the disk and comes back", "[disk_file]") {
    directory const d;
    disk_file file(d.path);
    bytes buffer;
    serialise(example<dual<double>>(), buffer);
    CHECK(file.store(0, 12, buffer));
    bytes loaded;
    REQUIRE(file.load(0, 12, loaded));
    model<dual<double>> back;
    std::byte const* from = loaded.data();
    CHECK(deserialise(back, from, from + loaded.size()));
    CHECK(bytes_of(back) == buffer);
}

#if defined(__linux__)
namespace {

enum answer { right = 0, not_allowed = 77 };

// In a child process with mounts of its own: fills a disk of 256 KiB.
int fill_a_disk(std::string const& where) {
    // An ordinary user may do so as the root of a world of its own, where its numbers have to stand for something.
    std::string const user = "0 " + std::to_string(::geteuid()) + " 1";
    std::string const group = "0 " + std::to_string(::getegid()) + " 1";
    auto say = [](char const* name, std::string const& text) {
        int const file = ::open(name, O_WRONLY | O_CLOEXEC);
        return ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::close(file) == 0;
    };
    auto become_root = [&] {
        return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && say("/proc/self/setgroups", "deny") &&
               say("/proc/self/uid_map", user) && say("/proc/self/gid_map", group);
    };
    bool const mounted = (::unshare(CLONE_NEWNS) == 0 || become_root()) &&
                         ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         ::mount("none", where.c_str(), "tmpfs", 0, "size=256k") == 0;
    if (!mounted) return not_allowed;
    disk_file file(where);
    bytes const some = content(50000, 1);
    std::uint64_t stored = 0;
    while (stored < 100 && file.store(stored, stored, some)) ++stored;
    if (stored < 4 || stored > 5) return 1;
    if (file.trouble() != "No space left on device") return 2;
    for (std::uint64_t i = 0; i != stored; ++i)
        if (!holds(file, i, i, some)) return 3;
    // What the failed store had allocated is free for another file.
    disk_file other(where);
    if (!other.store(0, 0, content(1000, 2))) return 4;
    file.drop(1);
    if (!file.store(stored, stored, some) || !holds(file, stored, stored, some)) return 5;
    if (!holds(file, 0, 0, some) || !holds(other, 0, 0, content(1000, 2))) return 6;
    return right;
}

}  // namespace

TEST_CASE("a full disk keeps what it has", "[disk_file]") {
    directory const d;
    pid_t const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        try {
            ::_exit(fill_a_disk(d.path));
        } catch (...) {
            ::_exit(9);
        }
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == not_allowed) WARN("this process may not mount a small disk; the test was left out");
    else CHECK(WEXITSTATUS(status) == right);
}
#endif
