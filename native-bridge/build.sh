#!/usr/bin/env bash
# Builds the native parts with g++ alone. Called by Maven; also runs by hand from any folder:
#   native-bridge/build.sh kernels       target/native/libodograph_kernels.so
#   native-bridge/build.sh binding CP    the JavaCPP glue into target/classes (CP: class path with javacpp and classes)
#   native-bridge/build.sh test_libraries   target/native/libodograph_{hostile,probe,abi99}.so
#   native-bridge/build.sh sanitized_tests  kernel tests with the address and undefined-behaviour sanitizers; runs them
#   native-bridge/build.sh format           clang-format, in place
#   native-bridge/build.sh lint          clang-format and clang-tidy, where they are installed
# A step is skipped while a digest of its sources, flags and compiler is unchanged. The same sources give the same
# bytes in any folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

CXX="${CXX:-g++}"
if ! command -v "$CXX" >/dev/null; then
  echo "native-bridge: no C++ compiler ($CXX) found; install one: apt-get install g++" >&2
  exit 3
fi

case "$(uname -m)" in
  x86_64 | amd64) MARCH=x86-64-v2 PLATFORM=linux-x86_64 ;;
  aarch64 | arm64) MARCH=armv8-a PLATFORM=linux-arm64 ;;
  *) echo "native-bridge: no instruction-set baseline is declared for $(uname -m); add one to build.sh" >&2; exit 3 ;;
esac

WARN=(-Wall -Wextra -Werror -Wno-missing-field-initializers)
BASE=(-std=c++20 -fPIC -march="$MARCH" -fno-math-errno -fno-trapping-math -ffp-contract=off -fvisibility=hidden -fno-gnu-unique
  "-ffile-prefix-map=$PWD=." "-DODOGRAPH_INSTRUCTION_SET=\"$MARCH\"" -Iinclude)
FAST=(-O2 -ftree-vectorize -fvect-cost-model=dynamic)
LINK=(-shared -Wl,--version-script=kernels/exports.map -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -Wl,--build-id=sha1 -Wl,-z,defs -s)
export LC_ALL=C SOURCE_DATE_EPOCH=0

# Digest of the given files (by name and content), the flags and the compiler.
digest() {
  { "$CXX" --version | head -1; printf '%s\n' "$MARCH" "${WARN[*]}" "${FAST[*]}" "${LINK[*]}"
    sha256sum build.sh kernels/exports.map "$@"; } | sha256sum | cut -d' ' -f1
}

# up_to_date STAMP DIGEST FILE...: whether every FILE is there and was made from DIGEST.
up_to_date() {
  local stamp=$1 want=$2 file; shift 2
  [[ -f $stamp && $(<"$stamp") == "$want" ]] || return 1
  for file in "$@"; do [[ -f $file ]] || return 1; done
}

