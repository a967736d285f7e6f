// Typed, null-aware views of a kernel's input columns, checked against the declared schema. Nothing is copied.
#ifndef ODOGRAPH_INPUT_HPP
#define ODOGRAPH_INPUT_HPP

#include <odograph/kernel.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace odograph {

// What a kernel throws: becomes the status and the message that the caller sees.
class Error : public std::exception {
 public:
  Error(int32_t status, std::string message) : status_(status), message_(std::move(message)) {}
  int32_t status() const noexcept { return status_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  int32_t status_;
  std::string message_;
};

// The type of a list column, as in batch.column<List<double>>("ranges_m").
template <typename T>
struct List {};

inline bool is_list(std::string_view format) { return format.starts_with("+l"); }

inline std::string type_name(std::string_view format) {
  if (format == "b") return "bool";
  if (format == "i") return "int32";
  if (format == "l") return "int64";
  if (format == "f") return "float32";
  if (format == "g") return "float64";
  if (format == "u") return "string";
  if (format.size() > 2 && format.starts_with("+l")) return "list<" + type_name(format.substr(2)) + ">";
  return "Arrow format '" + std::string(format) + "'";
}

template <typename T>
constexpr const char* format_of() {
  if constexpr (std::is_same_v<T, bool>) return "b";
  if constexpr (std::is_same_v<T, int32_t>) return "i";
  if constexpr (std::is_same_v<T, int64_t>) return "l";
  if constexpr (std::is_same_v<T, float>) return "f";
  if constexpr (std::is_same_v<T, double>) return "g";
  if constexpr (std::is_same_v<T, std::string_view>) return "u";
  if constexpr (std::is_same_v<T, List<int32_t>>) return "+li";
  if constexpr (std::is_same_v<T, List<int64_t>>) return "+ll";
  if constexpr (std::is_same_v<T, List<float>>) return "+lf";
  if constexpr (std::is_same_v<T, List<double>>) return "+lg";
}

inline bool bit_at(const uint8_t* bits, int64_t index) { return ((bits[index >> 3] >> (index & 7)) & 1) != 0; }

// Up to 64 bits from bit `start` on, the first the lowest; `n` is 1 to 64. Reads no byte that holds none of them.
inline uint64_t bits_at(const uint8_t* bits, int64_t start, int64_t n) {
  const uint8_t* first = bits + (start >> 3);
  const auto shift = static_cast<unsigned>(start & 7);
  const int64_t bytes = (shift + n + 7) >> 3;
  uint64_t word = 0;
  std::memcpy(&word, first, static_cast<size_t>(std::min<int64_t>(bytes, 8)));
  word >>= shift;
  if (bytes > 8) word |= uint64_t{first[8]} << (64 - shift);
  return n == 64 ? word : word & ((uint64_t{1} << n) - 1);
}

// The lowest bits of `n` (at most 64) bytes that are 0 or 1, the first as the lowest bit.
inline uint64_t pack_bits(const uint8_t* flags, int64_t n) {
  uint64_t word = 0;
  int64_t row = 0;
  for (; row + 8 <= n; row += 8) {
    uint64_t eight;
    std::memcpy(&eight, flags + row, sizeof eight);
    word |= ((eight * 0x0102040810204080U) >> 56) << row;
  }
  for (; row < n; ++row) word |= uint64_t{flags[row]} << row;
  return word;
}

// A view of one column; rows count from 0 whatever offset the array has. Valid during the call.
template <typename T>
class Column {
 public:
  Column(const ArrowArray& array, int64_t offset)
      : validity_(static_cast<const uint8_t*>(array.null_count == 0 ? nullptr : array.buffers[0])),
        values_(array.buffers[1]),
        offset_(offset) {
    if constexpr (std::is_same_v<T, std::string_view>) data_ = static_cast<const char*>(array.buffers[2]);
  }

  bool is_null(int64_t row) const { return validity_ != nullptr && !bit_at(validity_, offset_ + row); }

  bool may_have_nulls() const { return validity_ != nullptr; }

  // Bit i is set where row start + i is not null; `n` is 1 to 64, and bits from n on are 0.
  uint64_t present(int64_t start, int64_t n) const {
    if (validity_ != nullptr) return bits_at(validity_, offset_ + start, n);
    return n == 64 ? ~uint64_t{0} : (uint64_t{1} << n) - 1;
  }

  // The value at a row; where the row is null it is unspecified, but reading it is harmless.
  T operator[](int64_t row) const {
    if constexpr (std::is_same_v<T, std::string_view>) {
      const int32_t* offsets = static_cast<const int32_t*>(values_) + offset_ + row;
      return offsets[1] == offsets[0]
                 ? std::string_view()
                 : std::string_view(data_ + offsets[0], static_cast<size_t>(offsets[1] - offsets[0]));
    } else if constexpr (std::is_same_v<T, bool>) {
      return bit_at(static_cast<const uint8_t*>(values_), offset_ + row);
    } else {
      return static_cast<const T*>(values_)[offset_ + row];
    }
  }

