// What is wrong with a running service, as `inject` and `clear` have it: the faults in force, in the order of
// injection.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "services/service_faults.hpp"

namespace checkride::harness {

// What becomes of the next request in the place of its answer.
enum class Strike { none, stall, close, reset, garbage };

// Where in its traffic a service asks: the place in a talk of smtp, the path of an HTTP request. Of others nothing.
struct FaultPlace {
  std::string_view at = {};
  std::string_view path = {};
};

class ActiveFaults {
 public:
  // The faults are those that the table has for this kind of service.
  explicit ActiveFaults(MemberKind kind) : kind_(kind) {}

  // The fault's id. Errors (invalid): the service has no such fault; its parameters, with every mistake.
  Result<std::string> inject(const std::string& kind, const std::string& parameters_json);
  // Errors (invalid): there is no such fault.
  Result<> clear(const std::string& id);

  // The first of that kind; null if there is none, or none strikes any more.
  const ServiceFaultValue* find(std::string_view kind) const;
  bool has(std::string_view kind) const { return find(kind) != nullptr; }

  // What a fault has of itself while it is in force.
  struct Active {
    ServiceFaultValue fault;
    std::uint64_t met = 0;  // so often it was asked for, at its place
  };
  // The first of that kind that is about this place, for which `strikes` says yes; counts its `times` down. Null: none.
  // Valid until the next call of inject() or clear().
  template <class Strikes>
  const ServiceFaultValue* take(std::string_view kind, FaultPlace place, Strikes strikes) {
    for (auto& [id, active] : faults_) {
      if (active.fault.kind != kind || !is_at(active.fault, place) || !strikes(active)) continue;
      if (active.fault.times) --*active.fault.times;
      return &active.fault;
    }
    return nullptr;
  }
  const ServiceFaultValue* take(std::string_view kind, FaultPlace place) {
    return take(kind, place, [](const Active&) { return true; });
  }
  // Asked once for each request.
  Strike strike(FaultPlace place = {});
  // How much longer a request takes.
  world::Duration slowness(FaultPlace place = {}) const;

 private:
  static bool is_at(const ServiceFaultValue& fault, FaultPlace place);

  MemberKind kind_;
  std::map<std::uint64_t, Active> faults_;
  std::uint64_t last_id_ = 0;
};

// What a service says that no protocol has, before it closes.
inline constexpr std::string_view kGarbage = "\x01?garbage\r\n";

}  // namespace checkride::harness
