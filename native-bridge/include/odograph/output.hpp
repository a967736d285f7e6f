// A kernel's output: columns that the kernel fills, handed to the caller with release callbacks.
#ifndef ODOGRAPH_OUTPUT_HPP
#define ODOGRAPH_OUTPUT_HPP

#include <odograph/kernel.h>
#include <odograph/input.hpp>
#include <odograph/memory.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <new>
#include <span>

namespace odograph {

// Memory aligned to 64 bytes, as Arrow recommends, taken from and given back to the library's spare memory.
class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept
      : memory_(std::exchange(other.memory_, nullptr)), capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~Buffer() { SpareMemory::give(memory_, capacity_); }

  // Keeps the first `used` bytes. The rest holds anything, but for the last 64 bytes, which are zero.
  void grow(int64_t bytes, int64_t used) {
    if (bytes < 0 || bytes > std::numeric_limits<int64_t>::max() / 2) throw std::bad_alloc();
    Buffer larger;
    larger.memory_ = SpareMemory::take(bytes, &larger.capacity_);
    if (used > 0) std::memcpy(larger.memory_, memory_, static_cast<size_t>(used));
    const int64_t tail = std::max(used, bytes / 64 * 64);
    std::memset(static_cast<char*>(larger.memory_) + tail, 0, static_cast<size_t>(larger.capacity_ - tail));
    *this = std::move(larger);
  }

  void zero() const { std::memset(memory_, 0, static_cast<size_t>(capacity_)); }

  template <typename T>
  T* as() const {
    return static_cast<T*>(memory_);
  }
  int64_t capacity() const { return capacity_; }

 private:
  void* memory_ = nullptr;
  int64_t capacity_ = 0;
};

// The memory of one output column.
struct OutputColumn {
  const OdographField* field;
  Buffer validity;
  Buffer values;  // string, list: the offsets
  Buffer text;    // string: the bytes; list: the elements
  int64_t appended = 0;
  bool initialised = false;  // every byte holds something the kernel or the kit wrote
  std::array<const void*, 3> exported{};

  // Appending more rows than were asked for is the kernel's defect, and must not overrun the offsets.
  void check_room() const {
    if ((appended + 2) * int64_t{sizeof(int32_t)} > values.capacity()) {
      throw Error(ODOGRAPH_ERROR_INTERNAL, "column " + std::string(field->name) + " is appended to beyond its rows");
    }
  }
};

inline void put_bit(uint8_t* bits, int64_t index, bool value) {
  const auto shift = static_cast<unsigned>(index & 7);
  uint8_t& byte = bits[index >> 3];
  byte = static_cast<uint8_t>((byte & ~(1U << shift)) | (static_cast<unsigned>(value) << shift));
}

// Writes an int32, int64, float or double column: rows in any order. Valid until the kernel returns.
template <typename T>
class Writer {
 public:
  explicit Writer(OutputColumn& column) : values_(column.values.as<T>()), validity_(column.validity.as<uint8_t>()) {}

  void set(int64_t row, T value) const { set_if(row, true, value); }
  void set_null(int64_t row) const { set_if(row, false, T{}); }

  // The value where `valid`, else null. Has no branch: `value` is computed either way.
  void set_if(int64_t row, bool valid, T value) const {
    values_[row] = valid ? value : T{};
    put_bit(validity_, row, valid);
  }

 private:
  T* values_;
  uint8_t* validity_;
};

// Writes every row of an int32, int64, float or double column, a block of up to 64 rows at a time: without the
// branches and the bit arithmetic of a Writer, so that the compiler can use vector instructions.
template <typename T>
class BlockWriter {
 public:
  explicit BlockWriter(OutputColumn& column)
      : values_(column.values.as<T>()), validity_(column.validity.as<uint8_t>()) {}

  // Where the values of rows from `start` on belong; write all of the block's.
  T* values(int64_t start) const { return values_ + start; }

  // Settles rows [start, start + n): row start + i is null unless bit i of `valid` is set. `computed` has the bits of
  // the rows where values() holds anything but zero; those that are null are zeroed.
  void finish(int64_t start, int64_t n, uint64_t valid, uint64_t computed) const {
    for (uint64_t stale = computed & ~valid; stale != 0; stale &= stale - 1) {
      values_[start + __builtin_ctzll(stale)] = T{};
    }
    std::memcpy(validity_ + start / 8, &valid, static_cast<size_t>((n + 7) / 8));
  }

