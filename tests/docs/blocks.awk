# awk -v name=README.md -v out=FOLDER -f blocks.awk README.md
#
# Writes the ```cpp blocks of a page as sources: a function in FOLDER/bodies.cpp for each block that is the body of a main, and
# FOLDER/program_LINE.cpp for each that is a whole program. What a compiler says of them has the lines of the page.
# A block ```cpp part is to be read, not compiled.
function place() { return "#line " first " \"" name "\"\n" }

BEGIN { always_assert = "#undef NDEBUG\n" }

/^```/ && !inside {
    inside = /^```cpp *$/ ? "code" : "text"
    first = NR + 1
    block = ""
    next
}
/^```$/ && inside {
    if (inside == "code" && block ~ /(^|\n)int main\(/) {
        print always_assert place() block >(out "/program_" first ".cpp")
    } else if (inside == "code") {
        functions = functions "static void line_" first "() {\n" place() block "}\n"
        calls = calls "    line_" first "();\n"
    }
    inside = ""
    next
}
inside { block = block $0 "\n" }

END {
    if (inside) {
        print name ": the block that starts before line " first " has no end" >"/dev/stderr"
        exit 1
    }
    if (calls)
        print always_assert "#include <cassert>\n#include <iostream>\n#include <vector>\n#include <wengert/wengert.hpp>\n" \
              "using namespace wengert;\n" functions "int main() {\n" calls "}" >(out "/bodies.cpp")
}
