// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>

#include "explain/cause.hpp"
#include "support/catch.hpp"

namespace wengert {
template report explain(basic_gradient_tape<double>&, real const&, variable const&);
template report explain(basic_gradient_tape<double>&, real const&, real const&);
}  // namespace wengert

// WENGERT_SHOW=1 prints every report and every message, to be read.

namespace causes {

std::vector<cause>& all() {
    static std::vector<cause> causes;
    return causes;
}

namespace {

using namespace wengert;

cause const* running = nullptr;
std::vector<std::string> problems;
std::size_t questions = 0;

bool showing() { return std::getenv("WENGERT_SHOW") != nullptr; }

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }
bool ends_with(std::string const& text, std::string const& end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::string base_name(std::string const& file) { return file.substr(file.rfind('/') + 1); }

/// The lines that end with this mark in the program that is running and in what stands between the one before and it.
std::set<unsigned> marked(char const* mark) {
    std::ifstream file(running->where.file_name());
    if (!file.is_open()) failed(std::string("cannot read ") + running->where.file_name());
    std::set<unsigned> lines;
    std::string text;
    bool inside = false;
    for (unsigned line = 1; std::getline(file, text); ++line) {
        inside = inside || text.starts_with("CAUSE(");
        if (ends_with(text, mark)) lines.insert(line);
        if (!inside || text != "}") continue;
        if (line > running->where.line()) break;
        inside = false;
        lines.clear();
    }
    return lines;
}

std::string place(source_line const& where) {
    return where.known() ? base_name(where.file) + ':' + std::to_string(where.line) : "no line";
}

std::string list(std::set<unsigned> const& lines) {
    std::string text;
    for (unsigned const line : lines) text += (text.empty() ? "" : " or ") + std::to_string(line);
    return text;
}

char const* name_of(clue c) {
    switch (c) {
#define NAME(x)   \
    case clue::x: \
        return #x;
        NAME(none)
        NAME(never_watched)
        NAME(watched_late)
        NAME(not_trainable)
        NAME(watching_off)
        NAME(computed_before)
        NAME(computed_while_paused)
        NAME(read_while_paused)
        NAME(computed_after)
        NAME(target_constant)
        NAME(renamed)
        NAME(overwritten)
        NAME(assigned)
        NAME(number_taken)
        NAME(stopped)
        NAME(tape_reset)
        NAME(other_tape)
        NAME(other_thread)
        NAME(outlived)
        NAME(inner_tape)
        NAME(never_used)
        NAME(another_read)
        NAME(unused_result)
        NAME(discrete)
        NAME(branch_not_taken)
        NAME(predicate)
        NAME(no_steps)
        NAME(no_path)
        NAME(saturated)
        NAME(masked)
        NAME(underflow)
        NAME(cancelled)
        NAME(zero_times_infinity)
        NAME(infinity_minus_infinity)
        NAME(overflow)
        NAME(infinite_partial)
        NAME(undefined_partial)
        NAME(value_not_finite)
        NAME(kink)
        NAME(summed)
#undef NAME
    }
    return "another clue";
}

char const* name_of(status s) {
    constexpr char const* names[] = {"value", "zero", "missing", "non_finite"};
    return names[static_cast<std::size_t>(s)];
}

bool one_of(any_of const& expected, clue found) {
    for (clue const c : expected.clues)
        if (c == found) return true;
    return false;
}

/// What holds for all that is said to people.
void look_at_sentence(std::string const& text) {
    if (text.empty()) return failed("an empty sentence");
    for (char const* const bad : {"  ", "0x", "..", " .", " ,", "''", "the the ", "nullptr"})
        if (contains(text, bad)) failed(std::string("'") + bad + "' in: " + text);
}

void look_at_finding(finding const& f) {
    look_at_sentence(f.what);
    if (!f.cure.empty()) {
        look_at_sentence(f.cure);
        if (!ends_with(f.cure, ".")) failed("no full stop: " + f.cure);
    }
    if (f.kind == finding::kind_type::answer && f.cure.empty()) failed("no cure for: " + f.what);
    if (f.where.known() && !ends_with(f.where.file, base_name(running->where.file_name())))
        failed("a line of another file: " + f.where.file + ':' + std::to_string(f.where.line));
}

void look_for(words const& parts, std::string const& text) {
    for (std::string const& part : parts)
        if (!contains(text, part)) failed("no \"" + part + "\" in: " + text);
}

}  // namespace

void failed(std::string const& problem) { problems.push_back(problem); }

void asked::look_at_report() {
    ++questions;
    if (showing()) std::cout << "---- " << running->name << '\n' << to_string(report_);
    if (report_.explanations.size() != 1) return failed(std::to_string(report_.explanations.size()) + " explanations");
    explanation const& e = report_.explanations.front();
    if (e.target.empty() || e.source.empty()) failed("a target or source without a name");
    std::size_t answers = 0;
    for (finding const& f : e.findings) {
        look_at_finding(f);
        answers += f.kind == finding::kind_type::answer ? 1 : 0;
    }
    if (answers != (e.what == status::value ? 0 : 1)) failed(std::to_string(answers) + " answers");
    if (answers != 0 && e.findings.front().kind != finding::kind_type::answer) failed("a note before the answer");
    if (e.what == status::missing && e.why == reason::none) failed("missing without a reason");
    if (e.what != status::missing && e.why != reason::none) failed("a reason, and not missing");
    if (to_string(report_).empty()) failed("no text");
}

void asked::look_at_result(status what, reason why, std::string const& sentence, double gradient) {
    sentence_ = sentence;
    has_sentence_ = true;
    if (showing()) std::cout << "  why()  " << sentence << '\n';
    if (report_.explanations.empty()) return;
    explanation const& e = report_.explanations.front();
    if (e.what != what) failed(std::string("explain says ") + name_of(e.what) + ", gradient " + name_of(what));
    if (e.why != why) failed("explain and gradient give two reasons");
    if (what != status::missing && e.gradient != gradient && !(e.gradient != e.gradient && gradient != gradient))
        failed("explain and gradient give two numbers");
    look_at_sentence(sentence);
    if (!ends_with(sentence, ".")) failed("no full stop: " + sentence);
    if (e.findings.empty() || e.what == status::value) return;
    source_line const& where = e.findings.front().where;
    if (where.known() && !contains(sentence, place(where))) failed("no " + place(where) + " in why(): " + sentence);
}

asked& asked::answer(status what, any_of const& clues, words const& parts) {
    if (report_.explanations.empty()) return *this;
    explanation const& e = report_.explanations.front();
    if (e.what != what) failed(std::string("the status is ") + name_of(e.what) + ", not " + name_of(what));
    if (e.findings.empty()) {
        failed("no finding");
        return *this;
    }
    finding const& f = e.findings.front();
    if (!one_of(clues, f.clue))
        failed(std::string("the clue is ") + name_of(f.clue) + ", not " + name_of(clues.clues.front()) + ": " + f.what);
    look_for(parts, f.what + ' ' + f.cure + ' ' + f.place);
    auto const here = marked("// HERE");
    if (!here.empty() && !here.contains(f.where.line))
        failed(place(f.where) + ", not line " + list(here) + ": " + f.what);
    return *this;
}

asked& asked::is(double gradient) {
    if (report_.explanations.empty()) return *this;
    explanation const& e = report_.explanations.front();
    if (e.what != status::value) failed(std::string("the status is ") + name_of(e.what) + ", not value");
    double const error = e.gradient - gradient, size = gradient < 0 ? -gradient : gradient;
    if (!(error <= 1e-9 * size && -error <= 1e-9 * size))
        failed("the gradient is " + number_text(e.gradient) + ", not " + number_text(gradient));
    return *this;
}

asked& asked::at(std::string const& where) {
    if (report_.explanations.empty() || report_.explanations.front().findings.empty()) return *this;
    finding const& f = report_.explanations.front().findings.front();
    if (!contains(f.place, where)) failed("the place is \"" + f.place + "\", not \"" + where + "\"");
    if (has_sentence_ && !contains(sentence_, where)) failed("no \"" + where + "\" in why(): " + sentence_);
    return *this;
}

asked& asked::with_note(clue c, words const& parts) {
    if (report_.explanations.empty()) return *this;
    auto const here = marked("// NOTE");
    for (finding const& f : report_.explanations.front().findings) {
        if (f.kind != finding::kind_type::note || f.clue != c) continue;
        look_for(parts, f.what + ' ' + f.cure + ' ' + f.place);
        if (!here.empty() && !here.contains(f.where.line))
            failed("a note on " + place(f.where) + ", not line " + list(here) + ": " + f.what);
        return *this;
    }
    failed(std::string("no note ") + name_of(c));
    return *this;
}

asked& asked::without_notes() {
    if (report_.explanations.empty()) return *this;
    for (finding const& f : report_.explanations.front().findings)
        if (f.kind == finding::kind_type::note) failed(std::string("a note ") + name_of(f.clue) + ": " + f.what);
    return *this;
}

void look_at_exception(error const& e, words const& parts) {
    ++questions;
    std::string const text = e.what();
    if (showing()) std::cout << "---- " << running->name << '\n' << text << '\n';
    look_at_sentence(text);
    look_for(parts, text);
    auto const here = marked("// HERE");
    bool named = here.empty();
    for (unsigned const line : here)
        named = named || contains(text, base_name(running->where.file_name()) + ':' + std::to_string(line));
    if (!named) failed("no line " + list(here) + " in: " + text);
}

}  // namespace causes

TEST_CASE("every mistake is named, with its line") {
    for (causes::cause const& c : causes::all()) {
        DYNAMIC_SECTION(c.name) {
            causes::running = &c;
            causes::problems.clear();
            causes::questions = 0;
            try {
                c.run();
            } catch (std::exception const& e) {
                causes::failed(std::string("an exception: ") + e.what());
            }
            if (causes::questions == 0) causes::failed("nothing was asked");
            INFO(c.where.file_name() << ':' << c.where.line());
            for (std::string const& problem : causes::problems) FAIL_CHECK(problem);
            CHECK(causes::problems.empty());
        }
    }
}
