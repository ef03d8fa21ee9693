#!/usr/bin/env bash
# debian.sh CMAKE SOURCE VERSION FOLDER COMPILER: packs libwengert-dev as `./dev package` does, installs it into an empty root, and
# builds the first program of README.md with nothing else but the system, which has what the package depends on.
set -euo pipefail
cmake=$1 source=$2 version=$3 folder=$4 compiler=$5
command -v dpkg-deb >/dev/null || exit 77
rm -rf "$folder"
CXX=$compiler "$cmake" --preset package -S "$source" -B "$folder"
(cd "$folder" && "${cmake%cmake}cpack")

package=$folder/libwengert-dev_${version}_all.deb root=$folder/root
field() { dpkg-deb --field "$package" "$1"; }
[[ $(field Version) == "$version" && $(field Architecture) == all && $(field Recommends) == binutils ]]
[[ $(field Depends) == "libboost-dev (>= 1.74)" ]]
mkdir -p "$root/var/lib/dpkg/"{info,updates}
touch "$root/var/lib/dpkg/status"
dpkg --root="$root" --log=/dev/null --force-not-root --force-depends --install "$package"
[[ $(dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${db:Status-Abbrev}' libwengert-dev) == "ii " ]]
for file in copyright changelog.gz README.md; do [[ -s $root/usr/share/doc/libwengert-dev/$file ]]; done
[[ -s $root/usr/share/cmake/wengert/wengertConfig.cmake && -s $root/usr/share/pkgconfig/wengert.pc ]]
if command -v lintian >/dev/null; then lintian --fail-on error "$package"; fi

"${0%/*}/first_example.sh" "$source/README.md" >"$folder/program.cpp"
"$compiler" -std=c++20 -I "$root/usr/include" "$folder/program.cpp" -o "$folder/program"
"$folder/program"
