// How hard each vehicle brakes at each moment.
#include <odograph/kernel.hpp>

namespace {

using odograph::Call;

constexpr OdographField kInputFields[] = {
    {"segment_id", "u", "", 0},
    {"position", "i", "", 0},
    {"t_ms", "l", "ms", 0},
    {"accel_mps2", "g", "m/s^2", ODOGRAPH_FIELD_NULLABLE},
};
constexpr OdographSchema kInputs[] = {{"accel", kInputFields, std::size(kInputFields)}};

constexpr OdographField kOutputFields[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY},
    {"position", "i", "", ODOGRAPH_FIELD_KEY},
    {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY},
    {"braking_mps2", "g", "m/s^2", ODOGRAPH_FIELD_NULLABLE},
};

constexpr OdographParameter kParameters[] = {
    {{"least_mps2", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.0, ""}, 1, "m/s^2", "weaker braking counts as none"}};

// Tables whose output is known: every host computes them before its first rows, so change them with the formula.
constexpr const char* kAccel[] = {R"(
    segment_id position t_ms accel_mps2
    drive_1    1        0    -3
    drive_1    1        100  2
    drive_1    1        200  null
)"};
constexpr OdographGolden kGolden[] = {{"braking, speeding up, unknown", nullptr, 0, kAccel, R"(
    segment_id position t_ms braking_mps2
    drive_1    1        0    3
    drive_1    1        100  0
    drive_1    1        200  null
)",
                                       0}};

void braking(Call& call) {
  const double least_mps2 = call.float64("least_mps2");
  const auto& rows = call.input(0);
  const auto accel_mps2 = rows.column<double>("accel_mps2");
  auto& out = call.output(rows.rows());
  out.copy_keys(rows);
  const auto braking_mps2 = out.column<double>("braking_mps2");
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (row % 8192 == 0) call.check_cancelled();
    const double braking = accel_mps2.is_null(row) ? 0.0 : -accel_mps2[row];
    braking_mps2.set_if(row, !accel_mps2.is_null(row), braking > least_mps2 ? braking : 0.0);
  }
}

// Raise the version when the numbers change.
const OdographKernelDescriptor kBraking = {
    .name = "braking",
    .version_major = 1,
    .version_minor = 0,
    .description = "Deceleration of each vehicle at each moment; 0 where it does not brake, null where unknown",
    .formula = "braking_mps2 = max(0, -accel_mps2)",
    .source = "where the formula is published",
    .scope = ODOGRAPH_SCOPE_ROW,
    .inputs = kInputs,
    .n_inputs = std::size(kInputs),
    .output = {"braking", kOutputFields, std::size(kOutputFields)},
    .parameters = kParameters,
    .n_parameters = std::size(kParameters),
    .golden = kGolden,
    .n_golden = std::size(kGolden),
    .invoke = odograph::invoke<braking>,
};

}  // namespace

ODOGRAPH_KERNEL_LIBRARY("{{name}}", &kBraking)