  // The values from row 0 on, contiguous; not for bool and string.
  const T* data() const { return static_cast<const T*>(values_) + offset_; }

  // Strings only: rows + 1 offsets into text().
  const int32_t* offsets() const { return static_cast<const int32_t*>(values_) + offset_; }
  const char* text() const { return data_; }

 private:
  const uint8_t* validity_;
  const void* values_;
  int64_t offset_;
  const char* data_ = nullptr;
};

// A view of a list column. Valid during the call.
template <typename T>
class Column<List<T>> {
 public:
  Column(const ArrowArray& array, int64_t offset)
      : lists_(array, offset), values_(static_cast<const T*>(array.children[0]->buffers[1])) {
    if (values_ != nullptr) values_ += array.children[0]->offset;
  }

  bool is_null(int64_t row) const { return lists_.is_null(row); }
  bool may_have_nulls() const { return lists_.may_have_nulls(); }

  // The elements of a row; where the row is null they are unspecified, but reading them is harmless.
  std::span<const T> operator[](int64_t row) const {
    const int32_t* offsets = lists_.data() + row;
    if (offsets[0] == offsets[1]) return {};
    return {values_ + offsets[0], static_cast<size_t>(offsets[1] - offsets[0])};
  }

 private:
  Column<int32_t> lists_;  // the offsets into the elements
  const T* values_;
};

// One input table, its columns bound by name.
class Batch {
 public:
  Batch(const char* kernel, const OdographSchema& declared, const ArrowSchema& schema, const ArrowArray& array)
      : kernel_(kernel), declared_(&declared), array_(&array) {
    if (std::string_view(schema.format) != "+s" || array.n_children != schema.n_children) {
      throw input_error("is no table: expected an Arrow struct");
    }
    if (array.n_buffers > 0 && array.buffers[0] != nullptr && array.null_count != 0) {
      throw input_error("has null rows; nulls belong into its columns");
    }
    columns_.reserve(static_cast<size_t>(declared.n_fields));
    for (int64_t i = 0; i < declared.n_fields; ++i) columns_.push_back(bind(declared.fields[i], schema));
    for (int64_t i = 0; i < declared.n_fields; ++i) check_values(declared.fields[i], *columns_[static_cast<size_t>(i)]);
  }

  int64_t rows() const { return array_->length; }

  // The declared column of this name. Asking for an undeclared one, or as another type, is the kernel's defect.
  template <typename T>
  Column<T> column(std::string_view name) const {
    for (int64_t i = 0; i < declared_->n_fields; ++i) {
      const OdographField& field = declared_->fields[i];
      if (name != field.name) continue;
      if (std::string_view(field.format) != format_of<T>()) break;
      const ArrowArray& column = *columns_[static_cast<size_t>(i)];
      return Column<T>(column, array_->offset + column.offset);
    }
    throw Error(ODOGRAPH_ERROR_INTERNAL, "kernel " + std::string(kernel_) + " reads column " + std::string(name) +
                                             " as " + type_name(format_of<T>()) + ", which it does not declare");
  }

  // "row 7 of segment s1", for messages.
  std::string place(int64_t row) const {
    std::string text = "row " + std::to_string(row);
    for (int64_t i = 0; i < declared_->n_fields; ++i) {
      const OdographField& field = declared_->fields[i];
      if (std::string_view(field.name) != "segment_id" || std::string_view(field.format) != "u") continue;
      const auto segments = column<std::string_view>("segment_id");
      if (!segments.is_null(row)) text += " of segment " + std::string(segments[row]);
    }
    return text;
  }

 private:
  Error input_error(const std::string& problem) const {
    return {ODOGRAPH_ERROR_INPUT, "kernel " + std::string(kernel_) + ": input " + declared_->name + " " + problem};
  }

  Error column_error(const OdographField& field, const std::string& problem) const {
    return input_error("column " + std::string(field.name) + " " + problem);
  }

  const ArrowArray* bind(const OdographField& field, const ArrowSchema& schema) const {
    const ArrowArray* found = nullptr;
    for (int64_t i = 0; i < schema.n_children; ++i) {
      const ArrowSchema& child = *schema.children[i];
      if (child.name == nullptr || std::string_view(child.name) != field.name) continue;
      if (found != nullptr) throw column_error(field, "is there twice");
      const std::string format = format_text(child);
      if (format != field.format) {
        throw column_error(field, "expected " + type_name(field.format) + ", found " + type_name(format));
      }
      found = array_->children[i];
    }
    if (found == nullptr) {
      throw column_error(field, "is missing, expected " + type_name(field.format) + "; found columns" + names(schema));
    }
    const int64_t buffers = std::string_view(field.format) == "u" ? 3 : 2;
    if (found->n_buffers != buffers || found->length < array_->offset + array_->length) {
      throw column_error(field, "is malformed: its length or number of buffers is wrong");
    }
    if (is_list(field.format)) {
      const int64_t end =
          array_->length == 0
              ? 0
              : static_cast<const int32_t*>(found->buffers[1])[array_->offset + found->offset + array_->length];
      if (found->n_children != 1 || found->children[0]->n_buffers != 2 || found->children[0]->length < end) {
        throw column_error(field, "is malformed: its elements are missing or too few");
      }
    }
    return found;
  }