shared_library() { # NAME SOURCE...
  local name=$1; shift
  local out="target/native/lib$name.so" stamp="target/native/$name.stamp" id
  id=$(digest include/odograph/*.h include/odograph/*.hpp kernels/kernels.hpp "$@")
  mkdir -p target/native
  up_to_date "$stamp" "$id" "$out" && return
  rm -f "$stamp"
  "$CXX" "${BASE[@]}" "${FAST[@]}" "${WARN[@]}" "-DODOGRAPH_BUILD_ID=\"$id\"" "$@" "${LINK[@]}" -o "$out.new"
  mv "$out.new" "$out" # a new file, never a changed one: a process may have the old one mapped
  printf '%s' "$id" >"$stamp"
}

publish() { # FILE DIRECTORY: a copy as a resource
  mkdir -p "$2"
  cmp -s "$1" "$2/$(basename "$1")" || { cp "$1" "$2/.new" && mv "$2/.new" "$2/$(basename "$1")"; }
}

kernels() {
  shared_library odograph_kernels kernels/*.cpp
  publish target/native/libodograph_kernels.so target/classes/dev/odograph/kernel/native
}

binding() {
  local classpath=$1 id made=target/native/binding
  id=$(digest include/odograph/kernel.h src/main/cpp/binding.hpp src/main/java/dev/odograph/kernel/internal/KernelAbi.java)
  if ! up_to_date target/native/binding.stamp "$id" "$made/libjniodograph.so"; then
    rm -rf "$made" target/native/binding.stamp
    mkdir -p "$made"
    "${JAVA_HOME:?set JAVA_HOME to a JDK}/bin/java" -cp "$classpath" org.bytedeco.javacpp.tools.Builder -d "$made" \
      -Xcompiler "-I$PWD/include" -Xcompiler "-I$PWD/src/main/cpp" -Xcompiler -std=c++20 -Xcompiler -static-libstdc++ \
      -Xcompiler -static-libgcc -Xcompiler "-ffile-prefix-map=$PWD=." \
      dev.odograph.kernel.internal.KernelAbi >target/native/binding.log 2>&1 ||
      { cat target/native/binding.log >&2; exit 1; }
    printf '%s' "$id" >target/native/binding.stamp
  fi
  publish "$made/libjniodograph.so" "target/classes/dev/odograph/kernel/internal/$PLATFORM"
}

c_library() { # NAME FLAG...: src/test/c/probe.c, by the C compiler's own language
  local name=$1 id; shift
  id=$(digest include/odograph/kernel.h src/test/c/probe.c)
  up_to_date "target/native/$name.stamp" "$id" "target/native/lib$name.so" && return
  "$CXX" -x c -std=c11 -fPIC -O2 -Wall -Wextra -Werror -Iinclude "$@" -shared -s src/test/c/probe.c \
    -o "target/native/lib$name.so"
  printf '%s' "$id" >"target/native/$name.stamp"
}

sanitized_tests() {
  local id
  id=$(digest include/odograph/* kernels/* src/test/cpp/*)
  up_to_date target/native/kernel_test.stamp "$id" target/native/kernel_test && return
  rm -f target/native/kernel_test.stamp
  "$CXX" "${BASE[@]}" "${WARN[@]}" -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
    '-DODOGRAPH_BUILD_ID="sanitized"' -Ikernels src/test/cpp/kernel_test.cpp kernels/*.cpp -o target/native/kernel_test
  ASAN_OPTIONS=detect_leaks=1 target/native/kernel_test
  printf '%s' "$id" >target/native/kernel_test.stamp
}

test_libraries() {
  local name
  shared_library odograph_hostile src/test/cpp/hostile.cpp
  c_library odograph_probe
  c_library odograph_abi99 -DPROBE_ABI_VERSION=99
  for name in hostile probe abi99; do
    publish "target/native/libodograph_$name.so" target/test-classes/dev/odograph/kernel/native
  done
}

lint() {
  local sources=(include/odograph/* kernels/*.?pp src/main/cpp/* src/test/cpp/* src/test/c/*) id
  id=$(digest ../.clang-format ../.clang-tidy "${sources[@]}")
  if up_to_date target/native/lint.stamp "$id"; then return; fi
  if ! command -v clang-format >/dev/null || ! command -v clang-tidy >/dev/null; then
    echo "native-bridge: NOTICE: C++ is not linted; install the tools: apt-get install clang-format clang-tidy" >&2
    return
  fi
  clang-format --dry-run --Werror "${sources[@]}"
  clang-tidy --quiet kernels/*.cpp src/test/cpp/hostile.cpp -- -std=c++20 -Iinclude -march="$MARCH" \
    '-DODOGRAPH_BUILD_ID="lint"' '-DODOGRAPH_INSTRUCTION_SET="lint"'
  mkdir -p target/native
  printf '%s' "$id" >target/native/lint.stamp
}

format() { clang-format -i include/odograph/* kernels/*.?pp src/main/cpp/* src/test/cpp/* src/test/c/*; }

"$@"
