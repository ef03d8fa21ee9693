// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <vector>

#include <wengert/wengert.hpp>

#include "abuse/model.hpp"

// Bytes as calls of the library, in any order, beside the model that says what they should give.
namespace abuse {

using namespace wengert;

[[noreturn]] inline void wrong(char const* what, double got, double expected) {
    std::fprintf(stderr, "wrong: %s: %.17g, and should be %.17g\n", what, got, expected);
    std::abort();
}
inline void require(bool holds, char const* what) {
    if (!holds) wrong(what, 0, 1);
}

/// What the functions of a user throw.
struct boom {};

class calls {
    struct number {
        real x;
        std::size_t node;
    };
    struct kept_variable {
        std::shared_ptr<variable> v;
        std::size_t name = none;
    };
    struct kept_tape {
        std::unique_ptr<gradient_tape> t;
        std::shared_ptr<window> w;
        int busy = 0;  // a question to it is being answered: it must not go
    };
    using pause = decltype(std::declval<gradient_tape&>().stop_recording());
    struct kept_pause {
        std::unique_ptr<pause> p;
        std::shared_ptr<window> w;
        bool was = false;
    };

public:
    calls(std::uint8_t const* bytes, std::size_t size) : next_(bytes), end_(bytes + size) {
        for (number& n : numbers_) n.node = model_.constant(0);
        for (kept_variable& v : variables_) make_variable(v, 2, true);
    }
    calls(calls const&) = delete;
    calls& operator=(calls const&) = delete;
    ~calls() {
        // In another order than they were made.
        for (kept_tape& t : tapes_) close(t);
        for (kept_pause& p : pauses_) end(p);
        require(detail::current<double> == &detail::nowhere<double>, "after all tapes the thread does not record");
        require(detail::explaining<double> == nullptr, "after all tapes nothing explains");
        require(detail::open_tapes<double> == 0, "after all tapes none is open");
    }

    void run() {
        for (int count = 0; next_ != end_ && count < 200; ++count) {
            try {
                step(byte());
            } catch (error const& e) {
                require(e.sentence().size() > 10, "an error is a sentence");
            } catch (boom const&) {
            }
            check_recording();
        }
    }

private:
    std::uint8_t byte() { return next_ == end_ ? std::uint8_t{0} : *next_++; }
    number& any_number() { return numbers_[byte() % numbers_.size()]; }
    kept_variable& any_variable() { return variables_[byte() % variables_.size()]; }
    kept_tape& any_tape() { return tapes_[byte() % tapes_.size()]; }
    std::vector<number> several_numbers() {
        std::vector<number> some;
        for (std::size_t count = 1 + byte() % 3; count > 0; --count) some.push_back(any_number());
        return some;
    }

    // ---- what the model must know -----------------------------------------------------------------------------------------

    void set(number& to, real const& x, std::size_t node, bool exact) {
        if (certain_) {
            if (x.value() != model_[node].value) wrong("a value", x.value(), model_[node].value);
            bool const live = x.identity().tag != 0;
            if (exact && live != model_.on_list(node)) wrong("whether a number is on a tape", live, !live);
            // What a loop or checkpoint gives is on the list, whatever it has read.
            if (live && !model_.on_list(node) && !model_.stale(node)) node = model_.leaf(x.value());
        }
        to = {x, node};
        if (!(std::abs(x.value()) < 1e4)) to = {real(1.0), model_.constant(1)};
    }
    void check_recording() {
        for (kept_tape const& t : tapes_) {
            if (!t.t || !certain_) continue;
            if (t.t->is_recording() != t.w->recording)
                wrong("whether a tape records", t.t->is_recording(), t.w->recording);
        }
    }
    /// From here on it is only asked that nothing breaks.
    void give_up() { certain_ = false; }

    void check(gradient_result<double> const& g, slope const& s) {
        if (g.has_value())
            require(g.status() != status::missing && g.reason() == reason::none, "a value has no reason");
        else require(g.reason() != reason::none, "what is missing has a reason");
        if (!certain_ || !s.exact) return;
        if (g.value_or(0) != s.value) wrong("a gradient", g.value_or(0), s.value);
        if (!derived_ && g.has_value() != s.path) wrong("whether there is a path", g.has_value(), s.path);
    }

