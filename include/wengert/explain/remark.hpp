// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include <wengert/core/place_text.hpp>
#include <wengert/explain/clue.hpp>

namespace wengert::detail {

/// Something that is known about a derivative, before anybody has asked which line of code the place is.
struct remark {
    enum clue clue = clue::none;
    std::string what;
    std::string cure;
    code_place where;
    std::string step;               // of a loop
    std::uint32_t statement = 0;    // that it speaks of; 0 is nobody
    char const* before_place = "";  // what a sentence needs before ` at file:line`

    /// In one sentence: what, where, and what to do.
    [[nodiscard]] std::string sentence() const {
        std::string const place = place_text(where);
        std::string text = place.empty() ? what : what + before_place + place;
        if (!step.empty()) text += ", " + step;
        return cure.empty() ? text + '.' : text + ": " + cure;
    }
};

}  // namespace wengert::detail
