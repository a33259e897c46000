// What the clients of a real simulator say to it, overheard on the proxies between them: what the `calls` check looks
// at where there is no emulator to ask.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checkride/talk/data_book.hpp"
#include "checkride/world/clock.hpp"
#include "link/link_proxy.hpp"
#include "rigs/simulator_driver.hpp"

namespace checkride::harness {

class WireLog {
 public:
  // `clock` outlives the log.
  explicit WireLog(const world::Clock& clock);
  ~WireLog();
  WireLog(const WireLog&) = delete;
  WireLog& operator=(const WireLog&) = delete;

  // Hears the link of a monitor; valid as long as the log.
  LinkTap& tap(const std::string& monitor);
  // The simulator was started: calls count anew, from now.
  void begin();
  // As SimulatorDriver::calls_since. What came within kSettled is not told yet: its EXCEPTION may be on the way.
  Result<std::vector<WireCall>> calls_since(std::uint64_t sequence);

  static constexpr Duration kSettled = std::chrono::milliseconds(300);
  static constexpr std::size_t kCallsMax = 500'000;  // that nobody has read

 private:
  class Ear;
  // One connection, both ways.
  struct Talk {
    protocol::FrameReader to_server{protocol::Direction::client_to_server};
    protocol::FrameReader to_client{protocol::Direction::server_to_client};
    talk::DataBook book;
    std::map<protocol::DefinitionId, std::vector<std::string>> datums;  // names, in the order of the definition
    std::map<std::uint32_t, std::uint64_t> sequences;  // of calls that may still be refused, by send id
    protocol::Protocol version = protocol::kNewestProtocol;
    std::string client;
  };
  struct Heard {
    WireCall call;
    world::Instant at;
    protocol::Exception exception{};
    std::uint32_t index = 0;
  };

  void passed(Talk& talk, Way way, std::string_view bytes);
  void hear_client(Talk& talk, std::span<const std::byte> frame);
  void hear_server(Talk& talk, std::span<const std::byte> frame);

  const world::Clock& clock_;
  world::Instant begun_;
  std::uint64_t last_ = 0;
  std::uint64_t dropped_ = 0;  // the last that was thrown away unread
  std::deque<Heard> calls_;
  std::map<std::string, std::unique_ptr<Ear>> ears_;  // by monitor
};

}  // namespace checkride::harness
