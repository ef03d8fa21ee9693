# The string literals of C++ sources that begin with "wengert: ", one a line; adjacent literals are one.
function flush() {
    if (text ~ /^wengert: ./ && text !~ /%s/) print text
    text = ""
}

{
    line = $0
    while (line != "")
        if (match(line, /^[ \t]+/)) line = substr(line, RLENGTH + 1)
        else if (line ~ /^\/\//) line = ""
        else if (match(line, /^"([^"\\]|\\.)*"/)) {
            text = text substr(line, 2, RLENGTH - 2)
            line = substr(line, RLENGTH + 1)
        } else {
            flush()
            line = substr(line, 2)
        }
}

END { flush() }
