#include <map>

#include "checkride/values/document.hpp"
#include "node_data.hpp"

namespace checkride::values {

Node merge(const Node& base, const Node& over) {
  if (!base.is_map() || !over.is_map()) return over;
  std::vector<Entry> entries = base.entries();
  std::map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < base.entries().size(); ++i) index.emplace(base.entries()[i].key, i);
  for (const Entry& entry : over.entries()) {
    const auto found = index.find(entry.key);
    if (found == index.end()) {
      entries.push_back(entry);
    } else {
      Entry& replaced = entries[found->second];
      replaced.value = merge(replaced.value, entry.value);
      replaced.key_position = entry.key_position;
    }
  }
  return Node::map(base.position(), std::move(entries));
}

Document merge(const Document& base, const Document& over) {
  if (over.root().is_null()) return base;
  if (base.root().is_null()) return over;
  return Document(merge(base.root(), over.root()));
}

}  // namespace checkride::values
