#include "desks/camera_desk.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "answers/list_pages.hpp"
#include "checkride/values/ascii.hpp"
#include "commons/camera_place.hpp"
#include "commons/commons.hpp"
#include "data/data_requests.hpp"

namespace checkride::emulator {
namespace {

using protocol::CameraReferential;

// All refusals of the camera are alike: no parameter is named (semantics 20.2).
constexpr Refusal kRefused{protocol::Exception::camera_api, protocol::kUnknownIndex};

// Bits of CameraSet.
constexpr std::uint32_t kPosition = 0x1;
constexpr std::uint32_t kRotation = 0x2;
constexpr std::uint32_t kTarget = 0x4;
constexpr std::uint32_t kFov = 0x8;
constexpr std::uint32_t kReferential = 0x10;  // of one SDK: the referential of the call counts, as it always does here
constexpr std::uint32_t kAllBits = kPosition | kRotation | kTarget | kFov | kReferential;
// Bits of CameraEnableFlag.
constexpr std::uint32_t kInteraction = 0x1;  // the mouse works in the cockpit; nobody has one here
constexpr std::uint32_t kAboveGround = 0x2;

bool is_referential(CameraReferential value) {
  return value <= CameraReferential::simobject_datum;
}

bool is_finite(const protocol::CameraData& data) {
  const auto finite = [](const protocol::Xyz& xyz) {
    return std::isfinite(xyz.x) && std::isfinite(xyz.y) && std::isfinite(xyz.z);
  };
  return finite(data.position) && finite(data.targeted_pos) && std::isfinite(data.pbh.pitch) &&
         std::isfinite(data.pbh.bank) && std::isfinite(data.pbh.heading) && std::isfinite(data.fov);
}

}  // namespace

CameraDesk::CameraDesk(const DeskContext& context) : context_(context), camera_(context.commons.camera) {
  // While nobody was there nobody noticed.
  camera_.follow_game(context.simulator.event_value("Pause") != 0);
  camera_.enter(context_.client, *this);
}

CameraDesk::~CameraDesk() {
  camera_.leave(context_.client);
}

protocol::RecvCameraStatus CameraDesk::status() const {
  protocol::RecvCameraStatus message;
  message.acquired_state = camera_.availability(context_.client);
  message.game_controlled = camera_.game_controlled();
  return message;
}

void CameraDesk::hear_status(bool concerned) {
  if (concerned || wants_status_) context_.outbox.event(status());
}

void CameraDesk::hear_locker(protocol::WorldLockerStatus status) {
  if (!wants_locker_) return;
  protocol::RecvCameraWorldLocker message;
  message.status = status;
  context_.outbox.event(message);
}

Outcome CameraDesk::on(const protocol::CameraAcquire& message, const Occasion&) {
  // An empty name is refused; early clients' frame of 16 bytes has none at all, and is taken.
  if (message.client_id.empty() && message.client_id.data() != nullptr) return kRefused;
  camera_.acquire(context_.client);
  return {};
}

Outcome CameraDesk::on(const protocol::CameraRelease& message, const Occasion&) {
  if (!camera_.held_by(context_.client)) return kRefused;
  const CameraDefinition* definition = nullptr;
  if (!message.camera_def_name.empty()) {
    definition = find_camera_definition(message.camera_def_name);
    if (definition == nullptr) return kRefused;
  }
  camera_.release(context_.client, definition == nullptr ? nullptr : &definition->view);
  return {};
}

Outcome CameraDesk::on(const protocol::CameraGetStatus&, const Occasion&) {
  context_.outbox.answer(status());
  return {};
}

void CameraDesk::set_place(const protocol::CameraSet& message) {
  const protocol::CameraData& data = message.camera_data;
  CameraView& view = camera_.view();
  if ((message.data_mask & kPosition) != 0) {
    view.position = data.position;
    view.referential = data.position_referential;
  }
  if ((message.data_mask & kTarget) != 0) {
    const auto from = convert_place(view.position, view.referential, data.position_referential, context_.simulator);
    view.rotation = look_at(from, data.targeted_pos, data.position_referential);
  } else if ((message.data_mask & kRotation) != 0 && (message.data_mask & kPosition) == 0) {
    view.rotation = data.pbh;  // together with a position it is lost, as measured
  }
  if ((message.data_mask & kFov) != 0) view.fov = data.fov;
}

Outcome CameraDesk::on(const protocol::CameraSet& message, const Occasion&) {
  if (!camera_.held_by(context_.client) || camera_.game_controlled()) return kRefused;
  // Inferred: the function fails as it does for all that is wrong with it.
  if ((message.data_mask & ~kAllBits) != 0 || !is_referential(message.camera_data.position_referential) ||
      !is_finite(message.camera_data)) {
    return kRefused;
  }
  set_place(message);
  return {};
}

// Works without holding the camera, as measured.
Outcome CameraDesk::on(const protocol::CameraGet& message, const Occasion&) {
  if (context_.profile.choices.camera_get_needs_the_camera && !camera_.held_by(context_.client)) return kRefused;
  if (!is_referential(message.referential)) return kRefused;
  const CameraView& view = camera_.view();
  const auto in = [&](CameraReferential wanted) {
    return convert_place(view.position, view.referential, wanted, context_.simulator);
  };
  protocol::RecvCameraData answer;
  protocol::CameraData& data = answer.camera_data;
  data.position = in(message.referential);
  if (camera_.above_ground()) {
    auto place = in(CameraReferential::world);
    place.z = std::max(place.z, ground_altitude(context_.simulator).value_or(place.z));
    data.position = convert_place(place, CameraReferential::world, message.referential, context_.simulator);
  }
  data.position_referential = message.referential;
  data.rotation_referential = message.referential;
  data.pbh = view.rotation;
  data.fov = view.fov;
  context_.outbox.answer(answer);
  return {};
}

Outcome CameraDesk::switch_flag(std::uint32_t flag, bool on) {
  if (!camera_.held_by(context_.client) || (flag != kInteraction && flag != kAboveGround)) return kRefused;
  if (flag == kAboveGround) camera_.set_above_ground(on);
  return {};
}

Outcome CameraDesk::on(const protocol::CameraEnableFlag& message, const Occasion&) {
  return switch_flag(message.flags, true);
}

Outcome CameraDesk::on(const protocol::CameraDisableFlag& message, const Occasion&) {
  return switch_flag(message.flags, false);
}

Outcome CameraDesk::on(const protocol::SubscribeToCameraStatusUpdate&, const Occasion&) {
  wants_status_ = true;
  return {};
}

Outcome CameraDesk::on(const protocol::UnsubscribeToCameraStatusUpdate&, const Occasion&) {
  wants_status_ = false;
  return {};
}

Outcome CameraDesk::on(const protocol::EnumerateCameraDefinitions&, const Occasion&) {
  std::vector<protocol::CameraDefinitionItem> elements;
  for (const CameraDefinition& definition : camera_definitions()) elements.push_back({definition.name});
  answer_in_pages(context_.outbox, protocol::RecvCameraDefinitionList(),
                  std::span<const protocol::CameraDefinitionItem>(elements));
  return {};
}

Outcome CameraDesk::on(const protocol::CameraSetUsingCameraDefinition& message, const Occasion&) {
  const CameraDefinition* definition = find_camera_definition(message.camera_definition);
  if (!camera_.held_by(context_.client) || camera_.game_controlled() || definition == nullptr) return kRefused;
  camera_.view() = definition->view;
  return {};
}

Outcome CameraDesk::on(const protocol::SubscribeToCameraWorldLockerStatusUpdate&, const Occasion&) {
  wants_locker_ = true;
  return {};
}

Outcome CameraDesk::on(const protocol::UnsubscribeToCameraWorldLockerStatusUpdate&, const Occasion&) {
  wants_locker_ = false;
  return {};
}

Outcome CameraDesk::on(const protocol::RequestCameraWorldLocker& message, const Occasion& occasion) {
  if (!camera_.held_by(context_.client) || !is_referential(message.referential)) return kRefused;
  // Inferred: what stands beside an object that is not there fails.
  const bool there = is_user_aircraft(message.object_id, context_.profile) ||
                     context_.commons.ai_objects.find(message.object_id) != nullptr;
  const bool fails = message.referential != CameraReferential::world && !there;
  camera_.request_locker(context_.client, occasion.moment.frame, fails);
  return {};
}

Outcome CameraDesk::on(const protocol::DeleteCameraWorldLocker&, const Occasion&) {
  if (!camera_.delete_locker(context_.client)) return kRefused;
  return {};
}

// In pause the game has the camera. The first desk to hear of it tells everybody.
void CameraDesk::notice(std::span<const SystemEvent> events) {
  for (const SystemEvent& event : events) {
    if (values::same_text(event.name, "Pause")) camera_.follow_game(event.data != 0);
  }
}

void CameraDesk::end_frame(const FrameMoment& moment) {
  camera_.end_frame(moment.frame);
}

std::optional<FrameNumber> CameraDesk::next_due(const FrameMoment& moment) const {
  if (!wants_locker_ || !camera_.locker_pending()) return std::nullopt;
  return moment.frame + 1;
}

}  // namespace checkride::emulator
