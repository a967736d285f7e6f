/*
 * The Odograph kernel ABI, version 2. docs/guides/kernels.md shows how to write a kernel.
 *
 * A kernel is a stateless native function over Arrow record batches. Any shared library, whatever language made
 * it, that exports
 *
 *     const OdographKernelLibrary* odograph_kernel_library(void);
 *
 * can be loaded; ODOGRAPH_KERNEL_LIBRARY at the end of this file defines it, in C and in C++. Everything here is plain
 * C; no exception, longjmp or C++ type may cross it.
 *
 * Ownership
 *   Metadata    everything reachable from OdographKernelLibrary is owned by the library, constant, and valid from
 *               the first call of odograph_kernel_library() until the process ends. The host never unloads a
 *               library, so released callbacks and names stay valid as well.
 *   Inputs      schemas and arrays are borrowed for the duration of invoke(): the kernel must not write to them,
 *               must not call their release callbacks and must not keep a pointer to them.
 *   Outputs     out_schema and out are storage of the caller. On ODOGRAPH_OK the kernel has filled both; from then
 *               on the caller owns them and calls each release callback exactly once, from any thread. On every
 *               other status the kernel has left both untouched and has freed whatever it had allocated.
 *   Errors      error_message is a buffer of the caller, valid during invoke().
 *
 * Threads
 *   A kernel keeps no state between calls. invoke() may be called from several threads at once, on any thread,
 *   also for the same kernel; it must not change process-wide state (locale, signal handlers, floating point mode).
 *
 * Versions
 *   Any change to a structure below raises ODOGRAPH_KERNEL_ABI_VERSION, and a host refuses every other version
 *   than its own. abi_version stays the first member of OdographKernelLibrary for good.
 *
 * Text is UTF-8 and ends with a zero byte. No pointer to text may be NULL; an absent text is "".
 */
#ifndef ODOGRAPH_KERNEL_H
#define ODOGRAPH_KERNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ODOGRAPH_KERNEL_ABI_VERSION 2

/* The Arrow C Data Interface, as its specification asks every producer and consumer to declare it. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

/* What invoke() returns. Only INPUT and PARAMETER are the caller's fault; a host never retries them. */
enum {
  ODOGRAPH_OK = 0,
  ODOGRAPH_ERROR_INPUT = 1,     /* a column is missing or mistyped, or a value is not acceptable */
  ODOGRAPH_ERROR_PARAMETER = 2, /* a parameter is missing, unknown, mistyped or out of range */
  ODOGRAPH_ERROR_CANCELLED = 3, /* the kernel saw the cancellation flag and stopped */
  ODOGRAPH_ERROR_MEMORY = 4,    /* an allocation failed */
  ODOGRAPH_ERROR_INTERNAL = 5   /* anything else: a defect of the kernel */
};

/* Which rows one call gets. Rows are in order of the input's key; a segment without rows is not called for. */
enum {
  ODOGRAPH_SCOPE_ROW = 0,    /* any consecutive rows of one segment: output rows depend on one input row each, so that
                                every split gives the same rows */
  ODOGRAPH_SCOPE_SEGMENT = 1 /* all rows of one segment, and of no other */
};

/* Bits of OdographField.flags. */
enum {
  ODOGRAPH_FIELD_NULLABLE = 1,         /* nulls may occur */
  ODOGRAPH_FIELD_KEY = 2,              /* output only: part of the key of the rows; int32, int64 or string */
  ODOGRAPH_FIELD_ALLOWS_NON_FINITE = 4 /* NaN and infinities may occur; otherwise they are an error */
};

enum {
  ODOGRAPH_PARAMETER_INT64 = 1,
  ODOGRAPH_PARAMETER_FLOAT64 = 2,
  ODOGRAPH_PARAMETER_BOOL = 3, /* in int64_value: 0 or 1 */
  ODOGRAPH_PARAMETER_STRING = 4
};

/*
 * A column. Formats: "b" bool, "i" int32, "l" int64, "f" float32, "g" float64, "u" UTF-8 string; and lists of numbers,
 * "+li", "+ll", "+lf" and "+lg": Arrow's "+l" with the element's format behind it. A list may be null where the column
 * is nullable; its elements may not, and are finite unless the column allows others. Keys are no lists.
 */
typedef struct OdographField {
  const char* name;   /* snake_case, with its unit as suffix: "speed_mps" */
  const char* format; /* as above */
  const char* unit;   /* "m/s", "ms"; "" for none */
  uint32_t flags;     /* ODOGRAPH_FIELD_* */
} OdographField;

/* A table. Columns of inputs are found by name: the order is free and further columns are ignored. */
typedef struct OdographSchema {
  const char* name;
  const OdographField* fields;
  int64_t n_fields;
} OdographSchema;

/*
 * A parameter's value: typed, and no JSON text, so that a kernel needs no parser, a double arrives bit for bit,
 * and a host can check types before it calls. The member that `type` names is set; string_value is never NULL.
 */
typedef struct OdographParameterValue {
  const char* name;
  int32_t type; /* ODOGRAPH_PARAMETER_* */
  int64_t int64_value;
  double float64_value;
  const char* string_value;
} OdographParameterValue;

typedef struct OdographParameter {
  OdographParameterValue value; /* name, type, and the default where there is one */
  int32_t has_default;          /* 0: the caller must give the parameter */
  const char* unit;
  const char* description;
} OdographParameter;

