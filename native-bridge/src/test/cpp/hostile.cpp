// Kernels that misbehave, for tests of the host that must survive them.
#include <odograph/kernel.hpp>

#include <sched.h>

#include <cstdlib>
#include <stdexcept>

namespace odograph {
namespace {

constexpr OdographField kInputFields[] = {{"segment_id", "u", "", 0}, {"t_ms", "l", "ms", 0}};
constexpr OdographSchema kInputs[] = {{"rows", kInputFields, std::size(kInputFields)}};
constexpr OdographField kOutputFields[] = {{"segment_id", "u", "", ODOGRAPH_FIELD_KEY},
                                           {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY}};
constexpr OdographParameter kParameters[] = {
    {{"segment_id", ODOGRAPH_PARAMETER_STRING, 0, 0, ""}, 1, "", "misbehave only for this segment; empty: always"}};

constexpr OdographParameterValue kElsewhere[] = {{"segment_id", ODOGRAPH_PARAMETER_STRING, 0, 0, "elsewhere"}};
constexpr const char* kRows[] = {"segment_id t_ms\n s1 0"};
constexpr OdographGolden kGolden[] = {{"behaves elsewhere", kElsewhere, std::size(kElsewhere), kRows, kRows[0], 0}};

void segfault(const Call& /*call*/) {
  volatile int* volatile nowhere = nullptr;
  *nowhere = 1;  // NOLINT: the crash is the point
}

void abort_process(const Call& /*call*/) { std::abort(); }

void spin(const Call& call) {
  while (true) {
    call.check_cancelled();
    sched_yield();
  }
}

void leak(const Call& /*call*/) {
  constexpr size_t kChunk = size_t{1} << 24;
  while (true) {
    auto* chunk = static_cast<volatile char*>(std::malloc(kChunk));  // NOLINT: the leak is the point
    if (chunk == nullptr) throw std::bad_alloc();
    for (size_t byte = 0; byte < kChunk; byte += 4096) chunk[byte] = 1;
  }
}

// Overruns a small allocation by far more than the heap has behind it, so that it crashes for certain.
void out_of_bounds(const Call& /*call*/) {
  auto* memory = static_cast<volatile char*>(std::malloc(64));
  for (size_t byte = 0;; ++byte) memory[byte] = 0x5a;
}

void throw_error(const Call& /*call*/) { throw std::runtime_error("hostile_throw threw"); }

template <void (*Misbehave)(const Call&)>
void hostile(Call& call) {
  const Batch& rows = call.input(0);
  const std::string_view segment = call.string("segment_id");
  const auto segments = rows.column<std::string_view>("segment_id");
  bool now = segment.empty();
  for (int64_t row = 0; !now && row < rows.rows(); ++row) now = segments[row] == segment;
  if (now) Misbehave(call);
  call.output(rows.rows()).copy_keys(rows);
}

template <void (*Misbehave)(const Call&)>
constexpr OdographKernelDescriptor descriptor(const char* name) {
  return {.name = name,
          .version_major = 1,
          .version_minor = 0,
          .description = "misbehaves",
          .formula = "",
          .source = "",
          .scope = ODOGRAPH_SCOPE_ROW,
          .inputs = kInputs,
          .n_inputs = std::size(kInputs),
          .output = {"rows", kOutputFields, std::size(kOutputFields)},
          .parameters = kParameters,
          .n_parameters = std::size(kParameters),
          .golden = kGolden,
          .n_golden = std::size(kGolden),
          .invoke = invoke<hostile<Misbehave>>};
}

constexpr auto kSegfault = descriptor<segfault>("hostile_segfault");
constexpr auto kAbort = descriptor<abort_process>("hostile_abort");
constexpr auto kSpin = descriptor<spin>("hostile_spin");
constexpr auto kLeak = descriptor<leak>("hostile_leak");
constexpr auto kOutOfBounds = descriptor<out_of_bounds>("hostile_oob");
constexpr auto kThrow = descriptor<throw_error>("hostile_throw");

}  // namespace
}  // namespace odograph

ODOGRAPH_KERNEL_LIBRARY("odograph-hostile", &odograph::kSegfault, &odograph::kAbort, &odograph::kSpin, &odograph::kLeak,
                        &odograph::kOutOfBounds, &odograph::kThrow)
