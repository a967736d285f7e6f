// Time to collision, deceleration rate to avoid a crash, and headway of a follower behind its leader.
#include "kernels.hpp"

namespace odograph {
namespace {

constexpr OdographField kPairFields[] = {
    {"segment_id", "u", "", 0},
    {"t_ms", "l", "ms", 0},
    {"position", "i", "", 0},
    {"speed_mps", "g", "m/s", ODOGRAPH_FIELD_NULLABLE},
    {"gap_m", "g", "m", ODOGRAPH_FIELD_NULLABLE},
    {"closing_mps", "g", "m/s", ODOGRAPH_FIELD_NULLABLE},
};

constexpr OdographSchema kInputs[] = {{"pairs", kPairFields, std::size(kPairFields)}};

constexpr OdographField kOutputFields[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY},
    {"position", "i", "", ODOGRAPH_FIELD_KEY},
    {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY},
    {"ttc_s", "g", "s", ODOGRAPH_FIELD_NULLABLE},
    {"drac_mps2", "g", "m/s^2", ODOGRAPH_FIELD_NULLABLE},
    {"headway_s", "g", "s", ODOGRAPH_FIELD_NULLABLE},
};

constexpr OdographParameter kParameters[] = {
    {{"min_closing_mps", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.1, ""},
     1,
     "m/s",
     "ttc_s and drac_mps2 are null unless closing_mps is greater; not negative"},
    {{"min_speed_mps", ODOGRAPH_PARAMETER_FLOAT64, 0, 1.0, ""},
     1,
     "m/s",
     "headway_s is null unless speed_mps is greater; not negative"},
};

double threshold(const Call& call, const char* name) {
  const double value = call.float64(name);
  if (value >= 0 && std::isfinite(value)) return value;
  throw Error(ODOGRAPH_ERROR_PARAMETER, "kernel time_to_collision: parameter " + std::string(name) + " is " +
                                            std::to_string(value) + ", but must be finite and not negative");
}

void time_to_collision(Call& call) {
  const double min_closing_mps = threshold(call, "min_closing_mps");
  const double min_speed_mps = threshold(call, "min_speed_mps");
  const Batch& pairs = call.input(0);
  const auto speed_mps = pairs.column<double>("speed_mps");
  const auto gap_m = pairs.column<double>("gap_m");
  const auto closing_mps = pairs.column<double>("closing_mps");

  Output& out = call.output(pairs.rows());
  out.copy_keys(pairs);
  const auto ttc_s = out.column<double>("ttc_s");
  const auto drac_mps2 = out.column<double>("drac_mps2");
  const auto headway_s = out.column<double>("headway_s");

  constexpr int64_t kRowsBetweenPolls = 8192;
  for (int64_t start = 0; start < pairs.rows(); start += kRowsBetweenPolls) {
    call.check_cancelled();
    const int64_t end = std::min(start + kRowsBetweenPolls, pairs.rows());
    for (int64_t row = start; row < end; ++row) {
      const double gap = gap_m[row];
      const double closing = closing_mps[row];
      const double speed = speed_mps[row];
      const bool apart = !gap_m.is_null(row) && gap > 0;
      const bool closes = apart && !closing_mps.is_null(row) && closing > min_closing_mps;
      const bool moves = apart && !speed_mps.is_null(row) && speed > min_speed_mps;
      ttc_s.set_if(row, closes, gap / closing);
      drac_mps2.set_if(row, closes, closing * closing / (2 * gap));
      headway_s.set_if(row, moves, gap / speed);
    }
  }
}

}  // namespace

const OdographKernelDescriptor time_to_collision_kernel = {
    .name = "time_to_collision",
    .version_major = 1,
    .version_minor = 0,
    .description =
        "Surrogate safety measures of a follower and its leader, one row for each pair; null where a "
        "measure is not defined (no gap, not closing, hardly moving).",
    .formula =
        "ttc_s = gap_m / closing_mps (Hayward 1972, Near-miss determination through use of a scale of danger); "
        "drac_mps2 = closing_mps^2 / (2 gap_m) (Almqvist, Hyden, Risser 1991; Archer 2005, Indicators for "
        "traffic safety assessment and prediction); headway_s = gap_m / speed_mps",
    .example = "speed_mps 20, gap_m 30, closing_mps 5 gives ttc_s 6, drac_mps2 0.4166..., headway_s 1.5",
    .scope = ODOGRAPH_SCOPE_ROW,
    .inputs = kInputs,
    .n_inputs = std::size(kInputs),
    .output = {"time_to_collision", kOutputFields, std::size(kOutputFields)},
    .parameters = kParameters,
    .n_parameters = std::size(kParameters),
    .invoke = invoke<time_to_collision>,
};

}  // namespace odograph
