// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <stdexcept>
#include <string>

#include <wengert/core/place_text.hpp>

namespace wengert {

/// A number as messages show it: six digits, `nan` without a sign.
inline std::string number_text(double x) {
    char text[32];
    __builtin_snprintf(text, sizeof text, "%.6g", x);
    return x == x ? text : "nan";
}

/// The base of every exception of the library: what() is a sentence that names what was asked, what is wrong and the cure;
/// where() is the line of the caller where the library could learn it.
class error : public std::runtime_error {
public:
    /// `sentence` is what(), without the name of the library, which is put before it.
    explicit error(std::string const& sentence, std::source_location where = {})
        : std::runtime_error(prefix + sentence), where_(where) {}

    /// what() without the name of the library, to be part of another sentence.
    [[nodiscard]] std::string sentence() const { return std::string(what()).substr(sizeof prefix - 1); }

    /// The line that asked; line() is 0 where it is not known.
    [[nodiscard]] std::source_location const& where() const noexcept { return where_; }

private:
    static constexpr char const prefix[] = "wengert: ";

    std::source_location where_;
};

/// A value was used that belongs to another recording than the one that is open.
struct wrong_recording : error {
    /// `asked` is the operation that met the value, the beginning of the sentence.
    explicit wrong_recording(char const* asked, std::source_location where = {})
        : wrong_recording(asked, std::string(), where) {}
    /// The same, with the place in the sentence.
    wrong_recording(char const* asked, code_place where) : wrong_recording(asked, place_text(where), {}) {}

private:
    wrong_recording(char const* asked, std::string const& place, std::source_location where)
        : error(asked + place +
                    " uses a value of another recording: of an outer tape, of another thread, or of a tape that was "
                    "reset or has ended. Pass it as an argument, watch it again, or take its number with value(x).",
                where) {}
};

/// A tape has no room for another statement.
struct tape_full : error {
    /// `limit` is how many statements the tape was allowed.
    explicit tape_full(std::uint64_t limit)
        : error("the tape is full: it was allowed " + std::to_string(limit) +
                " statements. Put a checkpoint or a loop policy around the longest part, or raise the limit (at most "
                "2^32 - 2, and 2^31 - 1 for a tape that explains).") {}
};

/// A tape or a sweep needs more memory than the machine has left.
struct out_of_memory : error {
    /// `what` needs so many bytes, and so many are left.
    out_of_memory(std::string const& what, std::uint64_t bytes, std::uint64_t left)
        : error(what + " needs another " + megabytes(bytes) + ", and only " + megabytes(left) +
                " of memory are left. Put a checkpoint or a loop policy, memory(bytes) or checkpoints(n), around the "
                "longest part.") {}

private:
    static std::string megabytes(std::uint64_t bytes) { return number_text(static_cast<double>(bytes) * 1e-6) + " MB"; }
};

/// The gradients of a tape that is not persistent were asked for twice.
struct tape_consumed : error {
    /// Where they were asked for before is not known.
    explicit tape_consumed(std::source_location where = {}) : tape_consumed(code_place(), where) {}
    /// `first` is where they were asked for before.
    tape_consumed(code_place first, std::source_location where)
        : error(
              "this gradient_tape has given its gradients" + place_text(first) +
                  ", and is used up: it records nothing since. Open it with {.persistent = true} to ask again, or ask "
                  "for all gradients at once, gradient(y, x1, x2).",
              where) {}

