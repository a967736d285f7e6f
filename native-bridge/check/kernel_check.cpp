// The check of a kernel library, linked with its sources under the address and undefined-behaviour sanitizers:
//
//   kernel_check                                 golden vectors, and what every kernel owes, on them
//   kernel_check --fuzz SECONDS [--seed N] [--kernel NAME]   made-up inputs until the time is over
//   kernel_check --seed N [--kernel NAME]        the one made-up input of that seed again
//
// Exit status 1 and a line that says what, where and how to see it again, where something is found.
#include "fuzz.hpp"

#include <sanitizer/common_interface_defs.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>

extern "C" const OdographKernelLibrary* odograph_kernel_library(void);

namespace {

using odograph::check::Fuzzer;

// What is under way, for the lines that are printed when a sanitizer or the time limit ends the process.
char under_way[256] = "";

void say_what_was_under_way() {
  const ssize_t written = write(STDERR_FILENO, under_way, std::strlen(under_way));
  static_cast<void>(written);
}

void time_is_over(int /*signal*/) {
  say_what_was_under_way();
  constexpr char kMessage[] = "it took more than 60 s: a loop without end?\n";
  const ssize_t written = write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  static_cast<void>(written);
  _exit(1);
}

bool fuzz_once(const OdographKernelDescriptor& kernel, uint64_t seed) {
  std::snprintf(under_way, sizeof under_way, "kernel %s: see it again with --seed %llu --kernel %s\n", kernel.name,
                static_cast<unsigned long long>(seed), kernel.name);
  alarm(60);
  try {
    Fuzzer(seed).run(kernel);
    return true;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "kernel %s: %s\n", kernel.name, e.what());
    say_what_was_under_way();
    return false;
  }
}

int fuzz(const OdographKernelLibrary& library, double seconds, uint64_t seed, std::string_view only) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  long long calls = 0;
  do {
    for (int64_t i = 0; i < library.n_kernels; ++i) {
      if (!only.empty() && only != library.kernels[i]->name) continue;
      if (!fuzz_once(*library.kernels[i], seed)) return 1;
      ++calls;
    }
    ++seed;
  } while (std::chrono::steady_clock::now() < end);
  std::printf("%s: %lld made-up inputs, nothing found\n", library.name, calls);
  return 0;
}

int check(const OdographKernelLibrary& library) {
  int failed = 0;
  for (int64_t i = 0; i < library.n_kernels; ++i) {
    const OdographKernelDescriptor& kernel = *library.kernels[i];
    for (int64_t v = 0; v < kernel.n_golden; ++v) {
      const OdographGolden& golden = kernel.golden[v];
      std::snprintf(under_way, sizeof under_way, "kernel %s, golden vector \"%s\"\n", kernel.name, golden.name);
      alarm(60);
      try {
        odograph::check::keeps_its_contract(kernel, odograph::check::read_vector(kernel, golden));
      } catch (const std::exception& e) {
        std::fprintf(stderr, "kernel %s, golden vector \"%s\": %s\n", kernel.name, golden.name, e.what());
        ++failed;
      }
    }
    if (kernel.n_golden == 0) {
      std::fprintf(stderr, "kernel %s has no golden vector: give it one\n", kernel.name);
      ++failed;
    }
  }
  if (failed == 0) std::printf("%s: %lld kernels checked\n", library.name, static_cast<long long>(library.n_kernels));
  return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = -1;
  uint64_t seed = 1;
  bool seeded = false;
  std::string_view only;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--fuzz") seconds = std::strtod(argv[i + 1], nullptr);
    if (option == "--seed") seed = std::strtoull(argv[i + 1], nullptr, 10), seeded = true;
    if (option == "--kernel") only = argv[i + 1];
  }
  __sanitizer_set_death_callback(say_what_was_under_way);
  std::signal(SIGALRM, time_is_over);
  const OdographKernelLibrary& library = *odograph_kernel_library();
  return seconds >= 0 || seeded ? fuzz(library, std::max(seconds, 0.0), seed, only) : check(library);
}
