// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wengert/explain/html/readable.hpp>

// How data travels inside a page.
namespace wengert::detail {

/// A JSON string that may stand in a <script>: no `<`, so that none can end it, and nothing that is not UTF-8.
inline std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (char const c : readable(text)) {
        if (c == '"' || c == '\\') (out += '\\') += c;
        else if (c == '<') out += "\\u003c";
        else out += c;
    }
    return out + '"';
}

/// Text that may stand in an element.
inline std::string html_text(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else out += c;
    }
    return out;
}

/// Bytes as base64: JSON has neither NaN nor infinities, and its digits take longer to write and to read.
class packed_bytes {
public:
    /// A natural number, seven bits a byte, the low ones first.
    void natural(std::uint64_t n) {
        for (; n >= 0x80; n >>= 7) bytes_ += static_cast<char>(n | 0x80);
        bytes_ += static_cast<char>(n);
    }
    /// A difference of positions: mostly small, of either sign.
    void difference(std::uint64_t a, std::uint64_t b) { natural(a >= b ? (a - b) << 1 : ((b - a) << 1) - 1); }

    void append(std::string_view bytes) { bytes_ += bytes; }

    [[nodiscard]] std::string json() const {
        constexpr char const digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::string out = "\"";
        out.reserve(bytes_.size() * 4 / 3 + 6);
        for (std::size_t i = 0; i < bytes_.size(); i += 3) {
            std::uint32_t three = 0;
            for (std::size_t k = 0; k < 3; ++k)
                three = three << 8 | (i + k < bytes_.size() ? static_cast<unsigned char>(bytes_[i + k]) : 0u);
            for (std::size_t k = 0; k < 4; ++k)
                out += i + k <= bytes_.size() ? digits[three >> (18 - 6 * k) & 63] : '=';
        }
        return out + '"';
    }

private:
    std::string bytes_;
};

/// Strings that many nodes share, each kept once. The first is empty.
class string_table {
public:
    string_table() : slots_(64, nobody) { position(""); }

    std::uint32_t position(std::string_view text) {
        if (2 * strings_.size() >= slots_.size()) grow();
        std::uint32_t& slot = slot_of(text);
        if (slot == nobody) {
            slot = static_cast<std::uint32_t>(strings_.size());
            strings_.emplace_back(text);
        }
        return slot;
    }

    [[nodiscard]] std::size_t size() const { return strings_.size(); }

    [[nodiscard]] std::string json() const {
        std::string out = "[";
        for (std::size_t i = 0; i < strings_.size(); ++i) out += (i == 0 ? "" : ",") + detail::json_text(strings_[i]);
        return out + ']';
    }

private:
    static constexpr std::uint32_t nobody = 0xFFFFFFFF;

    std::uint32_t& slot_of(std::string_view text) {
        std::uint64_t hash = 14695981039346656037u;  // FNV-1a
        for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
        for (auto i = static_cast<std::size_t>(hash ^ hash >> 32);; ++i) {
            std::uint32_t& slot = slots_[i % slots_.size()];
            if (slot == nobody || strings_[slot] == text) return slot;
        }
    }
    void grow() {
        slots_.assign(4 * slots_.size(), nobody);
        for (std::uint32_t i = 0; i < strings_.size(); ++i) slot_of(strings_[i]) = i;
    }

    std::vector<std::string> strings_;
    std::vector<std::uint32_t> slots_;
};

/// Numbers, of which many are 0 or 1: each is kept once, bit by bit.
class number_table {
public:
    /// Writes which number it is: 0 if it is the next that was not there before, else its position plus 1.
    void write(packed_bytes& out, double x) {
        auto const bits = __builtin_bit_cast(std::uint64_t, x);
        char bytes[8];
        for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(bits >> 8 * i);
        std::string_view const all(bytes, sizeof bytes);
        std::size_t const before = known_.size(), position = known_.position(all);
        out.natural(position == before ? 0 : position);
        if (position == before) numbers_.append(all);
    }

    [[nodiscard]] std::string json() const { return numbers_.json(); }

private:
    string_table known_;  // its first is empty: no number
    packed_bytes numbers_;
};

}  // namespace wengert::detail
