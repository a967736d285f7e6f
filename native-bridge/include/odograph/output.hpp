// A kernel's output: columns that the kernel fills, handed to the caller with release callbacks.
#ifndef ODOGRAPH_OUTPUT_HPP
#define ODOGRAPH_OUTPUT_HPP

#include <odograph/kernel.h>
#include <odograph/input.hpp>

#include <array>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>

namespace odograph {

struct Free {
  void operator()(void* memory) const noexcept { std::free(memory); }
};

// Zeroed memory aligned to 64 bytes, as Arrow recommends.
class Buffer {
 public:
  // Keeps the first `used` bytes.
  void grow(int64_t bytes, int64_t used) {
    if (bytes < 0 || bytes > std::numeric_limits<int64_t>::max() - 64) throw std::bad_alloc();
    const size_t rounded = (static_cast<size_t>(bytes) / 64 + 1) * 64;
    std::unique_ptr<void, Free> larger(std::aligned_alloc(64, rounded));
    if (!larger) throw std::bad_alloc();
    if (used > 0) std::memcpy(larger.get(), memory_.get(), static_cast<size_t>(used));
    std::memset(static_cast<char*>(larger.get()) + used, 0, rounded - static_cast<size_t>(used));
    memory_ = std::move(larger);
    capacity_ = static_cast<int64_t>(rounded);
  }

  template <typename T>
  T* as() const {
    return static_cast<T*>(memory_.get());
  }
  int64_t capacity() const { return capacity_; }

 private:
  std::unique_ptr<void, Free> memory_;
  int64_t capacity_ = 0;
};

// The memory of one output column. All rows are null at first.
struct OutputColumn {
  const OdographField* field;
  Buffer validity;
  Buffer values;  // string: the offsets
  Buffer text;    // string only
  int64_t appended = 0;
  std::array<const void*, 3> exported{};
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
      if (std::string_view(field.format) == "u") column->text.grow(0, 0);
      columns_.push_back(std::move(column));
    }
  }

  int64_t rows() const { return rows_; }

  // Keeps the first `rows` rows.
  void truncate(int64_t rows) {
    if (rows < 0 || rows > capacity_) throw defect("keeps more rows than it made");
    rows_ = rows;
  }

  // A writer for the declared output column of this name.
  template <typename T>
  Writer<T> column(std::string_view name) {
    for (const auto& column : columns_) {
      if (name == column->field->name && std::string_view(column->field->format) == format_of<T>()) {
        return Writer<T>(*column);
      }
    }
    throw defect("writes column " + std::string(name) + " as " + type_name(format_of<T>()) +
                 ", which it does not declare");
  }

  // Copies every key column through from `input`, row for row.
  void copy_keys(const Batch& input) {
    if (input.rows() != capacity_) throw defect("copies keys of another number of rows");
    for (const auto& column : columns_) {
      const OdographField& field = *column->field;
      const std::string_view format = field.format;
      if ((field.flags & ODOGRAPH_FIELD_KEY) == 0) continue;
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
  static int64_t value_bytes(std::string_view format, int64_t rows) {
    if (rows < 0 || rows > std::numeric_limits<int64_t>::max() / 16) throw std::bad_alloc();
    if (format == "b") return (rows + 7) / 8;
    if (format == "u") return (rows + 1) * 4;
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
    for (int64_t row = 0; row < capacity_; ++row) put_bit(bits, row, !from.is_null(row));
  }

  template <typename T>
  void copy_values(const Column<T>& from, OutputColumn& to) const {
    if (capacity_ > 0) std::memcpy(to.values.as<T>(), from.data(), static_cast<size_t>(capacity_) * sizeof(T));
    copy_validity(from, to);
  }

  void copy_strings(const Column<std::string_view>& from, OutputColumn& to) const {
    to.appended = capacity_;
    if (capacity_ == 0) return;
    const int32_t* offsets = from.offsets();
    const int64_t bytes = int64_t{offsets[capacity_]} - offsets[0];
    to.text.grow(bytes, 0);
    if (bytes > 0) std::memcpy(to.text.as<char>(), from.text() + offsets[0], static_cast<size_t>(bytes));
    for (int64_t row = 0; row <= capacity_; ++row) to.values.as<int32_t>()[row] = offsets[row] - offsets[0];
    copy_validity(from, to);
  }

  int64_t count_nulls(const OutputColumn& column) const {
    const auto* bits = column.validity.as<uint8_t>();
    int64_t valid = 0;
    for (int64_t byte = 0; byte < rows_ / 8; ++byte) valid += __builtin_popcount(bits[byte]);
    for (int64_t row = rows_ / 8 * 8; row < rows_; ++row) valid += bit_at(bits, row) ? 1 : 0;
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
