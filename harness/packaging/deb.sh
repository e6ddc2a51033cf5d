#!/bin/sh
# Builds the Debian package from a source archive: deb.sh ARCHIVE VERSION DATE OUTPUT-FOLDER
# DATE (2026-11-23) is that of the release. The package stands in OUTPUT-FOLDER then, with what dpkg-buildpackage says of it.
set -eu
archive=$1 version=$2 date=$3 output=$4
here=$(cd "$(dirname "$0")" && pwd)
for tool in dpkg-buildpackage dh; do
  command -v "$tool" >/dev/null || { echo "goalloc: make deb needs $tool: apt-get install dpkg-dev debhelper" >&2; exit 3; }
done
rm -rf "$output"
mkdir -p "$output"
cp "$archive" "$output/goalloc_$version.orig.tar.gz"
tar -xzf "$archive" -C "$output"
source=$output/goalloc-$version
cp -R "$here/debian" "$source/debian"
sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$(LC_ALL=C date -u -R -d "$date 12:00")/" "$here/debian/changelog.in" > "$source/debian/changelog"
rm "$source/debian/changelog.in"
cd "$source"
dpkg-buildpackage -us -uc
