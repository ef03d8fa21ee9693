// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include "abuse/bytes.hpp"
#include "abuse/functions.hpp"
#include "abuse/questions.hpp"
#include "abuse/tapes.hpp"
#include "abuse/values.hpp"
#include "abuse/world.hpp"

// Bytes as calls of the library, in any order, beside the model that says what they should give.
namespace abuse {

/// A byte chooses among these, and those after it what the call is about. The files of the corpus know the places: what is new
/// takes the place of one that is there twice.
inline constexpr std::array<void (*)(world&, bytes&), 32> calls{
    open_tape,                             //  0
    open_persistent_tape,                  //  1
    ask_gradient,                          //  2
    copy_number,                           //  3
    calculate,                             //  4
    calculate,                             //  5
    calculate,                             //  6
    calculate,                             //  7
    read_variable,                         //  8
    read_variable,                         //  9
    new_constant,                          // 10
    watch_number,                          // 11
    watch_variable,                        // 12
    close_tape,                            // 13
    pause_tape,                            // 14
    end_pause,                             // 15
    reset_tape,                            // 16
    move_tape,                             // 17
    change_variable,                       // 18
    cut_path,                              // 19
    call_loop,                             // 20
    call_checkpoint,                       // 21
    call_kernel,                           // 22
    call_cond,                             // 23
    call_custom,                           // 24
    call_driver,                           // 25
    ask_jacobian,                          // 26
    ask_about,                             // 27
    calculate_long,                        // 28
    name_number,                           // 29
    move_variable,                         // 30
    call_compiled_loop_or_leave_integers,  // 31
};

inline void check_recording(world const& w) {
    for (kept_tape const& t : w.tapes)
        if (t.is_open()) w.expect_same("whether a tape records", t.tape->is_recording(), t.window->recording);
}

/// In another order than they were made.
inline void close_all(world& w) {
    for (kept_tape& t : w.tapes) close(w, t);
    for (kept_pause& p : w.pauses) end(w, p);
    require(detail::current<double> == &detail::nowhere<double>, "after all tapes the thread does not record");
    require(detail::explaining<double> == nullptr, "after all tapes nothing explains");
    require(detail::session<double>::of_this_thread()->windows.empty(), "after all tapes none is open");
}

inline void make_calls(bytes from) {
    world w;
    for (int count = 0; !from.empty() && count < 200; ++count) {
        try {
            calls[from.next() % calls.size()](w, from);
        } catch (error const& e) {
            require(e.sentence().size() > 10, "an error is a sentence");
        } catch (boom const&) {
        }
        check_recording(w);
    }
    close_all(w);
}

}  // namespace abuse
