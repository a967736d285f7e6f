// Tables of cells as Arrow arrays in exactly sized heap blocks, so that the address sanitizer sees any access beyond
// them; and Arrow arrays that a kernel gave, read back and held to what it declares.
#ifndef ODOGRAPH_CHECK_ARROW_HPP
#define ODOGRAPH_CHECK_ARROW_HPP

#include "cells.hpp"

#include <algorithm>
#include <memory>

namespace odograph::check {

// How an array is laid out in memory; all give the same rows.
struct Layout {
  int64_t parent_offset = 0;
  int64_t child_offset = 0;
  bool bitmaps = false;        // also where there is no null
  bool unknown_nulls = false;  // null_count is -1
};

// A block of its exact size, filled with what must not matter.
class Block {
 public:
  explicit Block(size_t bytes) : memory_(bytes == 0 ? nullptr : std::malloc(bytes)) {
    if (bytes > 0) std::memset(memory_.get(), 0xff, bytes);  // NaN as a number, set as a bit
  }
  template <typename T>
  T* as() const {
    return static_cast<T*>(memory_.get());
  }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  std::unique_ptr<void, Free> memory_;
};

inline size_t width(char format) { return format == 'i' || format == 'f' ? 4 : 8; }

inline void store(char format, void* to, size_t index, int64_t integer, double number) {
  if (format == 'i') static_cast<int32_t*>(to)[index] = static_cast<int32_t>(integer);
  if (format == 'l') static_cast<int64_t*>(to)[index] = integer;
  if (format == 'f') static_cast<float*>(to)[index] = static_cast<float>(number);
  if (format == 'g') static_cast<double*>(to)[index] = number;
}

inline void store(char format, void* to, size_t index, const Cell& cell, size_t element) {
  store(format, to, index, element < cell.integers.size() ? cell.integers[element] : 0,
        element < cell.numbers.size() ? cell.numbers[element] : 0);
}

inline void set_bit(uint8_t* bits, int64_t index, bool value) {
  const auto mask = static_cast<uint8_t>(1U << (index & 7));
  bits[index >> 3] = static_cast<uint8_t>(value ? bits[index >> 3] | mask : bits[index >> 3] & ~mask);
}

inline bool bit(const void* bits, int64_t index) {
  return ((static_cast<const uint8_t*>(bits)[index >> 3] >> (index & 7)) & 1) != 0;
}

// One column lent to a kernel.
class ColumnData {
 public:
  ColumnData(const OdographField& field, const std::vector<Cell>& cells, const Layout& layout) : field_(&field) {
    const std::string_view format = field.format;
    const auto before = static_cast<size_t>(layout.parent_offset + layout.child_offset);
    const size_t length = before + cells.size();
    bool nulls = false;
    for (const Cell& cell : cells) nulls = nulls || cell.null;
    schema_ = {};
    schema_.name = field.name;
    schema_.format = format.starts_with("+l") ? "+l" : field.format;
    array_ = {};
    array_.offset = layout.child_offset;
    array_.length = static_cast<int64_t>(length) - layout.child_offset;
    array_.null_count = layout.unknown_nulls
                            ? -1
                            : std::count_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.null; });
    array_.n_buffers = 2;
    array_.buffers = buffers_;
    if (nulls || layout.bitmaps) {
      validity_ = block((length + 7) / 8);
      for (size_t row = 0; row < cells.size(); ++row) {
        set_bit(validity_->as<uint8_t>(), static_cast<int64_t>(before + row), !cells[row].null);
      }
      buffers_[0] = validity_->as<void>();
    }
    if (format == "b") {
      values_ = block((length + 7) / 8);
      for (size_t row = 0; row < cells.size(); ++row) {
        set_bit(values_->as<uint8_t>(), static_cast<int64_t>(before + row),
                !cells[row].null && cells[row].integers[0] != 0);
      }
    } else if (format == "u" || format.starts_with("+l")) {
      variable(cells, before);
    } else {
      values_ = block(length * width(format[0]));
      for (size_t row = 0; row < cells.size(); ++row) {
        if (!cells[row].null) store(format[0], values_->as<void>(), before + row, cells[row], 0);
      }
    }
    buffers_[1] = values_->as<void>();
  }
  ColumnData(const ColumnData&) = delete;
  ColumnData& operator=(const ColumnData&) = delete;

  ArrowSchema* schema() { return &schema_; }
  ArrowArray* array() { return &array_; }

 private:
  static std::unique_ptr<Block> block(size_t bytes) { return std::make_unique<Block>(bytes); }

  void variable(const std::vector<Cell>& cells, size_t before) {
    const bool text = std::string_view(field_->format) == "u";
    size_t total = 0;
    for (const Cell& cell : cells)
      total += text ? cell.text.size() : std::max(cell.integers.size(), cell.numbers.size());
    values_ = block((before + cells.size() + 1) * sizeof(int32_t));
    auto* offsets = values_->as<int32_t>();
    std::fill_n(offsets, before + 1, 0);
    const char element = text ? 'c' : field_->format[2];
    elements_ = block(text ? total : total * width(element));
    size_t end = 0;
    for (size_t row = 0; row < cells.size(); ++row) {
      const Cell& cell = cells[row];
      if (text) {
        if (!cell.text.empty()) std::memcpy(elements_->as<char>() + end, cell.text.data(), cell.text.size());
        end += cell.text.size();
      } else {
        const size_t n = std::max(cell.integers.size(), cell.numbers.size());
        for (size_t i = 0; i < n; ++i) store(element, elements_->as<void>(), end++, cell, i);
      }
      offsets[before + row + 1] = static_cast<int32_t>(end);
    }
    if (text) {
      array_.n_buffers = 3;
      buffers_[2] = elements_->as<void>();
      return;
    }
    item_schema_ = {};
    item_schema_.name = "item";
    item_schema_.format = field_->format + 2;
    schema_.n_children = array_.n_children = 1;
    schema_.children = &item_schema_pointer_;
    array_.children = &item_pointer_;
    item_ = {};
    item_.length = static_cast<int64_t>(total);
    item_.n_buffers = 2;
    item_.buffers = item_buffers_;
    item_buffers_[1] = elements_->as<void>();
  }

  const OdographField* field_;
  std::unique_ptr<Block> validity_, values_, elements_;
  const void* buffers_[3]{};
  const void* item_buffers_[2]{};
  ArrowSchema schema_{}, item_schema_{};
  ArrowArray array_{}, item_{};
  ArrowSchema* item_schema_pointer_ = &item_schema_;
  ArrowArray* item_pointer_ = &item_;
};

