#include "kernels.hpp"

ODOGRAPH_KERNEL_LIBRARY("odograph-kernels", &odograph::time_to_collision_kernel)
