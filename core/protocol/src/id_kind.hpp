// Which kind of id a C++ type is.
#pragma once

#include <type_traits>

#include "checkride/protocol/field_values.hpp"

namespace checkride::protocol::detail {

template <class T>
inline constexpr IdKind kIdKind = IdKind::none;
template <>
inline constexpr IdKind kIdKind<RequestId> = IdKind::request;
template <>
inline constexpr IdKind kIdKind<DefinitionId> = IdKind::definition;
template <>
inline constexpr IdKind kIdKind<DatumId> = IdKind::datum;
template <>
inline constexpr IdKind kIdKind<EventId> = IdKind::event;
template <>
inline constexpr IdKind kIdKind<GroupId> = IdKind::group;
template <>
inline constexpr IdKind kIdKind<InputGroupId> = IdKind::input_group;
template <>
inline constexpr IdKind kIdKind<ClientDataId> = IdKind::client_data;
template <>
inline constexpr IdKind kIdKind<SendId> = IdKind::send;
template <>
inline constexpr IdKind kIdKind<ObjectId> = IdKind::object;
template <>
inline constexpr IdKind kIdKind<RecordId> = IdKind::record;
template <>
inline constexpr IdKind kIdKind<InputEventHash> = IdKind::input_event;

}  // namespace checkride::protocol::detail