    std::vector<std::size_t> nodes_of(std::vector<number> const& some) const {
        std::vector<std::size_t> nodes;
        for (number const& n : some) nodes.push_back(n.node);
        return nodes;
    }
    std::vector<std::size_t> place_of(window const& w, number const& n) const {
        bool const known = model_.seen(w, n.node) || model::contains(w.watched, n.node);
        return known ? std::vector{n.node} : std::vector<std::size_t>{};
    }
    std::vector<std::size_t> place_of(window const& w, kept_variable const& v) const {
        if (!model::watches(w, v.name, v.v->is_trainable())) return {};
        return model_.reads_of(w, v.name);
    }

    // ---- objects ----------------------------------------------------------------------------------------------------------

    void make_variable(kept_variable& to, double value, bool follows) {
        to = {std::make_shared<variable>(value, "v", trainable{follows}), variable_names_++};
    }
    void open(kept_tape& at, std::uint8_t options) {
        if (at.busy > 0) return;
        close(at);
        gradient_tape_options const o{.persistent = (options & 1) != 0,
                                      .watch_accessed_variables = (options & 2) == 0,
                                      .explain = (options & 12) == 12,
                                      .trap_non_finite = (options & 48) == 48,
                                      .check_custom_rules = (options & 192) == 192};
        at.t = std::make_unique<gradient_tape>(o);
        at.w = model_.open();
        at.w->persistent = o.persistent;
        at.w->watches_all = o.watch_accessed_variables;
    }
    void close(kept_tape& t) {
        if (!t.t || t.busy > 0) return;
        t.t.reset();
        if (t.w) model_.close(t.w);
        t.w = nullptr;
    }
    void end(kept_pause& p) {
        if (!p.p) return;
        p.p.reset();
        if (p.was && model_.is_open(*p.w) && !p.w->consumed) p.w->recording = true;
        p.w = nullptr;
    }

    /// While a tape is asked. If the question was answered, it does not record any more unless it is persistent.
    struct busy {
        explicit busy(kept_tape& t) : tape(t) { ++tape.busy; }
        busy(busy const&) = delete;
        busy& operator=(busy const&) = delete;
        ~busy() { --tape.busy; }
        kept_tape& tape;
    };

    // ---- calls ------------------------------------------------------------------------------------------------------------

    void arithmetic(std::uint8_t what, number& to, number const& a, number const& b) {
        bool const refused = model_.recording() && (model_.stale(a.node) || model_.stale(b.node));
        real x;
        std::size_t n = none;
        try {
            switch (what % 6) {
                case 0:
                    x = a.x + b.x;
                    n = model_.add(a.node, b.node);
                    break;
                case 1:
                    x = a.x - b.x;
                    n = model_.subtract(a.node, b.node);
                    break;
                case 2:
                    x = a.x * b.x;
                    n = model_.multiply(a.node, b.node);
                    break;
                case 3:
                    x = a.x * b.x - b.x;
                    n = model_.subtract(model_.multiply(a.node, b.node), b.node);
                    break;
                case 4:
                    x = square(a.x) + 3.0 * b.x;
                    n = model_.add(model_.multiply(a.node, a.node), model_.multiply(model_.constant(3), b.node));
                    break;
                default:
                    x = a.x;
                    x += b.x;
                    n = model_.add(a.node, b.node);
                    break;
            }
        } catch (wrong_recording const&) {
            require(refused || !certain_, "values of one recording mix");
            throw;
        }
        if (certain_) require(!refused, "values of two recordings do not mix");
        set(to, x, n, true);
    }

    void read(number& to, kept_variable const& v) {
        real const x = *v.v;
        set(to, x, model_.read(v.name, v.v->is_trainable(), v.v->value()), true);
    }

    void cut(std::uint8_t what, number& to, number const& from) {
        real x;
        if (what % 2 == 0) x = stop_gradient(from.x);
        else x = floor(from.x);
        set(to, x, model_.cut(from.node), true);
    }

    /// Functions that make infinities and what is no number; the model does not know them.
    void others(std::uint8_t what, number& to, number const& from) {
        auto const f = [&]() -> real {
            switch (what % 7) {
                case 0:
                    return log(from.x);
                case 1:
                    return sqrt(from.x) / from.x;
                case 2:
                    return abs(from.x);
                case 3:
                    return max(from.x, 1.0);
                case 4:
                    return pow(from.x, 2.5);
                case 5:
                    return select(from.x > 0, from.x, -from.x);
                default:
                    return atan2(from.x, exp(from.x));
            }
        };
        real const x = f();
        give_up();
        to = {x, model_.constant(0)};
    }

