// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/revisit.hpp>

// What code captured by reference may have another name when it is run again, because it was assigned or watched, or because its
// place is now another's: a `for` around a loop makes its locals anew, in the same place. Their value may still be the same. But
// such a name is younger than the code's first run, and cannot be what that read; its adjoint would go astray. A variable keeps the
// name that it had when it was first read, perhaps in the last steps of a loop, and adjoints find that. And what a tape of the code's
// own watches first when it is run again has no other name.
namespace wengert::detail {

/// While it lives, the code of a record is run again at the end of its list.
template <class T>
class [[nodiscard]] younger_reads {
public:
    explicit younger_reads(replay_record<T> const& record)
        : record_(record),
          width_(record.list->next_statement() - record.first_result),
          around_(std::exchange(innermost, this)) {}
    younger_reads(younger_reads const&) = delete;
    younger_reads& operator=(younger_reads const&) = delete;
    ~younger_reads() { innermost = around_; }

    /// Throws if a statement or record since this mark, or one of `results`, reads what is younger than the first run of this code,
    /// or of code that it is part of, and older than the present one.
    void require_none(tape_mark const& since, std::vector<std::uint32_t> const& results) const {
        tape<T> const& list = *record_.list;
        for (younger_reads const* r = this; r != nullptr; r = r->around_) {
            if (r->record_.list != &list) continue;
            list.arguments_since(since, [&](std::uint32_t const* from, std::size_t count) { r->look_at(from, count); });
            for (std::size_t i = since.operators; i < list.records(); ++i) {
                auto const& arguments = list.record_at(i).arguments();
                r->look_at(arguments.data(), arguments.size());
            }
            r->look_at(results.data(), results.size());
        }
    }

private:
    constinit static inline thread_local younger_reads* innermost = nullptr;

    void look_at(std::uint32_t const* statements, std::size_t count) const {
        // Eight at a time, which compilers do side by side.
        std::array<std::uint32_t, 8> together{};
        std::uint32_t found = 0;
        std::size_t i = 0;
        for (; i + together.size() <= count; i += together.size())
            for (std::size_t k = 0; k < together.size(); ++k) together[k] |= is_younger(statements[i + k]);
        if (i > 0)
            for (std::uint32_t const t : together) found |= t;
        for (; i < count; ++i) found |= is_younger(statements[i]);
        if (found == 0) return;
        for (i = 0; i < count; ++i)
            if (is_younger(statements[i]) && !is_known(statements[i])) refuse();
    }

    [[nodiscard]] bool is_known(std::uint32_t statement) const {
        return now_reading<T>->has_read(statement) || record_.list->held().given_again(statement);
    }

    [[nodiscard]] bool is_younger(std::uint32_t statement) const { return statement - record_.first_result < width_; }

    [[noreturn, gnu::noinline]] void refuse() const {
        throw not_reproducible(
            std::string("The body of ") + record_.name() + place_text(record_.where) +
                " read a number that was recorded after it: what it captured by reference was assigned or watched "
                "since, or belongs to a block that has ended. Capture it by value, [=].",
            record_.where.location());
    }

    replay_record<T> const& record_;
    std::uint32_t width_;
    younger_reads* around_;
};

}  // namespace wengert::detail