 private:
  T* values_;
  uint8_t* validity_;
};

template <>
class Writer<bool> {
 public:
  explicit Writer(OutputColumn& column)
      : values_(column.values.as<uint8_t>()), validity_(column.validity.as<uint8_t>()) {}

  void set(int64_t row, bool value) const { set_if(row, true, value); }
  void set_null(int64_t row) const { set_if(row, false, false); }
  void set_if(int64_t row, bool valid, bool value) const {
    put_bit(values_, row, valid && value);
    put_bit(validity_, row, valid);
  }

 private:
  uint8_t* values_;
  uint8_t* validity_;
};

// Writes a string column: every row appended once, in order.
template <>
class Writer<std::string_view> {
 public:
  explicit Writer(OutputColumn& column) : column_(&column) {}

  void append(std::string_view value) const {
    add(value);
    put_bit(column_->validity.as<uint8_t>(), column_->appended - 1, true);
  }
  void append_null() const { add({}); }

 private:
  void add(std::string_view value) const {
    column_->check_room();
    auto* offsets = column_->values.as<int32_t>();
    const int64_t start = offsets[column_->appended];
    const int64_t end = start + static_cast<int64_t>(value.size());
    if (end > std::numeric_limits<int32_t>::max()) {
      throw Error(ODOGRAPH_ERROR_MEMORY,
                  "column " + std::string(column_->field->name) + " exceeds 2 GiB of text: give smaller batches");
    }
    if (end > column_->text.capacity()) column_->text.grow(end * 2, start);
    if (!value.empty()) std::memcpy(column_->text.as<char>() + start, value.data(), value.size());
    offsets[++column_->appended] = static_cast<int32_t>(end);
  }

  OutputColumn* column_;
};

// Writes a list column: every row appended once, in order.
template <typename T>
class Writer<List<T>> {
 public:
  explicit Writer(OutputColumn& column) : column_(&column) {}

  void append(std::span<const T> elements) const {
    add(elements);
    put_bit(column_->validity.as<uint8_t>(), column_->appended - 1, true);
  }
  void append_null() const { add({}); }

 private:
  void add(std::span<const T> elements) const {
    column_->check_room();
    auto* offsets = column_->values.as<int32_t>();
    const int64_t start = offsets[column_->appended];
    const int64_t end = start + static_cast<int64_t>(elements.size());
    if (end > std::numeric_limits<int32_t>::max()) {
      throw Error(ODOGRAPH_ERROR_MEMORY, "column " + std::string(column_->field->name) +
                                             " exceeds 2,147,483,647 elements: give smaller batches");
    }
    constexpr auto kBytes = static_cast<int64_t>(sizeof(T));
    if (end * kBytes > column_->text.capacity()) column_->text.grow(end * kBytes * 2, start * kBytes);
    if (!elements.empty()) std::memcpy(column_->text.as<T>() + start, elements.data(), elements.size_bytes());
    offsets[++column_->appended] = static_cast<int32_t>(end);
  }

  OutputColumn* column_;
};

inline bool has_offsets(std::string_view format) { return format == "u" || is_list(format); }

// The output table. Made by Call::output.
class Output {
 public:
  Output(const char* kernel, const OdographSchema& declared, int64_t rows)
      : kernel_(kernel), declared_(&declared), capacity_(rows), rows_(rows) {
    columns_.reserve(static_cast<size_t>(declared.n_fields));
    for (int64_t i = 0; i < declared.n_fields; ++i) {
      const OdographField& field = declared.fields[i];
      auto column = std::make_unique<OutputColumn>();
      column->field = &field;
      column->values.grow(value_bytes(field.format, rows), 0);
      column->validity.grow((rows + 7) / 8, 0);
      if (has_offsets(field.format)) column->text.grow(0, 0);
      columns_.push_back(std::move(column));
    }
  }

  int64_t rows() const { return rows_; }

  // Keeps the first `rows` rows.
  void truncate(int64_t rows) {
    if (rows < 0 || rows > capacity_) throw defect("keeps more rows than it made");
    rows_ = rows;
  }

  // A writer for the declared output column of this name. All rows are null at first.
  template <typename T>
  Writer<T> column(std::string_view name) {
    OutputColumn& column = declared<T>(name);
    initialise(column);
    return Writer<T>(column);
  }

