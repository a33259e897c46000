// A node as facility definitions see it: fields and children under the names of facility_fields.csv.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace checkride::emulator {

// Numbers are exact in a double: the widest integer field has 32 bits.
struct FieldValue {
  std::string_view name;
  double number = 0;
  std::string text;
};

struct Element;

// The elements of one child, in order.
struct ElementList {
  std::string_view child;
  std::vector<Element> elements;
};

struct Element {
  std::string_view node;  // "RUNWAY"
  std::vector<FieldValue> fields;
  std::vector<ElementList> children;

  explicit Element(std::string_view node_name) : node(node_name) {}

  Element& set(std::string_view name, double number) {
    fields.push_back({name, number, {}});
    return *this;
  }
  Element& set(std::string_view name, std::string text) {
    fields.push_back({name, 0, std::move(text)});
    return *this;
  }
  Element& add(std::string_view child, std::vector<Element> elements) {
    children.push_back({child, std::move(elements)});
    return *this;
  }
  // Null: not named, which is zero or empty.
  const FieldValue* find(std::string_view name) const {
    for (const FieldValue& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
};

}  // namespace checkride::emulator
