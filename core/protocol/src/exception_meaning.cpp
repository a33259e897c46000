#include "checkride/protocol/exception_meaning.hpp"

#include <array>

namespace checkride::protocol {

std::string_view meaning_of(Exception value) {
  static constexpr std::array<std::string_view, 47> kMeanings{
      "no error; not sent",
      "unspecific failure",
      "data size or string length does not fit",
      "event, request, definition or object id unknown",
      "connection not opened; documented as unused",
      "client too new for the server; index 4",
      "more than 20 groups",
      "unknown variable, unit, event or state name",
      "more than 1000 event names",
      "client event id already in use",
      "more than 20 mappings",
      "more than 1000 objects",
      "more than 1000 requests",
      "bad port for the weather server; legacy",
      "METAR text not understood; legacy",
      "no observation; legacy",
      "legacy",
      "legacy",
      "data type does not exist or does not fit",
      "size of a structure or area not allowed",
      "generic problem with the data of a call",
      "array of SetDataOnSimObject not acceptable",
      "AI object not created",
      "flight plan missing or bad",
      "object is of the wrong kind",
      "operation not permitted, for example removing another client's object",
      "subscribed twice",
      "number outside an enumeration, for example the object type",
      "definition not usable, for example STRINGV with a repeating period",
      "id already in use",
      "datum id of a tagged set unknown",
      "radius or amount above the limit",
      "client data area name taken",
      "ATC aircraft too far from the user",
      "AI object: container (title) problem",
      "AI object: AI system problem",
      "AI object: ATC problem",
      "AI object: scheduling problem",
      "RequestJetwayData: index 1 bad or unloaded airport, 2 bad parking index, 99 internal",
      "ExecuteAction: unknown action; index 2",
      "ExecuteAction: name is no action; index 2",
      "ExecuteAction: parameters wrong; index 4",
      "input event hash unknown on get or subscribe",
      "input event hash unknown on set",
      "CommBus name reserved",
      "internal error",
      "camera not acquired, or the call failed",
  };
  const auto place = static_cast<std::size_t>(value);
  return place < kMeanings.size() ? kMeanings[place] : std::string_view("unknown");
}

}  // namespace checkride::protocol
