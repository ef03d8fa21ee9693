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
    std::string what{};  // `{at}` in it stands for the line, which else comes at the end
    std::string cure{};
    code_place where{};
    std::string step{};             // of a loop
    code_place around{};            // what is around it, if the line is not known
    std::uint32_t statement = 0;    // that it speaks of; 0 is nobody
    char const* before_place = "";  // what a sentence needs before ` at file:line`

    /// What, without the place.
    [[nodiscard]] std::string plain() const {
        std::size_t const at = what.find("{at}");
        std::string text = at == std::string::npos ? what : what.substr(0, at) + what.substr(at + 4);
        if (text.ends_with(',')) text.pop_back();
        return text;
    }

    /// In one sentence: what, where, and what to do.
    [[nodiscard]] std::string sentence() const {
        std::string place = place_text(where);
        if (place.empty()) place = place_text(around);
        std::string text = what;
        if (std::size_t const at = text.find("{at}"); at != std::string::npos) text.replace(at, 4, place);
        else if (!place.empty()) text += before_place + place;
        if (!step.empty()) text += ", " + step;
        return cure.empty() ? text + '.' : text + ": " + cure;
    }
};

}  // namespace wengert::detail
