// store: what a store of the scenario has.
#pragma once

#include <optional>
#include <string>

#include "checkride/harness/check.hpp"
#include "checks/compared.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// Of a key-value store: `key` is there, or not, with that value and time to live. Of a database: the rows of `table`
// where the columns are so, or the way along which these are found; what it is in its set; its clients.
struct StoreCheck {
  std::string of;
  std::string key;
  bool exists = true;
  ComparedList value;  // one at most; as the others but rows
  ComparedList ttl;    // what never ends has none
  std::string table;
  std::string where_json = "{}";
  ComparedList count;
  ComparedList rows;         // pointers into the list of rows
  std::string newest;        // only the row with the greatest value of this column
  ComparedList index;        // columns of the index that is used; "" for none
  ComparedList looked_at;    // rows that were looked at to find them
  ComparedList role;         // "leader", "replica" or "witness"
  ComparedList connections;  // with the one that looks
};

Check make_check(StoreCheck check);
Check read_store_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
