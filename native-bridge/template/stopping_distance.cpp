// Stopping distance: a kernel to start from. Change the columns, the formula and the golden vectors to yours.
#include <odograph/kernel.hpp>

namespace {

using odograph::Batch;
using odograph::Call;
using odograph::Error;
using odograph::Output;

constexpr OdographField kInputFields[] = {
    {"segment_id", "u", "", 0},
    {"t_ms", "l", "ms", 0},
    {"speed_mps", "g", "m/s", ODOGRAPH_FIELD_NULLABLE},
};
constexpr OdographSchema kInputs[] = {{"samples", kInputFields, ODOGRAPH_COUNT(kInputFields)}};

constexpr OdographField kOutputFields[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY},
    {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY},
    {"stopping_m", "g", "m", ODOGRAPH_FIELD_NULLABLE},
};

constexpr OdographParameter kParameters[] = {
    {{"reaction_s", ODOGRAPH_PARAMETER_FLOAT64, 0, 1.0, ""}, 1, "s", "time before the brakes act; not negative"},
    {{"brake_mps2", ODOGRAPH_PARAMETER_FLOAT64, 0, 6.0, ""}, 1, "m/s^2", "deceleration; greater than 0"},
};

// Text tables whose output is known: run by every host before its first rows, and the example in generated docs.
constexpr const char* kSamples[] = {R"(
    segment_id t_ms speed_mps
    drive_1    0    12
    drive_1    100  0
    drive_1    200  null
)"};
constexpr OdographGolden kGolden[] = {{"driving, standing, unknown", nullptr, 0, kSamples, R"(
    segment_id t_ms stopping_m
    drive_1    0    24
    drive_1    100  0
    drive_1    200  null
)",
                                       0}};

void stopping_distance(Call& call) {
  const double reaction_s = call.float64("reaction_s");
  const double brake_mps2 = call.float64("brake_mps2");
  if (!(reaction_s >= 0) || !(brake_mps2 > 0)) {
    throw Error(ODOGRAPH_ERROR_PARAMETER, "kernel stopping_distance: reaction_s is " + std::to_string(reaction_s) +
                                              " and brake_mps2 " + std::to_string(brake_mps2) +
                                              ", but must not be negative, and greater than 0");
  }
  const Batch& samples = call.input(0);
  const auto speed_mps = samples.column<double>("speed_mps");

  Output& out = call.output(samples.rows());
  out.copy_keys(samples);
  const auto stopping_m = out.column<double>("stopping_m");
  for (int64_t row = 0; row < samples.rows(); ++row) {
    if (row % 8192 == 0) call.check_cancelled();
    const double v = speed_mps[row];
    stopping_m.set_if(row, !speed_mps.is_null(row), v * reaction_s + v * v / (2 * brake_mps2));
  }
}

constexpr OdographKernelDescriptor kStoppingDistance = {
    .name = "stopping_distance",
    .version_major = 1,
    .version_minor = 0,
    .description = "Distance that a vehicle needs to stop, from the moment that its driver sees why.",
    .formula = "stopping_m = speed_mps reaction_s + speed_mps^2 / (2 brake_mps2)",
    .source = "AASHTO 2018, A Policy on Geometric Design of Highways and Streets, stopping sight distance",
    .scope = ODOGRAPH_SCOPE_ROW,
    .inputs = kInputs,
    .n_inputs = ODOGRAPH_COUNT(kInputs),
    .output = {"stopping_distance", kOutputFields, ODOGRAPH_COUNT(kOutputFields)},
    .parameters = kParameters,
    .n_parameters = ODOGRAPH_COUNT(kParameters),
    .golden = kGolden,
    .n_golden = ODOGRAPH_COUNT(kGolden),
    .invoke = odograph::invoke<stopping_distance>,
};

}  // namespace

ODOGRAPH_KERNEL_LIBRARY("my-kernels", &kStoppingDistance)
