// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A small recurrent network learns a text by heart, letter by letter. The gradient goes back through the whole text, and the
// tape keeps ten of the network's states instead of all that it did.
//
// 06_recurrent FOLDER_OF_DATA ...

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

template <class T>
using rows = std::vector<std::vector<T>>;

// What is learnt. The state of the network is one number for each of its units.
template <class T>
struct network {
    rows<T> letter;       // what each letter adds to each unit
    rows<T> recurrent;    // what each unit gets from each
    std::vector<T> bias;  // of each unit
    rows<T> guess;        // what each unit says about each letter to come
    std::vector<T> prior;
};
BOOST_HANA_ADAPT_STRUCT(network<double>, letter, recurrent, bias, guess, prior);

// sum + a . x
template <class T>
T dot(std::type_identity_t<T> sum, std::vector<T> const& a, std::vector<T> const& x) {
    for (std::size_t i = 0; i < x.size(); ++i) sum += a[i] * x[i];
    return sum;
}

// The state after a letter was read.
template <class T>
std::vector<T> read(network<T> const& net, std::vector<T> const& state, std::size_t letter) {
    std::vector<T> next(state.size());
    for (std::size_t i = 0; i < state.size(); ++i)
        next[i] = tanh(dot(net.bias[i] + net.letter[letter][i], net.recurrent[i], state));
    return next;
}

// How likely the network takes each letter to be the next: the logarithm of that, up to a constant.
template <class T>
std::vector<T> guess(network<T> const& net, std::vector<T> const& state) {
    std::vector<T> scores(net.prior.size());
    for (std::size_t k = 0; k < scores.size(); ++k) scores[k] = dot(net.prior[k], net.guess[k], state);
    return scores;
}

// The mean of -log(probability) over the letters of a text that follow another.
template <class T>
T loss(network<T> const& net, std::vector<std::size_t> const& text, loop_policy const& policy) {
    auto const [last, surprises] = scan(
        text.size() - 1, std::vector<T>(net.bias.size(), T(0.0)),
        [&](std::vector<T> const& state, std::size_t i) {
            auto next = read(net, state, text[i]);
            auto const scores = guess(net, next);
            T sum = 0.0;
            for (T const& s : scores) sum += exp(s);
            T const surprise = log(sum) - scores[text[i + 1]];
            return std::pair{std::move(next), surprise};
        },
        policy);
    T total = 0.0;
    for (T const& s : surprises) total += s;
    return total / static_cast<double>(surprises.size());
}

// What the network writes if it always takes its best guess.
std::string write(network<double> const& net, std::string const& letters, std::size_t letter, std::size_t length) {
    std::string text(1, letters[letter]);
    std::vector<double> state(net.bias.size());
    while (text.size() < length) {
        state = read(net, state, letter);
        auto const scores = guess(net, state);
        letter = static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
        text += letters[letter];
    }
    return text;
}

int main(int argc, char** argv) {
    // The text, as numbers of letters.
    std::string line;
    std::getline(std::ifstream((argc > 1 ? std::string(argv[1]) : "examples/data") + "/wengert.txt"), line);
    if (line.empty()) {
        std::cerr << "usage: 06_recurrent FOLDER_OF_DATA, where there is a wengert.txt\n";
        return 1;
    }
    std::string letters;
    std::vector<std::size_t> text;
    for (char const c : line) {
        if (letters.find(c) == std::string::npos) letters += c;
        text.push_back(letters.find(c));
    }

    // A network of small random numbers.
    constexpr std::size_t units = 24;
    std::mt19937 random(1964);
    auto const numbers = [&](std::size_t n) {
        std::vector<double> v(n);
        for (double& x : v) x = 0.5 * (static_cast<double>(random()) / 4294967296.0 - 0.5);
        return v;
    };
    auto const numbers_in_rows = [&](std::size_t n) {
        rows<double> m(n);
        for (auto& row : m) row = numbers(units);
        return m;
    };
    network<double> net{numbers_in_rows(letters.size()), numbers_in_rows(units), numbers(units),
                        numbers_in_rows(letters.size()), numbers(letters.size())};
    std::cout << text.size() << " letters, " << letters.size() << " different ones; " << leaf_count(net)
              << " parameters\n";

    // What a recording of the whole text takes, with all that it did and with ten states.
    auto const bytes_under = [&](loop_policy const& policy) {
        tape<double> list;
        auto const inputs = map_leaves<real>(net, [&](double v) { return list.input(v); });
        recording const open(list);
        static_cast<void>(loss(inputs, text, policy));
        return list.statistics().bytes;
    };
    std::cout << "tape: " << bytes_under(save_all()) << " bytes, under checkpoints(10) " << bytes_under(checkpoints(10))
              << " bytes\n";

    // Adam (Kingma and Ba, 2015), on all parameters as one list.
    loop_stats counts;
    auto const loss_of = [&](auto const& n) { return loss(n, text, checkpoints(10).report_to(counts)); };
    std::cout << "loss before: " << loss(net, text, save_all()) << '\n';
    std::vector<double> x = flatten(net), mean(x.size()), square_mean(x.size());
    constexpr int rounds = 200;
    for (int t = 1; t <= rounds; ++t) {
        auto const [value, slope] = value_and_gradient(loss_of, net);
        std::vector<double> const g = flatten(slope);
        for (std::size_t k = 0; k < x.size(); ++k) {
            mean[k] = 0.9 * mean[k] + 0.1 * g[k];
            square_mean[k] = 0.999 * square_mean[k] + 0.001 * g[k] * g[k];
            x[k] -=
                0.01 * mean[k] / (1 - std::pow(0.9, t)) / (std::sqrt(square_mean[k] / (1 - std::pow(0.999, t))) + 1e-8);
        }
        net = unflatten(x, net);
        if (t % 50 == 0) std::cout << "after round " << t << ": " << loss(net, text, save_all()) << '\n';
    }
    std::cout << "a gradient: " << counts.taped << " steps recorded, " << counts.plain << " only evaluated, at most "
              << counts.peak_checkpoints << " states stored\n\n"
              << "now it writes: " << write(net, letters, text.front(), 79) << '\n';
}
