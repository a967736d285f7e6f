/* A kernel in plain C: speed in km/h. What the C++ kit does for its kernels is written out here. */
#include <odograph/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 3, SEGMENT = 0, T_MS = 1, SPEED = 2 };

static const OdographField input_fields[] = {
    {"segment_id", "u", "", 0}, {"t_ms", "l", "ms", 0}, {"speed_mps", "g", "m/s", ODOGRAPH_FIELD_NULLABLE}};
static const OdographSchema inputs[] = {{"samples", input_fields, ODOGRAPH_COUNT(input_fields)}};
static const OdographField output_fields[] = {{"segment_id", "u", "", ODOGRAPH_FIELD_KEY},
                                              {"t_ms", "l", "ms", ODOGRAPH_FIELD_KEY},
                                              {"speed_kmh", "g", "km/h", ODOGRAPH_FIELD_NULLABLE}};

static const char* const samples[] = {"segment_id t_ms speed_mps\n s1 0 10\n s1 100 null"};
static const OdographGolden golden[] = {
    {"10 m/s is 36 km/h", NULL, 0, samples, "segment_id t_ms speed_kmh\n s1 0 36\n s1 100 null", 0}};

static void release_schema(struct ArrowSchema* schema) {
  for (int64_t i = 0; i < schema->n_children; ++i) {
    if (schema->children[i]->release != NULL) schema->children[i]->release(schema->children[i]);
    free(schema->children[i]);
  }
  free(schema->children);
  schema->release = NULL;
}

static void release_array(struct ArrowArray* array) {
  for (int64_t i = 0; i < array->n_children; ++i) {
    if (array->children[i]->release != NULL) array->children[i]->release(array->children[i]);
    free(array->children[i]);
  }
  for (int64_t i = 0; i < array->n_buffers; ++i) free((void*)array->buffers[i]);
  free(array->buffers);
  free(array->children);
  array->release = NULL;
}

/* The column of that name, or NULL with a message. The host has checked types already. */
static const struct ArrowArray* column(const OdographKernelContext* context, const struct ArrowSchema* schema,
                                       const struct ArrowArray* table, const char* name) {
  for (int64_t i = 0; i < schema->n_children; ++i) {
    if (strcmp(schema->children[i]->name, name) == 0) return table->children[i];
  }
  snprintf(context->error_message, (size_t)context->error_capacity, "kernel speed_kmh: column %s is missing", name);
  return NULL;
}

/* A table of n rows with so many bytes of text, or 0 where memory is out; what was made is then released by the caller.
 */
static int make_table(struct ArrowSchema* schema, struct ArrowArray* array, int64_t n, int64_t text_bytes) {
  memset(schema, 0, sizeof *schema);
  memset(array, 0, sizeof *array);
  schema->release = release_schema;
  array->release = release_array;
  schema->format = "+s";
  schema->name = "speeds";
  array->length = n;
  schema->children = calloc(COLUMNS, sizeof *schema->children);
  array->children = calloc(COLUMNS, sizeof *array->children);
  array->buffers = calloc(1, sizeof *array->buffers);
  if (schema->children == NULL || array->children == NULL || array->buffers == NULL) return 0;
  array->n_buffers = 1;
  for (int i = 0; i < COLUMNS; ++i) {
    struct ArrowSchema* field = calloc(1, sizeof *field);
    struct ArrowArray* values = calloc(1, sizeof *values);
    if (field != NULL) schema->children[schema->n_children++] = field;
    if (values != NULL) array->children[array->n_children++] = values;
    if (field == NULL || values == NULL) return 0;
    field->format = output_fields[i].format;
    field->name = output_fields[i].name;
    field->flags = (output_fields[i].flags & ODOGRAPH_FIELD_NULLABLE) != 0 ? ARROW_FLAG_NULLABLE : 0;
    field->release = release_schema;
    values->length = n;
    values->release = release_array;
    values->buffers = calloc(3, sizeof *values->buffers);
    if (values->buffers == NULL) return 0;
    values->n_buffers = i == SEGMENT ? 3 : 2; /* text has offsets and bytes */
    values->buffers[0] = calloc((size_t)(n + 7) / 8 + 1, 1);
    values->buffers[1] = calloc((size_t)n + 1, 8);
    if (i == SEGMENT) values->buffers[2] = malloc((size_t)text_bytes + 1);
    if (values->buffers[0] == NULL || values->buffers[1] == NULL || (i == SEGMENT && values->buffers[2] == NULL))
      return 0;
  }
  return 1;
}

