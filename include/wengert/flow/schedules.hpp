// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/flow/schedules/action.hpp>
#include <wengert/flow/schedules/binomial.hpp>
#include <wengert/flow/schedules/offline.hpp>
#include <wengert/flow/schedules/online.hpp>
#include <wengert/flow/schedules/periodic.hpp>
#include <wengert/flow/schedules/reversal.hpp>
#include <wengert/flow/schedules/two_level.hpp>
