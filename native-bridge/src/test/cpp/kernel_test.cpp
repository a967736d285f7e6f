// Kernel tests that need the sanitizers: offsets, bitmaps, malformed input, ownership. Exits 1 at the first failure.
#include "kernels.hpp"

#include <atomic>
#include <cstdio>
#include <functional>
#include <random>
#include <thread>

extern "C" const OdographKernelLibrary* odograph_kernel_library(void);

namespace {

using odograph::bit_at;

void check(bool condition, const char* what, int line) {
  if (condition) return;
  std::fprintf(stderr, "kernel_test.cpp:%d: %s\n", line, what);
  std::exit(1);
}
#define CHECK(condition) check(condition, #condition, __LINE__)

// A pairs table in exactly sized heap blocks, so that the address sanitizer sees any read beyond them.
struct Table {
  static constexpr int kColumns = 6;
  std::vector<std::string> names = {"t_ms", "closing_mps", "segment_id", "gap_m", "position", "speed_mps"};
  std::vector<std::string> formats = {"l", "g", "u", "g", "i", "g"};
  std::vector<int64_t> t_ms;
  std::vector<int32_t> position, offsets = {0};
  std::vector<double> gap, closing, speed;
  std::vector<uint8_t> gap_valid;
  std::string text;
  ArrowSchema child_schemas[kColumns]{}, schema{};
  ArrowSchema* schema_pointers[kColumns]{};
  ArrowArray children[kColumns]{}, array{};
  ArrowArray* array_pointers[kColumns]{};
  const void* buffers[kColumns][3]{};
  const void* no_buffers[1]{};

  void add(double speed_mps, double gap_m, double closing_mps, bool has_gap = true) {
    const size_t row = t_ms.size();
    t_ms.push_back(static_cast<int64_t>(row) * 100);
    position.push_back(2);
    text += "seg" + std::to_string(row % 3);
    offsets.push_back(static_cast<int32_t>(text.size()));
    speed.push_back(speed_mps);
    gap.push_back(gap_m);
    closing.push_back(closing_mps);
    if (row % 8 == 0) gap_valid.push_back(0);
    if (has_gap) gap_valid.back() = static_cast<uint8_t>(gap_valid.back() | (1U << (row % 8)));
  }

  // Rows [parent + child, …): part of the offset in the struct, part in each column.
  void arrange(int64_t parent, int64_t child, int64_t length, int64_t null_count = -1) {
    const void* values[kColumns] = {t_ms.data(), closing.data(),  offsets.data(),
                                    gap.data(),  position.data(), speed.data()};
    for (int i = 0; i < kColumns; ++i) {
      buffers[i][0] = i == 3 ? gap_valid.data() : nullptr;
      buffers[i][1] = values[i];
      buffers[i][2] = text.data();
      child_schemas[i] = {};
      child_schemas[i].name = names[static_cast<size_t>(i)].c_str();
      child_schemas[i].format = formats[static_cast<size_t>(i)].c_str();
      children[i] = {};
      children[i].length = parent + length;
      children[i].offset = child;
      children[i].null_count = i == 3 ? null_count : 0;
      children[i].n_buffers = i == 2 ? 3 : 2;
      children[i].buffers = buffers[i];
      schema_pointers[i] = &child_schemas[i];
      array_pointers[i] = &children[i];
    }
    schema.format = "+s";
    schema.n_children = array.n_children = kColumns;
    schema.children = schema_pointers;
    array.children = array_pointers;
    array.length = length;
    array.offset = parent;
    array.n_buffers = 1;
    array.buffers = no_buffers;
  }
};

struct Result {
  int32_t status = 0;
  char message[512] = "";
  ArrowSchema schema{};
  ArrowArray array{};

