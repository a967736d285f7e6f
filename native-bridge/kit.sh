#!/usr/bin/env bash
# The kernel kit with g++ (or gcc, for C) alone: builds, checks and fuzzes a library of kernels. From any folder:
#   kit.sh library NAME DIRECTORY SOURCE…           DIRECTORY/libNAME.so, for a bundle
#   kit.sh check NAME DIRECTORY SOURCE…             golden vectors and the contract of every kernel, under sanitizers
#   kit.sh fuzz NAME DIRECTORY SECONDS SOURCE…      made-up inputs under sanitizers; what it finds, it says how to see again
#   kit.sh again NAME DIRECTORY SEED SOURCE…        the one made-up input of a seed
# The same sources, flags and compiler give the same bytes in any folder; what is unchanged is not built again.
# ODOGRAPH_MARCH sets another instruction-set baseline; CXX another compiler. See docs/guides/kernels.md.
set -euo pipefail
KIT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

CXX="${CXX:-g++}"
if ! command -v "$CXX" >/dev/null; then
  echo "native-bridge: no C++ compiler ($CXX) found; install one: apt-get install g++" >&2
  exit 3
fi

case "$(uname -m)" in
  x86_64 | amd64) MARCH=x86-64-v2 PLATFORM=linux-x86_64 ;;
  aarch64 | arm64) MARCH=armv8-a PLATFORM=linux-arm64 ;;
  *) echo "native-bridge: no instruction-set baseline is declared for $(uname -m); add one to kit.sh" >&2; exit 3 ;;
esac
MARCH="${ODOGRAPH_MARCH:-$MARCH}"
if [[ $MARCH == native ]]; then
  echo "native-bridge: ODOGRAPH_MARCH is native, which is another baseline on each machine; name one: x86-64-v3" >&2
  exit 2
fi

WARN=(-Wall -Wextra -Werror -Wno-missing-field-initializers)
BASE=(-fPIC -march="$MARCH" -fno-math-errno -fno-trapping-math -ffp-contract=off -fvisibility=hidden
  "-ffile-prefix-map=$PWD=." "-ffile-prefix-map=$KIT=kit" "-DODOGRAPH_INSTRUCTION_SET=\"$MARCH\"" "-I$KIT/include")
FAST=(-O2 -ftree-vectorize -fvect-cost-model=dynamic)
CPP=(-std=c++20 -fno-gnu-unique)
LINK=(-shared "-Wl,--version-script=$KIT/cmake/exports.map" -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -Wl,--build-id=sha1 -Wl,-z,defs -s)
SANITIZE=(-O1 -g -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all '-DODOGRAPH_BUILD_ID="sanitized"')
export LC_ALL=C SOURCE_DATE_EPOCH=0

# Digest of the kit, the flags, the compiler and the given files (by name and content).
digest() {
  { "$CXX" --version | head -1; printf '%s\n' "$MARCH" "${WARN[*]}" "${FAST[*]}" "${CPP[*]}"
    (cd "$KIT" && sha256sum kit.sh cmake/exports.map include/odograph/*)
    sha256sum "$@"; } | sha256sum | cut -d' ' -f1
}

# up_to_date STAMP DIGEST FILE...: whether every FILE is there and was made from DIGEST.
up_to_date() {
  local stamp=$1 want=$2 file; shift 2
  [[ -f $stamp && $(<"$stamp") == "$want" ]] || return 1
  for file in "$@"; do [[ -f $file ]] || return 1; done
}

# Objects of the sources into DIRECTORY, C as C and C++ as C++, and their names into OBJECTS. Headers are only digested.
objects() { # DIRECTORY FLAGS_VARIABLE SOURCE…
  local directory=$1 source object
  local -n flags=$2
  shift 2
  mkdir -p "$directory"
  OBJECTS=()
  for source in "$@"; do
    object="$directory/${source//[\/]/_}.o"
    case $source in
      *.c) "$CXX" -x c -std=c11 "${BASE[@]}" "${flags[@]}" "${WARN[@]}" -c "$source" -o "$object" ;;
      *.cpp | *.cc | *.cxx) "$CXX" "${CPP[@]}" "${BASE[@]}" "${flags[@]}" "${WARN[@]}" -c "$source" -o "$object" ;;
      *.h | *.hpp) continue ;;
      *) echo "kit.sh: $source is no C or C++ source" >&2; exit 2 ;;
    esac
    OBJECTS+=("$object")
  done
}

library() { # NAME DIRECTORY SOURCE…
  local name=$1 directory=$2; shift 2
  local out="$directory/lib$name.so" stamp="$directory/$name.stamp" id
  id=$(digest "$@")
  mkdir -p "$directory"
  up_to_date "$stamp" "$id" "$out" && return
  rm -f "$stamp"
  local flags_of_library=("${FAST[@]}" "-DODOGRAPH_BUILD_ID=\"$id\"" ${DEFINE:+"$DEFINE"})
  objects "$directory/objects/$name" flags_of_library "$@"
  "$CXX" "${OBJECTS[@]}" "${LINK[@]}" -o "$out.new"
  mv "$out.new" "$out" # a new file, never a changed one: a process may have the old one mapped
  printf '%s' "$id" >"$stamp"
}

# The check itself, once for all libraries of a DIRECTORY.
kernel_check() { # DIRECTORY
  local directory=$1 id
  id=$(digest "$KIT"/check/*)
  up_to_date "$directory/kernel_check.stamp" "$id" "$directory/objects/kernel_check.o" && return
  mkdir -p "$directory/objects"
  "$CXX" "${CPP[@]}" "${BASE[@]}" "${SANITIZE[@]}" "${WARN[@]}" -c "$KIT/check/kernel_check.cpp" \
    -o "$directory/objects/kernel_check.o"
  printf '%s' "$id" >"$directory/kernel_check.stamp"
}

# DIRECTORY/NAME_check, the check of kernel_check.cpp linked with the sources.
sanitized() { # NAME DIRECTORY SOURCE…
  local name=$1 directory=$2 id; shift 2
  id=$(digest "$KIT"/check/* "$@")
  up_to_date "$directory/${name}_check.built" "$id" "$directory/${name}_check" && return
  mkdir -p "$directory"
  rm -f "$directory/${name}_check.built"
  kernel_check "$directory"
  objects "$directory/objects/${name}_check" SANITIZE "$@"
  OBJECTS+=("$directory/objects/kernel_check.o")
  "$CXX" "${SANITIZE[@]}" "${OBJECTS[@]}" -o "$directory/${name}_check"
  printf '%s' "$id" >"$directory/${name}_check.built"
}

check() { # NAME DIRECTORY SOURCE…: skipped where the same passed before
  local name=$1 directory=$2
  sanitized "$@"
  cmp -s "$directory/${name}_check.built" "$directory/${name}_check.passed" && return
  ASAN_OPTIONS=detect_leaks=1 "$directory/${name}_check"
  cp "$directory/${name}_check.built" "$directory/${name}_check.passed"
}

fuzz() { # NAME DIRECTORY SECONDS SOURCE…
  local name=$1 directory=$2 seconds=$3; shift 3
  sanitized "$name" "$directory" "$@"
  "$directory/${name}_check" --fuzz "$seconds" --seed "${SEED:-$(date +%s)}"
}

again() { # NAME DIRECTORY SEED SOURCE…
  local name=$1 directory=$2 seed=$3; shift 3
  sanitized "$name" "$directory" "$@"
  "$directory/${name}_check" --seed "$seed"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  case "${1:-}" in
    library | check | fuzz | again) "$@" ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
fi
