// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#if __has_include(<unistd.h>)
#include <sys/stat.h>
#include <unistd.h>
#endif

#include <wengert/core/error.hpp>
#include <wengert/explain/explanation.hpp>
#include <wengert/explain/html/drawing_script.hpp>
#include <wengert/explain/html/elements_script.hpp>
#include <wengert/explain/html/graph_script.hpp>
#include <wengert/explain/html/layout_script.hpp>
#include <wengert/explain/html/pack.hpp>
#include <wengert/explain/html/page_data.hpp>
#include <wengert/explain/html/page_script.hpp>
#include <wengert/explain/html/selection_script.hpp>
#include <wengert/explain/html/style.hpp>
#include <wengert/explain/text.hpp>

namespace wengert {

namespace detail {

/// A page that needs nothing but itself. Only scripts with the nonce run, should text of others ever become markup.
inline std::string report_page(report const& r) {
    std::string title = "Wengert";
    if (r.explanations.size() == 1) {
        explanation const& e = r.explanations.front();
        title = "The gradient of " + readable(e.target) + " with respect to " + readable(e.source);
    }
    std::string out = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'nonce-wengert'; script-src 'nonce-wengert'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>)";
    out += html_text(title);
    out += "</title>\n<style nonce=\"wengert\">";
    out += page_style;
    out += "</style>\n</head>\n<body>\n<noscript><pre>";
    out += html_text(to_string(r));
    out += "</pre></noscript>\n<script type=\"application/json\" id=\"report\">\n";
    out += page_data(r).text();
    out += "\n</script>\n<script nonce=\"wengert\">";
    for (char const* const script :
         {graph_script, layout_script, elements_script, drawing_script, selection_script, page_script})
        out += script;
    out += "</script>\n</body>\n</html>\n";
    return out;
}

/// 0, or an errno.
inline int write_file(std::string const& path, char const* mode, std::string const& content) {
    std::FILE* const file = std::fopen(path.c_str(), mode);
    if (file == nullptr) return errno;
    errno = 0;
    bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size() && std::fflush(file) == 0;
    int failed = written ? 0 : errno == 0 ? EIO : errno;
    if (std::fclose(file) != 0 && failed == 0) failed = errno;
    return failed;
}

/// Replaces a file by another at once: what was there stays if the new one cannot be written. 0, or an errno.
inline int replace_file(std::string path, std::string const& content) {
#if __has_include(<unistd.h>)
    // What is no file, as /dev/stdout, is written to; of a link, what it leads to is replaced.
    struct stat about{};
    if (::stat(path.c_str(), &about) == 0) {
        if (!S_ISREG(about.st_mode)) return write_file(path, "wb", content);
        if (::access(path.c_str(), W_OK) != 0) return errno;
        if (char* const real = ::realpath(path.c_str(), nullptr); real != nullptr) {
            path = real;
            std::free(real);
        }
    }
    std::string const part = path + '.' + std::to_string(::getpid());
    std::string name = part;
    int failed = EEXIST;
    for (int i = 0; failed == EEXIST && i < 100; ++i)  // other threads, and leftovers
        failed = write_file(name = part + '.' + std::to_string(i), "wbx", content);
    if (failed == 0 && std::rename(name.c_str(), path.c_str()) != 0) failed = errno;
    if (failed != 0 && failed != EEXIST) std::remove(name.c_str());
    return failed;
#else
    return write_file(path, "wb", content);
#endif
}

}  // namespace detail

/// A page that shows the report: the sentences, the graphs and the source code they speak of. It needs no network.
/// Throws `report_not_written`; a report that was there before is then still there.
inline void write_html(report const& r, std::string const& path) {
    int const failed = detail::replace_file(path, detail::report_page(r));
    if (failed != 0) throw report_not_written(path, std::strerror(failed));
}
/// The same of one explanation.
inline void write_html(explanation const& e, std::string const& path) { write_html(report{{e}}, path); }

}  // namespace wengert
