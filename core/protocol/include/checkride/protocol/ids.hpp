// Identifiers, versions, limits and constants of the SimConnect wire protocol.
//
// Each kind of identifier is a type of its own, so that a DefinitionId cannot be passed where a RequestId is meant:
//
//   RequestDataOnSimObject request{.request_id = RequestId{7}, .define_id = DefinitionId{1}};
//
// Source: wire.md 0, 1.3, 2.3 and 5.7.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace checkride::protocol {

// A number on the wire that names one kind of thing. Any value is legal, 0 too; kUnused means "none" where allowed.
template <class Kind>
struct Id {
  std::uint32_t value = 0;

  constexpr auto operator<=>(const Id&) const = default;
};

// Picked by the client, each in its own number space, private to the connection.
using RequestId = Id<struct RequestIdKind>;
using DefinitionId = Id<struct DefinitionIdKind>;
using DatumId = Id<struct DatumIdKind>;
using EventId = Id<struct EventIdKind>;
using GroupId = Id<struct GroupIdKind>;
using InputGroupId = Id<struct InputGroupIdKind>;
using ClientDataId = Id<struct ClientDataIdKind>;
// Number of a client frame, counted by the client; only EXCEPTION gives it back. 0 in EXCEPTION: no particular frame.
using SendId = Id<struct SendIdKind>;
// Picked by the server.
using ObjectId = Id<struct ObjectIdKind>;
using RecordId = Id<struct RecordIdKind>;

// Names an input event (B: variable) of the loaded aircraft; 0 stands for all of them when subscribing.
struct InputEventHash {
  std::uint64_t value = 0;

  constexpr auto operator<=>(const InputEventHash&) const = default;
};

// A Windows GUID in its 16 bytes of memory order.
struct Guid {
  std::array<std::byte, 16> bytes{};

  constexpr auto operator<=>(const Guid&) const = default;
};

// The version of the protocol that a client speaks; it stands in every header of a connection. Values that no
// simulator speaks can arrive: is_spoken() tells. Their frames are laid out like the nearest version that is spoken.
enum class Protocol : std::uint32_t { fsx_rtm = 2, fsx_sp1 = 3, fsx_sp2 = 4, msfs2020 = 5, msfs2024 = 6 };

inline constexpr std::array kProtocols{Protocol::fsx_rtm, Protocol::fsx_sp1, Protocol::fsx_sp2, Protocol::msfs2020,
                                       Protocol::msfs2024};
inline constexpr Protocol kOldestProtocol = kProtocols.front();
inline constexpr Protocol kNewestProtocol = kProtocols.back();

// "fsx_rtm" ... "msfs2024", or "unknown".
std::string_view to_string(Protocol protocol);

constexpr std::uint32_t number_of(Protocol protocol) {
  return static_cast<std::uint32_t>(protocol);
}

constexpr bool is_spoken(Protocol protocol) {
  return protocol >= kOldestProtocol && protocol <= kNewestProtocol;
}

// What a client of the vendor's library announces in Open for a protocol version (wire.md 2.3).
struct ClientIdentity {
  std::array<std::byte, 4> client_tag{};
  std::uint32_t version_major = 0;
  std::uint32_t version_minor = 0;
  std::uint32_t build_major = 0;
  std::uint32_t build_minor = 0;
};

ClientIdentity client_identity(Protocol protocol);

// Frames: a header, then the payload; the first four bytes of the header are the length of the whole frame.
inline constexpr std::size_t kClientHeaderBytes = 16;
inline constexpr std::size_t kServerHeaderBytes = 12;
inline constexpr std::size_t kMaxFrameBytes = 41088;
// Set in the id of every client frame by the vendor's library; readers ignore these bits.
inline constexpr std::uint32_t kClientIdBits = 0xF0000000;
inline constexpr std::uint32_t kClientIdMask = 0x0FFFFFFF;

inline constexpr std::uint32_t kUnused = 0xFFFFFFFF;
inline constexpr GroupId kUnknownGroup{kUnused};         // EVENT: a system event, outside all groups
inline constexpr DatumId kNoDatumId{kUnused};            // AddToDataDefinition: none was given
inline constexpr SendId kUnknownSendId{0};               // EXCEPTION: no particular frame
inline constexpr std::uint32_t kUnknownIndex = kUnused;  // EXCEPTION: no particular parameter
inline constexpr ObjectId kObjectIdUser{0};              // the user's aircraft
inline constexpr ObjectId kObjectIdMax{0xFFFFFF7F};      // largest id of a real object
inline constexpr ObjectId kObjectIdUserAvatar{0xFFFFFF80};
inline constexpr ObjectId kObjectIdUserCurrent{0xFFFFFF81};

// Priorities of groups: a smaller number is served first. Any number is legal.
inline constexpr std::uint32_t kGroupPriorityHighest = 1;
inline constexpr std::uint32_t kGroupPriorityHighestMaskable = 10'000'000;
inline constexpr std::uint32_t kGroupPriorityStandard = 1'900'000'000;
inline constexpr std::uint32_t kGroupPriorityDefault = 2'000'000'000;
inline constexpr std::uint32_t kGroupPriorityLowest = 4'000'000'000;

inline constexpr std::size_t kMaxDefinitionEntries = 1000;
inline constexpr std::size_t kMaxGroupEvents = 1000;
inline constexpr std::uint32_t kMaxRadiusMeters = 200'000;
inline constexpr std::size_t kMaxClientDataBytes = 8192;
inline constexpr std::size_t kMaxMetarBytes = 2000;
inline constexpr std::size_t kCloudStateBytes = 4096;
inline constexpr std::uint32_t kClientDataOffsetAuto = kUnused;

}  // namespace checkride::protocol
