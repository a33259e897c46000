// Texts of the keys of services, of each kind.
#include "schema/key_texts.hpp"

namespace checkride::harness {

namespace {

constexpr KeyText kTexts[] = {
    {"scenario.services", "What members talk to besides simulators, by name."},
    {"scenario.services.NAME.kind", "What it is."},
    {"scenario.services.NAME.names", "Host names that lead to it on the virtual rig."},
    {"scenario.services.NAME.port", "Where it listens on the virtual rig; a database on 5432, a keyvalue on 6379."},
    {"scenario.services.NAME.password", "What its clients have to say first; without it nothing."},
    {"scenario.services.NAME.replica_of", "The store of the same kind that it copies."},
    {"scenario.services.NAME.connections_max", "How many clients may be connected at once."},
    {"scenario.services.NAME.latency", "How long every request takes."},
    {"scenario.services.NAME.durable", "Does an answer wait until the disk has what was written?"},
    {"scenario.services.NAME.data", "Without data a member of a set only votes."},
    {"scenario.services.NAME.lag", "A replica shows what was written so long ago."},
    {"scenario.services.NAME.election", "How another member comes to lead."},
    {"scenario.services.NAME.election.after", "So long nothing was heard of the one that leads."},
    {"scenario.services.NAME.tables", "Its tables, by name."},
    {"scenario.services.NAME.tables.NAME.required", "Columns that every row has."},
    {"scenario.services.NAME.tables.NAME.unique", "Columns, or lists of them, of which no two rows have the same."},
    {"scenario.services.NAME.tables.NAME.indexes",
     "Columns by which rows are found fast; name:words of the words in one."},
    {"scenario.services.NAME.tables.NAME.expire", "When rows go away by themselves."},
    {"scenario.services.NAME.tables.NAME.expire.after", "At this age."},
    {"scenario.services.NAME.tables.NAME.expire.at", "At the time in this column."},
    {"scenario.services.NAME.memory_max", "How much it may hold; without it there is no limit."},
    {"scenario.services.NAME.eviction", "What happens at memory_max: writes are refused, or the least used keys go."},
    {"scenario.services.NAME.append_only", "When a change is on the disk: before its answer, within a second, never."},
    {"scenario.services.NAME.save", "When a snapshot is saved: \"900 1\", after 900 s with at least one change."},
    {"scenario.services.NAME.idle_timeout", "A client that says nothing for so long is cut off; 0 for never."},
    {"scenario.services.NAME.clients_max", "How many clients may be connected at once."},
};

}  // namespace

std::span<const KeyText> service_texts() {
  return kTexts;
}

}  // namespace checkride::harness
