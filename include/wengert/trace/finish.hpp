// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/trace/builder.hpp>

// From what was written to a list of exactly its size: without dead code, with a place for every result.
namespace wengert::detail {

/// Where what the results need goes to: its number among the numbers, truth values or constants, plus 1; 0 if nobody needs it.
template <std::size_t Room>
struct layout {
    operand_number place[Room];
    operand_number constant_place[Room];
    std::size_t numbers, flags, instructions, constants;
};

template <class B, std::size_t Room>
constexpr layout<Room> lay_out(draft<B, Room> const& from) {
    layout<Room> to{};
    for (std::size_t k = 0; k < from.output_count; ++k)
        (names_constant(from.outputs[k]) ? to.constant_place[constant_index(from.outputs[k])]
                                         : to.place[from.outputs[k]]) = 1;
    for (std::size_t i = from.instructions; i-- > from.inputs;)
        if (to.place[i] != 0)
            for (operand_number const a : from.code[i].from)
                if (a != no_operand) (names_constant(a) ? to.constant_place[constant_index(a)] : to.place[a]) = 1;
    for (std::size_t i = 0; i < from.instructions; ++i)
        if (i < from.inputs || to.place[i] != 0)
            to.place[i] = static_cast<operand_number>(++(is_predicate(from.code[i].code) ? to.flags : to.numbers));
    for (std::size_t i = 0; i < from.constant_count; ++i)
        if (to.constant_place[i] != 0) to.constant_place[i] = static_cast<operand_number>(++to.constants);
    to.instructions = to.numbers + to.flags - from.inputs;
    return to;
}

template <class L, class B, std::size_t Room>
constexpr L finished(draft<B, Room> const& from, layout<Room> const& places) {
    L to;
    for (std::size_t i = 0; i < from.constant_count; ++i)
        if (places.constant_place[i] != 0) to.constants[places.constant_place[i] - 1] = from.constants[i];
    instruction* next = to.code.data();
    for (std::size_t i = from.inputs; i < from.instructions; ++i) {
        if (places.place[i] == 0) continue;
        *next = from.code[i];
        next->to = places.place[i] - 1;
        for (operand_number& a : next++->from)
            if (a != no_operand)
                a = names_constant(a) ? constant_bit | (places.constant_place[constant_index(a)] - 1)
                                      : places.place[a] - 1;
    }
    for (std::size_t k = 0; k < from.output_count; ++k) {
        operand_number const a = from.outputs[k];
        to.outputs[k] =
            names_constant(a) ? constant_bit | (places.constant_place[constant_index(a)] - 1) : places.place[a] - 1;
    }
    to.inputs = from.inputs;
    to.numbers = places.numbers;
    to.flags = places.flags;
    return to;
}

/// What a recipe writes: `Recipe::write(builder)`, with room for so many instructions.
template <class Recipe, std::size_t Room>
constexpr auto drafted() {
    list_builder<typename Recipe::base> builder(Room);
    Recipe::write(builder);
    return builder.template contents<Room>();
}

/// Whether that is enough room. Asked before the draft is made a constant: that could only be an error if it is not.
template <class Recipe, std::size_t Room>
concept fits_in = requires { typename std::integral_constant<std::size_t, drafted<Recipe, Room>().instructions>; };

template <class Recipe, std::size_t Room>
inline constexpr auto draft_in = drafted<Recipe, Room>();
template <class Recipe, std::size_t Room>
inline constexpr auto layout_in = lay_out(draft_in<Recipe, Room>);

template <class Recipe>
constexpr auto written() {
    constexpr auto const& from = draft_in<Recipe, Recipe::room>;
    constexpr auto const& places = layout_in<Recipe, Recipe::room>;
    return finished<list<typename Recipe::base, places.instructions, places.constants, from.output_count>>(from,
                                                                                                           places);
}

/// A recipe's list, as a constant: a class refers to it by its recipe, so that no symbol spells it out.
template <class Recipe>
inline constexpr auto list_of = written<Recipe>();

/// By code, which rows a list has.
template <class Recipe>
constexpr auto codes_used() {
    std::array<bool, row_count> all{};
    for (instruction const& i : list_of<Recipe>.code) all[i.code] = true;
    return all;
}

}  // namespace wengert::detail
