#!/usr/bin/env bash
# Builds the native parts with g++ alone. Called by Maven; also runs by hand from any folder:
#   native-bridge/build.sh kernels       target/native/libodograph_kernels.so
#   native-bridge/build.sh binding CP    the JavaCPP glue into target/classes (CP: class path with javacpp and classes)
#   native-bridge/build.sh test_libraries   target/native/libodograph_{hostile,drifted,echo,probe,abi99}.so
#   native-bridge/build.sh sanitized_tests  the kit's check and the kernel tests under sanitizers; see kit.sh, also for fuzzing
#   native-bridge/build.sh format           clang-format, in place
#   native-bridge/build.sh lint          clang-format and clang-tidy, where they are installed
# A step is skipped while a digest of its sources, flags and compiler is unchanged. The same sources give the same
# bytes in any folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

. ./kit.sh
CODE=(include/odograph/* check/* kernels/* template/*.c* ../examples/src/main/cpp/* src/main/cpp/* src/test/cpp/* src/test/c/*)

publish() { # FILE DIRECTORY: a copy as a resource
  mkdir -p "$2"
  cmp -s "$1" "$2/$(basename "$1")" || { cp "$1" "$2/.new" && mv "$2/.new" "$2/$(basename "$1")"; }
}

kernels() {
  library odograph_kernels target/native kernels/*
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

sanitized_tests() {
  local id
  check odograph_kernels target/native kernels/*
  check odograph_echo target/native src/test/cpp/echo.cpp
  id=$(digest kernels/* src/test/cpp/*)
  up_to_date target/native/kernel_test.stamp "$id" target/native/kernel_test && return
  rm -f target/native/kernel_test.stamp
  "$CXX" "${CPP[@]}" "${BASE[@]}" "${WARN[@]}" "${SANITIZE[@]}" -Ikernels src/test/cpp/kernel_test.cpp kernels/*.cpp \
    -o target/native/kernel_test
  ASAN_OPTIONS=detect_leaks=1 target/native/kernel_test
  printf '%s' "$id" >target/native/kernel_test.stamp
}

test_libraries() {
  local name
  library odograph_hostile target/native src/test/cpp/hostile.cpp
  library odograph_echo target/native src/test/cpp/echo.cpp
  library odograph_drifted target/native src/test/cpp/drifted.cpp
  library odograph_probe target/native src/test/c/probe.c
  DEFINE=-DPROBE_ABI_VERSION=99 library odograph_abi99 target/native src/test/c/probe.c
  for name in hostile drifted echo probe abi99; do
    publish "target/native/libodograph_$name.so" target/test-classes/dev/odograph/kernel/native
  done
}

lint() {
  local sources=("${CODE[@]}") id
  id=$(digest ../.clang-format ../.clang-tidy "${sources[@]}")
  if up_to_date target/native/lint.stamp "$id"; then return; fi
  if ! command -v clang-format >/dev/null || ! command -v clang-tidy >/dev/null; then
    echo "native-bridge: NOTICE: C++ is not linted; install the tools: apt-get install clang-format clang-tidy" >&2
    return
  fi
  clang-format --dry-run --Werror "${sources[@]}"
  clang-tidy --quiet kernels/*.cpp template/*.cpp src/test/cpp/hostile.cpp src/test/cpp/echo.cpp check/*.cpp ../examples/src/main/cpp/*.cpp -- -std=c++20 -Iinclude -march="$MARCH" \
    '-DODOGRAPH_BUILD_ID="lint"' '-DODOGRAPH_INSTRUCTION_SET="lint"'
  mkdir -p target/native
  printf '%s' "$id" >target/native/lint.stamp
}

format() { clang-format -i "${CODE[@]}"; }

"$@"