    void watch(kept_tape& t, number& n) {
        handle const before = n.x.identity();
        t.t->watch(n.x);
        if (n.x.identity() != before) n.node = model_.leaf(n.x.value());
        if (!model::contains(t.w->watched, n.node)) t.w->watched.push_back(n.node);
    }
    void watch(kept_tape& t, kept_variable& v) {
        t.t->watch(*v.v);
        t.w->told.push_back(v.name);
    }

    void reset(kept_tape& t) {
        t.t->reset();
        model_.reset(*t.w);
    }

    void gradient_of(kept_tape& t, std::vector<number> const& targets, std::uint8_t what) {
        std::vector<real> y;
        for (number const& n : targets) y.push_back(n.x);
        number& x = any_number();
        kept_variable const& v = any_variable();
        number& to = any_number();
        busy const now(t);
        bool const usable = !t.w->consumed;
        try {
            auto const [by_number, by_variable] = t.t->gradient(y, x.x, *v.v);
            require(usable || !certain_, "a tape that is used up gives no gradient");
            answered(t, targets, x, v, by_number, by_variable, what, to);
        } catch (tape_consumed const&) {
            require(!usable || !certain_, "a tape that is not used up gives its gradient");
            throw;
        } catch (...) {
            // What had been asked may be asked again.
            if (certain_) require(t.t->is_recording() == t.w->recording, "a question that failed changes nothing");
            throw;
        }
    }

    void answered(kept_tape& t, std::vector<number> const& targets, number const& x, kept_variable const& v,
                  gradient_result<double> const& by_number, gradient_result<double> const& by_variable,
                  std::uint8_t what, number& to) {
        bool const was = t.w->recording;
        t.w->recording = false;
        t.w->consumed = !t.w->persistent;
        auto const adjoints = model_.sweep(*t.w, nodes_of(targets));
        slope const of_number = model_.at(adjoints, place_of(*t.w, x));
        slope const of_variable = model_.at(adjoints, place_of(*t.w, v));
        t.w->recording = was && !t.w->consumed;
        check(by_number, of_number);
        check(by_variable, of_variable);
        if (what % 4 == 0) {
            std::string const why = by_number.why() + by_variable.why();
            require(why.size() > 10, "why() is a sentence");
        }
        if (what % 4 == 1 && by_variable.has_value()) again(by_variable, of_variable, to);
        if (what % 4 == 2 && by_number.has_value()) again(by_number, of_number, to);
    }
    /// A gradient as a value of the outer tapes.
    void again(gradient_result<double> const& g, slope const& s, number& to) {
        real const d = g.recorded();
        derived_ = true;
        set(to, d, s.node == none ? model_.constant(0) : s.node, false);
    }

    void jacobian_of(kept_tape& t) {
        auto const targets = several_numbers(), sources = several_numbers();
        std::vector<real> y, x;
        for (number const& n : targets) y.push_back(n.x);
        for (number const& n : sources) x.push_back(n.x);
        busy const now(t);
        auto const J = t.t->jacobian(y, x);
        bool const was = t.w->recording;
        t.w->recording = false;
        t.w->consumed = !t.w->persistent;
        for (std::size_t i = 0; i < y.size(); ++i) {
            auto const adjoints = model_.sweep(*t.w, {targets[i].node});
            for (std::size_t j = 0; j < x.size(); ++j)
                check(J.result(i, j), model_.at(adjoints, place_of(*t.w, sources[j])));
        }
        t.w->recording = was && !t.w->consumed;
    }

    void look_at(kept_tape& t, std::uint8_t what) {
        busy const now(t);
        std::ostringstream out;
        switch (what % 4) {
            case 0:
                out << t.t->profile();
                break;
            case 1:
                require(t.t->statistics().bytes <= t.t->statistics().bytes_reserved + (1u << 24),
                        "what is held is reserved");
                break;
            case 2:
                for (std::string const& name : t.t->watched_variables())
                    require(name == "v", "a variable has its name");
                break;
            default: {
                number const &y = any_number(), &x = any_number();
                if (t.w->recording || model_.recording()) out << explain(*t.t, y.x, std::tie(x.x, *any_variable().v));
                break;
            }
        }
    }

    // ---- functions of the user --------------------------------------------------------------------------------------------

