#include "kernels.hpp"

ODOGRAPH_KERNEL_LIBRARY("odograph-examples", &footprint_clearance_kernel, &post_encroachment_time_kernel)
