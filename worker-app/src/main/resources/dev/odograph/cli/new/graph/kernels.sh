#!/usr/bin/env bash
# Builds kernels/*.cpp into target/native/lib{{name}}.so; Maven, `odograph push` and `odograph run` call it.
# The same sources, flags and compiler give the same bytes, and so the same digest: nothing is computed twice.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ ! -d .odograph/include ]]; then
  echo "kernels: no .odograph/include here: run odograph link in this directory" >&2
  exit 3
fi
cxx=${CXX:-g++}
# A declared baseline, never the flags of this machine's processor.
case "$(uname -m)" in
  aarch64 | arm64) march=armv8-a ;;
  *) march=x86-64-v2 ;;
esac
flags=(-std=c++20 -O2 -fPIC "-march=$march" -ffp-contract=off -fvisibility=hidden -Wall -Wextra
  -Wno-missing-field-initializers "-ffile-prefix-map=$PWD=." "-DODOGRAPH_INSTRUCTION_SET=\"$march\"")
link=(-shared -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -Wl,-z,defs -s)
id=$({ "$cxx" --version | head -n 1; printf '%s\n' "${flags[@]:0:10}" "${link[@]}"; cat kernels/*.cpp
  cat .odograph/include/odograph/*; } | sha256sum | cut -d' ' -f1)
out=target/native/lib{{name}}.so
[[ -f $out && -f $out.id && $(<"$out.id") == "$id" ]] && exit 0
mkdir -p target/native
"$cxx" "${flags[@]}" "-DODOGRAPH_BUILD_ID=\"$id\"" -isystem .odograph/include kernels/*.cpp "${link[@]}" -o "$out.new"
mv "$out.new" "$out" # a new file: a process may have the old one mapped
printf '%s' "$id" >"$out.id"