    /// Something that the body of a loop, a pullback, or a branch does beside what it is for. That it asked a tape which is used up says
    /// nothing of the tape that runs it.
    void meanwhile(std::uint8_t what) try {
        if (what < 96) return;
        if (depth_ > 3) return;
        struct deeper {
            int& depth;
            explicit deeper(int& d) : depth(d) { ++depth; }
            deeper(deeper const&) = delete;
            deeper& operator=(deeper const&) = delete;
            ~deeper() { --depth; }
        } const now(depth_);
        kept_tape& t = tapes_[what % tapes_.size()];
        number& n = numbers_[what % numbers_.size()];
        kept_variable& v = variables_[what % variables_.size()];
        std::uint8_t const kind = what % 16;
        // A gradient in there leaves what is around it as it was.
        if (kind == 0 || kind == 1) {
            real q = 3.0;
            gradient_tape own{{.persistent = kind == 1}};
            own.watch(q);
            real z = q * q;
            for (int i = 0; i < what; ++i) z = z * 1.0;
            require(*own.gradient(z, q) == 6.0, "a gradient within is right");
            return;
        }
        if (kind == 2) {
            require(gradient([](auto x) { return for_loop(3, x, [](auto const& s) { return s * s; }, checkpoints(1)); },
                             1.0) == 8.0,
                    "a driver within is right");
            return;
        }
        if (kind == 15 && t.t && t.w && !t.w->consumed) {
            auto const stopped = t.t->stop_recording();
            static_cast<void>(n.x * 2.0);
            if (what & 64) return;
        }
        if (kind == 3) throw boom();
        give_up();
        switch (kind) {
            case 4:
                if (t.t) t.t->reset();
                break;
            case 5:
                if (t.t) {
                    busy const asked(t);
                    static_cast<void>(t.t->gradient(n.x, *v.v).why());
                }
                break;
            case 6:
                if (t.t) {
                    auto const stopped = t.t->stop_recording();
                    n.x = n.x * 2.0;
                }
                break;
            case 7:
                if (t.t) t.t->watch(n.x);
                break;
            case 8:
                v.v->assign(v.v->value() + 1);
                break;
            case 9:
                open(t, what);
                break;
            case 10:
                close(t);
                break;
            case 11:
                for (kept_pause& p : pauses_) end(p);
                break;
            case 12:
                n.x = n.x * 2.0 + *v.v;
                break;
            case 13:
                if (t.t) {
                    busy const asked(t);
                    static_cast<void>(t.t->jacobian(n.x, n.x));
                }
                break;
            case 14:
                if (t.t) {
                    busy const asked(t);
                    static_cast<void>(explain(*t.t, n.x, *v.v));
                }
                break;
            default:
                if (t.t && !pauses_[0].p)
                    pauses_[0] = {std::unique_ptr<pause>(new pause(t.t->stop_recording())), t.w, false};
                break;
        }
    } catch (tape_consumed const&) {
        throw boom();
    }

