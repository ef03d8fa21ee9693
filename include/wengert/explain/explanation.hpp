// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <wengert/core/source_line.hpp>
#include <wengert/explain/clue.hpp>
#include <wengert/explain/reason.hpp>

namespace wengert {

/// Something that happened to a derivative: what, where, and what to do about it. One line each.
struct finding {
    /// See kind.
    enum class kind_type { answer, note };

    kind_type kind = kind_type::answer;  ///< what the gradient became, or something to know beside it
    std::string what{};                  ///< a sentence
    source_line where{};                 ///< the line in the user's code, if it is known
    std::string place{};                 ///< what the line alone does not say: `step 3 of for_loop`; may be empty
    std::string cure{};                  ///< what to do; may be empty
    enum clue clue = clue::none;         ///< what kind of thing happened, for programs
};

/// A statement between source and target, as reports draw it.
struct graph_node {
    /// What a statement is to the question.
    enum class role_type : std::uint8_t { plain, source, target, cut, unused, input };

    std::uint32_t statement = 0;        ///< its number on the tape
    std::string text{};                 ///< the operation: `log(abs(1 - x))`
    std::string name{};                 ///< of a variable or label; may be empty
    role_type role = role_type::plain;  ///< what it is to the question
    bool from_source = false;           ///< the source leads here
    bool to_target = false;             ///< it leads to the target
    bool culprit = false;               ///< this is the statement that the answer speaks of
    double value = 0;                   ///< what it computed
    double adjoint = 0;                 ///< the derivative of the target by it
    std::uint32_t line = 0;             ///< position in explanation_graph::lines, plus 1; 0: not known
    std::string place{};                ///< `step 3 of for_loop`; may be empty
};

/// An argument of a statement: `to` reads `from`.
struct graph_edge {
    std::uint32_t from = 0;  ///< position in explanation_graph::nodes
    std::uint32_t to = 0;    ///< the same
    double partial = 0;      ///< the derivative of `to` by `from`, of this statement alone
    bool broken = false;     ///< no derivative flows here: a cut, or a partial of 0
    std::string why{};       ///< `floor`, `stop_gradient`, ...; empty if it is not broken
};

/// The part of a tape that has to do with one derivative, in the order in which it was recorded.
struct explanation_graph {
    std::vector<graph_node> nodes{};   ///< the statements
    std::vector<graph_edge> edges{};   ///< their arguments
    std::vector<source_line> lines{};  ///< the lines that recorded them, each once
    std::uint64_t left_out = 0;        ///< statements that were too many to be listed
};

/// Why one derivative is what it is.
struct explanation {
    std::string target{};             ///< its name, or what computed it
    std::string source{};             ///< the same
    status what = status::missing;    ///< what became of the gradient
    reason why = reason::none;        ///< why
    double gradient = 0;              ///< the number, if there is one
    std::vector<finding> findings{};  ///< the answer first, then notes
    explanation_graph graph{};        ///< what lies between source and target
};

/// The explanations of a target and a structure of sources, in its order.
struct report {
    std::vector<explanation> explanations{};  ///< one for each source
};

}  // namespace wengert
