// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <vector>

#include "random/program.hpp"

namespace random_programs {

/// Programs on which two forms, or a form and what it is measured by, disagreed once: as random_fuzz prints them.
inline std::vector<program> const& regressions() {
    static std::vector<program> const all{
        // A number that steps pass on unchanged, and that is used after the loop under its old name, has one name without a
        // policy, and one for each step under it: sums associate otherwise.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::copy, .to = 4, .a = 1},
                  {.what = op::for_loop,
                   .n = 3,
                   .raw = true,
                   .state = shape::array,
                   .policy = 8,
                   .body = {{.what = op::wave, .to = 0, .a = 0, .b = 1, .c = 2, .k = 0.7}}},
                  {.what = op::wave, .to = 0, .a = 0, .b = 4, .c = 1, .k = 1.1}},
         .result = 0},
        // The same of a branch, whose result a gradient_tape gives a name of its own.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::copy, .to = 4, .a = 1},
                  {.what = op::cond,
                   .n = 1,
                   .raw = true,
                   .body = {{.what = op::wave, .to = 0, .a = 0, .b = 1, .c = 2, .k = 0.7}}},
                  {.what = op::wave, .to = 0, .a = 0, .b = 4, .c = 1, .k = 1.1}},
         .result = 0},
        // Finite differences: a sine that turns many times in any step that can be seen.
        {.at = {1e300}, .body = {{.what = op::sin, .to = 1, .a = 0}}, .result = 1},
        // And a difference of values of which rounding leaves nothing.
        {.at = {1e8, -0.18261648750000001}, .body = {{.what = op::dot, .to = 1, .a = 0}}, .result = 1},
        // And a peak of width 1e-8, which every step steps over.
        {.at = {1e8, -1, 2.1708992375, 0.5},
         .body = {{.what = op::horner, .to = 5, .a = 0, .b = 1, .c = 3, .k = 0, .n = 0},
                  {.what = op::ratio, .to = 1, .a = 5, .b = 5, .c = 5, .k = 1, .n = 0}},
         .result = 1},
        // fdim of two equal infinities is 0, as in <cmath>; by rule it was NaN.
        {.at = {INFINITY}, .body = {{.what = op::fdim, .to = 3, .a = 0, .b = 0}}, .result = 3},
        // A variable that a step reads first has its statement in the midst of it, and what came after was not found there.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::for_loop,
                   .n = 1,
                   .policy = 8,
                   .body = {{.what = op::input, .to = 1},
                            {.what = op::checkpoint, .body = {{.what = op::mul, .a = 0, .b = 1}}}}}}},
        // So it was with the statements of a step under a tape of its own.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::for_loop,
                   .n = 1,
                   .policy = 8,
                   .body = {{.what = op::own_tape, .a = 0, .b = 3, .n = 0},
                            {.what = op::checkpoint, .body = {{.what = op::mul, .a = 0, .b = 1}}}}}}},
        // What is read under such a tape counts for the tapes around it, and for that tape.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::checkpoint,
                   .body = {{.what = op::own_tape,
                             .to = 4,
                             .a = 0,
                             .b = 4,
                             .c = 1,
                             .n = 1,
                             .body = {{.what = op::input, .to = 4, .a = 1},
                                      {.what = op::mul, .to = 4, .a = 0, .b = 4}}},
                            {.what = op::mul, .a = 0, .b = 4}}}}},
        // What a step reads first while no tape records, it reads again when one does.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::for_loop,
                   .n = 1,
                   .policy = 8,
                   .body = {{.what = op::pause, .to = 4, .body = {{.what = op::input, .to = 4}}},
                            {.what = op::input, .to = 5},
                            {.what = op::mul, .a = 4, .b = 5}}}}},
        // A loop that a step runs again finds the variable as it was, not as it is.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::for_loop,
                   .n = 3,
                   .policy = 8,
                   .body = {{.what = op::for_loop,
                             .n = 2,
                             .policy = 8,
                             .body = {{.what = op::input, .to = 4, .a = 1}, {.what = op::mul, .a = 0, .b = 4}}}}},
                  {.what = op::assign, .to = 5, .a = 1}}},
        // What only a tape of the code's own has seen, in a pause, is read again for the others.
        {.at = {0.7, 0.3, 0.1, 0.9},
         .body = {{.what = op::for_loop,
                   .n = 1,
                   .body = {{.what = op::pause,
                             .to = 1,
                             .body = {{.what = op::own_tape, .to = 3, .n = 0, .body = {{.what = op::input, .to = 2}}}}},
                            {.what = op::input}}}}},
        // A loop that was run for the sweep opened tapes, and the next loop of the code around was taken for one after them.
        {.at = {-0.62597576249999998, 0.86523447499999995, -1e-300, 2.2890625999999998},
         .body =
             {{.what = op::scan,
               .a = 2,
               .k = -0.052499999999999998,
               .policy = 57,
               .body = {{.what = op::scan,
                         .a = 1,
                         .b = 2,
                         .k = -2,
                         .n = 6,
                         .tamed = true,
                         .policy = 46,
                         .body =
                             {{.what = op::mul, .a = 5, .n = 0},
                              {.what = op::clamp, .to = 4, .a = 2, .b = 2, .c = 2, .k = 0, .n = 0, .tamed = true},
                              {.what = op::add, .to = 3, .a = 1, .b = 1, .c = 1, .k = 0, .n = 0, .tamed = true},
                              {.what = op::own_tape,
                               .to = 4,
                               .b = 5,
                               .c = 5,
                               .k = 0.63500000000000001,
                               .n = 1,
                               .body = {{.what = op::tan, .to = 5, .a = 3, .b = 1, .c = 1, .k = 1.4475, .tamed = true}},
                               .otherwise = {{.what = op::wave,
                                              .to = 1,
                                              .a = 4,
                                              .b = 1,
                                              .c = 2,
                                              .k = -0.30249999999999999,
                                              .n = 4,
                                              .tamed = true},
                                             {.what = op::sub,
                                              .to = 2,
                                              .a = 4,
                                              .b = 4,
                                              .c = 2,
                                              .k = 1.01,
                                              .n = 5,
                                              .guarded = false,
                                              .tamed = true},
                                             {.what = op::min,
                                              .to = 5,
                                              .a = 5,
                                              .b = 4,
                                              .c = 4,
                                              .k = 0,
                                              .n = 5,
                                              .tamed = true}}}}}}}},
         .result = 1},
    };
    return all;
}

}  // namespace random_programs
