// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/flow/slots/checksum.hpp>
#include <wengert/flow/slots/nameless_file.hpp>

namespace wengert::detail {

/// Slots in one file that nobody else sees. A slot is a number; it holds the bytes of a state and the position that the
/// state is of. Nothing throws but the constructor and the lack of memory: a disk that is full or broken is an answer.
class disk_file {
public:
    /// Throws `disk_failure` if no file can be made in `directory`.
    explicit disk_file(std::string const& directory) : file_(directory) {}

    /// Puts `content` into `slot`, in place of what it held. False if there is no room, or something else goes wrong;
    /// then the slot is empty, the file no larger than before, and the other slots are as they were.
    [[nodiscard]] bool store(std::uint64_t slot, std::uint64_t position, std::vector<std::byte> const& content) {
        drop(slot);
        make_room();
        block b{slot, 0, 0, {magic, content.size(), position, checksum(content.data(), content.size(), position)}};
        // Multiples of 64 leave fewer scraps between regions of different sizes.
        b.size = (sizeof(header) + content.size() + 63) / 64 * 64;
        if (int const failed = claim(b); failed != 0) return refuse(std::strerror(failed));
        int failed = file_.write(b.offset, &b.head, sizeof b.head);
        if (failed == 0) failed = file_.write(b.offset + sizeof b.head, content.data(), content.size());
        if (failed != 0) {
            release(b);
            return refuse(std::strerror(failed));
        }
        blocks_.insert(at(blocks_, find(slot)), b);
        return true;
    }

    /// Gets what was stored into `slot` for `position`. False, with `out` empty, if that is not there or damaged.
    [[nodiscard]] bool load(std::uint64_t slot, std::uint64_t position, std::vector<std::byte>& out) {
        out.clear();
        std::size_t const i = find(slot);
        if (!is_at(i, slot)) return refuse("the slot is empty");
        block const& b = blocks_[i];
        if (b.head.position != position) return refuse("the slot holds another state");
        header head{};
        if (int const failed = file_.read(b.offset, &head, sizeof head); failed != 0)
            return refuse(std::strerror(failed));
        if (head != b.head) return refuse("the header of the block is damaged");
        out.resize(static_cast<std::size_t>(head.size));
        int const failed = file_.read(b.offset + sizeof head, out.data(), out.size());
        if (failed == 0 && checksum(out.data(), out.size(), position) == head.checksum) return true;
        out.clear();
        return refuse(failed != 0 ? std::strerror(failed) : "the checksum of the block is wrong");
    }

    /// Empties the slot; its place in the file is used again, or given back if it is the last.
    void drop(std::uint64_t slot) noexcept {
        std::size_t const i = find(slot);
        if (!is_at(i, slot)) return;
        release(blocks_[i]);
        blocks_.erase(at(blocks_, i));
    }

    /// How long the file is, and was at most.
    [[nodiscard]] std::uint64_t bytes() const noexcept { return end_; }
    [[nodiscard]] std::uint64_t peak_bytes() const noexcept { return peak_; }

    /// Why the latest `store` or `load` that gave false did: part of a sentence, without a full stop.
    [[nodiscard]] std::string const& trouble() const noexcept { return trouble_; }

private:
    static constexpr std::uint64_t magic = 0x31545245'474e4557;  // "WENGERT1" on a little-endian machine

    struct header {
        std::uint64_t magic;
        std::uint64_t size;
        std::uint64_t position;
        std::uint64_t checksum;

        friend constexpr bool operator==(header const&, header const&) = default;
    };

    struct region {
        std::uint64_t offset;
        std::uint64_t size;
    };

    // The header is remembered too: a block that was never written over an older one of the same slot is noticed.
    struct block {
        std::uint64_t slot;
        std::uint64_t offset;
        std::uint64_t size;
        header head;
    };

    template <class Vector>
    static typename Vector::iterator at(Vector& v, std::size_t i) noexcept {
        return v.begin() + static_cast<std::ptrdiff_t>(i);
    }

    std::size_t find(std::uint64_t slot) const noexcept {
        return lower_position(blocks_, slot, [](block const& b) { return b.slot; });
    }

    bool is_at(std::size_t i, std::uint64_t slot) const noexcept {
        return i < blocks_.size() && blocks_[i].slot == slot;
    }

    bool refuse(char const* reason) {
        trouble_ = reason;
        return false;
    }

    // Behind each free region lies a block, or the file would have been cut: with this, `release` needs no memory.
    void make_room() {
        if (blocks_.size() == blocks_.capacity()) blocks_.reserve(2 * blocks_.size() + 8);
        free_.reserve(blocks_.capacity() + 2);
    }

    // Finds a place: the smallest free region that is large enough, or the end of the file.
    int claim(block& b) noexcept {
        std::size_t best = free_.size();
        for (std::size_t i = 0; i != free_.size(); ++i)
            if (free_[i].size >= b.size && (best == free_.size() || free_[i].size < free_[best].size)) best = i;
        if (best != free_.size()) {
            region& r = free_[best];
            if (int const failed = file_.may_reach(r.offset + b.size); failed != 0) return failed;
            b.offset = r.offset;
            r.offset += b.size;
            r.size -= b.size;
            if (r.size == 0) free_.erase(at(free_, best));
            return 0;
        }
        int failed = file_.may_reach(end_ + b.size);
        if (failed != 0) return failed;
        failed = file_.allocate(end_, b.size);
        if (failed != 0) {
            file_.cut(end_);  // part of it may have been allocated
            return failed;
        }
        b.offset = end_;
        end_ += b.size;
        peak_ = larger(peak_, end_);
        return 0;
    }

    void release(block const& b) noexcept {
        std::size_t i = lower_position(free_, b.offset, [](region const& r) { return r.offset; });
        free_.insert(at(free_, i), region{b.offset, b.size});
        auto join = [&](std::size_t k) {
            if (k + 1 >= free_.size() || free_[k].offset + free_[k].size != free_[k + 1].offset) return;
            free_[k].size += free_[k + 1].size;
            free_.erase(at(free_, k + 1));
        };
        join(i);
        if (i != 0) join(i - 1);
        region const last = free_.back();
        if (last.offset + last.size != end_ || file_.cut(last.offset) != 0) return;
        end_ = last.offset;
        free_.pop_back();
    }

    nameless_file file_;
    std::vector<block> blocks_;  ///< ascending by slot
    std::vector<region> free_;   ///< ascending by offset, none touching another
    std::uint64_t end_ = 0;
    std::uint64_t peak_ = 0;
    std::string trouble_;
};

}  // namespace wengert::detail