/*
 * A golden vector: an input whose output is known. A host computes them all before it gives a library its first rows,
 * and takes no kernel tasks where one differs. The first is the example in the generated reference.
 *
 * Tables are text: a line of column names, then a line for each row, cells apart by blanks. A cell is null, true or
 * false, a whole number, a decimal or hexadecimal floating-point number (nan, inf, -inf where allowed), text (in double
 * quotes where it is empty, has blanks or could be read as something else; \" and \\ within), or a list [1,2.5] without
 * blanks. Columns are those declared, in any order.
 *
 *     segment_id t_ms speed_mps
 *     drive_1    0    20
 *     drive_1    100  null
 */
typedef struct OdographGolden {
  const char* name;                         /* what it shows: "closing in" */
  const OdographParameterValue* parameters; /* those that are not at their default; may be NULL where there is none */
  int64_t n_parameters;
  const char* const* inputs; /* a table for each declared input */
  const char* output;
  int64_t max_ulps; /* how many floating-point numbers a number may be off; 0 where all bits must agree */
} OdographGolden;

struct OdographKernelDescriptor;

/* One call's surroundings, owned by the caller, valid during invoke(). */
typedef struct OdographKernelContext {
  const struct OdographKernelDescriptor* kernel; /* the descriptor whose invoke is called */
  const OdographParameterValue* parameters;      /* those given; a kernel falls back on its defaults */
  int64_t n_parameters;
  const int32_t* cancelled; /* never NULL; non-zero once the caller wants the kernel to stop: poll it (atomically,
                               relaxed is enough) at least every few milliseconds */
  char* error_message;      /* on a status other than OK: zero-terminated text, cut to fit. Names the thing, the
                               value and the mend. */
  int64_t error_capacity;   /* bytes in error_message, at least 1 */
} OdographKernelContext;

/*
 * Calls a kernel. in_schemas[i] and inputs[i] are a struct ("+s") for descriptor->inputs[i]; arrays may have
 * offsets, absent validity bitmaps, and a null_count of -1 (unknown). Returns an ODOGRAPH_* status.
 */
typedef int32_t (*OdographKernelInvoke)(const OdographKernelContext* context,
                                        const struct ArrowSchema* const* in_schemas,
                                        const struct ArrowArray* const* inputs, int64_t n_inputs,
                                        struct ArrowSchema* out_schema, struct ArrowArray* out);

typedef struct OdographKernelDescriptor {
  const char* name; /* snake_case, unique in the library */
  int32_t version_major;
  int32_t version_minor;
  const char* description; /* what it computes, in a sentence or two */
  const char* formula;     /* "ttc_s = gap_m / closing_mps" */
  const char* source;      /* where the formula is published */
  int32_t scope;           /* ODOGRAPH_SCOPE_* */
  const OdographSchema* inputs;
  int64_t n_inputs;
  OdographSchema output;
  const OdographParameter* parameters;
  int64_t n_parameters;
  const OdographGolden* golden; /* at least one */
  int64_t n_golden;
  OdographKernelInvoke invoke;
} OdographKernelDescriptor;

typedef struct OdographKernelLibrary {
  int32_t abi_version; /* ODOGRAPH_KERNEL_ABI_VERSION */
  const char* name;
  const char* build_id;        /* changes whenever the sources, flags or compiler change */
  const char* instruction_set; /* the baseline it was compiled for: "x86-64-v2", "armv8-a" */
  const OdographKernelDescriptor* const* kernels;
  int64_t n_kernels;
} OdographKernelLibrary;

/* The one symbol that a kernel library exports. Never NULL, the same pointer at each call, callable from any thread. */
#define ODOGRAPH_KERNEL_LIBRARY_SYMBOL "odograph_kernel_library"
typedef const OdographKernelLibrary* (*OdographKernelLibraryFunction)(void);

#ifdef __cplusplus
}
#define ODOGRAPH_EXPORT extern "C" __attribute__((visibility("default")))
#else
#define ODOGRAPH_EXPORT __attribute__((visibility("default")))
#endif

/* The number of elements of an array, for the n_ members. */
#define ODOGRAPH_COUNT(array) ((int64_t)(sizeof(array) / sizeof((array)[0])))

/*
 * Registers a library's kernels: its name and a pointer to each descriptor, once in a library, at file scope. The build
 * defines ODOGRAPH_BUILD_ID, a digest of sources, flags and compiler, and ODOGRAPH_INSTRUCTION_SET, the -march that it
 * compiles for (never "native"); odograph_add_kernels() of OdographKernelConfig.cmake does both.
 *
 *     ODOGRAPH_KERNEL_LIBRARY("my-kernels", &first_kernel, &second_kernel)
 */
#define ODOGRAPH_KERNEL_LIBRARY(library_name, ...)                                                                     \
  ODOGRAPH_EXPORT const OdographKernelLibrary* odograph_kernel_library(void);                                          \
  ODOGRAPH_EXPORT const OdographKernelLibrary* odograph_kernel_library(void) {                                         \
    static const OdographKernelDescriptor* const kernels[] = {__VA_ARGS__};                                            \
    static const OdographKernelLibrary library = {ODOGRAPH_KERNEL_ABI_VERSION, library_name, ODOGRAPH_BUILD_ID,        \
                                                  ODOGRAPH_INSTRUCTION_SET,    kernels,      ODOGRAPH_COUNT(kernels)}; \
    return &library;                                                                                                   \
  }

#endif /* ODOGRAPH_KERNEL_H */
