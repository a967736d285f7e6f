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

inline void Output::hand_over(ArrowSchema* schema, ArrowArray* array) {
  const size_t n = columns_.size();
  auto fields = std::make_unique<Children<ArrowSchema>>(n);
  auto arrays = std::make_unique<Children<ArrowArray>>(n);
  for (size_t i = 0; i < n; ++i) {
    OutputColumn& column = *columns_[i];
    initialise(column);
    const bool text = std::string_view(column.field->format) == "u";
    const bool nullable = (column.field->flags & ODOGRAPH_FIELD_NULLABLE) != 0;
    if (text && column.appended < rows_) throw defect("did not append every row of " + std::string(column.field->name));
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
                        .n_buffers = text ? 3 : 2,
                        .n_children = 0,
                        .buffers = nullptr,
                        .children = nullptr,
                        .dictionary = nullptr,
                        .release = release_array_child,
                        .private_data = nullptr};
  }
  // Nothing throws below: ownership moves into the nodes.
  for (size_t i = 0; i < n; ++i) {
    OutputColumn* column = columns_[i].release();
    column->exported = {arrays->nodes[i].null_count == 0 ? nullptr : column->validity.as<void>(),
                        column->values.as<void>(), column->text.as<void>()};
    arrays->nodes[i].buffers = column->exported.data();
    arrays->nodes[i].private_data = column;
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
