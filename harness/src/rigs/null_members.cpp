#include "rigs/null_members.hpp"

#include <fmt/format.h>

#include <array>
#include <type_traits>
#include <utility>
#include <variant>

#include "checkride/http/http.hpp"
#include "services/stores/resp.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kReadBytes = 4096;
constexpr std::string_view kNothing = "{}";
constexpr std::string_view kDone = R"({"id":"0"})";
constexpr std::string_view kLineDone = "{\"ok\":true}\n";

// What is said to the bytes of one connection that speaks no HTTP.
class NullAnswers {
 public:
  explicit NullAnswers(NullTalk talk) : talk_(talk) {}

  std::string to(std::string_view bytes) {
    std::string answers;
    if (talk_ == NullTalk::tables) {
      for (const char c : bytes) answers += c == '\n' ? kLineDone : std::string_view();
    }
    if (talk_ != NullTalk::keys) return answers;
    reader_.feed(bytes);
    while (true) {
      const auto request = reader_.next_request();
      if (!request || !*request) return answers;
      if (!(*request)->empty()) answers += resp::encode(to_command((*request)->front()));
    }
  }

 private:
  static resp::Value to_command(std::string_view command) {
    if (command == "GET") return {};
    const bool counts = command == "EXISTS" || command == "DEL" || command == "TTL" || command == "PTTL";
    return counts ? resp::Value::integer(0) : resp::Value::simple("OK");
  }

  NullTalk talk_;
  resp::Reader reader_;
};

world::Task<> hold(world::Stream stream, NullTalk talk) {
  NullAnswers answers(talk);
  std::array<std::byte, kReadBytes> bytes{};
  while (true) {
    const auto count = co_await world::read_some(stream, std::span<std::byte>(bytes));
    if (!count) co_return;  // the other end went
    const std::string answer = answers.to({reinterpret_cast<const char*>(bytes.data()), *count});
    const std::string_view text = answer;
    if (!text.empty() && !co_await world::write_all(stream, text)) co_return;
  }
}

world::Task<> hold_all(world::World& world, std::unique_ptr<world::Listener> listener, NullTalk talk) {
  world::TaskGroup connections(world.executor());
  while (true) {
    auto stream = co_await listener->accept();
    if (!stream) break;
    connections.spawn("null connection", hold(std::move(*stream), talk));
  }
  co_await connections.join();
}

world::Task<> answer_all(world::World& world, std::unique_ptr<world::Listener> listener, std::string_view body) {
  std::function<http::Response(const http::Request&)> handler = [body](const http::Request&) {
    return http::json_response(200, std::string(body));
  };
  co_await http::serve(world, std::move(listener), std::move(handler));
}

NullTalk talk_of(const ServiceSpec& spec) {
  if (std::holds_alternative<DatabaseSpec>(spec)) return NullTalk::tables;
  return std::holds_alternative<KeyValueSpec>(spec) ? NullTalk::keys : NullTalk::http;
}

class NullService final : public RunningService {
 public:
  NullService(world::World& world, NullTalk talk) : members_(world), talk_(talk) {}

  Result<> listen(const ServicePorts& ports) override {
    std::vector<NullPort> wanted;
    for (const auto& [name, where] : ports) wanted.push_back({name, where, talk_});
    return members_.listen(wanted);
  }
  world::Task<> serve() override { return members_.serve(); }
  Result<std::string> inject(const ServiceFault&) override { return std::string("0"); }
  Result<> clear(const std::string&) override { return {}; }
  world::Task<Result<>> set(ServiceChange) override { co_return Result<>(); }

 private:
  NullMembers members_;
  NullTalk talk_;
};

}  // namespace

std::vector<NullPort> null_subject_ports(const world::Endpoint& health, const world::Endpoint& metrics) {
  return {{"health", health, NullTalk::http}, {"metrics", metrics, NullTalk::http}};
}

std::vector<NullPort> null_emulator_ports(const world::Endpoint& simconnect, const world::Endpoint& control) {
  return {{"simconnect", simconnect, NullTalk::silence}, {"control", control, NullTalk::control}};
}

Result<> NullMembers::listen(const std::vector<NullPort>& ports) {
  for (const NullPort& port : ports) {
    TRY(auto listener, world_.network().listen(port.where));
    endpoints_[port.name] = listener->local();
    open_.push_back({std::move(listener), port.talk});
  }
  return {};
}

world::Task<> NullMembers::serve() {
  world::TaskGroup ports(world_.executor());
  for (Open& one : open_) {
    const bool speaks_http = one.talk == NullTalk::http || one.talk == NullTalk::control;
    const std::string_view body = one.talk == NullTalk::control ? kDone : kNothing;
    ports.spawn("null port", speaks_http ? answer_all(world_, std::move(one.listener), body)
                                         : hold_all(world_, std::move(one.listener), one.talk));
  }
  open_.clear();
  co_await ports.join();
}

world::Task<int> null_program(world::World& world, std::vector<NullPort> ports) {
  NullMembers members(world);
  if (const auto listening = members.listen(ports); !listening) {
    world.print_error_line(listening.error().message());
    co_return 1;
  }
  for (const auto& [name, where] : members.ports()) {
    world.print_line(fmt::format("listening on {} ({})", where.text(), name));
  }
  world::TaskGroup serving(world.executor());
  serving.spawn("null member", members.serve());
  while (!world::asks_to_stop(co_await world.next_signal())) {
  }
  (void)co_await serving.stop(world.clock(), std::chrono::seconds(1));  // it keeps nothing
  co_return 0;
}

bool can_be_tested(const ServiceSpec& spec) {
  return !std::holds_alternative<SmtpSpec>(spec) && !std::holds_alternative<WebhookSpec>(spec);
}

std::unique_ptr<RunningService> make_null_service(ServicePlace place, const ServiceSpec& spec) {
  return std::make_unique<NullService>(place.world, talk_of(spec));
}

}  // namespace checkride::harness
