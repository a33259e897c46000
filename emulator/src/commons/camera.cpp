#include "commons/camera.hpp"

#include <algorithm>
#include <array>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

using protocol::CameraReferential;
using protocol::WorldLockerStatus;

constexpr ClientId kNobody = 0;

constexpr std::array kDefinitions{
    CameraDefinition{"Pilot", {{0, 0, 0}, CameraReferential::eyepoint, {}, 0.87}},
    CameraDefinition{"CoPilot", {{0.6, 0, 0}, CameraReferential::eyepoint, {}, 0.87}},
    CameraDefinition{"Chase", {{0, 3, -12}, CameraReferential::simobject, {8, 0, 0}, 0.87}},
    CameraDefinition{"Left Wing", {{-5.5, 1, 0}, CameraReferential::simobject, {0, 0, 60}, 1.05}},
    CameraDefinition{"Right Wing", {{5.5, 1, 0}, CameraReferential::simobject, {0, 0, -60}, 1.05}},
    CameraDefinition{"Tail", {{0, 2.5, -7}, CameraReferential::simobject, {10, 0, 0}, 0.7}},
};

}  // namespace

std::span<const CameraDefinition> camera_definitions() {
  return kDefinitions;
}

const CameraDefinition* find_camera_definition(std::string_view name) {
  const auto same = [name](const CameraDefinition& definition) { return definition.name == name; };
  const auto found = std::find_if(kDefinitions.begin(), kDefinitions.end(), same);
  return found == kDefinitions.end() ? nullptr : &*found;
}

void Camera::tell(ClientId one, ClientId other) {
  for (const auto& [client, listener] : listeners_) listener->hear_status(client == one || client == other);
}

void Camera::tell_locker(WorldLockerStatus status) {
  for (const auto& [client, listener] : listeners_) listener->hear_locker(status);
}

void Camera::leave(ClientId client) {
  listeners_.erase(client);
  if (locker_ && locker_->client == client) cancel_locker();
  if (held_by(client)) return release(client, nullptr);
  std::erase_if(owners_, [client](const Owner& owner) { return owner.client == client; });
}

void Camera::acquire(ClientId client) {
  if (held_by(client)) return tell(client, kNobody);
  const ClientId former = owners_.empty() ? kNobody : owners_.back().client;
  if (locker_) cancel_locker();
  std::erase_if(owners_, [client](const Owner& owner) { return owner.client == client; });
  owners_.push_back({client, view_});
  tell(client, former);
}

void Camera::release(ClientId client, const CameraView* view) {
  CHECKRIDE_ASSERT(held_by(client));
  if (locker_) cancel_locker();
  view_ = view != nullptr ? *view : owners_.back().view_before;
  owners_.pop_back();
  above_ground_ = false;
  tell(owners_.empty() ? kNobody : owners_.back().client, client);
}

protocol::CameraAvailability Camera::availability(ClientId client) const {
  if (owners_.empty()) return protocol::CameraAvailability::not_acquired;
  return held_by(client) ? protocol::CameraAvailability::acquired : protocol::CameraAvailability::acquired_by_other;
}

void Camera::follow_game(bool controlled) {
  if (game_controlled_ == controlled) return;
  game_controlled_ = controlled;
  tell(owners_.empty() ? kNobody : owners_.back().client, kNobody);
}

void Camera::request_locker(ClientId client, FrameNumber frame, bool fails) {
  if (locker_) cancel_locker();
  tell_locker(WorldLockerStatus::start);
  if (fails) return tell_locker(WorldLockerStatus::fail);
  locker_ = Locker{client, frame, false};
}

bool Camera::delete_locker(ClientId client) {
  if (!locker_ || locker_->client != client) return false;
  cancel_locker();
  return true;
}

void Camera::cancel_locker() {
  locker_.reset();
  tell_locker(WorldLockerStatus::cancel);
}

void Camera::end_frame(FrameNumber frame) {
  if (!locker_pending() || frame <= locker_->asked) return;
  locker_->stands = true;
  tell_locker(WorldLockerStatus::success);
}

}  // namespace checkride::emulator
