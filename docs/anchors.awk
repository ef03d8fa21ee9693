# Doxygen's filter for Markdown: every heading gets the anchor that GitHub gives it, after the name of its file, as Doxygen's anchors
# are those of all pages together; and links name it so.
function page(path) {
    sub(/.*bench\//, "bench_", path)
    sub(/.*\//, "", path)
    sub(/\.md$/, "", path)
    return tolower(path)
}

FNR == 1 { here = page(FILENAME) }
/^```/ { code = !code }
code { print; next }

/^##+ / {
    anchor = tolower($0)
    sub(/^#+ /, "", anchor)
    gsub(/[^a-z0-9 _-]/, "", anchor)
    gsub(/ /, "-", anchor)
    again = count[anchor]++
    if (again) anchor = anchor "-" again
    print $0 " {#" here "-" anchor "}"
    next
}
{
    before = ""
    while (match($0, /\]\([A-Za-z_.\/]*#[^)]*\)/)) {
        split(substr($0, RSTART + 2, RLENGTH - 3), link, "#")
        before = before substr($0, 1, RSTART - 1) "](#" (link[1] == "" ? here : page(link[1])) "-" link[2] ")"
        $0 = substr($0, RSTART + RLENGTH)
    }
    print before $0
}
