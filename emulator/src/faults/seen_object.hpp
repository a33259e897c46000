// The values of an object as one client sees them: faults change what is read, never what is.
//
//   SeenObject seen(object, {id, board, client, simulator, now});
//   append_value(datum, seen.object(), block);
//
// Without a fault that could concern a value, and once the aircraft is complete, it is the object itself.
#pragma once

#include <optional>

#include "checkride/protocol/ids.hpp"
#include "faults/fault_board.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

// Who looks at what, and when. All of it outlives the look.
struct Look {
  protocol::ObjectId object;
  FaultBoard& board;
  ClientName client;
  Simulator& simulator;
  world::Instant now;
  // The user's aircraft is not complete yet: it is nowhere and nameless (semantics 6.4, 30).
  bool unready = false;
};

// A decorator: readings pass the faults in force, writes go through.
class FaultyObject final : public SimObject {
 public:
  FaultyObject(SimObject& real, const Look& look) : real_(real), look_(look) {}

  double number(const Variable& variable) const override;
  std::string text(const Variable& variable) const override;
  std::array<double, 3> triple(const Variable& variable) override;
  Result<> set_number(const Variable& variable, double value) override { return real_.set_number(variable, value); }
  Result<> set_text(const Variable& variable, std::string_view value) override {
    return real_.set_text(variable, value);
  }
  void place(const Placement& placement) override { real_.place(placement); }
  Result<> set_route(std::span<const protocol::Waypoint> route) override { return real_.set_route(route); }

 private:
  // The aircraft is none that flies: where is it then, in degrees of longitude? Null: it is what it is.
  std::optional<double> lost_at() const;
  // The value behind all faults that concern the variable; `component` of a triple, from 1, or 0.
  double spoiled(const Variable& variable, double value, int component) const;

  SimObject& real_;
  Look look_;
};

class SeenObject {
 public:
  SeenObject(SimObject& real, const Look& look) : real_(real) {
    const bool spoiled = look.board.any(FaultLayer::values) || look.board.any(FaultLayer::simulator);
    if (spoiled || look.unready) faulty_.emplace(real, look);
  }
  SimObject& object() { return faulty_ ? static_cast<SimObject&>(*faulty_) : real_; }

 private:
  SimObject& real_;
  std::optional<FaultyObject> faulty_;
};

}  // namespace checkride::emulator
