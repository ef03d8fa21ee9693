// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#if __has_include(<unistd.h>)
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

#include <wengert/core/error.hpp>

namespace wengert::detail {

/// A file that has no name any more, so that it is gone when the process is, however it ends. What a function returns is
/// 0 or an errno.
class nameless_file {
public:
    nameless_file(nameless_file&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    nameless_file& operator=(nameless_file&& other) noexcept {
        nameless_file old(std::move(other));
        std::swap(descriptor_, old.descriptor_);
        return *this;
    }

#if __has_include(<unistd.h>)
    explicit nameless_file(std::string const& directory) {
        if (directory.empty()) throw disk_failure(directory, "its name is empty");
        std::string name = directory + "/wengert-XXXXXX";
        descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
        if (descriptor_ < 0) throw disk_failure(directory, std::strerror(errno));
        if (::unlink(name.c_str()) != 0) {
            int const reason = errno;
            ::close(descriptor_);
            throw disk_failure(directory, std::strerror(reason));
        }
    }
    ~nameless_file() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    /// Whether the process may write up to `end`. Asked first, because to run into its limit would raise SIGXFSZ, which
    /// ends the process.
    int may_reach(std::uint64_t end) const noexcept {
        if (end > static_cast<std::uint64_t>(-1) >> (65 - 8 * sizeof(off_t))) return EFBIG;
        rlimit limit{};
        bool const limited = ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
        return limited && end > limit.rlim_cur ? EFBIG : 0;
    }

    int allocate(std::uint64_t offset, std::uint64_t size) const noexcept {
        int failed = 0;
#if defined(_POSIX_ADVISORY_INFO) && _POSIX_ADVISORY_INFO > 0
        do failed = ::posix_fallocate(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(size));
        while (failed == EINTR);
#endif
        // A file system that cannot promise room will say so when it is written to.
        return failed == EOPNOTSUPP || failed == EINVAL || failed == ENOSYS ? 0 : failed;
    }

    int write(std::uint64_t offset, void const* data, std::size_t size) const noexcept {
        return in_pieces(ENOSPC, size, [&](std::size_t done, std::size_t left) {
            return ::pwrite(descriptor_, static_cast<char const*>(data) + done, left,
                            static_cast<off_t>(offset + done));
        });
    }

    int read(std::uint64_t offset, void* data, std::size_t size) const noexcept {
        return in_pieces(EIO, size, [&](std::size_t done, std::size_t left) {
            return ::pread(descriptor_, static_cast<char*>(data) + done, left, static_cast<off_t>(offset + done));
        });
    }

    int cut(std::uint64_t size) const noexcept {
        return ::ftruncate(descriptor_, static_cast<off_t>(size)) == 0 ? 0 : errno;
    }

private:
    template <class Transfer>
    static int in_pieces(int if_none, std::size_t size, Transfer&& transfer) noexcept {
        for (std::size_t done = 0; done != size;) {
            auto const moved = transfer(done, size - done);
            if (moved > 0) done += static_cast<std::size_t>(moved);
            else if (moved == 0) return if_none;
            else if (errno != EINTR) return errno;
        }
        return 0;
    }
#else
    explicit nameless_file(std::string const& directory) {
        throw disk_failure(directory, "this system has no POSIX files");
    }

    int may_reach(std::uint64_t) const noexcept { return ENOSYS; }
    int allocate(std::uint64_t, std::uint64_t) const noexcept { return ENOSYS; }
    int write(std::uint64_t, void const*, std::size_t) const noexcept { return ENOSYS; }
    int read(std::uint64_t, void*, std::size_t) const noexcept { return ENOSYS; }
    int cut(std::uint64_t) const noexcept { return ENOSYS; }

private:
#endif
    int descriptor_ = -1;
};

}  // namespace wengert::detail
