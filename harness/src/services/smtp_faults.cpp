#include "services/smtp_faults.hpp"

#include <fmt/format.h>

#include <array>

namespace checkride::harness {

std::string_view to_string(SmtpAt at) {
  constexpr std::array<std::string_view, 9> kWords = {"connect", "ehlo", "starttls", "login", "mail",
                                                      "rcpt",    "data", "message",  "other"};
  return kWords.at(static_cast<std::size_t>(at));
}

SmtpTurn SmtpFaults::turn(const SmtpPlace& place) {
  FaultPlace where;
  where.at = to_string(place.at);
  SmtpTurn turn;
  turn.strike = faults_.strike(where);
  if (turn.strike != Strike::none) return turn;
  turn.refusal = refusal(place, where);
  if (const ServiceFaultValue* fault = faults_.take("half_answer", where)) turn.cut = *fault;
  return turn;
}

std::string SmtpFaults::refusal(const SmtpPlace& place, FaultPlace where) {
  const auto is_meant = [&](const ActiveFaults::Active& active) {
    return active.fault.address.empty() || active.fault.address == place.address;
  };
  if (const ServiceFaultValue* fault = faults_.take("smtp_reply", where, is_meant)) {
    return fmt::format("{} {}\r\n", fault->code, fault->text);
  }
  const ServiceFaultValue* grey = place.at == SmtpAt::rcpt ? faults_.find("greylisting") : nullptr;
  if (grey == nullptr || !is_put_off(place, grey->wait)) return {};
  return fmt::format("{} greylisted, come back later\r\n", grey->code);
}

bool SmtpFaults::is_put_off(const SmtpPlace& place, world::Duration wait) {
  Triple triple{std::string(place.peer), std::string(place.sender), std::string(place.address)};
  const auto first = met_.try_emplace(std::move(triple), place.now).first;
  return place.now - first->second < wait;
}

}  // namespace checkride::harness
