/* A kernel library in plain C: proves that the ABI needs no C++, and reports the buffer addresses that it saw. */
#include <odograph/kernel.h>
#include <stdlib.h>
#include <string.h>

enum { ADDRESSES = 5 };

static const OdographField input_fields[] = {{"segment_id", "u", "", 0}, {"x_m", "g", "m", ODOGRAPH_FIELD_NULLABLE}};
static const OdographSchema inputs[] = {{"rows", input_fields, 2}};
static const OdographField output_fields[] = {{"address", "l", "", 0}};

static void release_schema(struct ArrowSchema* schema) {
  if (schema->n_children > 0) {
    if (schema->children[0]->release != NULL) schema->children[0]->release(schema->children[0]);
    free(schema->children[0]);
    free(schema->children);
  }
  schema->release = NULL;
}

static void release_array(struct ArrowArray* array) {
  if (array->n_children > 0) {
    if (array->children[0]->release != NULL) array->children[0]->release(array->children[0]);
    free(array->children[0]);
    free(array->children);
  } else {
    free((void*)array->buffers[1]);
  }
  free(array->buffers);
  array->release = NULL;
}

/* One row per address: segment_id offsets and text, x_m validity and values, the memory of this output column. */
static int32_t probe(const OdographKernelContext* context, const struct ArrowSchema* const* in_schemas,
                     const struct ArrowArray* const* in, int64_t n_inputs, struct ArrowSchema* out_schema,
                     struct ArrowArray* out) {
  const struct ArrowArray* segment_id = NULL;
  const struct ArrowArray* x_m = NULL;
  if (n_inputs != 1) return ODOGRAPH_ERROR_INPUT;
  for (int64_t i = 0; i < in_schemas[0]->n_children; ++i) {
    if (strcmp(in_schemas[0]->children[i]->name, "segment_id") == 0) segment_id = in[0]->children[i];
    if (strcmp(in_schemas[0]->children[i]->name, "x_m") == 0) x_m = in[0]->children[i];
  }
  if (segment_id == NULL || x_m == NULL) {
    strncpy(context->error_message, "probe needs segment_id and x_m", (size_t)context->error_capacity - 1);
    return ODOGRAPH_ERROR_INPUT;
  }
  const int64_t rows = in[0]->length == 0 ? 0 : ADDRESSES;
  int64_t* values = malloc(ADDRESSES * sizeof *values);
  values[0] = (int64_t)segment_id->buffers[1];
  values[1] = (int64_t)segment_id->buffers[2];
  values[2] = (int64_t)x_m->buffers[0];
  values[3] = (int64_t)x_m->buffers[1];
  values[4] = (int64_t)values;

  memset(out_schema, 0, sizeof *out_schema);
  out_schema->format = "+s";
  out_schema->name = "addresses";
  out_schema->n_children = 1;
  out_schema->children = malloc(sizeof *out_schema->children);
  out_schema->children[0] = calloc(1, sizeof **out_schema->children);
  out_schema->children[0]->format = "l";
  out_schema->children[0]->name = "address";
  out_schema->children[0]->release = release_schema;
  out_schema->release = release_schema;

  memset(out, 0, sizeof *out);
  out->length = rows;
  out->n_buffers = 1;
  out->buffers = calloc(1, sizeof *out->buffers);
  out->n_children = 1;
  out->children = malloc(sizeof *out->children);
  out->children[0] = calloc(1, sizeof **out->children);
  out->children[0]->length = rows;
  out->children[0]->n_buffers = 2;
  out->children[0]->buffers = calloc(2, sizeof *out->buffers);
  out->children[0]->buffers[1] = values;
  out->children[0]->release = release_array;
  out->release = release_array;
  return ODOGRAPH_OK;
}

/* Addresses differ from call to call: only no rows give the same rows. */
static const char* const no_rows[] = {"segment_id x_m"};
static const OdographGolden golden[] = {{"no rows", NULL, 0, no_rows, "address", 0}};

static const OdographKernelDescriptor probe_kernel = {
    .name = "probe_addresses",
    .version_major = 1,
    .version_minor = 2,
    .description = "reports the addresses it saw",
    .formula = "",
    .source = "",
    .scope = ODOGRAPH_SCOPE_SEGMENT,
    .inputs = inputs,
    .n_inputs = 1,
    .output = {"addresses", output_fields, 1},
    .golden = golden,
    .n_golden = 1,
    .invoke = probe,
};

#ifdef PROBE_ABI_VERSION
#undef ODOGRAPH_KERNEL_ABI_VERSION
#define ODOGRAPH_KERNEL_ABI_VERSION PROBE_ABI_VERSION
#endif

ODOGRAPH_KERNEL_LIBRARY("odograph-probe", &probe_kernel)