  // The format as this ABI spells it: a list's with its element's.
  static std::string format_text(const ArrowSchema& schema) {
    if (schema.dictionary != nullptr) return "dictionary";
    const std::string format = schema.format;
    return format == "+l" && schema.n_children == 1 ? format + format_text(*schema.children[0]) : format;
  }

  static std::string names(const ArrowSchema& schema) {
    std::string text;
    for (int64_t i = 0; i < schema.n_children; ++i) {
      text += i == 0 ? " " : ", ";
      text += schema.children[i]->name == nullptr ? "?" : schema.children[i]->name;
    }
    return text.empty() ? " none" : text;
  }

  void check_values(const OdographField& field, const ArrowArray& column) const {
    const bool nullable = (field.flags & ODOGRAPH_FIELD_NULLABLE) != 0;
    if (!nullable && column.null_count != 0 && column.buffers[0] != nullptr) {
      const auto* bits = static_cast<const uint8_t*>(column.buffers[0]);
      for (int64_t row = 0; row < rows(); ++row) {
        if (!bit_at(bits, array_->offset + column.offset + row)) {
          throw column_error(field, "is null at " + place(row) + ", but must not be null");
        }
      }
    }
    const std::string_view format = field.format;
    if (format == "+li") check_elements<int32_t>(field, column);
    if (format == "+ll") check_elements<int64_t>(field, column);
    if (format == "+lf") check_elements<float>(field, column);
    if (format == "+lg") check_elements<double>(field, column);
    if ((field.flags & ODOGRAPH_FIELD_ALLOWS_NON_FINITE) != 0) return;
    if (format == "g") check_finite<double, uint64_t>(field, column);
    if (format == "f") check_finite<float, uint32_t>(field, column);
  }

  // No element is null, nor non-finite where that is not allowed; those of null lists do not count.
  template <typename T>
  void check_elements(const OdographField& field, const ArrowArray& column) const {
    const Column<List<T>> lists(column, array_->offset + column.offset);
    const ArrowArray& child = *column.children[0];
    const auto* bits = static_cast<const uint8_t*>(child.null_count == 0 ? nullptr : child.buffers[0]);
    const bool finite = std::is_floating_point_v<T> && (field.flags & ODOGRAPH_FIELD_ALLOWS_NON_FINITE) == 0;
    if (bits == nullptr && !finite) return;
    const auto* values = static_cast<const T*>(child.buffers[1]);
    for (int64_t row = 0; row < rows(); ++row) {
      if (lists.is_null(row)) continue;
      for (const T& value : lists[row]) {
        const int64_t place_in_child = &value - values;
        if (bits != nullptr && !bit_at(bits, place_in_child)) {
          throw column_error(field, "has a null element at " + place(row) + ", but elements must not be null");
        }
        if constexpr (std::is_floating_point_v<T>) {
          if (finite && !std::isfinite(value)) {
            throw column_error(field, "has an element that is not finite at " + place(row) + ": leave it out");
          }
        }
      }
    }
  }

  // A first pass looks at the exponents of all values alike; only where it finds something are nulls told apart.
  template <typename T, typename Bits>
  void check_finite(const OdographField& field, const ArrowArray& column) const {
    constexpr Bits sign = Bits{1} << (sizeof(Bits) * 8 - 1);
    constexpr Bits carry = sizeof(Bits) == 8 ? static_cast<Bits>(Bits{1} << 52 % (sizeof(Bits) * 8)) : Bits{1} << 23;
    const Column<T> values(column, array_->offset + column.offset);
    Bits seen = 0;
    for (int64_t row = 0; row < rows(); ++row) {
      Bits bits;
      std::memcpy(&bits, values.data() + row, sizeof bits);
      seen |= (bits & ~sign) + carry;
    }
    if ((seen & sign) == 0) return;
    for (int64_t row = 0; row < rows(); ++row) {
      if (!values.is_null(row) && !std::isfinite(values[row])) {
        const std::string value = std::isnan(values[row]) ? "NaN" : values[row] > 0 ? "infinity" : "-infinity";
        throw column_error(field, "is " + value + " at " + place(row) + ": give null where there is no value");
      }
    }
  }

  const char* kernel_;
  const OdographSchema* declared_;
  const ArrowArray* array_;
  std::vector<const ArrowArray*> columns_;
};

}  // namespace odograph

#endif  // ODOGRAPH_INPUT_HPP
