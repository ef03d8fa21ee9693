// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/hana/adapt_struct.hpp>

#include <wengert/wengert.hpp>

#include "random/operation.hpp"
#include "random/tapes.hpp"

// The one interpreter: a program, evaluated with numbers of any type.
namespace random_programs {

template <class T>
struct pair_of_states {
    T first;
    std::array<T, 2> second;
};

}  // namespace random_programs

BOOST_HANA_ADAPT_STRUCT(random_programs::pair_of_states<double>, first, second);

namespace random_programs {

using variables = std::array<wengert::variable, inputs>;

template <class T>
class machine {
public:
    /// The inputs are numbers.
    machine(setting& how, std::array<T, inputs> const& x) : how_(&how), arithmetic_(how), given_(x) {}
    /// They are read wherever the program has one.
    machine(setting& how, variables& x) : how_(&how), arithmetic_(how), read_(&x) {}

    T run(program const& p) const {
        frame<T> f;
        for (std::size_t i = 0; i < registers; ++i) f.r[i] = i < inputs ? input(i, f) : T(i == inputs ? 0.75 : -1.25);
        run(p.body, f);
        return f.r[p.result];
    }

private:
    // What is assigned is twice the number that was given; the derivative by it is that by the input.
    T input(std::size_t i, frame<T> const& f) const {
        if constexpr (std::is_same_v<T, wengert::real>)
            if (read_ != nullptr) return (*read_)[i].read();
        return f.assigned[i] ? T(given_[i] + arithmetic_.cut(given_[i])) : given_[i];
    }
    T assign(std::size_t i, frame<T>& f) const {
        if (read_ != nullptr && !f.assigned[i]) (*read_)[i].assign(2 * (*read_)[i].value());
        f.assigned[i] = true;
        return input(i, f);
    }

    void run(std::vector<statement> const& code, frame<T>& f) const {
        for (statement const& s : code) {
            if (s.what >= first_control) control(s, f);
            else if (s.what == op::input) f.r[s.to] = input(s.a % inputs, f);
            else if (s.what == op::assign) f.r[s.to] = assign(s.a % inputs, f);
            else f.r[s.to] = arithmetic_(s, f);
        }
    }

    // A block and what it reads from outside: by reference, or copied.
    class block {
    public:
        block(machine const& m, statement const& s, frame<T> const& f)
            : machine_(m), statement_(&s), outside_(m.how_->by_value ? nullptr : &f) {
            if (outside_ == nullptr) copy_ = f;
        }

        [[nodiscard]] frame<T> const& outside() const { return outside_ == nullptr ? copy_ : *outside_; }
        [[nodiscard]] std::size_t reg(std::size_t i) const { return (statement_->to + i) % registers; }

        /// Runs it, and leaves with the first `count` registers: under new names, or it is noted where they are old ones.
        void run(frame<T>& f, std::size_t count, bool first = true) const {
            machine_.run(first ? statement_->body : statement_->otherwise, f);
            for (std::size_t i = 0; i < count; ++i) {
                T& x = f.r[reg(i)];
                if (!statement_->raw) {
                    x = x + 0.0;
                } else if constexpr (wengert::detail::is_active<T>) {
                    if (x.identity().tag == 0) continue;
                    bool& alias = machine_.how_->alias;
                    for (T const& y : outside().r) alias = alias || x.name() == y.name();
                    for (T const& y : machine_.given_) alias = alias || x.name() == y.name();
                    for (std::size_t j = 0; j < i; ++j) alias = alias || x.name() == f.r[reg(j)].name();
                }
            }
        }

        [[nodiscard]] bool goes_on(frame<T> const& f) const {
            return machine_.arithmetic_.chose((f.step < static_cast<std::size_t>(statement_->n)) &&
                                              arithmetic<T>::decides(*statement_, f));
        }

    private:
        machine machine_;
        statement const* statement_;
        frame<T> const* outside_;
        frame<T> copy_{};
    };

