// What an event loop keeps for the waiting that the world does not see: tasks parked at notifiers, names of tasks.
//
// Both worlds find it through the executor's context. It is what lets a crashing host or an ending loop drop parked
// tasks too, and lets a virtual world say who waits.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "checkride/world/waiter.hpp"

namespace checkride::world {

// One place where tasks wait to be told something.
class Parking {
 public:
  // Moves all waiters out; they will be destroyed.
  virtual void take_all(std::vector<Waiter>& into) = 0;
  virtual const std::vector<Waiter>& waiters() const = 0;

 protected:
  ~Parking() = default;
};

class ParkingLot {
 public:
  void enter(Parking& parking) { places_.push_back(&parking); }
  void leave(Parking& parking) { std::erase(places_, &parking); }
  void take_all(std::vector<Waiter>& into) {
    for (Parking* parking : places_) parking->take_all(into);
  }
  const std::vector<Parking*>& places() const { return places_; }

  // Set while everything of the loop is being destroyed: what a cancellation would reach may be gone already.
  bool dropping = false;

 private:
  std::vector<Parking*> places_;
};

// Implemented by a world that names tasks: each runs on an executor of its own.
class TaskNames {
 public:
  virtual asio::any_io_executor begin(const std::string& name) = 0;
  virtual void end(const asio::any_io_executor& executor) = 0;

 protected:
  ~TaskNames() = default;
};

class LoopService final : public asio::execution_context::service {
 public:
  using key_type = LoopService;
  static asio::execution_context::id id;

  explicit LoopService(asio::execution_context& context) : service(context) {}
  static LoopService& of(const asio::any_io_executor& executor);

  std::shared_ptr<ParkingLot> parking = std::make_shared<ParkingLot>();
  TaskNames* names = nullptr;

 private:
  void shutdown() override {
    std::vector<Waiter> dropped;
    parking->take_all(dropped);
  }
};

}  // namespace checkride::world
