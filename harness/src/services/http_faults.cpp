#include "services/http_faults.hpp"

#include <fmt/format.h>

#include <chrono>

namespace checkride::harness {

namespace {

using http::RawExchange;

RawExchange::End end_of(FaultEnd end) {
  switch (end) {
    case FaultEnd::close:
      return RawExchange::End::close;
    case FaultEnd::reset:
      return RawExchange::End::reset;
    case FaultEnd::stall:
      return RawExchange::End::stall;
  }
  return RawExchange::End::close;
}

http::Response broken_off(Strike strike) {
  RawExchange raw;
  raw.end = strike == Strike::stall   ? RawExchange::End::stall
            : strike == Strike::reset ? RawExchange::End::reset
                                      : RawExchange::End::close;
  if (strike == Strike::garbage) {
    raw.bytes = kGarbage;
  } else {
    raw.bytes_max = 0;
  }
  http::Response response;
  response.raw = std::make_shared<const RawExchange>(std::move(raw));
  return response;
}

http::Response answer_of(const ServiceFaultValue& fault) {
  http::Response response = http::text_response(fault.status, fault.body);
  if (fault.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*fault.retry_after);
    response.headers.set("Retry-After", fmt::to_string(seconds.count()));
  }
  return response;
}

}  // namespace

HttpTurn http_turn(ActiveFaults& faults, const http::Request& request) {
  const std::string path = request.path();
  FaultPlace place;
  place.path = path;
  HttpTurn turn;
  turn.wait = faults.slowness(place);
  if (const Strike strike = faults.strike(place); strike != Strike::none) {
    turn.instead = broken_off(strike);
    return turn;
  }
  const auto is_due = [](ActiveFaults::Active& active) { return ++active.met % active.fault.every == 0; };
  if (const ServiceFaultValue* fault = faults.take("http_answer", place, is_due)) {
    turn.instead = answer_of(*fault);
    return turn;
  }
  if (const ServiceFaultValue* fault = faults.take("half_answer", place)) {
    RawExchange raw;
    raw.bytes_max = fault->bytes;
    raw.end = end_of(fault->end);
    turn.cut = std::make_shared<const RawExchange>(std::move(raw));
  }
  return turn;
}

}  // namespace checkride::harness
