// Output::hand_over: the release callbacks of the Arrow C Data Interface. Included by output.hpp.
#ifndef ODOGRAPH_EXPORT_HPP
#define ODOGRAPH_EXPORT_HPP

#include <odograph/output.hpp>

namespace odograph {

// The children of an exported struct and the memory that their parent points to. A consumer may move a child out
// (copy the struct and mark it released), so each child frees its own buffers.
template <typename Node>
struct Children {
  explicit Children(size_t n) : nodes(n), pointers(n) {
    for (size_t i = 0; i < n; ++i) pointers[i] = &nodes[i];
  }
  std::vector<Node> nodes;
  std::vector<Node*> pointers;
  const void* no_validity = nullptr;
};

template <typename Node>
void release_parent(Node* parent) {
  for (int64_t i = 0; i < parent->n_children; ++i) {
    Node* child = parent->children[i];
    if (child->release != nullptr) child->release(child);
  }
  delete static_cast<Children<Node>*>(parent->private_data);
  parent->release = nullptr;
}

inline void release_schema_child(ArrowSchema* child) { child->release = nullptr; }

inline void release_array_child(ArrowArray* child) {
  delete static_cast<OutputColumn*>(child->private_data);
  child->release = nullptr;
}

// The one child of an exported list column, which a consumer may move out like any other.
struct ElementSchema {
  ArrowSchema node{};
  ArrowSchema* pointer = &node;
};

struct ElementMemory {
  Buffer values;
  std::array<const void*, 2> buffers{};
};

struct ElementArray {
  ArrowArray node{};
  ArrowArray* pointer = &node;
  std::unique_ptr<OutputColumn> list;
};

template <typename Elements, typename Node>
void release_list(Node* list) {
  auto* elements = static_cast<Elements*>(list->private_data);
  if (elements->node.release != nullptr) elements->node.release(&elements->node);
  delete elements;
  list->release = nullptr;
}

inline void release_elements(ArrowArray* elements) {
  delete static_cast<ElementMemory*>(elements->private_data);
  elements->release = nullptr;
}

// What a list column's nodes will own; made before anything is handed over, because it may throw.
struct ListParts {
  std::unique_ptr<ElementSchema> schema = std::make_unique<ElementSchema>();
  std::unique_ptr<ElementArray> array = std::make_unique<ElementArray>();
  std::unique_ptr<ElementMemory> memory = std::make_unique<ElementMemory>();

  // Turns the two nodes of a column into a list's. Throws nothing.
  void give(ArrowSchema& field, ArrowArray& list, std::unique_ptr<OutputColumn> column) {
    const int64_t length = column->values.as<int32_t>()[list.length];
    schema->node.format = field.format + 2;
    schema->node.name = "item";
    schema->node.release = release_schema_child;
    field.format = "+l";
    field.n_children = 1;
    field.children = &schema->pointer;
    field.release = release_list<ElementSchema, ArrowSchema>;
    field.private_data = schema.release();
    memory->values = std::move(column->text);
    memory->buffers = {nullptr, memory->values.as<void>()};
    array->node.length = length;
    array->node.n_buffers = 2;
    array->node.buffers = memory->buffers.data();
    array->node.release = release_elements;
    array->node.private_data = memory.release();
    list.buffers = column->exported.data();
    list.n_children = 1;
    list.children = &array->pointer;
    list.release = release_list<ElementArray, ArrowArray>;
    array->list = std::move(column);
    list.private_data = array.release();
  }
};

inline void Output::hand_over(ArrowSchema* schema, ArrowArray* array) {
  const size_t n = columns_.size();
  auto fields = std::make_unique<Children<ArrowSchema>>(n);
  auto arrays = std::make_unique<Children<ArrowArray>>(n);
  std::vector<std::unique_ptr<ListParts>> lists(n);
  for (size_t i = 0; i < n; ++i) {
    OutputColumn& column = *columns_[i];
    initialise(column);
    const std::string_view format = column.field->format;
    if (is_list(format)) lists[i] = std::make_unique<ListParts>();
    const bool nullable = (column.field->flags & ODOGRAPH_FIELD_NULLABLE) != 0;
    if (has_offsets(format) && column.appended < rows_)
      throw defect("did not append every row of " + std::string(column.field->name));
    const int64_t nulls = count_nulls(column);
    if (nulls > 0 && !nullable) throw defect("left nulls in " + std::string(column.field->name));
    fields->nodes[i] = {.format = column.field->format,
                        .name = column.field->name,
                        .metadata = nullptr,
                        .flags = nullable ? ARROW_FLAG_NULLABLE : 0,
                        .n_children = 0,
                        .children = nullptr,
                        .dictionary = nullptr,
                        .release = release_schema_child,
                        .private_data = nullptr};
    arrays->nodes[i] = {.length = rows_,
                        .null_count = nulls,
                        .offset = 0,
                        .n_buffers = format == "u" ? 3 : 2,
                        .n_children = 0,
                        .buffers = nullptr,
                        .children = nullptr,
                        .dictionary = nullptr,
                        .release = release_array_child,
                        .private_data = nullptr};
  }
  // Nothing throws below: ownership moves into the nodes.
  for (size_t i = 0; i < n; ++i) {
    std::unique_ptr<OutputColumn> column = std::move(columns_[i]);
    ArrowArray& node = arrays->nodes[i];
    column->exported = {node.null_count == 0 ? nullptr : column->validity.as<void>(), column->values.as<void>(),
                        column->text.as<void>()};
    if (lists[i]) {
      lists[i]->give(fields->nodes[i], node, std::move(column));
    } else {
      node.buffers = column->exported.data();
      node.private_data = column.release();
    }
  }
  columns_.clear();
  *schema = {.format = "+s",
             .name = declared_->name,
             .metadata = nullptr,
             .flags = 0,
             .n_children = static_cast<int64_t>(n),
             .children = fields->pointers.data(),
             .dictionary = nullptr,
             .release = release_parent<ArrowSchema>,
             .private_data = fields.get()};
  *array = {.length = rows_,
            .null_count = 0,
            .offset = 0,
            .n_buffers = 1,
            .n_children = static_cast<int64_t>(n),
            .buffers = &arrays->no_validity,
            .children = arrays->pointers.data(),
            .dictionary = nullptr,
            .release = release_parent<ArrowArray>,
            .private_data = arrays.get()};
  static_cast<void>(fields.release());
  static_cast<void>(arrays.release());
}

}  // namespace odograph

#endif  // ODOGRAPH_EXPORT_HPP
