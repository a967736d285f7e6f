// Time to collision, deceleration rate to avoid a crash, and headway of a follower behind its leader.
#include "kernels.hpp"

#include <array>

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

constexpr const char* kClosing[] = {R"(
    segment_id position t_ms speed_mps gap_m closing_mps
    drive_1    2        0    20        30    5
    drive_1    2        100  20        30    -5
    drive_1    2        200  0.5       30    5
    drive_1    2        300  20        null  5
    drive_1    2        400  null      30    null
    drive_1    3        0    20        -0.2  5
)"};

constexpr const char* kSlow[] = {R"(
    segment_id position t_ms speed_mps gap_m closing_mps
    drive_1    2        0    20        30    5
    drive_1    2        100  21        33    5.5
)"};

constexpr OdographParameterValue kHigher[] = {{"min_closing_mps", ODOGRAPH_PARAMETER_FLOAT64, 0, 5.0, ""},
                                              {"min_speed_mps", ODOGRAPH_PARAMETER_FLOAT64, 0, 20.5, ""}};

constexpr OdographGolden kGolden[] = {
    {"a measure is null where it is not defined", nullptr, 0, kClosing, R"(
    segment_id position t_ms ttc_s drac_mps2           headway_s
    drive_1    2        0    6     0.4166666666666667  1.5
    drive_1    2        100  null  null                1.5
    drive_1    2        200  6     0.4166666666666667  null
    drive_1    2        300  null  null                null
    drive_1    2        400  null  null                null
    drive_1    3        0    null  null                null
)",
     0},
    {"thresholds are parameters", kHigher, std::size(kHigher), kSlow, R"(
    segment_id position t_ms ttc_s drac_mps2            headway_s
    drive_1    2        0    null  null                 null
    drive_1    2        100  6     0.4583333333333333   1.5714285714285714
)",
     0},
};

double threshold(const Call& call, const char* name) {
  const double value = call.float64(name);
  if (value >= 0 && std::isfinite(value)) return value;
  throw Error(ODOGRAPH_ERROR_PARAMETER, "kernel time_to_collision: parameter " + std::string(name) + " is " +
                                            std::to_string(value) + ", but must be finite and not negative");
}

constexpr int64_t kBlock = 64;
constexpr int64_t kRowsBetweenPolls = 8192;

struct Rows {
  const double* gap;
  const double* closing;
  const double* speed;
};

struct Thresholds {
  double closing;
  double speed;
};

struct Measures {
  double* ttc;
  double* drac;
  double* headway;
  uint8_t* closes;
  uint8_t* moves;
};

// The measures of n rows, zero where they are not defined, without regard to nulls. Has no branches: a vector loop.
void measure(const Rows& in, int64_t n, const Thresholds& least, const Measures& out) {
  const double* __restrict gap = in.gap;
  const double* __restrict closing = in.closing;
  const double* __restrict speed = in.speed;
  double* __restrict ttc = out.ttc;
  double* __restrict drac = out.drac;
  double* __restrict headway = out.headway;
  uint8_t* __restrict closes = out.closes;
  uint8_t* __restrict moves = out.moves;
  const double least_closing = least.closing;
  const double least_speed = least.speed;
  for (int64_t i = 0; i < n; ++i) {
    const bool close = (gap[i] > 0) & (closing[i] > least_closing);
    const double by_closing = gap[i] / closing[i];
    const double brake = closing[i] * closing[i] / (2 * gap[i]);
    ttc[i] = close ? by_closing : 0.0;
    drac[i] = close ? brake : 0.0;
    closes[i] = static_cast<uint8_t>(close);
  }
  for (int64_t i = 0; i < n; ++i) {
    const bool move = (gap[i] > 0) & (speed[i] > least_speed);
    const double by_speed = gap[i] / speed[i];
    headway[i] = move ? by_speed : 0.0;
    moves[i] = static_cast<uint8_t>(move);
  }
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
  const auto ttc_s = out.blocks<double>("ttc_s");
  const auto drac_mps2 = out.blocks<double>("drac_mps2");
  const auto headway_s = out.blocks<double>("headway_s");

  std::array<uint8_t, kBlock> closes{};
  std::array<uint8_t, kBlock> moves{};
  for (int64_t start = 0; start < pairs.rows(); start += kBlock) {
    if (start % kRowsBetweenPolls == 0) call.check_cancelled();
    const int64_t n = std::min(kBlock, pairs.rows() - start);
    measure({gap_m.data() + start, closing_mps.data() + start, speed_mps.data() + start}, n,
            {min_closing_mps, min_speed_mps},
            {ttc_s.values(start), drac_mps2.values(start), headway_s.values(start), closes.data(), moves.data()});
    const uint64_t has_gap = gap_m.present(start, n);
    const uint64_t closing = pack_bits(closes.data(), n);
    const uint64_t moving = pack_bits(moves.data(), n);
    const uint64_t closing_valid = closing & has_gap & closing_mps.present(start, n);
    ttc_s.finish(start, n, closing_valid, closing);
    drac_mps2.finish(start, n, closing_valid, closing);
    headway_s.finish(start, n, moving & has_gap & speed_mps.present(start, n), moving);
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
    .formula = "ttc_s = gap_m / closing_mps; drac_mps2 = closing_mps^2 / (2 gap_m); headway_s = gap_m / speed_mps",
    .source =
        "ttc_s: Hayward 1972, Near-miss determination through use of a scale of danger; drac_mps2: Almqvist, Hyden, "
        "Risser 1991, and Archer 2005, Indicators for traffic safety assessment and prediction",
    .scope = ODOGRAPH_SCOPE_ROW,
    .inputs = kInputs,
    .n_inputs = std::size(kInputs),
    .output = {"time_to_collision", kOutputFields, std::size(kOutputFields)},
    .parameters = kParameters,
    .n_parameters = std::size(kParameters),
    .golden = kGolden,
    .n_golden = ODOGRAPH_COUNT(kGolden),
    .invoke = invoke<time_to_collision>,
};

}  // namespace odograph
