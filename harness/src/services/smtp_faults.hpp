// What its faults make of a place in a talk of smtp. Pure; remembers whom greylisting has met, over all talks.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "services/active_faults.hpp"

namespace checkride::harness {

// Where in a talk something is said: with which command, or at the end of a message.
enum class SmtpAt { connect, ehlo, starttls, login, mail, rcpt, data, message, other };
std::string_view to_string(SmtpAt at);

struct SmtpPlace {
  SmtpAt at = SmtpAt::connect;
  std::string_view peer;
  std::string_view sender;   // of the mail that is told of
  std::string_view address;  // that the command names
  world::Instant now;
};

struct SmtpTurn {
  Strike strike = Strike::none;          // the talk breaks off, and nothing happens
  std::string refusal;                   // not empty: the reply, and nothing happens
  std::optional<ServiceFaultValue> cut;  // half_answer: the reply breaks off
};

class SmtpFaults {
 public:
  // `faults` outlive this.
  explicit SmtpFaults(ActiveFaults& faults) : faults_(faults) {}

  // Asked once for each thing that is said. Counts what faults count.
  SmtpTurn turn(const SmtpPlace& place);
  // Greylisting meets everybody anew.
  void forget() { met_.clear(); }

 private:
  struct Triple {
    std::string peer;
    std::string sender;
    std::string address;
    auto operator<=>(const Triple&) const = default;
  };
  std::string refusal(const SmtpPlace& place, FaultPlace where);
  bool is_put_off(const SmtpPlace& place, world::Duration wait);

  ActiveFaults& faults_;
  std::map<Triple, world::Instant> met_;
};

}  // namespace checkride::harness
