// Goal: no bytes crash what a database reads: lines, queries, changes, messages of its set. Method: each line of the
// input is read as all of them; a change that can be read is done, and then stands in a dump that can be restored.
#include <cstddef>
#include <cstdint>
#include <string>

#include <boost/json/serialize.hpp>

#include "checkride/result/assert.hpp"
#include "services/stores/store_talk.hpp"
#include "services/stores/tables.hpp"

namespace {

using namespace checkride::harness;
using checkride::world::UtcTime;

const UtcTime kNow{std::chrono::seconds(1'767'600'000)};

std::vector<TableSpec> specs() {
  TableSpec table;
  table.name = "t";
  table.unique = {{"a"}};
  table.indexes = {{"b", "c"}, {"c"}, {"d:words"}};
  table.expire_after = std::chrono::hours(1);
  table.expire_at = "e";
  return {table};
}

void ask(stores::Tables& tables, const boost::json::object& object) {
  if (const auto query = stores::read_query(object)) {
    if (const auto found = tables.find(*query, kNow)) {
      CHECKRIDE_ASSERT(found->rows.size() <= found->plan.rows_looked_at);
    }
    if (const auto change = tables.update(*query, object, kNow)) tables.apply(*change);
  }
  boost::json::array rows;
  rows.push_back(object);
  if (const auto change = tables.insert("t", rows, kNow)) tables.apply(*change);
  std::vector<std::string> entries;
  (void)stores::read_vote_request(object);
  (void)stores::read_vote_answer(object);
  (void)stores::read_append_answer(object);
  (void)stores::read_append_request(object, &entries);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  stores::Tables tables(specs());
  stores::TalkReader reader;
  reader.feed(bytes);
  while (true) {
    const auto object = reader.next();
    if (!object || !*object) break;
    ask(tables, **object);
    if (const auto change = stores::decode_change(boost::json::serialize(**object))) tables.apply(*change);
  }
  tables.expire(kNow);
  const boost::json::object dump = tables.dump(kNow);
  stores::Tables again(specs());
  if (const auto change = again.restore(dump)) {
    again.apply(*change);
    again.expire(kNow);
    CHECKRIDE_ASSERT(again.sizes() == tables.sizes());
  }
  return 0;
}