    loop_policy any_policy() {
        std::uint8_t const what = byte();
        loop_policy const p = [&] {
            switch (what % 8) {
                case 0:
                case 1:
                    return save_all();
                case 2:
                    return checkpoints(1);
                case 3:
                    return checkpoints(2);
                case 4:
                    return checkpoints(5);
                case 5:
                    return memory(40'000);
                case 6:
                    return what > 128 ? disk("/dev/shm", 1) : checkpoints(3);
                default:
                    return checkpoints(0);
            }
        }();
        return what & 64 ? p.verify() : p;
    }

    void loop(number& to) {
        std::size_t const steps = byte() % 8;
        number const start = any_number(), factor = any_number();
        kept_variable const v = any_variable();
        std::uint8_t const inside = byte(), kind = byte();
        auto const policy = any_policy();
        auto const body = [this, factor, v, inside](real const& s) -> real {
            meanwhile(inside);
            return s * factor.x + *v.v;
        };
        auto const fresh = [&] {
            if (kind % 4 == 0)
                return real(
                    while_loop(start.x, [steps](auto const&, std::size_t i) { return i < steps; }, body, policy).first);
            if (kind % 4 == 1)
                return real(scan(
                                steps, start.x,
                                [body](real const& s, std::size_t) {
                                    real const t = body(s);
                                    return std::pair{t, real(t * 1.0)};
                                },
                                policy)
                                .first);
            return real(for_loop(steps, start.x, body, policy));
        };
        real const x = fresh();
        std::size_t n = start.node, read = none;
        for (std::size_t i = 0; i < steps; ++i) {
            if (read == none) read = model_.read(v.name, v.v->is_trainable(), v.v->value());
            n = model_.add(model_.multiply(n, factor.node), read);
            if (std::abs(model_[n].value) > 1e12) give_up();
        }
        set(to, x, n, false);
    }

    void call_checkpoint(number& to) {
        number const a = any_number(), b = any_number();
        std::uint8_t const inside = byte();
        real const x = checkpoint(
            [this, b, inside](real const& q) -> real {
                meanwhile(inside);
                real const between = q * b.x;
                return between * between - q;
            },
            a.x);
        std::size_t const between = model_.multiply(a.node, b.node);
        set(to, x, model_.subtract(model_.multiply(between, between), a.node), false);
    }

    void call_kernel(number& to) {
        number const a = any_number(), b = any_number();
        real const x = kernel([](auto p, auto q) { return p * q + p; })(a.x, b.x);
        set(to, x, model_.add(model_.multiply(a.node, b.node), a.node), false);
    }
    void call_compiled_loop(number& to) {
        number const a = any_number(), b = any_number();
        std::size_t const steps = byte() % 24;
        real const x = for_loop(steps, a.x, kernel([](auto s, auto p) { return p - s; }, b.x), any_policy());
        std::size_t n = a.node;
        for (std::size_t i = 0; i < steps; ++i) n = model_.subtract(b.node, n);
        set(to, x, n, false);
    }

    void call_cond(number& to) {
        number const a = any_number(), b = any_number();
        std::uint8_t const inside = byte();
        real const x = cond(
            inside % 2 == 0,
            [&] {
                meanwhile(inside);
                return a.x * b.x;
            },
            [&] { return a.x + b.x; });
        set(to, x, inside % 2 == 0 ? model_.multiply(a.node, b.node) : model_.add(a.node, b.node), false);
    }

    void call_custom(number& to) {
        number const a = any_number();
        std::uint8_t const before = byte(), later = byte();
        auto const primal = [this, before](auto const& v) {
            meanwhile(before);
            return v * v;
        };
        real x;
        switch (later % 5) {
            case 0:
                x = custom_gradient(
                    std::vector<real>{a.x, a.x}, [primal](auto const& v) { return primal(v[0]); },
                    [this, later](auto v, auto const& b) {
                        meanwhile(later);
                        if (later & 8) v.push_back(v[0]);
                        if (later & 16) v.clear();
                        for (auto& e : v) e = e * b;
                        return v;
                    });
                break;
            case 1:
                x = custom_gradient(a.x, primal, [this, later](auto const& v, auto const& y, auto const& b) {
                    meanwhile(later);
                    return 2.0 * v * b + 0.0 * y;
                });
                break;
            default:
                x = custom_gradient(a.x, primal, [this, later](auto const& v, auto const& b) {
                    meanwhile(later);
                    return 2.0 * v * b;
                });
                break;
        }
        set(to, x, model_.multiply(a.node, a.node), true);
    }

    void call_driver(std::uint8_t what, number const& a) {
        auto const f = [this, what](auto const& x) {
            meanwhile(what);
            return x * x * x;
        };
        double const at = value(a.x);
        if (what % 3 == 0) {
            double const g = gradient(f, at);
            if (g != 3 * at * at && certain_) wrong("a driver's gradient", g, 3 * at * at);
        } else if (what % 3 == 1) {
            auto const [y, pull] = vjp(f, at);
            meanwhile(what);
            if (pull(1.0) != 3 * at * at && certain_) wrong("vjp", pull(1.0), 3 * at * at);
        } else {
            // A number of a tape as an argument: it goes on there.
            static_cast<void>(jvp([](auto const& x) { return x * x; }, at, 1.0));
        }
    }

    void long_chain(number& to, number const& from) {
        int const length = 400 * (byte() % 8);
        real x = from.x;
        std::size_t n = from.node;
        std::size_t const one = model_.constant(1);
        for (int i = 0; i < length; ++i) x = x * 1.0;
        if (length > 0) n = model_.multiply(n, one);
        set(to, x, n, length > 0);
    }

    void step(std::uint8_t what) {
        switch (what % 32) {
            case 0: {
                kept_tape& t = any_tape();
                open(t, byte());
                break;
            }
            case 1:
                open(any_tape(), 1);
                break;
            case 2: {
                kept_tape& t = any_tape();
                if (!t.t) break;
                auto const targets = several_numbers();
                gradient_of(t, targets, byte());
                break;
            }
            case 3: {
                number &to = any_number(), &from = any_number();
                to = from;
                break;
            }
            case 4:
            case 5:
            case 6:
            case 7: {
                number &to = any_number(), &a = any_number(), &b = any_number();
                arithmetic(byte(), to, a, b);
                break;
            }
            case 8:
            case 9: {
                number& to = any_number();
                read(to, any_variable());
                break;
            }
            case 10: {
                number& to = any_number();
                to = {real(static_cast<double>(byte() % 5) - 1), 0};
                to.node = model_.constant(to.x.value());
                break;
            }
            case 11: {
                kept_tape& t = any_tape();
                if (t.t && t.w) watch(t, any_number());
                break;
            }
            case 12: {
                kept_tape& t = any_tape();
                if (t.t && t.w) watch(t, any_variable());
                break;
            }
            case 13:
                close(any_tape());
                break;
            case 14: {
                kept_tape& t = any_tape();
                kept_pause& p = pauses_[byte() % pauses_.size()];
                if (!t.t || !t.w) break;
                end(p);
                bool const was = t.w->recording;
                p.p = std::unique_ptr<pause>(new pause(t.t->stop_recording()));
                p.w = t.w;
                p.was = was;
                t.w->recording = false;
                break;
            }
            case 15:
                end(pauses_[byte() % pauses_.size()]);
                break;
            case 16: {
                kept_tape& t = any_tape();
                if (t.t && t.w) reset(t);
                break;
            }
            case 17: {
                kept_tape& to = any_tape();
                move_tape(to, any_tape());
                break;
            }
            case 18: {
                kept_variable& v = any_variable();
                std::uint8_t const how = byte();
                if (how % 3 == 0) v.v->assign(how % 4);
                else if (how % 3 == 1) v.v->assign_add(1);
                else make_variable(v, how % 5, how % 2 == 0);
                break;
            }
            case 19: {
                number& to = any_number();
                cut(byte(), to, any_number());
                break;
            }
            case 20:
                loop(any_number());
                break;
            case 21:
                call_checkpoint(any_number());
                break;
            case 22:
                call_kernel(any_number());
                break;
            case 23:
                call_cond(any_number());
                break;
            case 24:
                call_custom(any_number());
                break;
            case 25: {
                number const& a = any_number();
                call_driver(byte(), a);
                break;
            }
            case 26: {
                kept_tape& t = any_tape();
                if (t.t && t.w) jacobian_of(t);
                break;
            }
            case 27: {
                kept_tape& t = any_tape();
                if (t.t && t.w) look_at(t, byte());
                break;
            }
            case 28: {
                number& to = any_number();
                long_chain(to, any_number());
                break;
            }
            case 29:
                label(any_number().x, "named");
                break;
            case 30: {
                kept_variable &to = any_variable(), &from = any_variable();
                if (&to == &from) break;
                to = {std::make_shared<variable>(std::move(*from.v)), from.name};
                break;
            }
            default: {
                std::uint8_t const how = byte();
                number& to = any_number();
                if (how > 250) others(how, to, any_number());
                else call_compiled_loop(to);
                break;
            }
        }
    }

    /// The one that was moved from stays, and says so when it is asked.
    void move_tape(kept_tape& to, kept_tape& from) {
        if (&to == &from || !from.t || !from.w || from.busy > 0 || to.busy > 0) return;
        close(to);
        to.t = std::make_unique<gradient_tape>(std::move(*from.t));
        to.w = std::exchange(from.w, nullptr);
        std::size_t refused = 0;
        auto const ask = [&](auto const& question) {
            try {
                question();
            } catch (tape_consumed const&) {
                ++refused;
            }
        };
        ask([&] { static_cast<void>(from.t->gradient(numbers_[0].x, numbers_[0].x)); });
        ask([&] { from.t->reset(); });
        ask([&] { from.t->watch(numbers_[0].x); });
        ask([&] { static_cast<void>(from.t->profile()); });
        ask([&] { static_cast<void>(from.t->statistics()); });
        ask([&] { static_cast<void>(explain(*from.t, numbers_[0].x, numbers_[0].x)); });
        ask([&] { static_cast<void>(from.t->stop_recording()); });
        require(refused == 7, "a tape that was moved from says so");
        from.t.reset();
    }

    std::uint8_t const* next_;
    std::uint8_t const* end_;
    model model_;
    std::array<number, 8> numbers_{};
    std::array<kept_variable, 4> variables_;
    std::array<kept_pause, 3> pauses_;
    std::array<kept_tape, 4> tapes_;
    std::size_t variable_names_ = 0;
    int depth_ = 0;
    bool certain_ = true;
    bool derived_ = false;
};

}  // namespace abuse
