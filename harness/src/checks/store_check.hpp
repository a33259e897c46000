// store: what a store of the scenario has.
#pragma once

#include <optional>
#include <string>

#include "checkride/harness/check.hpp"
#include "checks/compared.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// Of a key-value store: `key` is there, or not, with that value and time to live. Of a database: the rows of `table`
// where the columns are so, and what it is in its set.
struct StoreCheck {
  std::string of;
  std::string key;
  bool exists = true;
  ComparedList value;  // one at most; as the others but rows
  ComparedList ttl;    // what never ends has none
  std::string table;
  std::string where_json = "{}";
  ComparedList count;
  ComparedList rows;  // pointers into the list of rows
  ComparedList role;  // "leader", "replica" or "witness"
};

Check make_check(StoreCheck check);
Check read_store_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
