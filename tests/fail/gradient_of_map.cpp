// expect: wengert: this container is none of those that are structures: copy its numbers to a std::vector
#include <map>

#include <wengert/wengert.hpp>

auto g(std::map<int, double> const& all) {
    auto const f = [](auto const& p) { return p.begin()->second * 2.0; };
#ifdef WENGERT_FAIL
    return wengert::gradient(f, all);
#else
    return wengert::gradient(f, std::vector<std::pair<int, double>>(all.begin(), all.end()));
#endif
}
