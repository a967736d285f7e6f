// A kernel whose golden vector is wrong on purpose: what a host sees where a processor or library computes otherwise.
#include <odograph/kernel.hpp>

namespace odograph {
namespace {

constexpr OdographField kInputFields[] = {{"segment_id", "u", "", 0}, {"t_ms", "l", "ms", 0}};
constexpr OdographSchema kInputs[] = {{"rows", kInputFields, ODOGRAPH_COUNT(kInputFields)}};
constexpr OdographField kOutputFields[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY}, {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY}, {"t_s", "g", "s", 0}};
constexpr const char* kRows[] = {"segment_id t_ms\n s1 100"};
constexpr OdographGolden kGolden[] = {
    {"a tenth of a second", nullptr, 0, kRows, "segment_id t_ms t_s\n s1 100 0.2", 0}};

void seconds(Call& call) {
  const Batch& rows = call.input(0);
  Output& out = call.output(rows.rows());
  out.copy_keys(rows);
  const auto t_ms = rows.column<int64_t>("t_ms");
  const auto t_s = out.column<double>("t_s");
  for (int64_t row = 0; row < rows.rows(); ++row) t_s.set(row, static_cast<double>(t_ms[row]) / 1000);
}

constexpr OdographKernelDescriptor kSeconds = {.name = "drifted_seconds",
                                               .version_major = 1,
                                               .version_minor = 0,
                                               .description = "time in seconds",
                                               .formula = "t_s = t_ms / 1000",
                                               .source = "",
                                               .scope = ODOGRAPH_SCOPE_ROW,
                                               .inputs = kInputs,
                                               .n_inputs = ODOGRAPH_COUNT(kInputs),
                                               .output = {"seconds", kOutputFields, ODOGRAPH_COUNT(kOutputFields)},
                                               .parameters = nullptr,
                                               .n_parameters = 0,
                                               .golden = kGolden,
                                               .n_golden = ODOGRAPH_COUNT(kGolden),
                                               .invoke = invoke<seconds>};

}  // namespace
}  // namespace odograph

ODOGRAPH_KERNEL_LIBRARY("odograph-drifted", &odograph::kSeconds)
