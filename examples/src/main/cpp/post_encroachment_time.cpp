// Post-encroachment time: how narrowly two road users missed each other where their paths cross.
#include "kernels.hpp"

namespace {

using odograph::Batch;
using odograph::Call;
using odograph::Error;
using odograph::Output;

constexpr const char* kName = "post_encroachment_time";
constexpr int64_t kLatest = int64_t{1} << 53;  // greater times are not exact as a double

constexpr OdographField kInputFields[] = {
    {"segment_id", "u", "", 0}, {"track_id", "i", "", 0}, {"t_ms", "l", "ms", 0},
    {"east_m", "g", "m", 0},    {"north_m", "g", "m", 0},
};
constexpr OdographSchema kInputs[] = {{"tracks", kInputFields, ODOGRAPH_COUNT(kInputFields)}};

constexpr OdographField kOutputFields[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY},
    {"track_id", "i", "", ODOGRAPH_FIELD_KEY},
    {"t_ms", "l", "ms", 0},
    {"pet_s", "g", "s", 0},
    {"ego_first", "b", "", 0},
    {"angle_rad", "g", "rad", 0},
    {"east_m", "g", "m", 0},
    {"north_m", "g", "m", 0},
};

constexpr OdographParameter kParameters[] = {
    {{"ego_length_m", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.7, ""}, 1, "m", "of the recording vehicle"},
    {{"object_length_m", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.5, ""}, 1, "m", "of the others"},
    {{"max_pet_s", ODOGRAPH_PARAMETER_FLOAT64, 0, 5, ""}, 1, "s", "greater times are no encounter and give no row"},
    {{"step_m", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.5, ""},
     1,
     "m",
     "a path takes up a position once it is so far from the last: noise of who stands still is no path"},
};

// The ego drives east at 1 m/s through the origin at 10 s; track 1 crosses it 4 s later at 1 m/s, track 2 at 10 s.
constexpr const char* kCrossing[] = {R"(
    segment_id track_id t_ms  east_m north_m
    walk_1     0        5000  -5     0
    walk_1     0        15000 5      0
    walk_1     1        9000  0      -5
    walk_1     1        19000 0      5
    walk_1     2        9000  1      -2
    walk_1     2        13000 1      2
    walk_1     3        0     0      3
    walk_1     3        9000  5      3
)"};
constexpr OdographGolden kGolden[] = {{"behind, at once, never", nullptr, 0, kCrossing, R"(
    segment_id track_id t_ms  pet_s ego_first angle_rad          east_m north_m
    walk_1     1        14000 3.4   true      1.5707963267948966 0      0
    walk_1     2        11000 0     true      1.5707963267948966 1      0
)",
                                       8}};

struct Vertex {
  double east;
  double north;
  double t_s;
};

struct Crossing {
  double pet_s;
  double t_s;
  bool ego_first;
  double angle;
  double east;
  double north;
};

struct Limits {
  double ego_m;
  double object_m;
  double pet_s;
};

// The rows [from, to) of a track as a path: a vertex where it has moved on by step_m.
std::vector<Vertex> path(const Batch& tracks, int64_t from, int64_t to, double step_m) {
  const auto t_ms = tracks.column<int64_t>("t_ms");
  const auto east = tracks.column<double>("east_m");
  const auto north = tracks.column<double>("north_m");
  std::vector<Vertex> vertices;
  for (int64_t row = from; row < to; ++row) {
    if (t_ms[row] > kLatest || t_ms[row] < -kLatest) {
      throw Error(ODOGRAPH_ERROR_INPUT, std::string("kernel ") + kName + ": t_ms is " + std::to_string(t_ms[row]) +
                                            " at " + tracks.place(row) + ", beyond what a recording lasts");
    }
    if (row > from && t_ms[row] <= t_ms[row - 1]) {
      throw Error(ODOGRAPH_ERROR_INPUT, std::string("kernel ") + kName + ": t_ms is " + std::to_string(t_ms[row]) +
                                            " at " + tracks.place(row) + ", not later than the row before it: sort");
    }
    const Vertex next = {east[row], north[row], static_cast<double>(t_ms[row]) / 1000};
    if (!vertices.empty()) {
      const double dx = next.east - vertices.back().east;
      const double dy = next.north - vertices.back().north;
      if (!(dx * dx + dy * dy >= step_m * step_m)) continue;
    }
    vertices.push_back(next);
  }
  return vertices;
}

// Where a stretch of the ego's path crosses one of the object's, if it does.
std::optional<Crossing> crossing(const Vertex* a, const Vertex* b, const Limits& limits) {
  const double ax = a[1].east - a[0].east;
  const double ay = a[1].north - a[0].north;
  const double bx = b[1].east - b[0].east;
  const double by = b[1].north - b[0].north;
  const double cross = ax * by - ay * bx;
  if (cross == 0) return std::nullopt;  // parallel: one follows or meets the other, which is no crossing
  const double ox = b[0].east - a[0].east;
  const double oy = b[0].north - a[0].north;
  const double i = (ox * by - oy * bx) / cross;
  const double j = (ox * ay - oy * ax) / cross;
  if (!(i >= 0 && i < 1 && j >= 0 && j < 1)) return std::nullopt;
  const double a_s = a[0].t_s + i * (a[1].t_s - a[0].t_s);
  const double b_s = b[0].t_s + j * (b[1].t_s - b[0].t_s);
  // Half the time that each takes to pass a point with its whole length.
  const double a_half_s = limits.ego_m / 2 * (a[1].t_s - a[0].t_s) / std::sqrt(ax * ax + ay * ay);
  const double b_half_s = limits.object_m / 2 * (b[1].t_s - b[0].t_s) / std::sqrt(bx * bx + by * by);
  const double pet_s = std::max(0.0, std::fabs(a_s - b_s) - a_half_s - b_half_s);
  if (!(pet_s <= limits.pet_s)) return std::nullopt;
  return Crossing{pet_s,
                  std::max(a_s, b_s),
                  a_s <= b_s,
                  std::atan2(std::fabs(cross), ax * bx + ay * by),
                  a[0].east + i * ax,
                  a[0].north + i * ay};
}

