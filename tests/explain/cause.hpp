// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

// Programs with a mistake, as a user makes it, and what must be said of it:
//
//     CAUSE("the square is a number") {
//         variable x{3.0, "x"}, y{2.0, "y"};
//         gradient_tape tape{{.persistent = true, .explain = true}};
//         double const square = value(x * x);  // HERE
//         real const z = square * y;
//         asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::number_taken, {"'x'"});
//     }
//
// `// HERE` is on the line that the answer must name; where several have it, each will do. `// NOTE` is on the line of a note.
// What stands between two programs belongs to the second.
// Nothing in this file needs Catch2: the programs are compiled at every level of optimisation.
namespace causes {

/// A clue, or several that say the same.
struct any_of {
    std::vector<wengert::clue> clues;

    any_of(wengert::clue c) : clues{c} {}
    any_of(std::initializer_list<wengert::clue> c) : clues(c) {}
};

using words = std::vector<std::string>;  ///< parts of what is said, in any order

/// A question to a tape: what explain and gradient answered.
class asked {
public:
    explicit asked(wengert::report r) : report_(std::move(r)) { look_at_report(); }
    asked(wengert::report r, wengert::gradient_result<double> const& g) : asked(std::move(r)) {
        look_at_result(g.status(), g.reason(), g.why(), g.value_or(0.0));
    }

    asked& is_missing(any_of const& clues, words const& parts) {
        return answer(wengert::status::missing, clues, parts);
    }
    asked& is_zero(any_of const& clues, words const& parts) { return answer(wengert::status::zero, clues, parts); }
    asked& is_non_finite(any_of const& clues, words const& parts) {
        return answer(wengert::status::non_finite, clues, parts);
    }
    /// A number other than 0, and no answer beside it.
    asked& is(double gradient);
    /// The answer happened there: `step 3 of for_loop`.
    asked& at(std::string const& place);
    /// Something to know beside the answer, on the line with `// NOTE` if there is one.
    asked& with_note(wengert::clue c, words const& parts);
    /// Nothing beside the answer.
    asked& without_notes();

private:
    void look_at_report();
    void look_at_result(wengert::status what, wengert::reason why, std::string const& sentence, double gradient);
    asked& answer(wengert::status what, any_of const& clues, words const& parts);

    wengert::report report_;
    std::string sentence_;
    bool has_sentence_ = false;
};

/// `explain` is the same at every level: it is compiled once, with the harness.
}  // namespace causes

namespace wengert {
extern template report explain(basic_gradient_tape<double>&, real const&, variable const&);
extern template report explain(basic_gradient_tape<double>&, real const&, real const&);
}  // namespace wengert

namespace causes {

void look_at_exception(wengert::error const& e, words const& parts);
void failed(std::string const& problem);

/// The code throws an E, whose sentence names the line with `// HERE`, if there is one.
template <class E, class F>
void throws(F&& code, words const& parts) {
    try {
        code();
    } catch (E const& e) {
        return look_at_exception(e, parts);
    } catch (std::exception const& e) {
        return failed(std::string("another exception: ") + e.what());
    }
    failed("no exception");
}

struct cause {
    char const* name;
    void (*run)();
    std::source_location where;
};
std::vector<cause>& all();

struct registered {
    registered(char const* name, void (*run)(), std::source_location where = std::source_location::current()) {
        all().push_back({name, run, where});
    }
};

}  // namespace causes

#define CAUSE_DEFINE(name, function)                                        \
    static void function();                                                 \
    static causes::registered const function##_registered{name, &function}; \
    static void function()
#define CAUSE_NUMBER(name, number) CAUSE_DEFINE(name, cause_##number)
#define CAUSE_NUMBERED(name, number) CAUSE_NUMBER(name, number)
#define CAUSE(name) CAUSE_NUMBERED(name, __COUNTER__)
