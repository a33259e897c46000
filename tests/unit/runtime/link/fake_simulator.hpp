// FakeSimulator: a scripted simulator on a virtual host: what it does with each connection, one after the other.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/world/virtual_world.hpp"
#include "server_frames.hpp"

namespace checkride::runtime::link::test {

// How a connection ends after its samples.
enum class Ending { quit, close, reset, silence, garbage, no_open };

struct Visit {
  int samples = 3;  // one a second, with 1sec
  Ending ending = Ending::close;
  std::vector<Bytes> first{};  // frames sent before the samples
};

class FakeSimulator {
 public:
  FakeSimulator(world::VirtualHost& host, std::vector<Visit> visits) : host_(host), visits_(std::move(visits)) {}

  // After the last visit it goes on listening and lets connections wait.
  world::Task<int> run() {
    world::Endpoint where;
    where.host = "0.0.0.0";
    where.port = 5111;
    auto listener = host_.network().listen(where);
    if (!listener) co_return 1;
    for (const Visit& visit : visits_) {
      auto accepted = co_await (*listener)->accept();
      if (!accepted) co_return 1;
      connected_at.push_back(host_.clock().now());
      world::Stream stream = std::move(*accepted);
      co_await serve(stream, visit);
    }
    co_await host_.clock().sleep_for(std::chrono::hours(2));
    co_return 0;
  }

  std::vector<world::Instant> connected_at;
  std::vector<world::Instant> ended_at;
  std::vector<std::string> calls;  // names of the messages heard
  int samples_sent = 0;
  bool saw_orderly_end = false;  // of the connection that was let go on

 private:
  world::Task<> serve(world::Stream& stream, const Visit& visit) {
    if (visit.ending == Ending::no_open) {
      co_await drain(stream);
      co_return;
    }
    if (!co_await hear_registration(stream)) co_return;
    for (const Bytes& frame : visit.first) co_await say(stream, frame);
    for (int i = 0; i < visit.samples; ++i) {
      co_await host_.clock().sleep_for(std::chrono::seconds(1));
      co_await say(stream, event_frame(1));
      Bytes data = data_frame({{1, 3500.0 + i}, {2, 110}, {3, 40}});
      co_await say(stream, std::move(data));
      samples_sent++;
    }
    ended_at.push_back(host_.clock().now());
    co_await finish(stream, visit.ending);
  }

  world::Task<> finish(world::Stream& stream, Ending ending) {
    if (ending == Ending::quit) co_await say(stream, quit_frame());
    if (ending == Ending::garbage) co_await say(stream, Bytes(12, std::byte{0xff}));
    if (ending == Ending::reset) {
      stream.reset();
    } else if (ending == Ending::silence || ending == Ending::garbage) {
      co_await drain(stream);
    } else {
      // What was written arrives before the end.
      stream.shutdown_send();
      co_await drain(stream);
    }
  }

  // Answers Open, and returns when the last call of a registration has come; false at the end of the stream.
  world::Task<bool> hear_registration(world::Stream& stream) {
    protocol::FrameReader reader(protocol::Direction::client_to_server);
    while (true) {
      std::array<std::byte, 512> bytes;
      auto count = co_await world::read_some(stream, std::span<std::byte>(bytes));
      if (!count) co_return false;
      reader.feed(std::span<const std::byte>(bytes).first(*count));
      for (auto step = reader.next(); std::holds_alternative<protocol::Frame>(step); step = reader.next()) {
        const auto message = protocol::decode_client(std::get<protocol::Frame>(step).bytes).value().message;
        calls.emplace_back(protocol::info_of(message)->name);
        if (std::holds_alternative<protocol::Open>(message)) co_await say(stream, open_frame());
        const auto* event = std::get_if<protocol::SubscribeToSystemEvent>(&message);
        if (event != nullptr && event->system_event_name == "CrashReset") co_return true;
      }
    }
  }

  world::Task<> drain(world::Stream& stream) {
    while (true) {
      std::array<std::byte, 512> bytes;
      auto count = co_await world::read_some(stream, std::span<std::byte>(bytes));
      if (count) continue;
      saw_orderly_end = count.error().code() == world::asio::error::eof;
      co_return;
    }
  }

  world::Task<> say(world::Stream& stream, Bytes frame) {
    const std::span<const std::byte> bytes(frame);
    (void)co_await world::write_all(stream, bytes);  // a client that is gone shows at the next read
  }

  world::VirtualHost& host_;
  std::vector<Visit> visits_;
};

}  // namespace checkride::runtime::link::test