struct Box {
  double west = 0, east = 0, south = 0, north = 0;

  explicit Box(const Vertex* vertices, size_t n)
      : west(vertices[0].east), east(west), south(vertices[0].north), north(south) {
    for (size_t i = 1; i < n; ++i) {
      west = std::min(west, vertices[i].east);
      east = std::max(east, vertices[i].east);
      south = std::min(south, vertices[i].north);
      north = std::max(north, vertices[i].north);
    }
  }
  bool meets(const Box& other) const {
    return west <= other.east && other.west <= east && south <= other.north && other.south <= north;
  }
};

// The encounter with the least post-encroachment time, the first of equal ones.
std::optional<Crossing> closest(const Call& call, const std::vector<Vertex>& ego, const std::vector<Vertex>& object,
                                const Limits& limits) {
  std::optional<Crossing> found;
  if (object.size() < 2) return found;
  const Box box(object.data(), object.size());
  for (size_t i = 0; i + 1 < ego.size(); ++i) {
    if (i % 256 == 0) call.check_cancelled();
    if (!Box(&ego[i], 2).meets(box)) continue;
    for (size_t j = 0; j + 1 < object.size(); ++j) {
      const auto here = crossing(&ego[i], &object[j], limits);
      if (here && (!found || here->pet_s < found->pet_s)) found = here;
    }
  }
  return found;
}

void post_encroachment_time(Call& call) {
  const Limits limits = {positive(call, kName, "ego_length_m"), positive(call, kName, "object_length_m"),
                         positive(call, kName, "max_pet_s")};
  const double step_m = positive(call, kName, "step_m");
  const Batch& tracks = call.input(0);
  const auto segment_id = tracks.column<std::string_view>("segment_id");
  const auto track_id = tracks.column<int32_t>("track_id");

  std::vector<Vertex> ego;
  std::vector<std::pair<int32_t, Crossing>> found;
  for (int64_t from = 0, to = 0; from < tracks.rows(); from = to) {
    while (to < tracks.rows() && track_id[to] == track_id[from]) ++to;
    if (from > 0 && track_id[from] <= track_id[from - 1]) {
      throw Error(ODOGRAPH_ERROR_INPUT, std::string("kernel ") + kName + ": track_id is " +
                                            std::to_string(track_id[from]) + " at " + tracks.place(from) +
                                            ", not greater than the track before it: sort");
    }
    const std::vector<Vertex> vertices = path(tracks, from, to, step_m);
    if (track_id[from] == 0) {
      ego = vertices;
    } else if (const auto encounter = closest(call, ego, vertices, limits)) {
      found.emplace_back(track_id[from], *encounter);
    }
  }

  Output& out = call.output(static_cast<int64_t>(found.size()));
  const auto out_segment = out.column<std::string_view>("segment_id");
  const auto out_track = out.column<int32_t>("track_id");
  const auto out_t_ms = out.column<int64_t>("t_ms");
  const auto pet_s = out.column<double>("pet_s");
  const auto ego_first = out.column<bool>("ego_first");
  const auto angle_rad = out.column<double>("angle_rad");
  const auto east_m = out.column<double>("east_m");
  const auto north_m = out.column<double>("north_m");
  for (size_t i = 0; i < found.size(); ++i) {
    const auto row = static_cast<int64_t>(i);
    const Crossing& at = found[i].second;
    out_segment.append(segment_id[0]);
    out_track.set(row, found[i].first);
    out_t_ms.set(row, static_cast<int64_t>(std::floor(at.t_s * 1000 + 0.5)));
    pet_s.set(row, at.pet_s);
    ego_first.set(row, at.ego_first);
    angle_rad.set(row, at.angle);
    east_m.set(row, at.east);
    north_m.set(row, at.north);
  }
}

}  // namespace

const OdographKernelDescriptor post_encroachment_time_kernel = {
    .name = kName,
    .version_major = 1,
    .version_minor = 0,
    .description =
        "Of each object whose path crosses that of the recording vehicle (track 0): the least time between the moment "
        "that the first of both leaves the place where they cross and the moment that the second reaches it; 0 where "
        "both were there at once. t_ms is when the second is there, angle_rad that between their directions.",
    .formula =
        "pet_s = max(0, |t_ego - t_object| - ego_length_m / (2 v_ego) - object_length_m / (2 v_object)), t and v where "
        "the paths cross",
    .source =
        "Allen, Shin, Cooper 1978, Analysis of Traffic Conflicts and Collisions, Transportation Research Record 667",
    .scope = ODOGRAPH_SCOPE_SEGMENT,
    .inputs = kInputs,
    .n_inputs = ODOGRAPH_COUNT(kInputs),
    .output = {"encroachments", kOutputFields, ODOGRAPH_COUNT(kOutputFields)},
    .parameters = kParameters,
    .n_parameters = ODOGRAPH_COUNT(kParameters),
    .golden = kGolden,
    .n_golden = ODOGRAPH_COUNT(kGolden),
    .invoke = odograph::invoke<post_encroachment_time>,
};
