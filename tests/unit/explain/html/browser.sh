#!/bin/sh
# Reads the pages of a report as a person would, in a Chromium without a window.
# browser.sh PAGES [PICTURES]: the program of pages.cpp; a directory for screenshots in light and dark.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
pages=$1 pictures=${2-}

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "browser.sh: skipped, there is no chromium"
    exit 77
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/driven"
cd "$here/../../../.." # the pages quote their own sources
"$pages" "$work"

look() {
    HOME=$work "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,800 "$@" 2>/dev/null
}

failed=0
for page in "$work"/*.html; do
    name=$(basename "$page" .html)
    # Before </body>, which is the last line but one.
    {
        head -n -2 "$page"
        echo '<script nonce="wengert">'
        cat "$here/drive.js"
        echo '</script></body></html>'
    } >"$work/driven/$name.html"
    html=$(look --dump-dom "file://$work/driven/$name.html" | grep -m 1 '<html') || html=
    opened=$(expr "$html" : '.*data-opened="\([0-9]*\)"' || true)
    case $html in
        *'data-failures="[]"'*) echo "ok   $name: $(($(wc -c <"$page") / 1024)) KB, open in $opened ms" ;;
        *) failed=1; echo "FAIL $name: $html" ;;
    esac
    if [ -n "$pictures" ]; then
        mkdir -p "$pictures"
        look --blink-settings=preferredColorScheme=1 --screenshot="$pictures/$name.png" "file://$page"
        look --blink-settings=preferredColorScheme=0 --screenshot="$pictures/$name-dark.png" "file://$page"
    fi
done
exit $failed
