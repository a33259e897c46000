// Goal: that a frame looks only at the clients who are due something changes nothing of what anybody hears. Method: the
// same arbitrary script (requests, subscriptions, key events, texts, faults, clients that come and go) over two equal
// simulations; in one of them everybody is looked at in every frame.
#include "checkride/test/property.hpp"
#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;

constexpr ClientId kClients = 4;
constexpr FrameNumber kFrames = 150;

// Something that happens before a frame.
struct Happening {
  enum class Kind { bytes, leave, stall, garbage, no_faults, pick, reset };
  FrameNumber frame = 0;
  Kind kind{};
  std::size_t client = 0;
  std::vector<std::byte> bytes;
};

template <class M>
void add(std::vector<std::byte>& bytes, const M& message) {
  protocol::encode(message, protocol::Protocol::fsx_sp2, protocol::SendId{1}, bytes);
}

std::vector<std::byte> hello() {
  std::vector<std::byte> bytes;
  add(bytes, protocol::Open());
  for (const std::string_view name :
       {"PLANE ALTITUDE", "SIMULATION RATE", "ABSOLUTE TIME", "PLANE HEADING DEGREES TRUE"}) {
    add(bytes, add_datum(1, name));
  }
  std::uint32_t event = 100;
  for (const std::string_view name :
       {"PAUSE_TOGGLE", "SIM_RATE_INCR", "SIM_RATE_DECR", "HEADING_BUG_INC", "SIM_RESET"}) {
    add(bytes, map_event(event, name));
    add(bytes, add_to_group(1, event++));
  }
  add(bytes, set_priority(1, 100));
  return bytes;
}

protocol::RequestDataOnSimObject any_request() {
  auto request = request_data(
      *rc::gen::inRange(1u, 4u), 1,
      *rc::gen::element(Period::once, Period::visual_frame, Period::sim_frame, Period::second, Period::never));
  request.flags =
      *rc::gen::element(protocol::RequestFlags::none, protocol::RequestFlags::changed, protocol::RequestFlags::tagged);
  request.origin = *rc::gen::inRange(0u, 4u);
  request.interval = *rc::gen::inRange(0u, 20u);
  request.limit = *rc::gen::element(0u, 0u, 3u);
  return request;
}

std::vector<std::byte> any_message() {
  std::vector<std::byte> bytes;
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      add(bytes, any_request());
      break;
    case 1:
      add(bytes, subscribe(*rc::gen::inRange(1u, 6u),
                           *rc::gen::element<std::string_view>("1sec", "6Hz", "Pause", "Frame", "PauseFrame", "Sim",
                                                               "AircraftLoaded", "PositionChanged", "ObjectRemoved")));
      break;
    case 2:
      add(bytes, transmit(*rc::gen::inRange(100u, 105u)));
      break;
    default: {
      const std::string text("t\0a\0b\0", 6);
      protocol::Text message;
      message.text_type = *rc::gen::element(0u, 0x100u, 0x200u);
      message.time_seconds = *rc::gen::element(0.0F, 0.5F, 1.5F);
      message.client_event_id = protocol::EventId{*rc::gen::inRange(50u, 53u)};
      message.unit_size = static_cast<std::uint32_t>(text.size());
      message.data = std::as_bytes(std::span(text));
      add(bytes, message);
    }
  }
  return bytes;
}

std::vector<Happening> any_script() {
  using Kind = Happening::Kind;
  std::vector<Happening> script(*rc::gen::inRange<std::size_t>(1, 40));
  for (Happening& one : script) {
    one.frame = *rc::gen::inRange<FrameNumber>(2, kFrames);
    one.client = *rc::gen::inRange<std::size_t>(0, kClients);
    one.kind =
        *rc::gen::element(Kind::bytes, Kind::bytes, Kind::bytes, Kind::bytes, Kind::bytes, Kind::bytes, Kind::bytes,
                          Kind::leave, Kind::stall, Kind::garbage, Kind::no_faults, Kind::pick, Kind::reset);
    if (one.kind == Kind::bytes) one.bytes = any_message();
  }
  return script;
}

class Host {
 public:
  explicit Host(bool looks_at_everybody) : looks_at_everybody_(looks_at_everybody) {
    for (ClientId& client : clients_) client = connect();
  }

  void happen(const Happening& one) {
    ClientId& client = clients_.at(one.client);
    switch (one.kind) {
      case Happening::Kind::bytes:
        sessions_.receive(client, one.bytes);
        break;
      case Happening::Kind::leave:
        sessions_.disconnect(client);
        client = connect();
        break;
      case Happening::Kind::stall:
        add(Fault(FaultKind::stall).set("duration", world::Duration(700ms)), client);
        break;
      case Happening::Kind::garbage:
        add(Fault(FaultKind::value_garbage)
                .set("variables", std::vector<std::string>{"PLANE ALTITUDE"})
                .set("probability", 0.5),
            client);
        break;
      case Happening::Kind::no_faults:
        for (const ActiveFault& active : faults_.list(now())) (void)faults_.remove(active.id, now());
        break;
      case Happening::Kind::pick:
        if (sessions_.commons()->texts.shown(TextKind::menu) != nullptr) sessions_.commons()->texts.pick(0);
        break;
      case Happening::Kind::reset:
        (void)sessions_.raise_event("PAUSE_TOGGLE", {});
        break;
    }
  }

  // What everybody is told in the next frame.
  std::vector<std::pair<ClientId, std::vector<std::byte>>> run_frame() {
    ++frame_;
    if (looks_at_everybody_) sessions_.wake();
    std::vector<std::pair<ClientId, std::vector<std::byte>>> told;
    for (Output& output : sessions_.run_frame(now())) told.emplace_back(output.client, std::move(output.bytes));
    return told;
  }
  FrameNumber next() const { return frame_ + 1; }

 private:
  ClientId connect() {
    const ClientId client = sessions_.connect("10.0.0.2:1", now());
    sessions_.receive(client, hello());
    return client;
  }
  void add(Fault fault, ClientId client) {
    fault.set("client", std::to_string(client));
    RC_ASSERT(faults_.add(std::move(fault), now()).has_value());
  }
  world::Instant now() const { return adapter_.frame_time(frame_); }

  bool looks_at_everybody_;
  Profile profile_ = *find_profile("fsx_sp2");
  Simulation simulation_{SimulationOptions()};
  SimulationAdapter adapter_{simulation_, profile_};
  FaultBoard faults_{[this] { sessions_.wake(); }, [seed = std::uint64_t{1}]() mutable { return seed++; }};
  Sessions sessions_{adapter_, faults_, profile_};
  FrameNumber frame_ = 1;
  std::array<ClientId, kClients> clients_{};
};

RC_GTEST_PROP(DueLaw, LookingAtThoseWhoAreDueTellsTheSameAsLookingAtEverybody, ()) {
  const std::vector<Happening> script = any_script();
  Host thrifty(false);
  Host thorough(true);
  while (thrifty.next() < kFrames + 60) {
    for (const Happening& one : script) {
      if (one.frame != thrifty.next()) continue;
      thrifty.happen(one);
      thorough.happen(one);
    }
    const FrameNumber frame = thrifty.next();
    const auto told = thrifty.run_frame();
    RC_LOG() << "frame " << frame << "\n";
    RC_ASSERT(thorough.run_frame() == told);
  }
}

}  // namespace
}  // namespace checkride::emulator
