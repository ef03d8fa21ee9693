// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <wengert/core/ownership.hpp>
#include <wengert/tape/handle.hpp>

// The names of recordings.
namespace wengert::detail {

// Tags are taken in batches, so that threads rarely meet at the counter.
struct tag_batches {
    static constexpr std::uint32_t size = 1024;
    static constexpr std::size_t remembered = 64;

    std::uint32_t next = 0, end = 0;
    std::uint32_t batches[remembered] = {};
    std::size_t taken = 0;
};
constinit inline std::uint32_t tags_taken = 0;
constinit inline thread_local tag_batches tags_here{};

inline std::uint32_t new_tag() {
    tag_batches& here = tags_here;
    do {
        if (here.next == here.end) {
            here.next = count_up(tags_taken, tag_batches::size);
            here.end = here.next + tag_batches::size;
            here.batches[here.taken++ % tag_batches::remembered] = here.next;
        }
        ++here.next;
    } while (here.next - 1 == passive_tag || here.next - 1 == no_recording_tag);
    return here.next - 1;
}

/// Whether this thread made the recording with this tag, as far as it remembers.
inline bool tag_is_ours(std::uint32_t tag) {
    tag_batches const& here = tags_here;
    for (std::size_t i = 0; i < here.taken && i < tag_batches::remembered; ++i)
        if (tag - here.batches[i] < tag_batches::size) return true;
    return here.taken > tag_batches::remembered;
}

}  // namespace wengert::detail