    /// What a tape that was moved from answers.
    struct moved_t {};
    /// See moved_t.
    explicit tape_consumed(moved_t, std::source_location where = {})
        : error("this gradient_tape was moved from: use the one that it was moved to.", where) {}
};

/// The number of a gradient was asked for that does not exist.
struct gradient_missing : error {
    using error::error;
};

/// An operation produced a NaN or an infinity on a tape that traps them.
struct non_finite : error {
    using error::error;
};

/// A rule of the user disagrees with finite differences.
struct wrong_rule : error {
    using error::error;
};

/// Something was asked of a derivative rule that it does not offer.
struct no_such_rule : error {
    using error::error;
};

/// Two structures, or a structure and a tangent or seed, that should have the same shape do not.
struct shape_mismatch : error {
    /// `asked` expects so many numbers and was given others.
    shape_mismatch(std::string const& asked, std::size_t expected, std::size_t given, std::source_location where = {})
        : error(asked + " expects a structure of " + std::to_string(expected) + " numbers but was given " +
                    std::to_string(given) + "; pass one of the same shape.",
                where) {}
};

/// A matrix element, a derivative order or another position that does not exist was asked for.
struct out_of_range : error {
    /// `asked` has positions below `size`, and was asked for `index`.
    out_of_range(char const* asked, std::size_t index, std::size_t size, std::source_location where = {})
        : error(std::string(asked) + ": position " + std::to_string(index) + " was asked for, but there are " +
                    std::to_string(size) + ".",
                where) {}
};

/// Code that a sweep had to run again did something else than the first time.
struct not_reproducible : error {
    /// `what` is a sentence: what was different.
    explicit not_reproducible(std::string const& what, std::source_location where = {})
        : error(
              "the code of a loop, a checkpoint or a differentiated function did not do the same when it was run again "
              "for the reverse sweep. " +
                  what + " Make all that it reads and changes part of its state or its arguments.",
              where) {}
};

/// Code that has to be run again refers to local variables of a function that has returned.
struct dangling_capture : error {
    /// `loop` is the name of the driver, called at `where`.
    dangling_capture(char const* loop, code_place where)
        : error(std::string("the body of ") + loop + place_text(where) +
                    " captured by reference a local variable of a function that has returned, and has to be run again "
                    "now: capture it by value, [=], or ask for the gradient where it is still there.",
                where.location()) {}
};

/// A number came out of the body of a loop by another way than its state.
struct leaked_from_loop : error {
    /// The sentence says how to let the number out.
    leaked_from_loop()
        : error(
              "this operation reads a number that the body of a loop or checkpoint computed and wrote to something "
              "outside, as sum += x does. The steps are not recorded, so its derivative would be lost: make it part "
              "of the loop's state, put it out with scan, or record the whole loop with save_all().") {}
};

/// A loop was about to begin more steps than it was allowed.
struct iteration_limit : error {
    /// `loop` is the name of the driver, called at `where`, which may take `limit` steps; it goes on while a condition holds.
    iteration_limit(char const* loop, std::uint64_t limit, std::source_location where)
        : error(std::string(loop) + place_text(where) + " has not ended after " + std::to_string(limit) +
                    " steps, the most that max_iterations allows: look at its condition, or allow more.",
                where) {}
    /// The same of a loop that was given the number of its steps.
    iteration_limit(char const* loop, std::uint64_t limit, std::uint64_t given, std::source_location where)
        : error(std::string(loop) + place_text(where) + " was given " + std::to_string(given) + " steps, and " +
                    std::to_string(limit) +
                    " steps are the most that max_iterations allows: give it fewer, or allow more.",
                where) {}
};

/// An argument that has no meaning for what was asked.
struct invalid_argument : error {
    using error::error;
};

/// The directory that checkpoints were to be kept in cannot take a file.
struct disk_failure : error {
    /// `reason` is what the system says of `directory`.
    disk_failure(std::string const& directory, std::string const& reason)
        : error("the checkpoint directory '" + directory + "' cannot take a file: " + reason +
                ". Name a directory that exists and that this program may write to, or keep the checkpoints in memory "
                "with checkpoints(n).") {}
};

/// A report could not be written to the file that was named.
struct report_not_written : error {
    /// `reason` is what the system says of `path`.
    report_not_written(std::string const& path, std::string const& reason)
        : error("the report cannot be written to '" + path + "': " + reason +
                ". Name a file in a directory that exists, that this program may write to and that has room.") {}
};

}  // namespace wengert
