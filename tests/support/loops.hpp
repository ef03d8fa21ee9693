// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/flow/policy.hpp>

#include "support/directory.hpp"

namespace loops {

using support::directory;

struct named_policy {
    std::string name;
    wengert::loop_policy policy;
};

/// Every way to keep the states of a loop; the first records it all.
inline std::vector<named_policy> every_policy(directory const& d) {
    using namespace wengert;
    return {{"save_all", save_all()},           {"checkpoints(1)", checkpoints(1)},
            {"checkpoints(2)", checkpoints(2)}, {"checkpoints(3)", checkpoints(3)},
            {"checkpoints(7)", checkpoints(7)}, {"checkpoints(1000)", checkpoints(1000)},
            {"memory(48K)", memory(3u << 14)},  {"memory(80K)", memory(5u << 14)},
            {"memory(1M)", memory(1u << 20)},   {"disk(1)", disk(d.path, 1)},
            {"disk(2)", disk(d.path, 2)},       {"disk(3)", disk(d.path, 3)}};
}

}  // namespace loops