// A table lent to a kernel.
class TableData {
 public:
  TableData(const OdographSchema& declared, const Cells& cells, const Layout& layout) {
    for (size_t i = 0; i < cells.size(); ++i) {
      columns_.push_back(std::make_unique<ColumnData>(declared.fields[i], cells[i], layout));
      schemas_.push_back(columns_.back()->schema());
      arrays_.push_back(columns_.back()->array());
    }
    schema.format = "+s";
    schema.name = declared.name;
    schema.n_children = array.n_children = static_cast<int64_t>(cells.size());
    schema.children = schemas_.data();
    array.children = arrays_.data();
    array.length = rows_of(cells);
    array.offset = layout.parent_offset;
    array.n_buffers = 1;
    array.buffers = no_validity_;
  }

  ArrowSchema schema{};
  ArrowArray array{};

 private:
  std::vector<std::unique_ptr<ColumnData>> columns_;
  std::vector<ArrowSchema*> schemas_;
  std::vector<ArrowArray*> arrays_;
  const void* no_validity_[1]{};
};

inline void require(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error("the output breaks the ABI: " + what);
}

inline Cell read_number(char format, const void* values, int64_t from, int64_t to) {
  Cell cell;
  cell.null = false;
  for (int64_t i = from; i < to; ++i) {
    if (format == 'i') cell.integers.push_back(static_cast<const int32_t*>(values)[i]);
    if (format == 'l') cell.integers.push_back(static_cast<const int64_t*>(values)[i]);
    if (format == 'f') cell.numbers.push_back(static_cast<double>(static_cast<const float*>(values)[i]));
    if (format == 'g') cell.numbers.push_back(static_cast<const double*>(values)[i]);
  }
  return cell;
}

