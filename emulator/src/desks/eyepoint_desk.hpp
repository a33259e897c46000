// The eye of the pilot (semantics 20.1, FSX): CameraSetRelative6DOF moves it from its default place, which shows in the
// variables STRUCT EYEPOINT DYNAMIC OFFSET and STRUCT EYEPOINT DYNAMIC ANGLE of every client.
#pragma once

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class EyepointDesk final : public Desk {
 public:
  explicit EyepointDesk(const DeskContext& context) : context_(context) {}

  Outcome on(const protocol::CameraSetRelative6DOF& message, const Occasion& occasion);

 private:
  DeskContext context_;
};

}  // namespace checkride::emulator
