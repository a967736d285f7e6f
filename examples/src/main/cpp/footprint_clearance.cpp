// Clearance between a robot's rectangular footprint and a person, one row for each of both at each moment.
#include "kernels.hpp"

namespace {

using odograph::Batch;
using odograph::Call;
using odograph::Output;

constexpr const char* kName = "footprint_clearance";

constexpr OdographField kInputFields[] = {
    {"segment_id", "u", "", 0},    {"object_id", "i", "", 0},      {"t_ms", "l", "ms", 0},
    {"ahead_east_m", "g", "m", 0}, {"ahead_north_m", "g", "m", 0}, {"heading_rad", "g", "rad", ODOGRAPH_FIELD_NULLABLE},
};
constexpr OdographSchema kInputs[] = {{"encounters", kInputFields, ODOGRAPH_COUNT(kInputFields)}};

constexpr OdographField kOutputFields[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY},
    {"object_id", "i", "", ODOGRAPH_FIELD_KEY},
    {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY},
    {"clearance_m", "g", "m", 0},
    {"bearing_rad", "g", "rad", ODOGRAPH_FIELD_NULLABLE},
};

constexpr OdographParameter kParameters[] = {
    {{"length_m", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.7, ""}, 1, "m", "of the footprint, along the heading"},
    {{"width_m", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.55, ""}, 1, "m", "of the footprint, across the heading"},
    {{"body_radius_m", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.25, ""}, 1, "m", "of the person, a disc"},
};

constexpr const char* kAround[] = {R"(
    segment_id object_id t_ms ahead_east_m ahead_north_m heading_rad
    walk_1     3         0    2            0             0
    walk_1     3         100  0            1.525         0
    walk_1     3         200  -0.1         0.2           0
    walk_1     4         0    0            1.6           1.5707963267948966
    walk_1     5         0    0            1.6           null
)"};

constexpr OdographGolden kGolden[] = {{"ahead, beside, touching; turned to the north; heading unknown", nullptr, 0,
                                       kAround, R"(
    segment_id object_id t_ms clearance_m         bearing_rad
    walk_1     3         0    1.4                 0
    walk_1     3         100  1                   1.5707963267948966
    walk_1     3         200  0                   2.0344439357957027
    walk_1     4         0    1                   6.123233995736766e-17
    walk_1     5         0    0.9048876546308788  null
)",
                                       8}};

// Distance of a person from the footprint's edge, the robot at the origin: the closest point of an oriented box.
void footprint_clearance(Call& call) {
  const double half_length = positive(call, kName, "length_m") / 2;
  const double half_width = positive(call, kName, "width_m") / 2;
  const double body = positive(call, kName, "body_radius_m");
  const Batch& rows = call.input(0);
  const auto east = rows.column<double>("ahead_east_m");
  const auto north = rows.column<double>("ahead_north_m");
  const auto heading = rows.column<double>("heading_rad");

  Output& out = call.output(rows.rows());
  out.copy_keys(rows);
  const auto clearance = out.column<double>("clearance_m");
  const auto bearing = out.column<double>("bearing_rad");
  const double around = std::sqrt(half_length * half_length + half_width * half_width);
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (row % 8192 == 0) call.check_cancelled();
    if (heading.is_null(row)) {
      // Not known which way it stands: the circle around the footprint is what may be in the way.
      const double far = std::sqrt(east[row] * east[row] + north[row] * north[row]);
      clearance.set(row, std::max(0.0, far - around - body));
      bearing.set_null(row);
      continue;
    }
    const double c = std::cos(heading[row]);
    const double s = std::sin(heading[row]);
    const double along = c * east[row] + s * north[row];
    const double across = c * north[row] - s * east[row];
    const double beyond = std::max(0.0, std::fabs(along) - half_length);
    const double beside = std::max(0.0, std::fabs(across) - half_width);
    clearance.set(row, std::max(0.0, std::sqrt(beyond * beyond + beside * beside) - body));
    bearing.set(row, std::atan2(across, along));
  }
}

}  // namespace

const OdographKernelDescriptor footprint_clearance_kernel = {
    .name = kName,
    .version_major = 1,
    .version_minor = 0,
    .description =
        "Free space between a robot's rectangular footprint and a person, and where the person is as the robot sees it "
        "(0 ahead, positive to the left). Where the heading is unknown, the circle around the footprint counts.",
    .formula =
        "clearance_m = max(0, |p - closest point of the footprint| - body_radius_m); bearing_rad = atan2(across, "
        "along)",
    .source = "closest point of an oriented box: Ericson 2005, Real-Time Collision Detection, section 5.1.4",
    .scope = ODOGRAPH_SCOPE_ROW,
    .inputs = kInputs,
    .n_inputs = ODOGRAPH_COUNT(kInputs),
    .output = {"clearances", kOutputFields, ODOGRAPH_COUNT(kOutputFields)},
    .parameters = kParameters,
    .n_parameters = ODOGRAPH_COUNT(kParameters),
    .golden = kGolden,
    .n_golden = ODOGRAPH_COUNT(kGolden),
    .invoke = odograph::invoke<footprint_clearance>,
};
