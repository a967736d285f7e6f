// Cells of small tables as the kernel check holds them, and golden tables as text; see OdographGolden in kernel.h.
#ifndef ODOGRAPH_CHECK_CELLS_HPP
#define ODOGRAPH_CHECK_CELLS_HPP

#include <odograph/kernel.h>

#include <bit>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace odograph::check {

struct Cell {
  bool null = true;
  std::string text;
  std::vector<int64_t> integers;  // one, or those of a list
  std::vector<double> numbers;
};

using Cells = std::vector<std::vector<Cell>>;  // by declared column, then by row

inline bool is_float(std::string_view format) { return format.ends_with('g') || format.ends_with('f'); }

inline int64_t rows_of(const Cells& cells) { return cells.empty() ? 0 : static_cast<int64_t>(cells[0].size()); }

inline std::string show(std::string_view format, const Cell& cell) {
  if (cell.null) return "null";
  if (format == "u") return '"' + cell.text + '"';
  std::string shown;
  char digits[40];
  for (const double number : cell.numbers) {
    std::snprintf(digits, sizeof digits, "%.17g", number);
    shown += (shown.empty() ? "" : ",") + std::string(digits);
  }
  for (const int64_t integer : cell.integers) shown += (shown.empty() ? "" : ",") + std::to_string(integer);
  return format.starts_with("+l") ? "[" + shown + "]" : shown;
}

// How many floating-point numbers lie between two, as the column's type counts them.
inline uint64_t ulps(double a, double b, bool single) {
  if (std::isnan(a) && std::isnan(b)) return 0;
  if (std::isnan(a) || std::isnan(b)) return UINT64_MAX;
  const auto place = [single](double x) {
    const int64_t bits = single ? std::bit_cast<int32_t>(static_cast<float>(x)) : std::bit_cast<int64_t>(x);
    const int64_t least = single ? INT32_MIN : INT64_MIN;
    return bits < 0 ? least - bits : bits;
  };
  const int64_t x = place(a);
  const int64_t y = place(b);
  return x > y ? static_cast<uint64_t>(x) - static_cast<uint64_t>(y)
               : static_cast<uint64_t>(y) - static_cast<uint64_t>(x);
}

inline bool same(std::string_view format, const Cell& a, const Cell& b, uint64_t max_ulps) {
  if (a.null || b.null) return a.null == b.null;
  if (a.text != b.text || a.integers != b.integers || a.numbers.size() != b.numbers.size()) return false;
  for (size_t i = 0; i < a.numbers.size(); ++i) {
    const bool equal = max_ulps == 0 && !std::isnan(a.numbers[i])
                           ? std::bit_cast<uint64_t>(a.numbers[i]) == std::bit_cast<uint64_t>(b.numbers[i])
                           : ulps(a.numbers[i], b.numbers[i], format.ends_with('f')) <= max_ulps;
    if (!equal) return false;
  }
  return true;
}

// "" where both are equal, else the first difference.
inline std::string difference(const OdographSchema& schema, const Cells& expected, const Cells& found,
                              uint64_t max_ulps) {
  if (rows_of(expected) != rows_of(found)) {
    return "expected " + std::to_string(rows_of(expected)) + " rows, found " + std::to_string(rows_of(found));
  }
  for (size_t row = 0; row < static_cast<size_t>(rows_of(expected)); ++row) {
    for (size_t column = 0; column < expected.size(); ++column) {
      const OdographField& field = schema.fields[column];
      if (!same(field.format, expected[column][row], found[column][row], max_ulps)) {
        return "row " + std::to_string(row) + " column " + field.name + ": expected " +
               show(field.format, expected[column][row]) + ", found " + show(field.format, found[column][row]);
      }
    }
  }
  return "";
}

// A token of a golden table.
struct Token {
  std::string text;
  bool quoted = false;
};

inline std::vector<Token> tokens(std::string_view line) {
  std::vector<Token> found;
  for (size_t at = 0; at < line.size();) {
    if (std::isspace(static_cast<unsigned char>(line[at])) != 0) {
      ++at;
      continue;
    }
    Token token;
    if (line[at] == '"') {
      token.quoted = true;
      for (++at; at < line.size() && line[at] != '"'; ++at) {
        if (line[at] == '\\' && at + 1 < line.size()) ++at;
        token.text += line[at];
      }
      if (at == line.size()) throw std::runtime_error("a quote is not closed in: " + std::string(line));
      ++at;
    } else {
      for (; at < line.size() && std::isspace(static_cast<unsigned char>(line[at])) == 0; ++at) token.text += line[at];
    }
    found.push_back(std::move(token));
  }
  return found;
}

inline void parse_number(std::string_view format, const std::string& text, Cell& cell) {
  char* end = nullptr;
  if (is_float(format)) {
    const double number = std::strtod(text.c_str(), &end);
    cell.numbers.push_back(format.ends_with('f') ? static_cast<double>(std::strtof(text.c_str(), &end)) : number);
  } else if (format == "b") {
    if (text == "true" || text == "false") end = const_cast<char*>(text.c_str()) + text.size();
    cell.integers.push_back(text == "true" ? 1 : 0);
  } else {
    cell.integers.push_back(std::strtoll(text.c_str(), &end, 10));
  }
  if (end == nullptr || text.empty() || *end != '\0') throw std::runtime_error("\"" + text + "\" is no value");
}

inline Cell parse_cell(const OdographField& field, const Token& token) {
  const std::string_view format = field.format;
  Cell cell;
  if (!token.quoted && token.text == "null") return cell;
  cell.null = false;
  if (format == "u") {
    cell.text = token.text;
  } else if (format.starts_with("+l")) {
    if (token.text.size() < 2 || token.text.front() != '[' || token.text.back() != ']') {
      throw std::runtime_error("\"" + token.text + "\" is no list: write [1,2]");
    }
    const std::string inner = token.text.substr(1, token.text.size() - 2);
    for (size_t from = 0; from < inner.size();) {
      const size_t comma = std::min(inner.find(',', from), inner.size());
      parse_number(format, inner.substr(from, comma - from), cell);
      from = comma + 1;
    }
  } else {
    parse_number(format, token.text, cell);
  }
  return cell;
}

// The rows of a golden table for a declared one.
inline Cells parse(const OdographSchema& schema, std::string_view table) {
  Cells cells(static_cast<size_t>(schema.n_fields));
  std::vector<size_t> order;
  while (!table.empty()) {
    const size_t end = std::min(table.find('\n'), table.size());
    const std::vector<Token> line = tokens(table.substr(0, end));
    table.remove_prefix(std::min(end + 1, table.size()));
    if (line.empty()) continue;
    if (line.size() != cells.size()) {
      throw std::runtime_error("table " + std::string(schema.name) + " has " + std::to_string(line.size()) +
                               " cells in a line, but declares " + std::to_string(cells.size()) + " columns");
    }
    if (order.empty()) {
      for (const Token& name : line) {
        size_t at = 0;
        while (at < cells.size() && name.text != schema.fields[at].name) ++at;
        if (at == cells.size()) throw std::runtime_error("there is no column " + name.text);
        order.push_back(at);
      }
    } else {
      for (size_t i = 0; i < line.size(); ++i) {
        cells[order[i]].push_back(parse_cell(schema.fields[order[i]], line[i]));
      }
    }
  }
  if (order.empty()) throw std::runtime_error("table " + std::string(schema.name) + " has no line of column names");
  return cells;
}

}  // namespace odograph::check

#endif  // ODOGRAPH_CHECK_CELLS_HPP
