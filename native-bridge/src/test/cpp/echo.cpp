// A kernel that takes and gives every type of the ABI, with nulls, lists and every kind of parameter; and one that says
// which rows a call gets.
#include <odograph/kernel.hpp>

namespace odograph {
namespace {

constexpr OdographField kInputFields[] = {
    {"segment_id", "u", "", 0},
    {"t_ms", "l", "ms", 0},
    {"flag", "b", "", ODOGRAPH_FIELD_NULLABLE},
    {"small", "i", "", ODOGRAPH_FIELD_NULLABLE},
    {"ratio", "f", "", ODOGRAPH_FIELD_NULLABLE},
    {"speed_mps", "g", "m/s", ODOGRAPH_FIELD_NULLABLE},
    {"label", "u", "", ODOGRAPH_FIELD_NULLABLE},
    {"ids", "+li", "", ODOGRAPH_FIELD_NULLABLE},
    {"stamps", "+ll", "", ODOGRAPH_FIELD_NULLABLE},
    {"parts", "+lf", "", ODOGRAPH_FIELD_NULLABLE},
    {"ranges_m", "+lg", "m", ODOGRAPH_FIELD_NULLABLE},
};
constexpr OdographSchema kInputs[] = {{"rows", kInputFields, ODOGRAPH_COUNT(kInputFields)}};

constexpr OdographField kOutputFields[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY},       {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY},
    {"flag", "b", "", ODOGRAPH_FIELD_NULLABLE},        {"small", "i", "", ODOGRAPH_FIELD_NULLABLE},
    {"ratio", "f", "", ODOGRAPH_FIELD_NULLABLE},       {"speed_mps", "g", "m/s", ODOGRAPH_FIELD_NULLABLE},
    {"label", "u", "", ODOGRAPH_FIELD_NULLABLE},       {"ids", "+li", "", ODOGRAPH_FIELD_NULLABLE},
    {"stamps", "+ll", "", ODOGRAPH_FIELD_NULLABLE},    {"parts", "+lf", "", ODOGRAPH_FIELD_NULLABLE},
    {"ranges_m", "+lg", "m", ODOGRAPH_FIELD_NULLABLE},
};

constexpr OdographParameter kParameters[] = {
    {{"shift", ODOGRAPH_PARAMETER_INT64, 0, 0, ""}, 1, "", "is added to small"},
    {{"scale", ODOGRAPH_PARAMETER_FLOAT64, 0, 1, ""}, 1, "", "multiplies speed_mps and ranges_m"},
    {{"negate", ODOGRAPH_PARAMETER_BOOL, 0, 0, ""}, 1, "", "whether flag is turned around"},
    {{"suffix", ODOGRAPH_PARAMETER_STRING, 0, 0, ""}, 1, "", "comes after label"},
};

constexpr OdographParameterValue kAll[] = {{"shift", ODOGRAPH_PARAMETER_INT64, 3, 0, ""},
                                           {"scale", ODOGRAPH_PARAMETER_FLOAT64, 0, 0.5, ""},
                                           {"negate", ODOGRAPH_PARAMETER_BOOL, 1, 0, ""},
                                           {"suffix", ODOGRAPH_PARAMETER_STRING, 0, 0, "é!"}};
constexpr const char* kRows[] = {R"(
    segment_id t_ms flag small ratio speed_mps label     ids     stamps  parts     ranges_m
    s1         0    true 1     0.5   -0x1p-3   "a \"b"   [1,-2]  [3]     [0.25]    [1,2,4]
    s1         100  null null  null  null      null      null    null    null      null
    s1         200  false -7   1.5   0         "null"    []      []      []        []
)"};
constexpr OdographGolden kGolden[] = {{"as it is", nullptr, 0, kRows, kRows[0], 0},
                                      {"with all parameters", kAll, ODOGRAPH_COUNT(kAll), kRows, R"(
    segment_id t_ms flag small ratio speed_mps label     ids     stamps  parts     ranges_m
    s1         0    false 4    0.5   -0x1p-4   "a \"bé!" [1,-2]  [3]     [0.25]    [0.5,1,2]
    s1         100  null null  null  null      null      null    null    null      null
    s1         200  true -4    1.5   0         nullé!    []      []      []        []
)",
                                       0}};

template <typename T>
void copy_list(const Batch& from, Output& to, const char* name, T scale) {
  const auto given = from.column<List<T>>(name);
  const auto kept = to.column<List<T>>(name);
  std::vector<T> elements;
  for (int64_t row = 0; row < from.rows(); ++row) {
    if (given.is_null(row)) {
      kept.append_null();
      continue;
    }
    const auto list = given[row];
    elements.assign(list.begin(), list.end());
    for (T& element : elements) element *= scale;
    kept.append(elements);
  }
}

