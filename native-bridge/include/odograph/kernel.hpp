// The C++ kit over kernel.h: a kernel author writes `void f(odograph::Call& call)` and a descriptor.
//
//   void f(odograph::Call& call) {
//     const auto& pairs = call.input(0);
//     auto gap = pairs.column<double>("gap_m");
//     auto& out = call.output(pairs.rows());
//     out.copy_keys(pairs);
//     auto half = out.column<double>("half_gap_m");
//     for (int64_t row = 0; row < pairs.rows(); ++row) half.set_if(row, !gap.is_null(row), gap[row] / 2);
//   }
//   const OdographKernelDescriptor f_kernel = {..., .invoke = odograph::invoke<f>};
//   ODOGRAPH_KERNEL_LIBRARY("my-kernels", &f_kernel)
//
// Where speed matters, Output::blocks writes 64 rows at a time; see kernels/time_to_collision.cpp.
//
// Inputs are checked against the descriptor before f is called: columns exist, have the declared type, hold nulls
// and non-finite values only where declared. Exceptions become a status and a message.
#ifndef ODOGRAPH_KERNEL_HPP
#define ODOGRAPH_KERNEL_HPP

#include <odograph/kernel.h>
#include <odograph/input.hpp>
#include <odograph/output.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace odograph {

// One invocation: inputs, parameters, cancellation and the output. Used by one thread only.
class Call {
 public:
  Call(const OdographKernelContext& context, const ArrowSchema* const* schemas, const ArrowArray* const* arrays,
       int64_t n_inputs)
      : context_(context) {
    const OdographKernelDescriptor& kernel = *context.kernel;
    if (n_inputs != kernel.n_inputs) {
      throw Error(ODOGRAPH_ERROR_INPUT, "kernel " + std::string(kernel.name) + " takes " +
                                            std::to_string(kernel.n_inputs) + " inputs, but was given " +
                                            std::to_string(n_inputs));
    }
    inputs_.reserve(static_cast<size_t>(n_inputs));
    for (int64_t i = 0; i < n_inputs; ++i) {
      inputs_.emplace_back(kernel.name, kernel.inputs[i], *schemas[i], *arrays[i]);
    }
  }

  const Batch& input(size_t index) const { return inputs_.at(index); }

  // Creates the output with room for `rows` rows, all null; see Output::truncate for fewer. Call it once.
  Output& output(int64_t rows) {
    if (output_) throw Error(ODOGRAPH_ERROR_INTERNAL, std::string(context_.kernel->name) + ": output made twice");
    return output_.emplace(context_.kernel->name, context_.kernel->output, rows);
  }

  double float64(std::string_view name) const { return parameter(name, ODOGRAPH_PARAMETER_FLOAT64).float64_value; }
  int64_t int64(std::string_view name) const { return parameter(name, ODOGRAPH_PARAMETER_INT64).int64_value; }
  bool boolean(std::string_view name) const { return parameter(name, ODOGRAPH_PARAMETER_BOOL).int64_value != 0; }
  std::string_view string(std::string_view name) const {
    return parameter(name, ODOGRAPH_PARAMETER_STRING).string_value;
  }

  bool cancelled() const { return __atomic_load_n(context_.cancelled, __ATOMIC_RELAXED) != 0; }

  // Leaves the kernel if the caller asked for it. Cheap: call it every few thousand rows.
  void check_cancelled() const {
    if (cancelled()) {
      throw Error(ODOGRAPH_ERROR_CANCELLED, "kernel " + std::string(context_.kernel->name) + " was cancelled");
    }
  }

  void finish(ArrowSchema* schema, ArrowArray* array) {
    if (!output_) throw Error(ODOGRAPH_ERROR_INTERNAL, std::string(context_.kernel->name) + ": made no output");
    output_->hand_over(schema, array);
  }

 private:
  const OdographParameterValue& parameter(std::string_view name, int32_t type) const {
    const OdographKernelDescriptor& kernel = *context_.kernel;
    for (int64_t i = 0; i < context_.n_parameters; ++i) {
      const OdographParameterValue& given = context_.parameters[i];
      if (name != given.name) continue;
      if (given.type == type) return given;
      throw Error(ODOGRAPH_ERROR_PARAMETER,
                  "kernel " + std::string(kernel.name) + ": parameter " + given.name + " has the wrong type");
    }
    for (int64_t i = 0; i < kernel.n_parameters; ++i) {
      const OdographParameter& declared = kernel.parameters[i];
      if (name == declared.value.name && declared.has_default != 0 && declared.value.type == type) {
        return declared.value;
      }
    }
    throw Error(ODOGRAPH_ERROR_PARAMETER,
                "kernel " + std::string(kernel.name) + ": parameter " + std::string(name) + " is not given");
  }

  const OdographKernelContext& context_;
  std::vector<Batch> inputs_;
  std::optional<Output> output_;
};

inline int32_t fail(const OdographKernelContext& context, int32_t status, std::string_view message) noexcept {
  if (context.error_capacity > 0) {
    const size_t length = std::min(message.size(), static_cast<size_t>(context.error_capacity - 1));
    std::memcpy(context.error_message, message.data(), length);
    context.error_message[length] = '\0';
  }
  return status;
}

// The function that a descriptor points to, for a kernel body.
template <void (*Body)(Call&)>
int32_t invoke(const OdographKernelContext* context, const ArrowSchema* const* in_schemas,
               const ArrowArray* const* inputs, int64_t n_inputs, ArrowSchema* out_schema, ArrowArray* out) noexcept {
  try {
    Call call(*context, in_schemas, inputs, n_inputs);
    Body(call);
    call.finish(out_schema, out);
    return ODOGRAPH_OK;
  } catch (const Error& error) {
    return fail(*context, error.status(), error.what());
  } catch (const std::bad_alloc&) {
    return fail(*context, ODOGRAPH_ERROR_MEMORY, "out of memory: give the kernel smaller batches");
  } catch (const std::exception& error) {
    return fail(*context, ODOGRAPH_ERROR_INTERNAL, error.what());
  } catch (...) {
    return fail(*context, ODOGRAPH_ERROR_INTERNAL, "the kernel threw something that is not a std::exception");
  }
}

}  // namespace odograph

#endif  // ODOGRAPH_KERNEL_HPP
