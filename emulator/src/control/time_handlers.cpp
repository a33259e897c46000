// Pause, rate and steps; the flight; going back to the start.
#include <utility>

#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"
#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

using http::error_response;
using http::Response;
using values::json::Writer;

constexpr std::uint64_t kStepFramesMax = 1'000'000;

std::string time_document(const ControlContext& context) {
  Simulation& simulation = context.simulation;
  std::string body;
  Writer json(body);
  json.begin_object().member("frame", simulation.frame()).member("frame_rate", simulation.frame_rate());
  json.member("simulation_frame", simulation.simulation_frame()).member("paused", simulation.paused());
  json.member("rate", simulation.rate()).member("stepped", context.stepping != nullptr);
  json.member("running_seconds", world::to_seconds(context.now() - simulation.frame_time(0)));
  json.member("simulated_seconds", simulation.simulation_seconds()).end_object();
  return body;
}

Response time_response(const ControlContext& context) {
  return http::json_response(200, time_document(context));
}

// A body that may say nothing.
std::optional<Response> refused_body(const ControlCall& call) {
  const auto read = read_json_body(call.request.body, [](values::MapReader&) {});
  if (read) return std::nullopt;
  return error_response(400, "bad_request", read.error().message());
}

Response trigger(const ControlCall& call, std::string_view event) {
  if (auto refused = refused_body(call)) return std::move(*refused);
  (void)call.context.simulation.trigger(event, {});  // the catalogue has it
  call.context.sessions.wake();
  return time_response(call.context);
}

// The answer to a step: it comes when time stands where it was told to.
class StepSource final : public http::BodySource {
 public:
  StepSource(ControlContext context, world::Instant target, std::shared_ptr<const SteppedTime::Turn> turn)
      : context_(std::move(context)), target_(target), turn_(std::move(turn)) {}

  world::Task<std::string> next() override {
    if (std::exchange(done_, true)) co_return std::string();
    co_await context_.stepping->move_to(target_);
    turn_.reset();  // who hears of this step may ask for the next
    context_.simulation.advance_to(context_.now());
    co_return time_document(context_);
  }

 private:
  ControlContext context_;
  world::Instant target_;
  // From the request on: another may come before this one's answer is begun.
  std::shared_ptr<const SteppedTime::Turn> turn_;
  bool done_ = false;
};

// The frame to step to. Errors: 400 in words.
Result<std::uint64_t> read_step(const ControlCall& call) {
  const std::uint64_t present = call.context.simulation.frame();
  std::optional<std::uint64_t> frames;
  std::optional<std::uint64_t> to_frame;
  TRY_VOID(read_json_body(call.request.body, [&](values::MapReader& map) {
    map.optional("frames", &frames, {1, kStepFramesMax});
    map.optional("to_frame", &to_frame);
  }));
  if (frames.has_value() == to_frame.has_value()) {
    return Error::invalid(R"(either {"frames": 30}, from here, or {"to_frame": 900} is expected)");
  }
  if (frames) return present + *frames;
  if (*to_frame >= present && *to_frame - present <= kStepFramesMax) return *to_frame;
  return Error::invalid("to_frame: the frame is " + std::to_string(present) + ", and steps go forward, by at most " +
                        std::to_string(kStepFramesMax));
}

}  // namespace

Response get_time(const ControlCall& call) {
  return time_response(call.context);
}

Response post_pause(const ControlCall& call) {
  return trigger(call, "PAUSE_ON");
}

Response post_resume(const ControlCall& call) {
  return trigger(call, "PAUSE_OFF");
}

Response post_rate(const ControlCall& call) {
  double rate = 1;
  const auto read = read_json_body(call.request.body, [&rate](values::MapReader& map) {
    map.required("rate", &rate, {SimulatedClock::kSlowest, SimulatedClock::kFastest});
  });
  if (!read) return error_response(400, "bad_request", read.error().message());
  call.context.simulation.set_rate(rate);
  call.context.sessions.wake();
  return time_response(call.context);
}

Response post_step(const ControlCall& call) {
  SteppedTime* stepping = call.context.stepping;
  if (stepping == nullptr) {
    return error_response(409, "not_stepped", "time goes by itself: start the emulator with --step to move it by hand");
  }
  const auto frame = read_step(call);
  if (!frame) return error_response(400, "bad_request", frame.error().message());
  auto turn = stepping->take_turn();
  if (!turn) return error_response(409, "moving", "another step is under way: wait for its answer");
  Response response = http::json_response(200, "");
  const world::Instant target = call.context.simulation.frame_time(*frame);
  response.stream = std::make_shared<StepSource>(call.context, target, std::move(turn));
  return response;
}

}  // namespace checkride::emulator
