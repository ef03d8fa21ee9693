// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/diagnostics.hpp>
#include <wengert/core/ownership.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/flow/policy.hpp>
#include <wengert/flow/schedules/action.hpp>
#include <wengert/flow/slots/bytes.hpp>
#include <wengert/flow/slots/disk_file.hpp>
#include <wengert/flow/slots/serialise.hpp>

namespace wengert::detail {

/// The slots of a loop: states as plain numbers, in memory and in a file. State 0 is never lost, so that the loop can always be
/// run again from its start.
template <class Plain>
class slot_store {
public:
    explicit slot_store(std::uint64_t slot_count) : most_(slot_count) {}

    /// Opens the file for slots on disk.
    void open_disk(std::string const& directory, Plain const& first) {
        if constexpr (serialisable<Plain>) {
            file_ = make_owner<disk_file>(directory);
            written_.push_back({0, first_slot});
            first_.push_back(first);
        } else {
            throw invalid_argument(
                "disk(directory, n): the state of this loop has a passive member that cannot be written to a file and "
                "read "
                "back: use checkpoints(n) or memory(bytes), or take it out of the state.");
        }
    }

    /// There will be no more slots in memory than these.
    void most(std::uint64_t slot_count) { most_ = slot_count; }

    /// Slots in memory are taken into use from 0 without a hole.
    void store(std::uint64_t slot, std::uint64_t position, storage_level level, Plain state) {
        if (level == storage_level::disk) return store_on_disk(slot, position, state);
        std::size_t const bytes = bytes_of(state);
        if (slot < count_) {
            forget(at(slot));
            at(slot).state = std::move(state);
        } else {
            std::vector<cell>& last = chunk_for(slot);
            last.push_back({std::move(state), 0, 0, false});
            ++count_;
        }
        cell& c = at(slot);
        c.position = position;
        c.bytes = bytes;
        c.used = true;
        ++used_;
        bytes_ += bytes;
        note();
    }

    /// The state in a slot; of one on disk, the nearest before it that can be had, and its position. Valid until the next call.
    std::pair<Plain const*, std::uint64_t> load(std::uint64_t slot, std::uint64_t position, storage_level level) {
        if (level == storage_level::ram) return {&at(slot).state, position};
        for (std::size_t i = written_.size(); i-- > 0;) {
            if (written_[i].position > position) continue;
            if (written_[i].slot == first_slot) return {&first_.front(), 0};
            if (read(written_[i])) return {&read_.front(), written_[i].position};
            warn("the checkpoint of step " + std::to_string(written_[i].position) +
                 " in the file of a loop is damaged; its state is computed again from an earlier one.");
            written_.erase(written_.begin() + static_cast<std::ptrdiff_t>(i));
        }
        return {&first_.front(), 0};
    }

    void drop(std::uint64_t slot, std::uint64_t position, storage_level level) {
        if (position == 0) return;
        if (level == storage_level::ram) return forget(at(slot));
        // Most often the last one.
        for (std::size_t i = written_.size(); i-- > 0;) {
            if (written_[i].slot != slot) continue;
            written_.erase(written_.begin() + static_cast<std::ptrdiff_t>(i));
            file_->drop(slot);
            return;
        }
    }

    /// Drops all but state 0.
    void clear() {
        for (std::uint64_t i = 0; i < count_; ++i)
            if (at(i).position != 0) forget(at(i));
        for (auto const& w : written_)
            if (w.slot != first_slot && w.position != 0 && file_) file_->drop(w.slot);
        std::erase_if(written_, [](auto const& w) { return w.position != 0; });
    }

    [[nodiscard]] Plain const& first() const { return first_.empty() ? ram_.front().front().state : first_.front(); }

    [[nodiscard]] std::uint64_t peak_count() const { return peak_count_; }
    [[nodiscard]] std::uint64_t peak_bytes() const { return peak_bytes_; }
    [[nodiscard]] std::uint64_t disk_bytes() const { return file_ ? file_->peak_bytes() : 0; }
    [[nodiscard]] std::size_t bytes() const {
        return bytes_ + static_cast<std::size_t>(count_) * (sizeof(cell) - sizeof(Plain));
    }

private:
    struct cell {
        Plain state;
        std::uint64_t position;
        std::size_t bytes;
        bool used;
    };

    // Slots come in chunks, so that more of them need no copy of those that there are: a user counts this memory.
    static constexpr std::size_t chunk = sizeof(cell) < 2048 ? 2048 / sizeof(cell) : 1;

    [[nodiscard]] cell& at(std::uint64_t slot) {
        return ram_[static_cast<std::size_t>(slot / chunk)][static_cast<std::size_t>(slot % chunk)];
    }

    std::vector<cell>& chunk_for(std::uint64_t slot) {
        if (slot % chunk == 0) {
            ram_.emplace_back();
            ram_.back().reserve(static_cast<std::size_t>(smaller<std::uint64_t>(chunk, most_ - slot)));
        }
        return ram_.back();
    }

public:
    /// What a slot takes beside what its state has on the heap.
    static constexpr std::size_t bytes_each = sizeof(cell) + 3 * sizeof(std::vector<cell>) / chunk;

private:
    // Not a slot of the file: state 0 as a file's owner keeps it in memory, in case that the file is damaged.
    static constexpr std::uint64_t first_slot = ~std::uint64_t{0};

    struct written {
        std::uint64_t position;
        std::uint64_t slot;
    };

    void forget(cell& c) {
        if (!c.used) return;
        static_cast<void>(Plain(std::move(c.state)));  // takes what it has on the heap along
        c.used = false;
        --used_;
        bytes_ -= c.bytes;
    }

    void store_on_disk(std::uint64_t slot, std::uint64_t position, Plain const& state) {
        if constexpr (serialisable<Plain>) {
            if (full_ || position == 0) return;  // state 0 is kept anyway
            buffer_.clear();
            serialise(state, buffer_);
            if (!file_->store(slot, position, buffer_)) {
                full_ = true;
                warn("a loop goes on with the " + std::to_string(written_.size()) +
                     " checkpoints that it has, and computes more steps again: " + file_->trouble());
                return;
            }
            written_.push_back({position, slot});
            note();
        }
    }

    bool read(written const& w) {
        if constexpr (serialisable<Plain>) {
            if (!file_->load(w.slot, w.position, buffer_)) return false;
            if (read_.empty()) read_.push_back(first_.front());
            std::byte const* from = buffer_.data();
            return deserialise(read_.front(), from, buffer_.data() + buffer_.size());
        } else {
            return false;
        }
    }

    void note() {
        peak_count_ = larger<std::uint64_t>(peak_count_, used_ + written_.size());
        peak_bytes_ = larger<std::uint64_t>(peak_bytes_, bytes_);
    }

    std::vector<std::vector<cell>> ram_;
    std::uint64_t most_, count_ = 0;
    std::size_t used_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t peak_count_ = 0;
    std::uint64_t peak_bytes_ = 0;

    owner<disk_file> file_;
    std::vector<written> written_;  // by position
    std::vector<std::byte> buffer_;
    std::vector<Plain> first_, read_;  // one or none
    bool full_ = false;
};

}  // namespace wengert::detail
