// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string_view>
#include <type_traits>

namespace wengert {

/// A text of at most `Capacity` characters, made in a constant expression: what to_string(expression) gives.
template <std::size_t Capacity>
class fixed_text {
public:
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr char const* data() const noexcept { return text_; }
    constexpr char const* c_str() const noexcept { return text_; }
    constexpr operator std::string_view() const noexcept { return {text_, size_}; }

    constexpr void append(std::string_view s) noexcept {
        for (char const c : s)
            if (size_ < Capacity) text_[size_++] = c;
    }

    friend constexpr bool operator==(fixed_text const& a, std::string_view b) noexcept {
        return std::string_view(a) == b;
    }
    template <std::size_t N>
    friend constexpr bool operator==(fixed_text const& a, fixed_text<N> const& b) noexcept {
        return std::string_view(a) == std::string_view(b);
    }

    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, fixed_text const& t) {
        return out << std::basic_string_view<char, Traits>(t.text_, t.size_);
    }

private:
    char text_[Capacity + 1]{};
    std::size_t size_ = 0;
};

namespace detail {

/// No number takes more.
inline constexpr std::size_t longest_number = 32;
using number_digits = fixed_text<longest_number>;

constexpr void append_integer(number_digits& out, std::uint64_t n) {
    char digits[20];
    std::size_t count = 0;
    do digits[count++] = static_cast<char>('0' + n % 10);
    while ((n /= 10) != 0);
    while (count != 0) out.append({&digits[--count], 1});
}

constexpr long double power_of_ten(int n) {
    long double p = 1, square = 10;
    for (int rest = n < 0 ? -n : n; rest != 0; rest /= 2) {
        if (rest % 2 != 0) p *= square;
        if (rest > 1) square *= square;
    }
    return p;
}

// x 10^n, in two steps where 10^n alone would overflow.
constexpr long double times_power_of_ten(long double x, int n) {
    if (n >= 0) return x * power_of_ten(n);
    if (n > -300) return x / power_of_ten(n);
    return x / power_of_ten(300) / power_of_ten(n + 300);
}

/// As few digits as are read back as the same number (a long double has 18 at most): digits times 10^exponent.
struct decimal {
    std::uint64_t digits;
    int exponent;
};
template <class T>
constexpr decimal shortest_decimal(T x) {
    int scale = 0;  // x is between 10^scale and 10^(scale + 1)
    long double size = static_cast<long double>(x);
    while (size >= 10) size /= 10, ++scale;
    while (size < 1) size *= 10, --scale;
    decimal d{};
    for (int count = 1; count <= 18; ++count) {
        d.exponent = scale - count + 1;
        d.digits = static_cast<std::uint64_t>(times_power_of_ten(static_cast<long double>(x), -d.exponent) + 0.5L);
        // What is computed here may be off by a few units of its last place: then one digit more is on the safe side.
        long double const back = times_power_of_ten(static_cast<long double>(d.digits), d.exponent);
        long double const doubt = std::is_same_v<T, long double> ? 0 : back * 0x1p-60L;
        if (static_cast<T>(back - doubt) == x && static_cast<T>(back + doubt) == x) break;
    }
    while (d.digits % 10 == 0) d.digits /= 10, ++d.exponent;
    return d;
}

template <class T>
constexpr void append_magnitude(number_digits& out, T x) {
    if (x > std::numeric_limits<T>::max()) return out.append("inf");
    decimal const d = shortest_decimal(x);
    number_digits digits;
    append_integer(digits, d.digits);
    std::string_view const all = digits;
    int const count = static_cast<int>(all.size());
    int const before = count + d.exponent;  // digits before the point
    if (before > 0 && before <= 17) {
        if (before >= count) {
            out.append(all);
            for (int i = count; i < before; ++i) out.append("0");
        } else {
            out.append(all.substr(0, static_cast<std::size_t>(before)));
            out.append(".");
            out.append(all.substr(static_cast<std::size_t>(before)));
        }
    } else if (before <= 0 && before > -4) {
        out.append("0.");
        for (int i = before; i < 0; ++i) out.append("0");
        out.append(all);
    } else {
        out.append(all.substr(0, 1));
        if (count > 1) out.append("."), out.append(all.substr(1));
        out.append(before > 0 ? "e+" : "e-");
        append_integer(out, static_cast<std::uint64_t>(before > 0 ? before - 1 : 1 - before));
    }
}

/// A number as a person would write it.
template <class T>
constexpr number_digits digits_of(T x) {
    number_digits out;
    if constexpr (std::is_same_v<T, bool>) {
        out.append(x ? "true" : "false");
    } else if constexpr (std::is_integral_v<T>) {
        bool negative = false;
        if constexpr (std::is_signed_v<T>) negative = x < 0;
        if (negative) out.append("-");
        append_integer(out,
                       negative ? std::uint64_t{0} - static_cast<std::uint64_t>(x) : static_cast<std::uint64_t>(x));
    } else {
        if (x != x) {
            out.append("nan");
        } else if (x == 0) {
            out.append("0");
        } else {
            if (x < 0) out.append("-");
            append_magnitude(out, x < 0 ? -x : x);
        }
    }
    return out;
}

}  // namespace detail

}  // namespace wengert