inline Cell read_cell(const OdographField& field, const ArrowArray& column, int64_t at) {
  const std::string_view format = field.format;
  if (format == "b") {
    Cell cell;
    cell.null = false;
    cell.integers = {bit(column.buffers[1], at) ? 1 : 0};
    return cell;
  }
  if (format != "u" && !format.starts_with("+l")) return read_number(format[0], column.buffers[1], at, at + 1);
  const auto* offsets = static_cast<const int32_t*>(column.buffers[1]) + at;
  require(offsets[0] >= 0 && offsets[0] <= offsets[1], std::string(field.name) + " has offsets that go back");
  if (format.starts_with("+l")) {
    const ArrowArray& item = *column.children[0];
    require(offsets[1] <= item.length, std::string(field.name) + " has fewer elements than its offsets say");
    return read_number(format[2], item.buffers[1], item.offset + offsets[0], item.offset + offsets[1]);
  }
  Cell cell;
  cell.null = false;
  if (offsets[0] < offsets[1]) {
    cell.text.assign(static_cast<const char*>(column.buffers[2]) + offsets[0],
                     static_cast<size_t>(offsets[1] - offsets[0]));
  }
  return cell;
}

inline void require_type(const OdographField& field, const ArrowSchema& schema) {
  require(schema.name != nullptr && std::string_view(schema.name) == field.name,
          std::string("column ") + field.name + " is not where it is declared");
  std::string format = schema.format;
  if (format == "+l" && schema.n_children == 1) format += schema.children[0]->format;
  require(format == field.format && schema.dictionary == nullptr,
          std::string("column ") + field.name + " has format " + format + ", but declares " + field.format);
}

// The rows that a kernel gave; throws where they are not what it declares. Without `finite`, numbers may overflow.
inline Cells read(const OdographSchema& declared, const ArrowSchema& schema, const ArrowArray& array,
                  bool finite = true) {
  require(std::string_view(schema.format) == "+s", "it is no struct");
  require(schema.n_children == declared.n_fields && array.n_children == declared.n_fields, "its number of columns");
  Cells cells(static_cast<size_t>(declared.n_fields));
  for (int64_t i = 0; i < declared.n_fields; ++i) {
    const OdographField& field = declared.fields[i];
    require_type(field, *schema.children[i]);
    const ArrowArray& column = *array.children[i];
    require(column.length >= array.offset + array.length, std::string(field.name) + " is shorter than the table");
    for (int64_t row = 0; row < array.length; ++row) {
      const int64_t at = array.offset + column.offset + row;
      const bool null = column.null_count != 0 && column.buffers[0] != nullptr && !bit(column.buffers[0], at);
      require(!null || (field.flags & ODOGRAPH_FIELD_NULLABLE) != 0,
              std::string(field.name) + " is null at row " + std::to_string(row) + ", but is declared not null");
      cells[static_cast<size_t>(i)].push_back(null ? Cell() : read_cell(field, column, at));
      for (const double number : cells[static_cast<size_t>(i)].back().numbers) {
        require(!finite || std::isfinite(number) || (field.flags & ODOGRAPH_FIELD_ALLOWS_NON_FINITE) != 0,
                std::string(field.name) + " is not finite at row " + std::to_string(row) +
                    ": give null, or declare ODOGRAPH_FIELD_ALLOWS_NON_FINITE");
      }
    }
  }
  return cells;
}

}  // namespace odograph::check

#endif  // ODOGRAPH_CHECK_ARROW_HPP