  // The same for a kernel that writes every row of the column, block by block; rows it leaves out hold anything.
  template <typename T>
  BlockWriter<T> blocks(std::string_view name) {
    static_assert(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>, "blocks are of numbers");
    OutputColumn& column = declared<T>(name);
    column.initialised = true;
    return BlockWriter<T>(column);
  }

  // Copies every key column through from `input`, row for row.
  void copy_keys(const Batch& input) {
    if (input.rows() != capacity_) throw defect("copies keys of another number of rows");
    for (const auto& column : columns_) {
      const OdographField& field = *column->field;
      const std::string_view format = field.format;
      if ((field.flags & ODOGRAPH_FIELD_KEY) == 0) continue;
      column->initialised = true;
      if (format == "u") {
        copy_strings(input.column<std::string_view>(field.name), *column);
      } else if (format == "i") {
        copy_values(input.column<int32_t>(field.name), *column);
      } else if (format == "l") {
        copy_values(input.column<int64_t>(field.name), *column);
      } else {
        throw defect("declares a key of type " + type_name(format) + "; keys are int32, int64 or string");
      }
    }
  }

  // Hands everything over: from here on the release callbacks in schema and array own the memory.
  void hand_over(ArrowSchema* schema, ArrowArray* array);

 private:
  template <typename T>
  OutputColumn& declared(std::string_view name) const {
    for (const auto& column : columns_) {
      if (name == column->field->name && std::string_view(column->field->format) == format_of<T>()) return *column;
    }
    throw defect("writes column " + std::string(name) + " as " + type_name(format_of<T>()) +
                 ", which it does not declare");
  }

  static void initialise(OutputColumn& column) {
    if (column.initialised) return;
    column.values.zero();
    column.validity.zero();
    column.initialised = true;
  }

  static int64_t value_bytes(std::string_view format, int64_t rows) {
    if (rows < 0 || rows > std::numeric_limits<int64_t>::max() / 16) throw std::bad_alloc();
    if (format == "b") return (rows + 7) / 8;
    if (has_offsets(format)) return (rows + 1) * 4;
    return rows * (format == "i" || format == "f" ? 4 : 8);
  }

  Error defect(const std::string& problem) const {
    return {ODOGRAPH_ERROR_INTERNAL, "kernel " + std::string(kernel_) + " " + problem};
  }

  template <typename T>
  void copy_validity(const Column<T>& from, OutputColumn& to) const {
    auto* bits = to.validity.as<uint8_t>();
    std::memset(bits, 0xff, static_cast<size_t>((capacity_ + 7) / 8));
    if (!from.may_have_nulls()) return;
    for (int64_t row = 0; row < capacity_; row += 64) {
      const int64_t n = std::min<int64_t>(64, capacity_ - row);
      const uint64_t present = from.present(row, n);
      std::memcpy(bits + row / 8, &present, static_cast<size_t>((n + 7) / 8));
    }
  }

  template <typename T>
  void copy_values(const Column<T>& from, OutputColumn& to) const {
    if (capacity_ > 0) std::memcpy(to.values.as<T>(), from.data(), static_cast<size_t>(capacity_) * sizeof(T));
    copy_validity(from, to);
  }

  void copy_strings(const Column<std::string_view>& from, OutputColumn& to) const {
    to.appended = capacity_;
    if (capacity_ == 0) return to.values.zero();
    const int32_t* offsets = from.offsets();
    const int64_t bytes = int64_t{offsets[capacity_]} - offsets[0];
    to.text.grow(bytes, 0);
    if (bytes > 0) std::memcpy(to.text.as<char>(), from.text() + offsets[0], static_cast<size_t>(bytes));
    auto* copied = to.values.as<int32_t>();
    const int32_t first = offsets[0];
    for (int64_t row = 0; row <= capacity_; ++row) copied[row] = offsets[row] - first;
    copy_validity(from, to);
  }

  int64_t count_nulls(const OutputColumn& column) const {
    const auto* bits = column.validity.as<uint8_t>();
    int64_t valid = 0;
    for (int64_t row = 0; row < rows_; row += 64) {
      valid += __builtin_popcountll(bits_at(bits, row, std::min<int64_t>(64, rows_ - row)));
    }
    return rows_ - valid;
  }

  const char* kernel_;
  const OdographSchema* declared_;
  int64_t capacity_;
  int64_t rows_;
  std::vector<std::unique_ptr<OutputColumn>> columns_;
};

}  // namespace odograph

#include <odograph/export.hpp>

#endif  // ODOGRAPH_OUTPUT_HPP
