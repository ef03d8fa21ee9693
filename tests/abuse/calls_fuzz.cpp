// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// libFuzzer's way in: ./dev libfuzzer.

#include "abuse/calls.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    abuse::make_calls({bytes, size});
    return 0;
}