static int32_t speed_kmh(const OdographKernelContext* context, const struct ArrowSchema* const* in_schemas,
                         const struct ArrowArray* const* in, int64_t n_inputs, struct ArrowSchema* out_schema,
                         struct ArrowArray* out) {
  (void)n_inputs;
  const struct ArrowArray* segment = column(context, in_schemas[0], in[0], "segment_id");
  const struct ArrowArray* t_ms = column(context, in_schemas[0], in[0], "t_ms");
  const struct ArrowArray* speed = column(context, in_schemas[0], in[0], "speed_mps");
  if (segment == NULL || t_ms == NULL || speed == NULL) return ODOGRAPH_ERROR_INPUT;
  if (__atomic_load_n(context->cancelled, __ATOMIC_RELAXED) != 0) return ODOGRAPH_ERROR_CANCELLED;

  const int64_t rows = in[0]->length;
  /* An array without rows may have no buffers. */
  const int32_t* ends = rows == 0 ? NULL : (const int32_t*)segment->buffers[1] + in[0]->offset + segment->offset;
  const int32_t text_bytes = rows == 0 ? 0 : ends[rows] - ends[0];
  struct ArrowSchema schema;
  struct ArrowArray array;
  if (!make_table(&schema, &array, rows, text_bytes)) {
    schema.release(&schema);
    array.release(&array);
    snprintf(context->error_message, (size_t)context->error_capacity, "out of memory");
    return ODOGRAPH_ERROR_MEMORY;
  }
  /* Offsets: of the table, and of the column itself. A bitmap may be absent where nothing is null. */
  const int64_t first_time = in[0]->offset + t_ms->offset;
  const int64_t first_speed = in[0]->offset + speed->offset;
  const uint8_t* valid = speed->null_count == 0 ? NULL : speed->buffers[0];
  uint8_t* out_valid = (uint8_t*)array.children[SPEED]->buffers[0];
  memset((void*)array.children[SEGMENT]->buffers[0], 0xff, (size_t)(rows + 7) / 8);
  memset((void*)array.children[T_MS]->buffers[0], 0xff, (size_t)(rows + 7) / 8);
  if (text_bytes > 0) {
    memcpy((void*)array.children[SEGMENT]->buffers[2], (const char*)segment->buffers[2] + ends[0], (size_t)text_bytes);
  }
  for (int64_t row = 0; row < rows; ++row) {
    ((int64_t*)array.children[T_MS]->buffers[1])[row] = ((const int64_t*)t_ms->buffers[1])[first_time + row];
    ((int32_t*)array.children[SEGMENT]->buffers[1])[row + 1] = ends[row + 1] - ends[0];
    const int64_t at = first_speed + row;
    if (valid != NULL && ((valid[at / 8] >> (at % 8)) & 1) == 0) {
      ++array.children[SPEED]->null_count;
      continue;
    }
    out_valid[row / 8] |= (uint8_t)(1 << (row % 8));
    ((double*)array.children[SPEED]->buffers[1])[row] = ((const double*)speed->buffers[1])[at] * 3.6;
  }
  *out_schema = schema;
  *out = array;
  return ODOGRAPH_OK;
}

static const OdographKernelDescriptor speed_kmh_kernel = {
    .name = "speed_kmh",
    .version_major = 1,
    .version_minor = 0,
    .description = "Speed in kilometres per hour.",
    .formula = "speed_kmh = 3.6 speed_mps",
    .source = "",
    .scope = ODOGRAPH_SCOPE_ROW,
    .inputs = inputs,
    .n_inputs = ODOGRAPH_COUNT(inputs),
    .output = {"speeds", output_fields, ODOGRAPH_COUNT(output_fields)},
    .golden = golden,
    .n_golden = ODOGRAPH_COUNT(golden),
    .invoke = speed_kmh,
};

ODOGRAPH_KERNEL_LIBRARY("my-c-kernels", &speed_kmh_kernel)