  Result() = default;
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;
  ~Result() {
    if (schema.release != nullptr) schema.release(&schema);
    if (array.release != nullptr) array.release(&array);
  }
  bool is_null(int column, int64_t row) const {
    const ArrowArray& child = *array.children[column];
    const auto* bits = static_cast<const uint8_t*>(child.buffers[0]);
    return bits != nullptr && !bit_at(bits, row);
  }
  double value(int column, int64_t row) const {
    return static_cast<const double*>(array.children[column]->buffers[1])[row];
  }
  std::string segment(int64_t row) const {
    const auto* ends = static_cast<const int32_t*>(array.children[0]->buffers[1]);
    const auto* bytes = static_cast<const char*>(array.children[0]->buffers[2]);
    return {bytes + ends[row], bytes + ends[row + 1]};
  }
  bool says(const char* part) const { return std::string_view(message).find(part) != std::string_view::npos; }
};

void run(Result& result, const Table& table, int32_t cancelled = 0, const OdographParameterValue* given = nullptr,
         int64_t capacity = sizeof Result::message) {
  const OdographKernelDescriptor& kernel = *odograph_kernel_library()->kernels[0];
  const OdographKernelContext context = {&kernel,    given,          given == nullptr ? 0 : 1,
                                         &cancelled, result.message, capacity};
  const ArrowSchema* schemas[] = {&table.schema};
  const ArrowArray* arrays[] = {&table.array};
  result.status = kernel.invoke(&context, schemas, arrays, 1, &result.schema, &result.array);
  CHECK((result.status == ODOGRAPH_OK) == (result.array.release != nullptr));
  CHECK((result.status == ODOGRAPH_OK) == (result.schema.release != nullptr));
}

Table sample(int64_t rows) {
  Table table;
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(-1, 9);
  for (int64_t row = 0; row < rows; ++row) {
    table.add(uniform(random), uniform(random), uniform(random) / 9, random() % 5 != 0);
  }
  return table;
}

void every_slice_gives_the_rows_of_the_whole() {
  Table table = sample(200);
  for (int64_t parent = 0; parent < 10; ++parent) {
    for (int64_t child = 0; child < 10; ++child) {
      const int64_t start = parent + child;
      table.arrange(parent, child, 200 - start);
      Result result;
      run(result, table);
      CHECK(result.status == ODOGRAPH_OK && result.array.length == 200 - start);
      for (int64_t row = 0; row < 200 - start; ++row) {
        const auto i = static_cast<size_t>(start + row);
        const bool apart = bit_at(table.gap_valid.data(), start + row) && table.gap[i] > 0;
        const bool closes = apart && table.closing[i] > 0.1;
        CHECK(result.segment(row) == "seg" + std::to_string(i % 3));
        CHECK(result.is_null(3, row) != closes && result.is_null(4, row) != closes);
        CHECK(result.is_null(5, row) != (apart && table.speed[i] > 1));
        if (closes) CHECK(result.value(3, row) == table.gap[i] / table.closing[i]);
      }
    }
  }
}

// Large buffers are used again: nothing of an earlier output may show through.
void a_later_output_holds_nothing_of_an_earlier_one() {
  constexpr int64_t kRows = 20'001;
  Table defined;
  Table undefined;
  for (int64_t row = 0; row < kRows; ++row) {
    defined.add(20, 30, 5);
    undefined.add(20, 30, 5, row % 64 == 63);
  }
  defined.arrange(0, 0, kRows);
  undefined.arrange(0, 0, kRows);
  for (int round = 0; round < 3; ++round) {
    Result first;
    run(first, defined);
    CHECK(first.status == ODOGRAPH_OK && first.array.children[3]->null_count == 0);
    first.array.release(&first.array);
    Result second;
    run(second, undefined);
    CHECK(second.status == ODOGRAPH_OK && second.array.children[3]->null_count == kRows - kRows / 64);
    for (int64_t row = 0; row < kRows; ++row) {
      CHECK(second.is_null(3, row) == (row % 64 != 63));
      CHECK(second.value(3, row) == (row % 64 == 63 ? 6.0 : 0.0));
    }
  }
}

void garbage_under_a_null_is_not_read_as_a_value() {
  Table table;
  table.add(2, std::nan(""), 1, false);
  table.arrange(0, 0, 1);
  Result result;
  run(result, table);
  CHECK(result.status == ODOGRAPH_OK && result.is_null(3, 0) && result.is_null(5, 0));
}

void non_finite_values_are_refused_with_their_place() {
  Table table;
  table.add(2, 1, 1);
  table.add(-INFINITY, 1, 1);
  table.arrange(0, 0, 2);
  Result result;
  run(result, table);
  CHECK(result.status == ODOGRAPH_ERROR_INPUT && result.says("speed_mps is -infinity at row 1 of segment seg1"));
}

void an_empty_batch_may_have_no_buffers() {
  Table table;
  table.arrange(0, 0, 0, 0);
  for (auto& column : table.buffers) column[0] = column[1] = column[2] = nullptr;
  Result result;
  run(result, table);
  CHECK(result.status == ODOGRAPH_OK && result.array.length == 0 && result.array.n_children == 6);
}

void malformed_tables_are_refused() {
  const std::pair<std::function<void(Table&)>, const char*> cases[] = {
      {[](Table& t) { t.child_schemas[3].name = "gap"; }, "column gap_m is missing, expected float64; found columns"},
      {[](Table& t) { t.child_schemas[3].format = "f"; }, "column gap_m expected float64, found float32"},
      {[](Table& t) { t.child_schemas[1].name = "gap_m"; }, "column gap_m is there twice"},
      {[](Table& t) { t.child_schemas[2].dictionary = &t.child_schemas[0]; }, "segment_id expected string, found"},
      {[](Table& t) { t.schema.format = "l"; }, "is no table"},
      {[](Table& t) { t.children[3].length = 1; }, "column gap_m is malformed"},
      {[](Table& t) { t.children[2].n_buffers = 2; }, "column segment_id is malformed"},
      {[](Table& t) { t.buffers[0][0] = t.gap_valid.data(), t.children[0].null_count = 1; }, "t_ms is null at row"},
      {[](Table& t) { t.no_buffers[0] = t.gap_valid.data(), t.array.null_count = 1; }, "has null rows"},
  };
  for (const auto& [breaks, message] : cases) {
    Table table = sample(20);
    table.arrange(0, 0, 20);
    breaks(table);
    Result result;
    run(result, table);
    CHECK(result.status == ODOGRAPH_ERROR_INPUT);
    CHECK(result.says(message) && result.says("kernel time_to_collision: input pairs "));
  }
}

void parameters_are_checked_and_messages_cut_to_fit() {
  Table table = sample(5);
  table.arrange(0, 0, 5);
  const OdographParameterValue mistyped = {"min_speed_mps", ODOGRAPH_PARAMETER_INT64, 1, 0, ""};
  Result wrong;
  run(wrong, table, 0, &mistyped, 10);
  CHECK(wrong.status == ODOGRAPH_ERROR_PARAMETER && std::string_view(wrong.message) == "kernel ti");
  const OdographParameterValue nan = {"min_speed_mps", ODOGRAPH_PARAMETER_FLOAT64, 0, std::nan(""), ""};
  Result refused;
  run(refused, table, 0, &nan);
  CHECK(refused.status == ODOGRAPH_ERROR_PARAMETER && refused.says("min_speed_mps is nan"));
}

void a_cancelled_call_stops_and_leaves_nothing() {
  Table table = sample(5);
  table.arrange(0, 0, 5);
  Result result;
  run(result, table, 1);
  CHECK(result.status == ODOGRAPH_ERROR_CANCELLED);
}

void a_child_moved_out_outlives_its_parent() {
  Table table = sample(9);
  table.arrange(0, 0, 9);
  ArrowArray moved;
  {
    Result result;
    run(result, table);
    moved = *result.array.children[2];
    result.array.children[2]->release = nullptr;
  }
  CHECK(static_cast<const int64_t*>(moved.buffers[1])[8] == 800);
  moved.release(&moved);
  CHECK(moved.release == nullptr);
}

void a_huge_batch_works_from_several_threads() {
  Table table = sample(300'000);
  table.arrange(0, 0, 300'000);
  std::vector<std::thread> threads;
  std::atomic<int> done = 0;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      Result result;
      run(result, table);
      CHECK(result.array.length == 300'000 && result.segment(299'999) == "seg2");
      ++done;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(done == 3);
}

}  // namespace

int main() {
  every_slice_gives_the_rows_of_the_whole();
  a_later_output_holds_nothing_of_an_earlier_one();
  garbage_under_a_null_is_not_read_as_a_value();
  non_finite_values_are_refused_with_their_place();
  an_empty_batch_may_have_no_buffers();
  malformed_tables_are_refused();
  parameters_are_checked_and_messages_cut_to_fit();
  a_cancelled_call_stops_and_leaves_nothing();
  a_child_moved_out_outlives_its_parent();
  a_huge_batch_works_from_several_threads();
  std::puts("kernel_test: all passed");
}
