// The kernels of this library.
#ifndef ODOGRAPH_EXAMPLES_KERNELS_HPP
#define ODOGRAPH_EXAMPLES_KERNELS_HPP

#include <odograph/kernel.hpp>

extern const OdographKernelDescriptor footprint_clearance_kernel;
extern const OdographKernelDescriptor post_encroachment_time_kernel;

// A parameter that is a length or a time.
inline double positive(const odograph::Call& call, const char* kernel, const char* name) {
  const double value = call.float64(name);
  if (value > 0 && std::isfinite(value)) return value;
  throw odograph::Error(ODOGRAPH_ERROR_PARAMETER, "kernel " + std::string(kernel) + ": parameter " + name + " is " +
                                                      std::to_string(value) +
                                                      ", but must be finite and greater than 0");
}

#endif  // ODOGRAPH_EXAMPLES_KERNELS_HPP
