// All messages of the protocol: the list that the codec, the tests and the documents walk.
//
// A message that is not in these lists does not exist for the codec: its frame decodes to Unknown.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <variant>

#include "checkride/protocol/messages/client_ai_objects.hpp"
#include "checkride/protocol/messages/client_ai_objects_ex1.hpp"
#include "checkride/protocol/messages/client_cameras.hpp"
#include "checkride/protocol/messages/client_client_data.hpp"
#include "checkride/protocol/messages/client_data_definitions.hpp"
#include "checkride/protocol/messages/client_events.hpp"
#include "checkride/protocol/messages/client_facilities.hpp"
#include "checkride/protocol/messages/client_input_and_system_events.hpp"
#include "checkride/protocol/messages/client_missions_and_state.hpp"
#include "checkride/protocol/messages/client_msfs2020.hpp"
#include "checkride/protocol/messages/client_weather.hpp"
#include "checkride/protocol/messages/server_connection_and_events.hpp"
#include "checkride/protocol/messages/server_data.hpp"
#include "checkride/protocol/messages/server_lists.hpp"

namespace checkride::protocol {

// A frame of an id that the table does not have; its payload is kept and can be sent on as it came.
struct Unknown {
  std::uint32_t id = 0;  // without the high bits of client frames
  std::span<const std::byte> payload;
};

// The messages of one direction, by ascending id.
template <class... Messages>
struct MessageList {
  using Variant = std::variant<Messages..., Unknown>;
};

using ClientMessages = MessageList<
    Open, RequestResponseTimes, MapClientEventToSimEvent, TransmitClientEvent, SetSystemEventState,
    AddClientEventToNotificationGroup, RemoveClientEvent, SetNotificationGroupPriority, ClearNotificationGroup,
    RequestNotificationGroup, AddToDataDefinition, ClearDataDefinition, RequestDataOnSimObject,
    RequestDataOnSimObjectType, SetDataOnSimObject, MapInputEventToClientEvent, SetInputGroupPriority, RemoveInputEvent,
    ClearInputGroup, SetInputGroupState, RequestReservedKey, SubscribeToSystemEvent, UnsubscribeFromSystemEvent,
    WeatherRequestInterpolatedObservation, WeatherRequestObservationAtStation,
    WeatherRequestObservationAtNearestStation, WeatherCreateStation, WeatherRemoveStation, WeatherSetObservation,
    WeatherSetModeServer, WeatherSetModeTheme, WeatherSetModeGlobal, WeatherSetModeCustom, WeatherSetDynamicUpdateRate,
    WeatherRequestCloudState, WeatherCreateThermal, WeatherRemoveThermal, AICreateParkedATCAircraft,
    AICreateEnrouteATCAircraft, AICreateNonATCAircraft, AICreateSimulatedObject, AIReleaseControl, AIRemoveObject,
    AISetAircraftFlightPlan, ExecuteMissionAction, CompleteCustomMissionAction, CameraSetRelative6DOF, MenuAddItem,
    MenuDeleteItem, MenuAddSubItem, MenuDeleteSubItem, RequestSystemState, SetSystemState, MapClientDataNameToID,
    CreateClientData, AddToClientDataDefinition, ClearClientDataDefinition, RequestClientData, SetClientData,
    FlightLoad, FlightSave, FlightPlanLoad, Text, SubscribeToFacilities, UnsubscribeToFacilities, RequestFacilitiesList,
    TransmitClientEvent_EX1, AddToFacilityDefinition, RequestFacilityData, SubscribeToFacilities_EX1,
    UnsubscribeToFacilities_EX1, RequestFacilitiesList_EX1, RequestFacilityData_EX1, RequestJetwayData,
    EnumerateControllers, MapInputEventToClientEvent_EX1, ExecuteAction, EnumerateInputEvents, GetInputEvent,
    SetInputEvent, SubscribeInputEvent, UnsubscribeInputEvent, EnumerateInputEventParams,
    AddFacilityDataDefinitionFilter, ClearAllFacilityDataDefinitionFilters, AICreateParkedATCAircraft_EX1,
    AICreateEnrouteATCAircraft_EX1, AICreateNonATCAircraft_EX1, AICreateSimulatedObject_EX1,
    EnumerateSimObjectsAndLiveries, SubscribeToFlowEvent, UnsubscribeToFlowEvent, RequestAllFacilities, CameraAcquire,
    CameraRelease, CameraGetStatus, CameraSet, CameraGet, CameraEnableFlag, CameraDisableFlag,
    SubscribeToCameraStatusUpdate, UnsubscribeToCameraStatusUpdate, EnumerateCameraDefinitions,
    CameraSetUsingCameraDefinition, SubscribeToCommBusEvent, UnsubscribeToCommBusEvent, CallCommBusEvent,
    SubscribeToCameraWorldLockerStatusUpdate, UnsubscribeToCameraWorldLockerStatusUpdate, RequestCameraWorldLocker,
    DeleteCameraWorldLocker>;

using ServerMessages =
    MessageList<RecvNull, RecvException, RecvOpen, RecvQuit, RecvEvent, RecvEventObjectAddRemove, RecvEventFilename,
                RecvEventFrame, RecvSimObjectData, RecvSimObjectDataByType, RecvWeatherObservation, RecvCloudState,
                RecvAssignedObjectId, RecvReservedKey, RecvCustomAction, RecvSystemState, RecvClientData,
                RecvEventWeatherMode, RecvAirportList, RecvVorList, RecvNdbList, RecvWaypointList,
                RecvEventMultiplayerServerStarted, RecvEventMultiplayerClientStarted, RecvEventMultiplayerSessionEnded,
                RecvEventRaceEnd, RecvEventRaceLap, RecvEventEx1, RecvFacilityData, RecvFacilityDataEnd,
                RecvFacilityMinimalList, RecvJetwayData, RecvControllersList, RecvActionCallback,
                RecvEnumerateInputEvents, RecvGetInputEvent, RecvSubscribeInputEvent, RecvEnumerateInputEventParams,
                RecvEnumerateSimObjectAndLiveryList, RecvFlowEvent, RecvCameraData, RecvCameraStatus,
                RecvCameraDefinitionList, RecvCommBus, RecvCameraWorldLocker, RecvResponseTimes>;

// Any message of a client, or Unknown: a std::variant with a name of its own, which keeps symbols short.
struct ClientMessage : ClientMessages::Variant {
  using Variant = ClientMessages::Variant;
  using Variant::Variant;
};

// Any message of a server, or Unknown.
struct ServerMessage : ServerMessages::Variant {
  using Variant = ServerMessages::Variant;
  using Variant::Variant;
};

template <class V>
concept AnyMessage = std::same_as<V, ClientMessage> || std::same_as<V, ServerMessage>;

namespace detail {

template <class Result, AnyMessage V, class Visit, std::size_t kIndex>
constexpr Result visit_at(const V& message, const Visit& visit) {
  return visit(*std::get_if<kIndex>(&message));
}

}  // namespace detail

// Calls `visit` with the struct that `message` holds: std::visit at a fraction of its compile time.
template <AnyMessage V, class Visit>
constexpr decltype(auto) visit_message(const V& message, const Visit& visit) {
  using Result = decltype(visit(Unknown{}));
  return [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) -> Result {
    using Call = Result (*)(const V&, const Visit&);
    static constexpr Call kCalls[]{&detail::visit_at<Result, V, Visit, kIndex>...};
    return kCalls[message.index()](message, visit);
  }(std::make_index_sequence<std::variant_size_v<typename V::Variant>>());
}

}  // namespace checkride::protocol
