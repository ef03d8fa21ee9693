// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <wengert/core/structure.hpp>
#include <wengert/flow/loop/younger_reads.hpp>
#include <wengert/tape/recording.hpp>
#include <wengert/tape/revisit.hpp>
#include <wengert/tape/rewinding.hpp>

namespace wengert::detail {

/// New blocks of a list have room for so many arguments while it lives; 0: as the list likes.
template <class T>
class [[nodiscard]] growing_by {
public:
    growing_by(tape<T>& list, std::uint32_t arguments) : list_(list), before_(list.grow_by(arguments)) {}
    growing_by(growing_by const&) = delete;
    growing_by& operator=(growing_by const&) = delete;
    ~growing_by() { list_.grow_by(before_); }

private:
    tape<T>& list_;
    std::uint32_t before_;
};

/// The statements of the numbers of `s`; `nobody` for those that are not on the list.
template <class T, class Structure>
[[gnu::flatten]] void statements_of(tape<T> const& list, Structure const& s, std::vector<std::uint32_t>& to) {
    for_each_leaf(s, [&](active<T> const& leaf) { to.push_back(list.owns(leaf) ? leaf.identity().index : nobody); });
}

/// Statements of inputs and results, kept from replay to replay so that these do not allocate.
struct replay_room {
    std::vector<std::uint32_t> in, out;

    /// The inputs are `count` statements from `first` on, most often the same as the last time.
    void number_inputs(std::uint32_t first, std::uint32_t count) {
        if (in.size() == count && (count == 0 || in.front() == first)) return;
        in.clear();
        for (std::uint32_t i = 0; i < count; ++i) in.push_back(first + i);
    }
};

/// The same numbers on the list, as independent values.
template <class T, class Structure>
Structure as_inputs(tape<T>& list, Structure const& s) {
    return map_leaves<active<T>>(s, [&](active<T> const& leaf) { return list.input(leaf.value()); });
}

/// Records code(inputs) of a record at the end of its list, passes the sweep through it and forgets it. The inputs are independent
/// values with the numbers of `at`, or `at` itself if that is on the list. What the sweep goes in with has been laid aside before,
/// `expected` numbers of it, and what comes out is laid aside after, except at inputs that are on the list anyway. Returns the
/// result.
template <class T, class Inputs, class Code>
auto replay(replay_record<T> const& record, sweep_view<T>& sweep, replay_room& room, Inputs const& at, bool on_list,
            std::size_t expected, Code&& code) {
    tape<T>& list = *record.list;
    rewinding<T> const afterwards(list);
    younger_reads<T> const younger(record);
    std::uint32_t const first = afterwards.mark().statement;
    Inputs const inputs = on_list ? at : as_inputs(list, at);
    std::uint32_t const begin = list.next_statement();
    room.number_inputs(first, begin - first);
    auto const run = [&] {
        repeatable<T> const from_here;
        return code(inputs);
    };
    reading<T>::begins_again();
    auto result = [&] {
        recording<T> const open(list);
        return run();
    }();
    room.out.clear();
    statements_of(list, result, room.out);
    if (sweep.backward() && room.out.size() != expected)
        throw not_reproducible("It returned " + std::to_string(room.out.size()) + " numbers where it had returned " +
                               std::to_string(expected) + '.');
    younger.require_none(afterwards.mark(), room.out);
    sweep.open(first);
    sweep.give(sweep.backward() ? room.out : room.in);
    {
        auto again = [&] { static_cast<void>(run()); };
        stage_of<T, decltype(again)> const around(list, {begin, afterwards.mark().operators}, again);
        sweep.run(afterwards.mark(), list.mark());
    }
    sweep.take(sweep.backward() ? room.in : room.out);
    return result;
}

}  // namespace wengert::detail
