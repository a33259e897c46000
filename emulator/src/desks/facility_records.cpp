#include "desks/facility_records.hpp"

#include <algorithm>
#include <array>

#include "checkride/protocol/messages.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

using protocol::FacilityDataType;

struct NodeType {
  std::string_view node;
  FacilityDataType type{};
};

constexpr std::array kNodeTypes{
    NodeType{"AIRPORT", FacilityDataType::airport},
    NodeType{"RUNWAY", FacilityDataType::runway},
    NodeType{"START", FacilityDataType::start},
    NodeType{"FREQUENCY", FacilityDataType::frequency},
    NodeType{"HELIPAD", FacilityDataType::helipad},
    NodeType{"APPROACH", FacilityDataType::approach},
    NodeType{"APPROACH_TRANSITION", FacilityDataType::approach_transition},
    NodeType{"APPROACH_LEG", FacilityDataType::approach_leg},
    NodeType{"FINAL_APPROACH_LEG", FacilityDataType::final_approach_leg},
    NodeType{"MISSED_APPROACH_LEG", FacilityDataType::missed_approach_leg},
    NodeType{"DEPARTURE", FacilityDataType::departure},
    NodeType{"ARRIVAL", FacilityDataType::arrival},
    NodeType{"RUNWAY_TRANSITION", FacilityDataType::runway_transition},
    NodeType{"ENROUTE_TRANSITION", FacilityDataType::enroute_transition},
    NodeType{"TAXI_POINT", FacilityDataType::taxi_point},
    NodeType{"TAXI_PARKING", FacilityDataType::taxi_parking},
    NodeType{"TAXI_PATH", FacilityDataType::taxi_path},
    NodeType{"TAXI_NAME", FacilityDataType::taxi_name},
    NodeType{"JETWAY", FacilityDataType::jetway},
    NodeType{"VOR", FacilityDataType::vor},
    NodeType{"NDB", FacilityDataType::ndb},
    NodeType{"WAYPOINT", FacilityDataType::waypoint},
    NodeType{"ROUTE", FacilityDataType::route},
    NodeType{"PAVEMENT", FacilityDataType::pavement},
    NodeType{"APPROACHLIGHTS", FacilityDataType::approach_lights},
    NodeType{"VASI", FacilityDataType::vasi},
    NodeType{"VDGS", FacilityDataType::vdgs},
    NodeType{"HOLDING_PATTERN", FacilityDataType::holding_pattern},
    NodeType{"AIRLINE", FacilityDataType::taxi_parking_airline},
};

FacilityDataType type_of(std::string_view node) {
  const auto* const found = std::ranges::find(kNodeTypes, node, &NodeType::node);
  CHECKRIDE_ASSERT(found != kNodeTypes.end());
  return found->type;
}

class RecordWriter {
 public:
  RecordWriter(const FacilityDefinition& definition, protocol::RequestId request, protocol::RecordId& last_record,
               Outbox& outbox)
      : definition_(definition), request_(request), last_record_(last_record), outbox_(outbox) {}

  // `record` says where the element stands: parent and place in its list.
  void write(const Element& element, const FacilityNode& node, const std::string& path,
             protocol::RecvFacilityData record) {
    ++last_record_.value;
    record.user_request_id = request_;
    record.unique_request_id = last_record_;
    record.type = type_of(node.node);
    std::vector<std::byte> data;
    data.reserve(node.data_bytes);
    for (const catalog::FacilityField* field : node.fields) append_field(element, *field, data);
    CHECKRIDE_ASSERT(data.size() == node.data_bytes);
    record.data = data;
    outbox_.answer(record);
    const protocol::RecordId parent = record.unique_request_id;
    for (const FacilityNode& child : node.children) write_children(element, child, path, parent);
  }

 private:
  // Places and the size of the list are of the elements that are sent. Inferred: a filter thins the list itself.
  void write_children(const Element& parent, const FacilityNode& node, const std::string& parent_path,
                      protocol::RecordId parent_record) {
    const std::string path = parent_path + ":" + std::string(node.opened_as);
    std::vector<const Element*> wanted;
    for (const ElementList& list : parent.children) {
      if (list.child != node.opened_as) continue;
      for (const Element& element : list.elements) {
        if (definition_.wants(path, element)) wanted.push_back(&element);
      }
    }
    for (std::size_t index = 0; index < wanted.size(); ++index) {
      protocol::RecvFacilityData record;
      record.parent_unique_request_id = parent_record;
      record.is_list_item = true;
      record.item_index = static_cast<std::uint32_t>(index);
      record.list_size = static_cast<std::uint32_t>(wanted.size());
      write(*wanted[index], node, path, record);
    }
  }

  const FacilityDefinition& definition_;
  protocol::RequestId request_;
  protocol::RecordId& last_record_;
  Outbox& outbox_;
};

}  // namespace

void send_facility(const Element& element, const FacilityDefinition& definition, protocol::RequestId request,
                   protocol::RecordId& last_record, Outbox& outbox) {
  const FacilityNode& root = definition.root();
  CHECKRIDE_ASSERT(element.node == root.node);
  const std::string path(root.node);
  if (definition.wants(path, element)) {
    RecordWriter(definition, request, last_record, outbox).write(element, root, path, {});
  }
  protocol::RecvFacilityDataEnd end;
  end.request_id = request;
  outbox.answer(end);
}

}  // namespace checkride::emulator
