// The camera for one client (semantics 20.2, MSFS 2024).
#pragma once

#include "checkride/protocol/messages.hpp"
#include "commons/camera.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class CameraDesk final : public Desk, private CameraListener {
 public:
  explicit CameraDesk(const DeskContext& context);
  ~CameraDesk() override;

  Outcome on(const protocol::CameraAcquire& message, const Occasion& occasion);
  Outcome on(const protocol::CameraRelease& message, const Occasion& occasion);
  Outcome on(const protocol::CameraGetStatus& message, const Occasion& occasion);
  Outcome on(const protocol::CameraSet& message, const Occasion& occasion);
  Outcome on(const protocol::CameraGet& message, const Occasion& occasion);
  Outcome on(const protocol::CameraEnableFlag& message, const Occasion& occasion);
  Outcome on(const protocol::CameraDisableFlag& message, const Occasion& occasion);
  Outcome on(const protocol::SubscribeToCameraStatusUpdate& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeToCameraStatusUpdate& message, const Occasion& occasion);
  Outcome on(const protocol::EnumerateCameraDefinitions& message, const Occasion& occasion);
  Outcome on(const protocol::CameraSetUsingCameraDefinition& message, const Occasion& occasion);
  Outcome on(const protocol::SubscribeToCameraWorldLockerStatusUpdate& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeToCameraWorldLockerStatusUpdate& message, const Occasion& occasion);
  Outcome on(const protocol::RequestCameraWorldLocker& message, const Occasion& occasion);
  Outcome on(const protocol::DeleteCameraWorldLocker& message, const Occasion& occasion);

  void notice(std::span<const SystemEvent> events) override;
  void end_frame(const FrameMoment& moment) override;
  std::optional<FrameNumber> next_due(const FrameMoment& moment) const override;

 private:
  void hear_status(bool concerned) override;
  void hear_locker(protocol::WorldLockerStatus status) override;
  protocol::RecvCameraStatus status() const;
  Outcome switch_flag(std::uint32_t flag, bool on);
  void set_place(const protocol::CameraSet& message);

  DeskContext context_;
  Camera& camera_;
  bool wants_status_ = false;
  bool wants_locker_ = false;
};

}  // namespace checkride::emulator