    // State structures and registers.
    static void put(T const& from, block const& b, frame<T>& f) { f.r[b.reg(0)] = from; }
    static void take(T& to, block const& b, frame<T> const& f) { to = f.r[b.reg(0)]; }
    static void put(std::array<T, 3> const& from, block const& b, frame<T>& f) {
        for (std::size_t i = 0; i < 3; ++i) f.r[b.reg(i)] = from[i];
    }
    static void take(std::array<T, 3>& to, block const& b, frame<T> const& f) {
        for (std::size_t i = 0; i < 3; ++i) to[i] = f.r[b.reg(i)];
    }
    using tuple_state = std::tuple<T, std::array<T, 2>>;
    static void put(tuple_state const& from, block const& b, frame<T>& f) {
        f.r[b.reg(0)] = std::get<0>(from);
        for (std::size_t i = 0; i < 2; ++i) f.r[b.reg(1 + i)] = std::get<1>(from)[i];
    }
    static void take(tuple_state& to, block const& b, frame<T> const& f) {
        std::get<0>(to) = f.r[b.reg(0)];
        for (std::size_t i = 0; i < 2; ++i) std::get<1>(to)[i] = f.r[b.reg(1 + i)];
    }
    // Three numbers after every other step, else two.
    static void put(std::vector<T> const& from, block const& b, frame<T>& f) {
        for (std::size_t i = 0; i < from.size(); ++i) f.r[b.reg(i)] = from[i];
    }
    static void take(std::vector<T>& to, block const& b, frame<T> const& f) {
        to.clear();
        for (std::size_t i = 0; i < 2 + f.step % 2; ++i) to.push_back(f.r[b.reg(i)]);
    }
    static void put(pair_of_states<T> const& from, block const& b, frame<T>& f) {
        f.r[b.reg(0)] = from.first;
        for (std::size_t i = 0; i < 2; ++i) f.r[b.reg(1 + i)] = from.second[i];
    }
    static void take(pair_of_states<T>& to, block const& b, frame<T> const& f) {
        to.first = f.r[b.reg(0)];
        for (std::size_t i = 0; i < 2; ++i) to.second[i] = f.r[b.reg(1 + i)];
    }

    static std::size_t leaves(T const&, std::size_t) { return 1; }
    static std::size_t leaves(std::vector<T> const&, std::size_t step) { return 2 + step % 2; }
    template <class State>
    static std::size_t leaves(State const&, std::size_t) {
        return 3;
    }

    template <class State>
    struct loop_body {
        block code;

        State operator()(State const& s, std::size_t i) const {
            frame<T> f = code.outside();
            f.step = i;
            put(s, code, f);
            code.run(f, leaves(s, i));
            State next{};
            take(next, code, f);
            return next;
        }
    };

    // Policies by their number; save_all for those that are not there.
    [[nodiscard]] wengert::loop_policy policy(statement const& s) const {
        return how_->policies[static_cast<std::size_t>(s.policy) % how_->policies.size()];
    }
    [[nodiscard]] bool by_the_language() const { return how_->policies.empty(); }

    template <class State>
    void for_loop(statement const& s, frame<T>& f) const {
        block const code(*this, s, f);
        loop_body<State> const body{code};
        State state{};
        frame<T> start = f;
        start.step = 1;
        take(state, code, start);
        if (by_the_language()) {
            for (int i = 0; i < s.n; ++i) state = body(state, static_cast<std::size_t>(i));
        } else {
            state = wengert::for_loop(s.n, state, body, policy(s));
        }
        put(state, code, f);
    }

    void while_loop(statement const& s, frame<T>& f) const {
        using State = pair_of_states<T>;
        block const code(*this, s, f);
        loop_body<State> const body{code};
        auto const going = [code](State const& now, std::size_t i) {
            frame<T> g = code.outside();
            g.step = i;
            put(now, code, g);
            return code.goes_on(g);
        };
        State state{};
        take(state, code, f);
        if (by_the_language()) {
            for (std::size_t i = 0; going(state, i); ++i) state = body(state, i);
        } else {
            state = wengert::while_loop(state, going, body, policy(s)).first;
        }
        put(state, code, f);
    }

    // The carry is one register; the next is put out at every step, and is their weighted sum in the end.
    void scan(statement const& s, frame<T>& f) const {
        block const code(*this, s, f);
        auto const body = [code](T const& carry, std::size_t i) {
            frame<T> g = code.outside();
            g.step = i;
            g.r[code.reg(0)] = carry;
            code.run(g, 2);
            return std::pair<T, T>(g.r[code.reg(0)], g.r[code.reg(1)]);
        };
        T carry = f.r[code.reg(0)];
        std::vector<T> outputs;
        if (by_the_language()) {
            for (int i = 0; i < s.n; ++i) {
                auto [next, y] = body(carry, static_cast<std::size_t>(i));
                carry = next;
                outputs.push_back(y);
            }
        } else {
            std::tie(carry, outputs) = wengert::scan(s.n, carry, body, policy(s));
        }
        T sum = 0.0;
        for (std::size_t i = 0; i < outputs.size(); ++i) sum = 0.5 * sum + outputs[i] * s.k;
        f.r[code.reg(0)] = carry;
        f.r[code.reg(1)] = sum;
    }

