#include "commons/client_data_areas.hpp"

#include <algorithm>

#include "checkride/protocol/ids.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::emulator {

std::string area_key(std::string_view name) {
  return values::lower(name);
}

void ClientDataAreas::disconnect(ClientId client) {
  listeners_.erase(client);
  for (auto& [name, area] : areas_) {
    if (area.creator == client) area.creator.reset();
  }
}

void ClientDataAreas::begin_again() {
  std::erase_if(areas_, [this](const auto& entry) {
    if (entry.second.creator) return false;
    total_ -= entry.second.bytes.size();
    return true;
  });
  for (auto& [name, area] : areas_) {
    std::ranges::fill(area.bytes, std::byte{0});
    set(name, {});
  }
}

bool ClientDataAreas::is_creator(const Area& area, const Client& client) {
  if (area.creator) return *area.creator == client.id;
  return area.creator_application == client.application;
}

bool ClientDataAreas::may_create(std::string_view area, const Client& client, const Wanted& wanted) const {
  const auto found = areas_.find(area);
  if (found == areas_.end()) return true;
  const Area& old = found->second;
  const bool larger = wanted.size > old.bytes.size();
  const bool freed = wanted.size == old.bytes.size() && old.read_only && !wanted.read_only;
  return is_creator(old, client) && (larger || freed);
}

bool ClientDataAreas::has_room(std::string_view area, const Wanted& wanted) const {
  if (areas_.size() >= kMaxClientDataAreas && !exists(area)) return false;
  return total_ - bytes(area).size() + wanted.size <= kMaxClientDataTotal;
}

void ClientDataAreas::create(std::string_view area, const Client& client, const Wanted& wanted) {
  CHECKRIDE_ASSERT(wanted.size >= 1 && wanted.size <= protocol::kMaxClientDataBytes);
  CHECKRIDE_ASSERT(may_create(area, client, wanted) && has_room(area, wanted));
  const auto [place, added] = areas_.try_emplace(std::string(area));
  Area& made = place->second;
  total_ += wanted.size - made.bytes.size();
  made.bytes.resize(wanted.size);
  // Inferred: others rely on writing an area that was not read-only, so that it does not become so.
  made.read_only = wanted.read_only && (added || made.read_only);
  made.creator = client.id;
  made.creator_application = client.application;
}

bool ClientDataAreas::is_made_by(std::string_view area, const Client& client) const {
  const auto found = areas_.find(area);
  CHECKRIDE_ASSERT(found != areas_.end());
  return is_creator(found->second, client);
}

bool ClientDataAreas::may_write(std::string_view area, const Client& client) const {
  const auto found = areas_.find(area);
  CHECKRIDE_ASSERT(found != areas_.end());
  return !found->second.read_only || is_creator(found->second, client);
}

std::span<const std::byte> ClientDataAreas::bytes(std::string_view area) const {
  const auto found = areas_.find(area);
  if (found == areas_.end()) return {};
  return found->second.bytes;
}

void ClientDataAreas::set(std::string_view area, std::span<const Change> changes) {
  const auto found = areas_.find(area);
  CHECKRIDE_ASSERT(found != areas_.end());
  std::vector<std::byte>& bytes = found->second.bytes;
  for (const Change& change : changes) {
    if (change.offset >= bytes.size()) continue;
    const auto inside = change.bytes.first(std::min<std::size_t>(change.bytes.size(), bytes.size() - change.offset));
    std::copy(inside.begin(), inside.end(), bytes.begin() + static_cast<std::ptrdiff_t>(change.offset));
  }
  for (const auto& [client, listener] : listeners_) listener->area_set(area);
}

}  // namespace checkride::emulator
