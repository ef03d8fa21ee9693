// expect: wengert: a symbol is bound to something that is no number
#include <string>

#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;

auto f(std::string const& text) {
#ifdef WENGERT_FAIL
    return evaluate(x * x, x = text);
#else
    return evaluate(x * x, x = std::stod(text));
#endif
}

}  // namespace symbols
