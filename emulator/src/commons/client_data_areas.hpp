// Client data areas: bytes under a name that any client may read, and write unless their creator forbade it
// (semantics 15.1, 15.4). Shared by all clients; an area lives until the simulator ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/clients.hpp"

namespace checkride::emulator {

// Bytes of all areas together: "1 MB" (semantics 27).
inline constexpr std::size_t kMaxClientDataTotal = 1024 * 1024;
// Inferred: areas outlive their makers, so that a million of one byte each must not come together.
inline constexpr std::size_t kMaxClientDataAreas = 10'000;

// Who wants to know that an area was set; told at once, once for each set.
class ClientDataListener {
 public:
  // `area` is the name as area_key() has it.
  virtual void area_set(std::string_view area) = 0;

 protected:
  ~ClientDataListener() = default;
};

// Names are compared without regard to case (semantics 3.5): what stands for one here.
std::string area_key(std::string_view name);

class ClientDataAreas {
 public:
  // A client and the name it gave in its Open, by which a creator that connects again is known. Inferred: something
  // must tell a creator that came back, and the name is all that a client says of itself.
  struct Client {
    ClientId id = 0;
    std::string_view application;
  };

  struct Wanted {
    std::size_t size = 0;  // bytes, 1 to kMaxClientDataBytes
    bool read_only = false;
  };

  // Told of every set while connected, in the order of connecting.
  void connect(ClientId client, ClientDataListener& listener) { listeners_.emplace(client, &listener); }
  // The areas of the client stay; it may come back to them.
  void disconnect(ClientId client);

  // As their makers, who are still there, made them: filled with 0, which everybody is told. Those of others are gone.
  void begin_again();

  // Whether `client` may create the area: nobody has, or it did itself and now wants it larger or no longer read-only.
  bool may_create(std::string_view area, const Client& client, const Wanted& wanted) const;
  // Whether all areas together stay within kMaxClientDataTotal and kMaxClientDataAreas.
  bool has_room(std::string_view area, const Wanted& wanted) const;
  // Makes the area, filled with 0, or makes it larger, its content kept. Both questions above were answered by yes.
  void create(std::string_view area, const Client& client, const Wanted& wanted);

  bool exists(std::string_view area) const { return areas_.contains(area); }
  // Neither of both is for an area that does not exist.
  bool is_made_by(std::string_view area, const Client& client) const;
  bool may_write(std::string_view area, const Client& client) const;
  // Its present bytes, valid until it is created or written again; none for an area that nobody created.
  std::span<const std::byte> bytes(std::string_view area) const;

  struct Change {
    std::uint64_t offset = 0;
    std::span<const std::byte> bytes;
  };
  // One set of one or more pieces; then everybody is told. Bytes beyond the end of the area are dropped.
  void set(std::string_view area, std::span<const Change> changes);

 private:
  struct Area {
    std::vector<std::byte> bytes;
    bool read_only = false;
    std::optional<ClientId> creator;  // none while it is away
    std::string creator_application;
  };
  static bool is_creator(const Area& area, const Client& client);

  std::map<std::string, Area, std::less<>> areas_;
  std::size_t total_ = 0;
  std::map<ClientId, ClientDataListener*> listeners_;
};

}  // namespace checkride::emulator
