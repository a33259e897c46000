// The data of a message: whole, or what changed since the last one.
#include <algorithm>

#include "checkride/protocol/codec.hpp"
#include "checkride/result/assert.hpp"
#include "data/data_requests.hpp"

namespace checkride::emulator {

using protocol::RequestFlags;

DataRequests::Block DataRequests::make_block(const DataDefinition& definition, bool tagged, SimObject& object,
                                             const RequestContext& context) {
  // Faults may give one client other values than the next.
  if (!tagged && &object == &context.simulator && context.faults.empty()) {
    const SharedBlock& block = context.blocks.block(definition, object);
    return {block.count, block.bytes};
  }
  bytes_.clear();
  for (std::size_t place = 0; place < definition.datums.size(); ++place) {
    if (tagged) protocol::DatumWriter(bytes_).tag(definition.tag_of(place));
    append_value(definition.datums[place], object, bytes_);
  }
  return {static_cast<std::uint32_t>(definition.datums.size()), bytes_};
}

DataRequests::Block DataRequests::make_changes(Periodic& request, const DataDefinition& definition, SimObject& object) {
  const bool tagged = has(request.asked.flags, RequestFlags::tagged);
  const bool whole = request.sent_datums != definition.datums.size();  // the first message, or the definition grew
  present_.clear();
  bytes_.clear();
  std::uint32_t count = 0;
  for (std::size_t place = 0; place < definition.datums.size(); ++place) {
    const Datum& datum = definition.datums[place];
    const std::size_t at = present_.size();
    append_value(datum, object, present_);
    const auto now = std::span(present_).subspan(at);
    if (!whole && !changed(datum, std::span(request.sent).subspan(at, now.size()), now)) continue;
    ++count;
    if (!tagged) continue;
    protocol::DatumWriter(bytes_).tag(definition.tag_of(place));
    bytes_.insert(bytes_.end(), now.begin(), now.end());
    if (!whole) std::copy(now.begin(), now.end(), request.sent.begin() + static_cast<std::ptrdiff_t>(at));
  }
  if (count == 0) return {};
  if (!tagged || whole) request.sent = present_;
  request.sent_datums = definition.datums.size();
  // Untagged messages have all data as soon as one changed; what is remembered is what was sent.
  if (!tagged) return {static_cast<std::uint32_t>(definition.datums.size()), present_};
  return {count, bytes_};
}

void DataRequests::Head::remember(std::span<const std::byte> message, const Block& block) {
  if (message.empty()) return;
  CHECKRIDE_ASSERT(message.size() >= block.bytes.size() && message.size() - block.bytes.size() <= kMaxBytes);
  size = static_cast<std::uint32_t>(message.size() - block.bytes.size());
  count = block.count;
  length = block.bytes.size();
  std::copy_n(message.begin(), size, bytes.begin());
}

}  // namespace checkride::emulator
