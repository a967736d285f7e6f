// Calls a kernel as a host does, and holds it to the ABI's rules of ownership.
#ifndef ODOGRAPH_CHECK_INVOKE_HPP
#define ODOGRAPH_CHECK_INVOKE_HPP

#include "arrow.hpp"

namespace odograph::check {

struct Outcome {
  int32_t status = ODOGRAPH_OK;
  std::string message;
  Cells rows;  // of an OK
};

struct Options {
  int32_t cancelled = 0;
  int64_t message_capacity = 4096;
  bool finite = true;
};

inline Outcome invoke(const OdographKernelDescriptor& kernel, const std::vector<std::unique_ptr<TableData>>& inputs,
                      const std::vector<OdographParameterValue>& parameters, const Options& options = {}) {
  std::vector<const ArrowSchema*> schemas;
  std::vector<const ArrowArray*> arrays;
  for (const auto& input : inputs) {
    schemas.push_back(&input->schema);
    arrays.push_back(&input->array);
  }
  const auto capacity = static_cast<size_t>(options.message_capacity);
  const std::unique_ptr<char[]> message(new char[capacity]());  // exact, so that an overrun is seen
  const OdographKernelContext context = {
      &kernel,       parameters.data(),       static_cast<int64_t>(parameters.size()), &options.cancelled,
      message.get(), options.message_capacity};
  ArrowSchema schema{};
  ArrowArray array{};
  Outcome outcome;
  outcome.status =
      kernel.invoke(&context, schemas.data(), arrays.data(), static_cast<int64_t>(inputs.size()), &schema, &array);
  outcome.message.assign(message.get(), strnlen(message.get(), capacity));
  const bool ok = outcome.status == ODOGRAPH_OK;
  if (outcome.status < ODOGRAPH_OK || outcome.status > ODOGRAPH_ERROR_INTERNAL) {
    throw std::runtime_error("it gave status " + std::to_string(outcome.status) + ", which the ABI does not know");
  }
  if (ok != (schema.release != nullptr) || ok != (array.release != nullptr)) {
    throw std::runtime_error(ok ? "it returned OK, but no output" : "it failed, but left an output behind");
  }
  if (!ok) return outcome;
  try {
    outcome.rows = read(kernel.output, schema, array, options.finite);
  } catch (...) {
    schema.release(&schema);
    array.release(&array);
    throw;
  }
  schema.release(&schema);
  array.release(&array);
  if (schema.release != nullptr || array.release != nullptr) {
    throw std::runtime_error("a release callback did not set release to NULL");
  }
  return outcome;
}

inline std::vector<std::unique_ptr<TableData>> lay_out(const OdographKernelDescriptor& kernel,
                                                       const std::vector<Cells>& inputs, const Layout& layout) {
  std::vector<std::unique_ptr<TableData>> tables;
  for (size_t i = 0; i < inputs.size(); ++i) {
    tables.push_back(std::make_unique<TableData>(kernel.inputs[i], inputs[i], layout));
  }
  return tables;
}

inline Cells slice(const Cells& cells, int64_t from, int64_t to) {
  Cells part;
  for (const auto& column : cells) part.emplace_back(column.begin() + from, column.begin() + to);
  return part;
}

inline void append(Cells& to, const Cells& from) {
  if (to.empty()) to.resize(from.size());
  for (size_t i = 0; i < from.size(); ++i) to[i].insert(to[i].end(), from[i].begin(), from[i].end());
}

}  // namespace odograph::check

#endif  // ODOGRAPH_CHECK_INVOKE_HPP
