// Made-up inputs for a kernel: every seed is one call with rows, nulls and parameters drawn from what it declares.
#ifndef ODOGRAPH_CHECK_FUZZ_HPP
#define ODOGRAPH_CHECK_FUZZ_HPP

#include "contract.hpp"

#include <limits>
#include <random>

namespace odograph::check {

class Fuzzer {
 public:
  explicit Fuzzer(uint64_t seed) : random_(seed), extreme_(one_in(3)) {}

  // One call; throws where the kernel breaks the ABI, differs from itself, or admits a defect.
  void run(const OdographKernelDescriptor& kernel) {
    std::vector<Cells> inputs;
    for (int64_t i = 0; i < kernel.n_inputs; ++i) inputs.push_back(table(kernel.inputs[i]));
    const Parameters given = parameters(kernel);
    const Layout layout = {below(70), below(70), one_in(2), one_in(2)};
    Options options;
    options.finite = !extreme_;  // extreme values may overflow
    const Outcome outcome = invoke(kernel, lay_out(kernel, inputs, layout), given, options);
    const Outcome again = invoke(kernel, lay_out(kernel, inputs, {}), given, options);
    if (outcome.status != again.status || outcome.message != again.message) {
      throw std::runtime_error("the same call gave another status: " + outcome.message + " | " + again.message);
    }
    if (outcome.status == ODOGRAPH_ERROR_INTERNAL) throw std::runtime_error(outcome.message);
    if (outcome.status != ODOGRAPH_OK) {
      if (outcome.message.empty()) throw std::runtime_error("it failed without a message");
      return;
    }
    const std::string problem = difference(kernel.output, outcome.rows, again.rows, 0);
    if (!problem.empty()) throw std::runtime_error("the same rows gave others: " + problem);
    splits_give_the_same(kernel, inputs, given, outcome.rows, std::max<int64_t>(1, rows_of(inputs[0]) / 8) + below(9),
                         options.finite);
  }

 private:
  bool one_in(int64_t n) { return below(n) == 0; }
  int64_t below(int64_t n) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(n)); }

  Cells table(const OdographSchema& schema) {
    const int64_t sizes[] = {0, 1, 2, 7, 64, 65, 200, 1000};
    const int64_t rows = sizes[below(8)];
    const bool sorted = !one_in(4);
    const int64_t null_every = 1 + below(6);
    Cells cells;
    for (int64_t i = 0; i < schema.n_fields; ++i) {
      const OdographField& field = schema.fields[i];
      const bool nullable = (field.flags & ODOGRAPH_FIELD_NULLABLE) != 0;
      const std::string_view name = field.name;
      std::vector<Cell> column;
      for (int64_t row = 0; row < rows; ++row) {
        if (nullable && one_in(1 + null_every)) {
          column.emplace_back();
        } else if (name == "segment_id") {
          column.push_back(text("drive_1"));
        } else if (name.ends_with("t_ms") && std::string_view(field.format) == "l" && sorted) {
          column.push_back(integer(row * 100));
        } else {
          column.push_back(cell(field));
        }
      }
      cells.push_back(std::move(column));
    }
    return cells;
  }

  static Cell text(std::string value) {
    Cell cell;
    cell.null = false;
    cell.text = std::move(value);
    return cell;
  }

  static Cell integer(int64_t value) {
    Cell cell;
    cell.null = false;
    cell.integers = {value};
    return cell;
  }

  Cell cell(const OdographField& field) {
    const std::string_view format = field.format;
    if (format == "b") return integer(below(2));
    if (format == "u") return text(word());
    Cell cell;
    cell.null = false;
    const int64_t n = format.starts_with("+l") ? below(one_in(20) ? 300 : 6) : 1;
    for (int64_t i = 0; i < n; ++i) {
      if (is_float(format)) {
        cell.numbers.push_back(number(format.ends_with('f'), (field.flags & ODOGRAPH_FIELD_ALLOWS_NON_FINITE) != 0));
      } else {
        cell.integers.push_back(whole(format.ends_with('i')));
      }
    }
    return cell;
  }

  std::string word() {
    const char* const words[] = {"", "a", "drive_1", "pedestrian", "ä€𝄞", "a text that is longer than a short one"};
    return words[below(6)];
  }

  int64_t whole(bool small) {
    if (!extreme_ || !one_in(4)) return below(200) - 20;
    const int64_t ends[] = {small ? INT32_MIN : INT64_MIN, small ? INT32_MAX : INT64_MAX, -1, 0};
    return ends[below(4)];
  }

  double number(bool single, bool any) {
    if (any && one_in(8)) return one_in(2) ? std::nan("") : -std::numeric_limits<double>::infinity();
    if (extreme_ && one_in(4)) {
      if (single) return static_cast<double>(one_in(2) ? std::numeric_limits<float>::max() : 1e-45F);
      const double ends[] = {std::numeric_limits<double>::max(), -std::numeric_limits<double>::max(),
                             std::numeric_limits<double>::denorm_min(), 0x1p63};
      return ends[below(4)];
    }
    if (one_in(8)) return one_in(2) ? 0.0 : -0.0;
    const double value = std::uniform_real_distribution<double>(-50, 50)(random_);
    return single ? static_cast<double>(static_cast<float>(value)) : value;
  }

  Parameters parameters(const OdographKernelDescriptor& kernel) {
    Parameters given;
    for (int64_t i = 0; i < kernel.n_parameters; ++i) {
      OdographParameterValue value = kernel.parameters[i].value;
      if (kernel.parameters[i].has_default != 0 && !one_in(3)) continue;
      if (value.type == ODOGRAPH_PARAMETER_BOOL) value.int64_value = below(2);
      if (value.type == ODOGRAPH_PARAMETER_INT64) value.int64_value = whole(false);
      if (value.type == ODOGRAPH_PARAMETER_FLOAT64) value.float64_value = number(false, one_in(4));
      if (value.type == ODOGRAPH_PARAMETER_STRING) {
        words_.push_back(std::make_unique<std::string>(word()));
        value.string_value = words_.back()->c_str();
      }
      given.push_back(value);
    }
    return given;
  }

  std::mt19937_64 random_;
  bool extreme_;
  std::vector<std::unique_ptr<std::string>> words_;
};

}  // namespace odograph::check

#endif  // ODOGRAPH_CHECK_FUZZ_HPP
