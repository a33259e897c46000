// Reasons: why clients went, and that they were turned away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "session/session_watcher.hpp"

namespace checkride::emulator::test {

class Reasons final : public SessionWatcher {
 public:
  void connected(ClientId, std::string_view) override {}
  void opened(ClientId, std::string_view) override {}
  void gone(ClientId, const Departure& why) override { ends.push_back(why); }
  void turned_away(std::string_view, std::string_view reason) override { refusals.emplace_back(reason); }
  void called(const CallSeen&) override {}
  void refused(ClientId, protocol::SendId, std::uint32_t, std::uint32_t) override {}
  void happened(const SystemEvent&) override {}
  std::string last() const { return ends.empty() ? "nobody went" : ends.back().reason; }

  std::vector<Departure> ends;
  std::vector<std::string> refusals;
};

}  // namespace checkride::emulator::test
