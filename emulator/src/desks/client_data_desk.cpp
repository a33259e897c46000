#include "desks/client_data_desk.hpp"

#include <vector>

#include "answers/limits.hpp"
#include "checkride/protocol/datum.hpp"
#include "commons/commons.hpp"
#include "faults/fault_board.hpp"

namespace checkride::emulator {
namespace {

using protocol::ClientDataPeriod;
using protocol::Exception;
using protocol::RequestFlags;
using Changes = std::vector<ClientDataAreas::Change>;

// Inferred: no limit is documented; it is that of everything else a client numbers.
constexpr std::size_t kMaxClientDataNames = 1000;
constexpr auto kKnownRequestFlags = RequestFlags::changed | RequestFlags::tagged;
// SetClientData: documented as 0, and third-party libraries send 1 (wire.md 7, item 18).
constexpr std::uint32_t kHighestReserved = 1;
constexpr Refusal kSizeMismatch{Exception::size_mismatch, 5};

// What faults put in the place of due data.
ClientDataRequests::Spoil spoil_of(const DeskContext& context) {
  if (context.faults == nullptr) return {};
  return [context](protocol::RequestId request, protocol::SendId send_id) -> std::optional<protocol::RecvException> {
    FaultBoard& faults = *context.faults;
    if (faults.empty()) return std::nullopt;
    const ClientName client{context.client, context.application};
    const auto reply =
        faults.exception_for(client, protocol::RecvClientData::kInfo.name, request.value, faults.present());
    if (!reply) return std::nullopt;
    protocol::RecvException exception;
    exception.exception = static_cast<Exception>(reply->exception);
    exception.send_id = send_id;
    exception.index = reply->index;
    return exception;
  };
}

Outcome read_untagged(std::span<const std::byte> data, const ClientDataDefinition& definition, Changes& changes) {
  if (data.size() != definition.size()) return kSizeMismatch;
  for (const ClientDatum& datum : definition.datums()) {
    changes.push_back({datum.offset, data.first(datum.size)});
    data = data.subspan(datum.size);
  }
  return {};
}

Outcome read_tagged(std::span<const std::byte> data, const ClientDataDefinition& definition, Changes& changes) {
  while (!data.empty()) {
    protocol::DatumReader reader(data);
    const protocol::DatumId tag = reader.tag();
    if (reader.failed()) return kSizeMismatch;
    data = data.last(reader.remaining());
    const auto place = definition.find(tag);
    if (!place) return Refusal{Exception::datum_id, 6};
    const ClientDatum& datum = definition.datums()[*place];
    if (data.size() < datum.size) return kSizeMismatch;
    changes.push_back({datum.offset, data.first(datum.size)});
    data = data.subspan(datum.size);
  }
  return {};
}

}  // namespace

ClientDataDesk::ClientDataDesk(const DeskContext& context)
    : context_(context), areas_(context.commons.client_data), requests_(definitions_, areas_, spoil_of(context)) {
  areas_.connect(context_.client, *this);
}

ClientDataDesk::~ClientDataDesk() {
  areas_.disconnect(context_.client);
}

const std::string* ClientDataDesk::find_area(protocol::ClientDataId id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? nullptr : &found->second;
}

// A name that another client uses is no mistake: that is how clients meet (semantics 15.1).
Outcome ClientDataDesk::on(const protocol::MapClientDataNameToID& message, const Occasion&) {
  if (names_.contains(message.client_data_id)) return Refusal{Exception::duplicate_id, 2};
  if (names_.size() >= kMaxClientDataNames) return Refusal{Exception::too_many_objects, 2};
  std::string area = area_key(message.client_data_name);
  const bool strict = context_.profile.choices.areas_of_others_are_refused;
  if (strict && areas_.exists(area) && !areas_.is_made_by(area, self())) return Refusal{Exception::already_created, 1};
  names_.emplace(message.client_data_id, std::move(area));
  return {};
}

Outcome ClientDataDesk::on(const protocol::CreateClientData& message, const Occasion&) {
  const std::string* area = find_area(message.client_data_id);
  if (area == nullptr) return Refusal{Exception::unrecognized_id, 1};
  const ClientDataAreas::Wanted wanted{message.size,
                                       protocol::has(message.flags, protocol::CreateClientDataFlags::read_only)};
  if (!areas_.may_create(*area, self(), wanted)) return Refusal{Exception::already_created, 1};
  if (wanted.size == 0 || wanted.size > protocol::kMaxClientDataBytes) return Refusal{Exception::invalid_data_size, 2};
  if (!areas_.has_room(*area, wanted)) return Refusal{Exception::out_of_bounds, 2};
  if ((message.flags & protocol::CreateClientDataFlags::read_only) != message.flags) {
    return Refusal{Exception::data_error, 3};
  }
  areas_.create(*area, self(), wanted);
  return {};
}

Outcome ClientDataDesk::on(const protocol::AddToClientDataDefinition& message, const Occasion&) {
  if (definitions_.size() >= kMaxDefinitions && !definitions_.contains(message.define_id)) {
    return Refusal{Exception::too_many_objects, 1};
  }
  const auto [definition, added] = definitions_.try_emplace(message.define_id);
  Outcome refused = definition->second.add(message);
  if (refused && added) definitions_.erase(definition);
  return refused;
}

Outcome ClientDataDesk::on(const protocol::ClearClientDataDefinition& message, const Occasion&) {
  if (definitions_.erase(message.define_id) == 0) return Refusal{Exception::unrecognized_id, 1};
  requests_.drop_definition(message.define_id);
  return {};
}

// An area that nobody created may be asked for. Inferred: it reads as zeros, like all that lies beyond an area's end.
Outcome ClientDataDesk::on(const protocol::RequestClientData& message, const Occasion& occasion) {
  if (message.period == ClientDataPeriod::never) {
    requests_.stop(message.request_id);  // whatever it names besides; silent when there is none
    return {};
  }
  const std::string* area = find_area(message.client_data_id);
  if (area == nullptr) return Refusal{Exception::unrecognized_id, 1};
  const bool repeats = message.period != ClientDataPeriod::once;
  if (repeats && !requests_.has(message.request_id) && requests_.size() >= kMaxRequests) {
    return Refusal{Exception::too_many_requests, 2};
  }
  if (!definitions_.contains(message.define_id)) return Refusal{Exception::unrecognized_id, 3};
  const Choices& choices = context_.profile.choices;
  if (message.period > ClientDataPeriod::second) {
    return Refusal{choices.bad_period_is_error ? Exception::error : Exception::invalid_enum, 4};
  }
  const bool known = (message.flags & kKnownRequestFlags) == message.flags;
  if (!known && !choices.unknown_request_flags_are_ignored) return Refusal{Exception::data_error, 5};
  if (repeats) {
    requests_.start(message, *area, occasion.moment, occasion.send_id);
  } else {
    requests_.answer(message, *area, context_.outbox, occasion.send_id);
  }
  return {};
}

Outcome ClientDataDesk::on(const protocol::SetClientData& message, const Occasion&) {
  const std::string* area = find_area(message.client_data_id);
  if (area == nullptr) return Refusal{Exception::unrecognized_id, 1};
  if (!areas_.exists(*area)) return Refusal{Exception::out_of_bounds, 1};
  if (!areas_.may_write(*area, self())) return Refusal{Exception::illegal_operation, 1};
  const auto definition = definitions_.find(message.define_id);
  if (definition == definitions_.end()) return Refusal{Exception::unrecognized_id, 2};
  if ((message.flags & protocol::SetFlags::tagged) != message.flags) return Refusal{Exception::data_error, 3};
  if (message.reserved > kHighestReserved) return Refusal{Exception::data_error, 4};
  if (message.data.size() < message.unit_size) return kSizeMismatch;
  const auto data = message.data.first(message.unit_size);
  Changes changes;
  const bool tagged = protocol::has(message.flags, protocol::SetFlags::tagged);
  if (const Outcome refused =
          tagged ? read_tagged(data, definition->second, changes) : read_untagged(data, definition->second, changes)) {
    return refused;
  }
  areas_.set(*area, changes);
  return {};
}

void ClientDataDesk::area_set(std::string_view area) {
  requests_.area_set(area, context_.outbox);
}

void ClientDataDesk::end_frame(const FrameMoment& moment) {
  requests_.send_due(moment, context_.outbox);
}

std::optional<FrameNumber> ClientDataDesk::next_due(const FrameMoment& moment) const {
  return requests_.next_due(context_.simulator, moment);
}

}  // namespace checkride::emulator
