// The one add-on camera of all clients (semantics 20.2, MSFS 2024): who holds it, where it is, its world locker.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/structures.hpp"
#include "simulator/clients.hpp"
#include "simulator/frame_moment.hpp"

namespace checkride::emulator {

// A client, told at once.
class CameraListener {
 public:
  // Who holds the camera changed, or whether the game controls it; `concerned` ones are told without a subscription.
  virtual void hear_status(bool concerned) = 0;
  virtual void hear_locker(protocol::WorldLockerStatus status) = 0;

 protected:
  ~CameraListener() = default;
};

// Where the camera is and looks, in the terms in which it was set.
struct CameraView {
  protocol::Xyz position{0, 3, -12};
  protocol::CameraReferential referential = protocol::CameraReferential::simobject;
  protocol::Pbh rotation{};  // degrees; positive pitch looks down
  double fov = 0.87;         // radians
};

struct CameraDefinition {
  std::string_view name;
  CameraView view;
};
// Inferred: names and places; those of a simulator are the aircraft's.
std::span<const CameraDefinition> camera_definitions();
// Null: there is none of this name.
const CameraDefinition* find_camera_definition(std::string_view name);

class Camera {
 public:
  void enter(ClientId client, CameraListener& listener) { listeners_[client] = &listener; }
  // The camera goes on to who had it before.
  void leave(ClientId client);

  // The latest to ask holds it.
  void acquire(ClientId client);
  // Back to who had it before, and to the view of then or to `view`. The client holds it.
  void release(ClientId client, const CameraView* view);
  bool held_by(ClientId client) const { return !owners_.empty() && owners_.back().client == client; }
  protocol::CameraAvailability availability(ClientId client) const;
  // The game has taken the camera, or gives it back: while the simulation stands still. Tells whom it concerns.
  void follow_game(bool controlled);
  bool game_controlled() const { return game_controlled_; }

  CameraView& view() { return view_; }
  // Where it is at the start; who holds it keeps it.
  void begin_again() {
    view_ = {};
    above_ground_ = false;
  }
  bool above_ground() const { return above_ground_; }
  void set_above_ground(bool on) { above_ground_ = on; }

  // A world locker is on its way from now on; a failing one ends in the same moment.
  void request_locker(ClientId client, FrameNumber frame, bool fails);
  // False: there is none of this client.
  bool delete_locker(ClientId client);
  // Inferred: a locker stands in the frame after the one that asked for it.
  void end_frame(FrameNumber frame);
  bool locker_pending() const { return locker_ && !locker_->stands; }

 private:
  struct Owner {
    ClientId client = 0;
    CameraView view_before;
  };
  struct Locker {
    ClientId client = 0;
    FrameNumber asked = 0;
    bool stands = false;
  };

  void tell(ClientId one, ClientId other);
  void tell_locker(protocol::WorldLockerStatus status);
  void cancel_locker();

  std::map<ClientId, CameraListener*> listeners_;
  std::vector<Owner> owners_;  // the last holds the camera; each client once
  CameraView view_;
  bool game_controlled_ = false;
  bool above_ground_ = false;
  std::optional<Locker> locker_;
};

}  // namespace checkride::emulator
