// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wengert/core/lines/frame.hpp>
#include <wengert/core/lines/modules.hpp>
#include <wengert/core/small_algorithms.hpp>

// addr2line of the binutils, and llvm-symbolizer, which reads all that clang++ writes.
namespace wengert::detail {

/// Words of a command line, or of an environment.
class word_list {
public:
    static constexpr std::size_t most = 1000;

    word_list& add(std::string_view word) {
        (text_ += word) += '\0';
        ++count_;
        return *this;
    }
    bool full() const noexcept { return count_ == most; }

    /// As the system wants them, for as long as these words stay as they are.
    void point(char* (&words)[most + 1]) {
        char* word = text_.data();
        for (std::size_t i = 0; i < count_; ++i, word += std::strlen(word) + 1) words[i] = word;
        words[count_] = nullptr;
    }

private:
    std::string text_;
    std::size_t count_ = 0;
};

/// A program that runs, without a shell, and what it writes. It sees nothing of our input, errors and environment: with
/// DEBUGINFOD_URLS it would ask a server, and a preloaded profiler would write over what it writes for us.
class tool_process {
public:
    explicit tool_process(word_list& command) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) return;
        output_ = ends[0];
        word_list environment;
        environment.add("LC_ALL=C");
        for (char const* const name : {"PATH", "LD_LIBRARY_PATH"})
            if (char const* const value = std::getenv(name); value != nullptr)
                environment.add(std::string(name) + '=' + value);

        posix_spawn_file_actions_t streams;
        if (::posix_spawn_file_actions_init(&streams) == 0) {
            ::posix_spawn_file_actions_adddup2(&streams, ends[1], 1);
            ::posix_spawn_file_actions_addopen(&streams, 0, "/dev/null", O_RDONLY, 0);
            ::posix_spawn_file_actions_addopen(&streams, 2, "/dev/null", O_WRONLY, 0);
            char *words[word_list::most + 1], *variables[word_list::most + 1];
            command.point(words);
            environment.point(variables);
            if (::posix_spawnp(&id_, words[0], &streams, nullptr, words, variables) != 0) id_ = 0;
            ::posix_spawn_file_actions_destroy(&streams);
        }
        ::close(ends[1]);
    }
    tool_process(tool_process const&) = delete;
    tool_process& operator=(tool_process const&) = delete;
    ~tool_process() {
        if (output_ >= 0) ::close(output_);
        if (id_ > 0)
            while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
            }
    }

    bool runs() const noexcept { return id_ > 0; }

    /// All that it writes. One that takes minutes has more to read than a report is worth waiting for.
    std::string output() {
        std::string text;
        char piece[4096];
        std::time_t const last = std::time(nullptr) + 60;
        while (id_ > 0) {
            pollfd wait{output_, POLLIN, 0};
            int const ready = ::poll(&wait, 1, 1000);
            if (std::time(nullptr) > last) {
                ::kill(id_, SIGKILL);
                break;
            }
            if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
            auto const size = ready < 0 ? ready : ::read(output_, piece, sizeof piece);
            if (size == 0 || (size < 0 && errno != EINTR)) break;
            if (size > 0) text.append(piece, static_cast<std::size_t>(size));
        }
        return text;
    }

private:
    pid_t id_ = 0;
    int output_ = -1;
};

/// What came of asking a tool.
struct tool_answer {
    bool runs = false;
    bool seen = false;  ///< a line, of whoever
};

/// Reads `0x12`, then `function` and `file:34` for each frame, for each address that was asked for. Lines ascend by
/// their addresses.
inline bool read_frames(std::string_view output, std::vector<source_line>& lines, std::uintptr_t base) {
    auto const next = [&] {
        std::size_t const size = smaller(output.find('\n'), output.size());
        std::string_view const line = output.substr(0, size);
        output.remove_prefix(smaller(size + 1, output.size()));
        return line;
    };
    bool seen = false;
    std::string_view function = next();
    while (!output.empty()) {
        if (!function.starts_with("0x")) {
            function = next();
            continue;
        }
        auto const call = static_cast<std::uintptr_t>(base + std::strtoull(std::string(function).c_str(), nullptr, 16));
        std::size_t const i = lower_position(lines, call, [](source_line const& l) { return call_before(l.address); });
        source_line unasked;
        bool const asked = i < lines.size() && call_before(lines[i].address) == call && !lines[i].known();
        frame_choice choice(asked ? lines[i] : unasked);
        while (!output.empty() && !(function = next()).starts_with("0x")) {
            std::string_view const place = next();
            std::size_t const colon = smaller(place.rfind(':'), place.size());
            std::string const number(place.substr(smaller(colon + 1, place.size())));
            std::string_view const file = place.substr(0, colon);
            choice.add(file == "??" ? "" : file, static_cast<unsigned>(std::strtoul(number.c_str(), nullptr, 10)),
                       function == "??" ? "" : function);
        }
        seen = seen || choice.seen();
    }
    return seen;
}

/// Asks a tool for all lines that are not known, file by file. `start` begins its command line, up to the file.
inline tool_answer ask_tool(word_list const& start, std::vector<source_line>& lines, loaded_code const& code) {
    tool_answer answer;
    for (std::size_t i = 0; i < lines.size();) {
        code_segment const* const file = code.at(call_before(lines[i].address));
        word_list command = start;
        if (file != nullptr) command.add(file->file);
        bool asks = false;
        for (; i < lines.size() && !command.full(); ++i) {
            std::uintptr_t const call = call_before(lines[i].address);
            if (code.at(call) != file) break;
            if (file == nullptr || lines[i].known()) continue;
            char text[24];
            std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(call - file->base));
            command.add(text);
            asks = true;
        }
        if (!asks) continue;
        tool_process process(command);
        if (!process.runs()) break;
        answer.runs = true;
        if (read_frames(process.output(), lines, file->base)) answer.seen = true;
    }
    return answer;
}

/// Asks addr2line, then one llvm-symbolizer. Debian gives these the number of their version.
inline tool_answer ask_tools(std::vector<source_line>& lines, loaded_code const& code) {
    word_list addr2line;
    addr2line.add("addr2line").add("-a").add("-i").add("-f").add("-e");
    tool_answer answer = ask_tool(addr2line, lines, code);
    for (int version = 23; version >= 14; --version) {
        word_list symbolizer;
        symbolizer.add(version == 23 ? "llvm-symbolizer" : "llvm-symbolizer-" + std::to_string(version));
        symbolizer.add("--output-style=GNU").add("--addresses").add("--inlines").add("--functions=linkage");
        symbolizer.add("--no-demangle").add("--obj");
        tool_answer const other = ask_tool(symbolizer, lines, code);
        if (!other.runs) continue;
        answer = {true, answer.seen || other.seen};
        break;
    }
    return answer;
}

}  // namespace wengert::detail
