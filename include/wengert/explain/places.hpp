// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <vector>

#include <wengert/core/code_place.hpp>
#include <wengert/core/place_text.hpp>

namespace wengert::detail {

/// Places in code, each once, to be looked up together.
class places {
public:
    /// Its number, counted from 1; 0 for one that is not known.
    std::uint32_t add(code_place where) {
        if (!where.known()) return 0;
        for (std::size_t i = all_.size(); i-- > 0;)
            if (all_[i] == where) return static_cast<std::uint32_t>(i + 1);
        all_.push_back(where);
        return static_cast<std::uint32_t>(all_.size());
    }

    [[nodiscard]] std::vector<source_line> look_up() const { return lines_of(all_); }

private:
    std::vector<code_place> all_;
};

}  // namespace wengert::detail
