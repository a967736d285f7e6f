#!/usr/bin/env bash
# Compiles the guard of the ClickHouse engine's writes into target/classes. Called by Maven; also runs by hand from any
# folder. On other systems than Linux the engine runs without it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ "$(uname)" = Linux ] || exit 0
CXX="${CXX:-g++}"
if ! command -v "$CXX" >/dev/null; then
  echo "embedded: no C++ compiler ($CXX) found; install one: apt-get install g++" >&2
  exit 3
fi
out=target/classes/dev/odograph/embedded/native/libodograph_write_guard.so
if [ "$out" -nt src/main/c/write_guard.c ] && [ "$out" -nt build.sh ]; then exit 0; fi
mkdir -p "$(dirname "$out")"
"$CXX" -x c -std=c11 -O2 -fPIC -fvisibility=hidden -Wall -Wextra -Werror "-ffile-prefix-map=$PWD=." -shared -s \
  -Wl,--build-id=sha1 src/main/c/write_guard.c -o "$out.new" -ldl
mv "$out.new" "$out"
