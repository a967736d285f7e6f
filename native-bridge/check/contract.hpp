// What every kernel owes, whatever it computes, tried on its golden vectors.
#ifndef ODOGRAPH_CHECK_CONTRACT_HPP
#define ODOGRAPH_CHECK_CONTRACT_HPP

#include "invoke.hpp"

#include <atomic>
#include <exception>
#include <thread>

namespace odograph::check {

using Parameters = std::vector<OdographParameterValue>;

// One golden vector, read.
struct Vector {
  std::vector<Cells> inputs;
  Cells output;
  Parameters parameters;
  uint64_t max_ulps;
};

inline Vector read_vector(const OdographKernelDescriptor& kernel, const OdographGolden& golden) {
  Vector vector;
  for (int64_t i = 0; i < kernel.n_inputs; ++i) vector.inputs.push_back(parse(kernel.inputs[i], golden.inputs[i]));
  vector.output = parse(kernel.output, golden.output);
  vector.parameters.assign(golden.parameters, golden.parameters + golden.n_parameters);
  vector.max_ulps = static_cast<uint64_t>(golden.max_ulps);
  return vector;
}

inline void expect(const OdographKernelDescriptor& kernel, const Vector& vector, const Layout& layout,
                   const char* about) {
  const Outcome outcome = invoke(kernel, lay_out(kernel, vector.inputs, layout), vector.parameters);
  if (outcome.status != ODOGRAPH_OK) {
    throw std::runtime_error(std::string(about) + ": status " + std::to_string(outcome.status) + ": " +
                             outcome.message);
  }
  const std::string problem = difference(kernel.output, vector.output, outcome.rows, vector.max_ulps);
  if (!problem.empty()) throw std::runtime_error(std::string(about) + ": " + problem);
}

// Arrays may have offsets, bitmaps where nothing is null, and an unknown number of nulls.
inline void every_layout_gives_the_same(const OdographKernelDescriptor& kernel, const Vector& vector) {
  for (const int64_t parent : {0, 1, 7, 8, 65}) {
    for (const int64_t child : {0, 1, 8, 63}) {
      expect(kernel, vector, {parent, child, true, true}, "with offsets, bitmaps and unknown null counts");
      expect(kernel, vector, {parent, child, false, false}, "with offsets, without bitmaps");
    }
  }
}

inline void no_rows_are_taken(const OdographKernelDescriptor& kernel, const Vector& vector) {
  std::vector<Cells> empty;
  for (const Cells& input : vector.inputs) empty.push_back(slice(input, 0, 0));
  const Outcome outcome = invoke(kernel, lay_out(kernel, empty, {}), vector.parameters);
  if (outcome.status != ODOGRAPH_OK) throw std::runtime_error("an input without rows: " + outcome.message);
}

inline void a_set_flag_stops_or_lets_finish(const OdographKernelDescriptor& kernel, const Vector& vector) {
  Options options;
  options.cancelled = 1;
  const Outcome outcome = invoke(kernel, lay_out(kernel, vector.inputs, {}), vector.parameters, options);
  if (outcome.status != ODOGRAPH_OK && outcome.status != ODOGRAPH_ERROR_CANCELLED) {
    throw std::runtime_error("cancelled: status " + std::to_string(outcome.status) + ": " + outcome.message);
  }
}

// A column under another name; the message must fit into whatever room it has.
inline void a_missing_column_is_refused(const OdographKernelDescriptor& kernel, const Vector& vector) {
  for (const int64_t capacity : {1, 16, 4096}) {
    auto inputs = lay_out(kernel, vector.inputs, {});
    inputs[0]->schema.children[0]->name = "some_other_column";
    Options options;
    options.message_capacity = capacity;
    const Outcome outcome = invoke(kernel, inputs, vector.parameters, options);
    if (outcome.status != ODOGRAPH_ERROR_INPUT) {
      throw std::runtime_error("a missing column: status " + std::to_string(outcome.status) +
                               ", but should be ODOGRAPH_ERROR_INPUT");
    }
    if (capacity > 1 && outcome.message.empty()) throw std::runtime_error("a missing column: no message");
  }
}

// ODOGRAPH_SCOPE_ROW promises that every split gives the same rows.
inline void splits_give_the_same(const OdographKernelDescriptor& kernel, const std::vector<Cells>& inputs,
                                 const Parameters& parameters, const Cells& whole, int64_t step, bool finite) {
  if (kernel.scope != ODOGRAPH_SCOPE_ROW || kernel.n_inputs != 1) return;
  Cells joined(static_cast<size_t>(kernel.output.n_fields));
  Options options;
  options.finite = finite;
  for (int64_t from = 0; from < rows_of(inputs[0]); from += step) {
    const Cells part = slice(inputs[0], from, std::min(from + step, rows_of(inputs[0])));
    const Outcome outcome = invoke(kernel, lay_out(kernel, {part}, {}), parameters, options);
    if (outcome.status != ODOGRAPH_OK) {
      throw std::runtime_error("rows from " + std::to_string(from) + " on alone: " + outcome.message);
    }
    append(joined, outcome.rows);
  }
  const std::string problem = difference(kernel.output, whole, joined, 0);
  if (!problem.empty()) throw std::runtime_error("its scope is ROW, but split rows give others: " + problem);
}

inline void threads_do_not_meet(const OdographKernelDescriptor& kernel, const Vector& vector) {
  std::vector<std::thread> threads;
  std::vector<std::string> problems(4);
  for (std::string& problem : problems) {
    threads.emplace_back([&kernel, &vector, &problem] {
      try {
        for (int i = 0; i < 20; ++i) expect(kernel, vector, {}, "called from several threads at once");
      } catch (const std::exception& e) {
        problem = e.what();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& problem : problems) {
    if (!problem.empty()) throw std::runtime_error(problem);
  }
}

inline void keeps_its_contract(const OdographKernelDescriptor& kernel, const Vector& vector) {
  expect(kernel, vector, {}, "computed");
  every_layout_gives_the_same(kernel, vector);
  no_rows_are_taken(kernel, vector);
  a_set_flag_stops_or_lets_finish(kernel, vector);
  a_missing_column_is_refused(kernel, vector);
  const Outcome whole = invoke(kernel, lay_out(kernel, vector.inputs, {}), vector.parameters);
  splits_give_the_same(kernel, vector.inputs, vector.parameters, whole.rows, 1, true);
  threads_do_not_meet(kernel, vector);
}

}  // namespace odograph::check

#endif  // ODOGRAPH_CHECK_CONTRACT_HPP
