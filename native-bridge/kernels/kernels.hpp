// The kernels of this library. A new kernel: one file, one line here, one in library.cpp.
#ifndef ODOGRAPH_KERNELS_HPP
#define ODOGRAPH_KERNELS_HPP

#include <odograph/kernel.hpp>

namespace odograph {

extern const OdographKernelDescriptor time_to_collision_kernel;

}  // namespace odograph

#endif  // ODOGRAPH_KERNELS_HPP
