// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

// Structures: what the library takes and gives back. A structure is a number, a std::array, std::vector, std::pair or
// std::tuple of structures, or a struct template on its scalar that is adapted with Boost.Hana, either by
// BOOST_HANA_DEFINE_STRUCT inside it (include <boost/hana/define_struct.hpp>) or by BOOST_HANA_ADAPT_STRUCT of one
// instantiation, naming all members (include <boost/hana/adapt_struct.hpp>).

#include <wengert/core/structure/diagnosis.hpp>  // structure, detail::assert_structure
#include <wengert/core/structure/flat.hpp>       // flatten, unflatten
#include <wengert/core/structure/map.hpp>        // map_leaves
#include <wengert/core/structure/sequence.hpp>   // sequence_traits, which an adapter specialises
#include <wengert/core/structure/shape.hpp>      // static_leaf_count_v, scalar_of_t, rebind_t
#include <wengert/core/structure/walk.hpp>       // leaf_count, same_shape, for_each_leaf
