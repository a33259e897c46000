// AI objects for one client (semantics 13): making, releasing and removing them, and their flight plans. They are read
// and set as the user's aircraft is, by every client.
#pragma once

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"
#include "traffic/ai_objects.hpp"

namespace checkride::emulator {

class AiDesk final : public Desk {
 public:
  explicit AiDesk(const DeskContext& context) : context_(context) {}
  ~AiDesk() override;

  Outcome on(const protocol::AICreateParkedATCAircraft& message, const Occasion& occasion);
  Outcome on(const protocol::AICreateEnrouteATCAircraft& message, const Occasion& occasion);
  Outcome on(const protocol::AICreateNonATCAircraft& message, const Occasion& occasion);
  Outcome on(const protocol::AICreateSimulatedObject& message, const Occasion& occasion);
  Outcome on(const protocol::AICreateParkedATCAircraft_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::AICreateEnrouteATCAircraft_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::AICreateNonATCAircraft_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::AICreateSimulatedObject_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::AIReleaseControl& message, const Occasion& occasion);
  Outcome on(const protocol::AIRemoveObject& message, const Occasion& occasion);
  Outcome on(const protocol::AISetAircraftFlightPlan& message, const Occasion& occasion);

  // ASSIGNED_OBJECT_ID for what appeared in this frame, behind its ObjectAdded.
  void end_frame(const FrameMoment& moment) override;

 private:
  // What is asked for in one of the eight ways of creating. Parameters are numbered as if there was no livery.
  struct Request {
    AiSpec spec;
    protocol::RequestId request_id;
    std::uint32_t shift = 0;  // of the parameter numbers: a livery stands behind the title
  };
  template <class Message>
  Request request_of(const Message& message) const;
  template <class Message>
  Outcome create_parked(const Message& message, const Occasion& occasion);
  template <class Message>
  Outcome create_enroute(const Message& message, const Occasion& occasion);
  template <class Message>
  Outcome create_non_atc(const Message& message, const Occasion& occasion);
  template <class Message>
  Outcome create_object(const Message& message, const Occasion& occasion);
  // The title is unknown: refused, or not another word said of it.
  Outcome unknown_title() const;
  Outcome order(Request request, const Occasion& occasion);
  // The object that is to be steered. Error: no such object, or not an aircraft of the AI.
  AiObject* steered(protocol::ObjectId id, Outcome& refused);

  DeskContext context_;
};

}  // namespace checkride::emulator
