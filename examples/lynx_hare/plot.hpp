// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gnuplot-iostream.h>

#include "model.hpp"

namespace lynx_hare {

using curve = std::vector<std::pair<double, double>>;

/// What both plots look like.
inline void open_svg(Gnuplot& gp, std::string const& path) {
    gp << "set terminal svg size 960,540 font 'DejaVu Sans,14' background '#ffffff'\n"
       << "set output '" << path << "'\n"
       << "set border 3 linecolor '#888888'\n"
       << "set tics nomirror out textcolor '#333333'\n"
       << "set grid ytics linecolor '#dddddd' linetype 1\n"
       << "set key textcolor '#333333'\n"
       << "set title font ',17' textcolor '#222222'\n";
}

inline void plot_fit(std::string const& path, int first_year, std::vector<populations<double>> const& data,
                     log_parameters<double> const& fitted) {
    curve hare_data, lynx_data, hare_model, lynx_model;
    for (std::size_t i = 0; i < data.size(); ++i) {
        double const year = first_year + static_cast<double>(i);
        hare_data.emplace_back(year, data[i].hare);
        lynx_data.emplace_back(year, data[i].lynx);
    }
    motion<double> const step_later(fitted);
    populations<double> now = start_of(fitted);
    for (std::size_t step = 0; step <= (data.size() - 1) * steps_per_year; ++step, now = step_later(now)) {
        if (step % 5 != 0) continue;
        double const year = first_year + static_cast<double>(step) / steps_per_year;
        hare_model.emplace_back(year, now.hare);
        lynx_model.emplace_back(year, now.lynx);
    }

    Gnuplot gp;
    open_svg(gp, path);
    gp << "set title 'Pelts of the Hudson''s Bay Company, and the Lotka-Volterra model fitted to them'\n"
       << "set xlabel 'year'\n"
       << "set ylabel 'thousands of pelts'\n"
       << "set xrange [" << first_year - 0.5 << ":" << first_year + static_cast<int>(data.size()) - 0.5 << "]\n"
       << "set yrange [0:*]\n"
       << "set xtics 2\n"
       << "set key inside top center reverse Left\n"
       << "plot '-' with lines linewidth 2.5 linecolor '#2b7a78' title 'hare, model', "
       << "'-' with points pointtype 7 pointsize 0.8 linecolor '#2b7a78' title 'hare, data', "
       << "'-' with lines linewidth 2.5 linecolor '#d1495b' title 'lynx, model', "
       << "'-' with points pointtype 5 pointsize 0.7 linecolor '#d1495b' title 'lynx, data'\n";
    gp.send1d(hare_model);
    gp.send1d(hare_data);
    gp.send1d(lynx_model);
    gp.send1d(lynx_data);
}

/// The losses and the norms of the gradients by iteration, side by side.
inline void plot_progress(std::string const& path, std::vector<double> const& losses,
                          std::vector<double> const& norms) {
    Gnuplot gp;
    open_svg(gp, path);
    gp << "set multiplot layout 1,2\n"
       << "set xlabel 'iteration of L-BFGS'\n"
       << "set xrange [-0.5:" << losses.size() << "]\n"
       << "set logscale y\n";
    auto const panel = [&](char const* title, std::vector<double> const& values) {
        curve by_iteration;
        for (std::size_t i = 0; i < values.size(); ++i) by_iteration.emplace_back(static_cast<double>(i), values[i]);
        gp << "set title '" << title << "'\n"
           << "plot '-' with linespoints linewidth 2.5 linecolor '#2b7a78' pointtype 7 pointsize 0.6 notitle\n";
        gp.send1d(by_iteration);
    };
    gp << "set yrange [0.9:" << 1.2 * losses.front() << "]\n"
       << "set ytics (1, 2, 5, 10, 20, 50, 100)\n";
    panel("Loss", losses);
    gp << "set yrange [*:*]\n"
       << "set ytics autofreq format '10^{%T}'\n"
       << "unset mytics\n";
    panel("Norm of the gradient", norms);
    gp << "unset multiplot\n";
}

}  // namespace lynx_hare
