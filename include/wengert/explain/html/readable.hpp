// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// What others wrote (names, file names, source code) made fit for a terminal, a page or a picture.
namespace wengert::detail {

struct decoded_character {
    std::uint32_t code = 0;
    std::size_t bytes = 0;  ///< 0: this is not UTF-8
};

inline decoded_character decode_utf8(std::string_view text) {
    auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    std::uint32_t const first = byte(0);
    if (first < 0x80) return {first, 1};
    std::size_t const bytes = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (bytes == 0 || text.size() < bytes) return {};
    std::uint32_t code = first & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {};
        code = code << 6 | (byte(i) & 0x3F);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool const surrogate = code >= 0xD800 && code < 0xE000;
    if (code < least[bytes] || code > 0x10FFFF || surrogate) return {};
    return {code, bytes};
}

/// The text on one line and in UTF-8. What would move a terminal's cursor, colour it or turn the direction of the text
/// becomes U+FFFD, so that nothing can be shown as something else than it is.
inline std::string readable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const [code, bytes] = decode_utf8(text);
        std::size_t const size = bytes == 0 ? 1 : bytes;
        bool const control = code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
        bool const turns = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
        if (code == '\t') out += "    ";
        else if (code == '\n') out += ' ';
        else if (bytes == 0 || control || turns) out += "\xEF\xBF\xBD";
        else out += text.substr(0, size);
        text.remove_prefix(size);
    }
    return out;
}

/// How many characters it shows.
inline std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (char const c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

/// At most so many characters, the last an ellipsis if there were more.
inline std::string shortened(std::string const& text, std::size_t most) {
    if (columns(text) <= most) return text;
    std::size_t end = 0, count = 0;
    while (count < most) count += (static_cast<unsigned char>(text[end++]) & 0xC0) != 0x80;
    return text.substr(0, end - 1) + "…";
}

}  // namespace wengert::detail
