// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/dd.hpp>

/// Every constant of the software mathematics, as the sum of three doubles: 159 bits, which serve dd<double> and
/// dd<long double> alike. Values from mpmath at 400 bits.
namespace wengert::math::detail {

struct triple {
    double a;
    double b;
    double c;
};

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> to_dd(triple const& x) noexcept {
    dd<T> const head = two_sum(static_cast<T>(x.a), static_cast<T>(x.b));
    return fast_two_sum(head.hi, head.lo + static_cast<T>(x.c));
}

inline constexpr triple pi_bits{0x1.921fb54442d18p1, 0x1.1a62633145c07p-53, -0x1.f1976b7ed8fbcp-109};
inline constexpr triple half_pi_bits{0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};
inline constexpr triple ln_2_bits{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56, 0x1.7b57a079a1934p-111};
inline constexpr triple inverse_ln_2_bits{0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56, -0x1.60bb8a5442ab9p-110};
inline constexpr triple inverse_ln_10_bits{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57, 0x1.ee191f71a3012p-112};
inline constexpr triple inverse_sqrt_pi_bits{0x1.20dd750429b6dp-1, 0x1.1ae3a914fed80p-57, -0x1.3cbbebf65f145p-112};
inline constexpr triple half_ln_2pi_bits{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55, -0x1.b7f70c13dc1ccp-110};

template <std::floating_point T>
inline constexpr dd<T> pi = to_dd<T>(pi_bits);
template <std::floating_point T>
inline constexpr dd<T> half_pi = to_dd<T>(half_pi_bits);
template <std::floating_point T>
inline constexpr dd<T> ln_2 = to_dd<T>(ln_2_bits);
template <std::floating_point T>
inline constexpr dd<T> inverse_ln_2 = to_dd<T>(inverse_ln_2_bits);
template <std::floating_point T>
inline constexpr dd<T> inverse_ln_10 = to_dd<T>(inverse_ln_10_bits);
template <std::floating_point T>
inline constexpr dd<T> inverse_sqrt_pi = to_dd<T>(inverse_sqrt_pi_bits);
template <std::floating_point T>
inline constexpr dd<T> half_ln_2pi = to_dd<T>(half_ln_2pi_bits);

/// An array that a constexpr function may return; <array> would cost more than this header.
template <std::floating_point T, int count>
struct dd_table {
    dd<T> at[count];
};

template <std::floating_point T, int count>
[[nodiscard]] constexpr dd_table<T, count> to_dd_table(triple const (&from)[count]) noexcept {
    dd_table<T, count> to{};
    for (int i = 0; i < count; ++i) to.at[i] = to_dd<T>(from[i]);
    return to;
}

/// atan(k / 8).
inline constexpr triple atan_eighths_bits[]{
    {0x0.0p0, 0x0.0p0, 0x0.0p0},
    {0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59, -0x1.dc421d31aa09bp-113},
    {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57, 0x1.0bf2d53fd481cp-113},
    {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56, -0x1.bb7cc27bc6885p-113},
    {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56, -0x1.5cbf247afa9e3p-111},
    {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58, 0x1.ba3c8c533f033p-115},
    {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56, -0x1.29b08e07bcbb1p-111},
    {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56, 0x1.110f4f5ebb304p-110},
    {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55, -0x1.f1976b7ed8fbcp-111},
};
template <std::floating_point T>
inline constexpr auto atan_eighths = to_dd_table<T>(atan_eighths_bits);

/// The coefficients of lgamma(2 - u) / -u (Abramowitz & Stegun 6.1.33): 1 - gamma, then (1 - zeta(k)) / k from k = 2
/// on.
inline constexpr triple lgamma_bits[]{
    {0x1.b0ee6072093cep-2, 0x1.6cb90701fbfabp-58, 0x1.34a95e3133c51p-112},
    {-0x1.4a34cc4a60fa6p-2, -0x1.1873d8912200cp-56, 0x1.4c68528ddc956p-110},
    {-0x1.13e001a557607p-4, 0x1.fb68be2f8821fp-58, -0x1.7fb3b2ae7f3b2p-112},
    {-0x1.51322ac7d8483p-6, -0x1.afc89088cb729p-60, -0x1.afde2c358985cp-116},
    {-0x1.e404fc218f5f2p-8, 0x1.e4a627cf1eb34p-62, -0x1.c079e65d0352bp-117},
    {-0x1.7add6eadb6c30p-9, 0x1.5b7828c7fd7f4p-64, 0x1.baf67fbbc9395p-118},
    {-0x1.38ac5c2bf8e08p-10, 0x1.8a4c1cfd9cec8p-65, 0x1.49c996d7a1787p-119},
    {-0x1.0b36af86396e9p-11, 0x1.0698d6c892967p-65, -0x1.9b70de72e13a9p-120},
    {-0x1.d3fd4c76d2fc8p-13, 0x1.c7c55cfccbb83p-68, -0x1.4e5ad4c95cda2p-123},
    {-0x1.a127b0f17d65ap-14, -0x1.9d309aa700268p-69, 0x1.bde8ee9815ed3p-123},
    {-0x1.78de5bd7c81efp-15, 0x1.a20541cde47a6p-72, 0x1.93da606abf72bp-126},
    {-0x1.580dcee66eb02p-16, -0x1.260574b258f72p-71, -0x1.116009dcea14ep-126},
    {-0x1.3cbc963ce2243p-17, 0x1.ea56e6c7d5329p-71, -0x1.50faf90b4db07p-125},
    {-0x1.2597a39f34aacp-18, 0x1.bf911462a7d81p-72, -0x1.78e7f8f9584fep-126},
    {-0x1.11b2eb7679541p-19, -0x1.c76b0e65ac63ap-75, 0x1.5e07a796c5c0ep-129},
    {-0x1.0064cdeb22f0fp-20, -0x1.d0156affdbc11p-75, 0x1.29f2ffe909d91p-129},
    {-0x1.e2600d93cfd2fp-22, 0x1.130ac39e5c106p-76, 0x1.514755982d1f4p-130},
    {-0x1.c76bbb3f07a4dp-23, -0x1.d9a2b77769b52p-77, -0x1.e6ceb9fd38349p-132},
    {-0x1.af5a6cbbf8a97p-24, -0x1.95f227e96d83ep-78, -0x1.06bdfd06593d8p-133},
    {-0x1.99b93c2070b0fp-25, -0x1.0327164736428p-79, 0x1.614d84f15668cp-133},
    {-0x1.862c734df3eacp-26, -0x1.b32802bec0da0p-80, -0x1.7a72a2c9bbdddp-134},
    {-0x1.7469daccfadcdp-27, 0x1.369d388cebaa9p-81, -0x1.f51172328ef05p-135},
    {-0x1.6434a8447aeadp-28, -0x1.af72edf876fcdp-87, 0x1.ee61dca779679p-142},
    {-0x1.555a877ffd2c3p-29, 0x1.875065f26a43bp-83, 0x1.27875c38e6dfep-139},
    {-0x1.47b1679258d0ep-30, -0x1.04f36e0e854e4p-84, 0x1.7861e0ff5c2d2p-139},
    {-0x1.3b15d2b2fc10cp-31, 0x1.d79f6feeeb28bp-86, 0x1.6b33e73a48b8ep-141},
    {-0x1.2f69a9fabe3e0p-32, 0x1.a162ab374c789p-86, 0x1.48c466173ee7bp-141},
    {-0x1.24932a337434cp-33, -0x1.060829c24508fp-87, 0x1.c9ea856c4125ep-141},
    {-0x1.1a7c26ec2523cp-34, -0x1.4f4ebdb4a04b5p-88, 0x1.7387a314453dep-142},
    {-0x1.11116e693ed98p-35, 0x1.c7034d49e7fc7p-89, -0x1.71c401908ea85p-143},
    {-0x1.08424cbc543d8p-36, -0x1.40ef820dbc9eap-91, -0x1.6d1a365276f0bp-145},
    {-0x1.000026e3f644fp-37, -0x1.3546a6054c889p-91, -0x1.7c297d2bcfcd0p-145},
    {-0x1.f07c514fc9f0ap-39, -0x1.75b6be545ac09p-96, 0x1.8a0967ae9aafdp-150},
    {-0x1.e1e2026aafcd8p-40, 0x1.62a8586538620p-94, -0x1.39b5d272a5fd6p-149},
    {-0x1.d41d56e5ee2e2p-41, 0x1.43894d27ced5ep-96, 0x1.10ac71d3eea95p-152},
    {-0x1.c71c7f6f10e37p-42, 0x1.01074764d33f2p-96, 0x1.73fd8c7d834dep-151},
    {-0x1.bacf9a27bc89bp-43, 0x1.4a5a215e0508ep-98, 0x1.04b8100213ccbp-152},
};
template <std::floating_point T>
inline constexpr auto lgamma_coefficients = to_dd_table<T>(lgamma_bits);

/// 1 / n!
template <std::floating_point T>
inline constexpr auto inverse_factorials = [] {
    dd_table<T, 27> to{};
    dd<T> value{1, 0};
    to.at[0] = value;
    for (int n = 1; n < 27; ++n) {
        value = value / dd<T>{static_cast<T>(n), 0};
        to.at[n] = value;
    }
    return to;
}();

/// 1 / (2 n + 1), the coefficients of atanh.
template <std::floating_point T>
inline constexpr auto odd_reciprocals = [] {
    dd_table<T, 18> to{};
    for (int n = 0; n < 18; ++n) to.at[n] = dd<T>{1, 0} / dd<T>{static_cast<T>(2 * n + 1), 0};
    return to;
}();

}  // namespace wengert::math::detail
