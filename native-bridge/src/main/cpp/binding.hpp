// What the JavaCPP binding adds to kernel.h: loading a library, calling its function pointers, processor features.
#ifndef ODOGRAPH_BINDING_HPP
#define ODOGRAPH_BINDING_HPP

#include <dlfcn.h>
#include <odograph/kernel.h>

#include <cstddef>
#include <cstring>

// The handle, or NULL with dlerror's text in message. Symbols stay private to the library; it is never unloaded.
static inline void* odograph_binding_open(const char* path, char* message, int64_t capacity) {
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) {
    const char* reason = dlerror();
    std::strncpy(message, reason == nullptr ? "" : reason, static_cast<size_t>(capacity - 1));
    message[capacity - 1] = '\0';
  }
  return handle;
}

// The library's description, or NULL where the symbol is missing.
static inline const OdographKernelLibrary* odograph_binding_library(void* handle) {
  auto function = reinterpret_cast<OdographKernelLibraryFunction>(dlsym(handle, ODOGRAPH_KERNEL_LIBRARY_SYMBOL));
  return function == nullptr ? nullptr : function();
}

static inline const OdographKernelDescriptor* odograph_binding_kernel(const OdographKernelLibrary* library,
                                                                      int64_t index) {
  return library->kernels[index];
}

static inline const char* odograph_binding_golden_input(const OdographGolden* golden, int64_t index) {
  return golden->inputs[index];
}

// Addresses of ArrowSchema and ArrowArray structures, and of the cancellation flag, come as integers.
static inline int32_t odograph_binding_invoke(const OdographKernelDescriptor* kernel,
                                              const OdographParameterValue* parameters, int64_t n_parameters,
                                              int64_t cancelled, char* message, int64_t capacity,
                                              const int64_t* in_schemas, const int64_t* inputs, int64_t n_inputs,
                                              int64_t out_schema, int64_t out) {
  static_assert(sizeof(int64_t) == sizeof(void*), "addresses are 64 bits");
  message[0] = '\0';
  const OdographKernelContext context = {kernel,  parameters, n_parameters, reinterpret_cast<const int32_t*>(cancelled),
                                         message, capacity};
  const int32_t status = kernel->invoke(&context, reinterpret_cast<const ArrowSchema* const*>(in_schemas),
                                        reinterpret_cast<const ArrowArray* const*>(inputs), n_inputs,
                                        reinterpret_cast<ArrowSchema*>(out_schema), reinterpret_cast<ArrowArray*>(out));
  message[capacity - 1] = '\0';
  return status;
}

// Whether this processor runs code compiled for the baseline; an unknown name counts as supported.
static inline bool odograph_binding_supports([[maybe_unused]] const char* baseline) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  const bool v3 =
      v2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (std::strcmp(baseline, "x86-64-v2") == 0) return v2;
  if (std::strcmp(baseline, "x86-64-v3") == 0) return v3;
  if (std::strcmp(baseline, "x86-64-v4") == 0) {
    return v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
  }
#endif
  return true;
}

#endif  // ODOGRAPH_BINDING_HPP