    void checkpoint(statement const& s, frame<T>& f) const {
        block const code(*this, s, f);
        auto const inside = [code](std::array<T, 3> const& x) {
            frame<T> g = code.outside();
            put(x, code, g);
            code.run(g, 3);
            std::array<T, 3> y;
            take(y, code, g);
            return y;
        };
        std::array<T, 3> x;
        take(x, code, f);
        put(by_the_language() ? inside(x) : wengert::checkpoint(inside, x), code, f);
    }

    void cond(statement const& s, frame<T>& f) const {
        block const code(*this, s, f);
        auto const branch = [&](bool first) {
            frame<T> g = f;
            code.run(g, 2, first);
            return std::array<T, 2>{g.r[code.reg(0)], g.r[code.reg(1)]};
        };
        bool const first = arithmetic_.chose(arithmetic<T>::decides(s, f));
        auto const y = by_the_language()
                           ? branch(first)
                           : wengert::cond(first, [&] { return branch(true); }, [&] { return branch(false); });
        for (std::size_t i = 0; i < 2; ++i) f.r[code.reg(i)] = y[i];
    }

    // A block under a tape of its own, and one that follows: after that tape, while it is paused, or for it too. It may be
    // asked for the derivatives of b by a, and by a variable.
    void with_own_tape(statement const& s, frame<T>& f) const {
        block const code(*this, s, f);
        frame<T> g = f;
        own_tape<T> own(*how_, s);
        if (how_->own_tapes) ++g.own_tapes;
        T x = g.r[s.a] + 0.0;
        own.watch(x);
        g.r[s.a] = x;
        run(s.body, g);
        T const y = g.r[s.b];
        wengert::variable const* const v = read_ == nullptr ? nullptr : &(*read_)[s.c % inputs];
        bool const asked_now = s.n % 4 == 1 || s.n % 4 == 2;
        if (asked_now) own.ask(y, x, v);
        if (s.n % 4 == 0) {
            own.end();
            g.own_tapes = f.own_tapes;
        }
        if (s.n % 4 == 2) own.pause();
        code.run(g, 2, false);
        if (s.n % 4 == 2) own.ask(y, x, v);
        if (s.n % 4 == 3) own.ask(g.r[s.b], x, v);
        for (std::size_t i = 0; i < 2; ++i) f.r[code.reg(i)] = g.r[code.reg(i)];
    }

    // What a tape does not see is a constant for it. Under a tape of its own, code stops only the gradient.
    void pause(statement const& s, frame<T>& f) const {
        block const code(*this, s, f);
        frame<T> g = f;
        pause_of_all<T> const paused(*how_, f.own_tapes > 0);
        run(s.body, g);
        for (std::size_t i = 0; i < 2; ++i) {
            T const x = g.r[code.reg(i)] + 0.0;
            f.r[code.reg(i)] = paused.is_in_force() ? x : arithmetic_.cut(x);
        }
    }

    void control(statement const& s, frame<T>& f) const {
        ++how_->operations;
        switch (s.what) {
            case op::for_loop:
                if (s.state == shape::number) return for_loop<T>(s, f);
                if (s.state == shape::array) return for_loop<std::array<T, 3>>(s, f);
                if (s.state == shape::tuple) return for_loop<tuple_state>(s, f);
                return for_loop<std::vector<T>>(s, f);
            case op::while_loop:
                return while_loop(s, f);
            case op::scan:
                return scan(s, f);
            case op::checkpoint:
                return checkpoint(s, f);
            case op::own_tape:
                return with_own_tape(s, f);
            case op::pause:
                return pause(s, f);
            default:
                return cond(s, f);
        }
    }

    setting* how_;
    arithmetic<T> arithmetic_;
    std::array<T, inputs> given_{};
    variables* read_ = nullptr;
};

}  // namespace random_programs