void echo(Call& call) {
  const Batch& rows = call.input(0);
  const auto shift = static_cast<uint32_t>(call.int64("shift"));
  const double scale = call.float64("scale");
  if (!std::isfinite(scale)) throw Error(ODOGRAPH_ERROR_PARAMETER, "kernel echo: parameter scale is not finite");
  const bool negate = call.boolean("negate");
  const std::string suffix(call.string("suffix"));
  Output& out = call.output(rows.rows());
  out.copy_keys(rows);
  const auto flag = rows.column<bool>("flag");
  const auto small = rows.column<int32_t>("small");
  const auto ratio = rows.column<float>("ratio");
  const auto speed_mps = rows.column<double>("speed_mps");
  const auto label = rows.column<std::string_view>("label");
  const auto out_flag = out.column<bool>("flag");
  const auto out_small = out.column<int32_t>("small");
  const auto out_ratio = out.column<float>("ratio");
  const auto out_speed_mps = out.column<double>("speed_mps");
  const auto out_label = out.column<std::string_view>("label");
  for (int64_t row = 0; row < rows.rows(); ++row) {
    out_flag.set_if(row, !flag.is_null(row), flag[row] != negate);
    out_small.set_if(row, !small.is_null(row), static_cast<int32_t>(static_cast<uint32_t>(small[row]) + shift));
    out_ratio.set_if(row, !ratio.is_null(row), ratio[row]);
    out_speed_mps.set_if(row, !speed_mps.is_null(row), speed_mps[row] * scale);
    if (label.is_null(row)) {
      out_label.append_null();
    } else {
      out_label.append(std::string(label[row]) + suffix);
    }
  }
  copy_list<int32_t>(rows, out, "ids", 1);
  copy_list<int64_t>(rows, out, "stamps", 1);
  copy_list<float>(rows, out, "parts", 1);
  copy_list<double>(rows, out, "ranges_m", scale);
}

constexpr OdographKernelDescriptor kEcho = {.name = "echo",
                                            .version_major = 1,
                                            .version_minor = 0,
                                            .description = "gives back what it gets",
                                            .formula = "",
                                            .source = "",
                                            .scope = ODOGRAPH_SCOPE_ROW,
                                            .inputs = kInputs,
                                            .n_inputs = ODOGRAPH_COUNT(kInputs),
                                            .output = {"rows", kOutputFields, ODOGRAPH_COUNT(kOutputFields)},
                                            .parameters = kParameters,
                                            .n_parameters = ODOGRAPH_COUNT(kParameters),
                                            .golden = kGolden,
                                            .n_golden = ODOGRAPH_COUNT(kGolden),
                                            .invoke = invoke<echo>};

constexpr OdographField kCallInput[] = {{"segment_id", "u", "", 0}, {"t_ms", "l", "ms", 0}};
constexpr OdographSchema kCallInputs[] = {{"rows", kCallInput, ODOGRAPH_COUNT(kCallInput)}};
constexpr OdographField kCallOutput[] = {
    {"segment_id", "u", "", ODOGRAPH_FIELD_KEY}, {"t_ms", "l", "ms", 0}, {"rows", "l", "", 0}};
constexpr const char* kCallRows[] = {"segment_id t_ms\n s1 100\n s1 300\n s1 200"};
constexpr OdographGolden kCallGolden[] = {{"three rows", nullptr, 0, kCallRows, "segment_id t_ms rows\n s1 200 3", 0}};

// One row for each call: its last segment_id and t_ms, and how many rows it got.
void rows_of_call(Call& call) {
  const Batch& rows = call.input(0);
  const int64_t last = rows.rows() - 1;
  Output& out = call.output(last < 0 ? 0 : 1);
  if (last < 0) return;
  out.column<std::string_view>("segment_id").append(rows.column<std::string_view>("segment_id")[last]);
  out.column<int64_t>("t_ms").set(0, rows.column<int64_t>("t_ms")[last]);
  out.column<int64_t>("rows").set(0, rows.rows());
}

constexpr OdographKernelDescriptor kRowsOfCall = {.name = "rows_of_call",
                                                  .version_major = 1,
                                                  .version_minor = 0,
                                                  .description = "says which rows a call gets",
                                                  .formula = "",
                                                  .source = "",
                                                  .scope = ODOGRAPH_SCOPE_SEGMENT,
                                                  .inputs = kCallInputs,
                                                  .n_inputs = ODOGRAPH_COUNT(kCallInputs),
                                                  .output = {"calls", kCallOutput, ODOGRAPH_COUNT(kCallOutput)},
                                                  .parameters = nullptr,
                                                  .n_parameters = 0,
                                                  .golden = kCallGolden,
                                                  .n_golden = ODOGRAPH_COUNT(kCallGolden),
                                                  .invoke = invoke<rows_of_call>};

}  // namespace
}  // namespace odograph

ODOGRAPH_KERNEL_LIBRARY("odograph-echo", &odograph::kEcho, &odograph::kRowsOfCall)
