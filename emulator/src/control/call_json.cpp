#include "control/call_json.hpp"

#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/datum.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/suggest.hpp"
#include "control/message_json.hpp"

namespace checkride::emulator {
namespace {

using values::json::Writer;

const protocol::MessageInfo* info_of_id(std::uint32_t id) {
  for (const protocol::MessageInfo& info : protocol::client_message_infos()) {
    if (info.id == id) return &info;
  }
  return nullptr;
}

// The values of the block, as far as they can be read.
class BlockJson {
 public:
  BlockJson(Writer& json, const DefinitionInfo& definition, std::span<const std::byte> data)
      : json_(json), definition_(definition), reader_(data) {}

  void write(bool tagged) {
    json_.key("values").begin_array();
    if (tagged) {
      while (!reader_.at_end() && write_tagged()) {
      }
    } else {
      for (std::size_t place = 0; place < definition_.datums.size() && !reader_.at_end(); ++place) write_value(place);
    }
    json_.end_array();
    json_.member("left_over_bytes", reader_.failed() ? cut_ : reader_.remaining());
    json_.member("cut", reader_.failed());
  }

 private:
  // False: no such datum.
  bool write_tagged() {
    const std::uint32_t tag = reader_.tag().value;
    if (reader_.failed()) return false;
    for (std::size_t place = 0; place < definition_.datums.size(); ++place) {
      const std::uint32_t id = definition_.datums[place].datum_id;
      if (id != tag && !(id == protocol::kNoDatumId.value && place == tag)) continue;
      write_value(place);
      return true;
    }
    return false;
  }

  void write_value(std::size_t place) {
    const DatumInfo& datum = definition_.datums[place];
    const auto type = type_named(datum.type);
    const std::size_t before = reader_.remaining();
    const protocol::DatumValue value = reader_.read(type);
    if (reader_.failed()) {
      cut_ = before;
      return;
    }
    json_.begin_object().member("datum", place + 1).member("name", datum.name).member("unit", datum.unit);
    json_.member("type", datum.type).member("bytes", before - reader_.remaining()).key("value");
    write_datum(json_, value);
    json_.end_object();
  }

  Writer& json_;
  const DefinitionInfo& definition_;
  protocol::DatumReader reader_;
  std::size_t cut_ = 0;  // bytes at the end that are no whole value
};

void write_data(Writer& json, const Call& call, const protocol::SetDataOnSimObject& message) {
  json.key("data").begin_object().member("define_id", message.define_id.value).member("bytes", message.data.size());
  if (call.definition == nullptr) {
    json.member("known", false).end_object();
    return;
  }
  json.member("known", true);
  BlockJson(json, *call.definition, message.data).write(has(message.flags, protocol::SetFlags::tagged));
  json.end_object();
}

}  // namespace

protocol::DataType type_named(std::string_view word) {
  constexpr std::uint32_t kTypes = 32;  // more than there are
  for (std::uint32_t number = 0; number < kTypes; ++number) {
    const auto type = static_cast<protocol::DataType>(number);
    if (protocol::is_data_type(type) && values::same_text(to_string(type), word)) return type;
  }
  return protocol::DataType::invalid;
}

std::string_view message_name(const Call& call) {
  if (!call.message_id) return "frame";
  const protocol::MessageInfo* info = info_of_id(*call.message_id);
  return info == nullptr ? std::string_view("Unknown") : info->name;
}

std::string suggest_message(std::string_view word, std::span<const std::string_view> messages) {
  constexpr std::string_view kFunction = "SimConnect_";
  if (values::same_text(word.substr(0, kFunction.size()), kFunction)) word.remove_prefix(kFunction.size());
  return values::suggestion(word, messages);
}

void write_call(Writer& json, const ClientCalls& client, const Call& call, world::Instant start) {
  json.begin_object().member("sequence", call.sequence).member("client", client.client);
  json.member("client_name", client.name).member("message", message_name(call));
  const std::vector<std::byte> bytes = call.bytes.unpack();
  const auto frame = protocol::decode_client(bytes);
  json.member("send_id", frame ? frame->send_id.value : frame.error().send_id.value);
  json.member("frame", call.frame).member("seconds", world::to_seconds(call.time - start)).key("fields");
  if (frame) {
    write_fields(json, frame->message, frame->version);
    const auto* set = std::get_if<protocol::SetDataOnSimObject>(&frame->message);
    if (set != nullptr) write_data(json, call, *set);
  } else {
    json.begin_object().end_object().member("undecodable", frame.error().text());
  }
  if (call.refused) {
    json.key("exception").begin_object().member("exception", call.refused->exception);
    json.member("index", call.refused->index).end_object();
  }
  json.end_object();
}

}  // namespace checkride::emulator
