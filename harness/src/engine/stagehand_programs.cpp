// What is done to the programs of members, beyond stop, kill and freeze.
#include <fmt/format.h>

#include "engine/stagehand.hpp"
#include "matchers/matcher.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kEndLimit = std::chrono::seconds(60);
constexpr Duration kLookPeriod = std::chrono::milliseconds(10);
constexpr std::size_t kQuotedMax = 2000;

// Why a text is not as it should be; nothing where it is.
Result<> check_text(const TextPattern& pattern, const std::string& text) {
  if (!pattern || pattern->try_on(Value(text)).holds) return {};
  return Error::invalid(fmt::format("its output {} not: {}", pattern->clause(), text.substr(0, kQuotedMax)));
}

}  // namespace

world::Task<Result<>> Stagehand::start(const Start& start_action) {
  for (const auto& member : start_action.members) {
    if (start_action.refusal) {
      CO_TRY_VOID(co_await be_refused(member, *start_action.refusal));
    } else {
      CO_TRY_VOID(co_await start(member));
    }
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::be_refused(std::string member, const Refusal& refusal) {
  if (run_.member(member).state != MemberState::down) co_return Error::invalid(member + " runs already");
  LogCursor before;
  (void)run_.rig().read_log(member, before);  // what it said at earlier starts
  const auto started = co_await run_.rig().start(member);
  if (started) {
    run_.set_state(member, MemberState::up);
    co_return Error::invalid(
        fmt::format("{} runs, and should have ended with exit code {}", member, refusal.exit_code));
  }
  const auto code = run_.rig().last_exit_code(member);
  if (!code) co_return started.error().with("start " + member);
  run_.set_ended(member, *code);
  const std::string said = run_.rig().read_log(member, before);
  run_.event(run_.now(), member, "process", fmt::format("refused, exit code {}", *code),
             {{"exit_code", fmt::to_string(*code)}, {"output", said}});
  if (*code != refusal.exit_code) {
    co_return Error::invalid(fmt::format("{} ended with exit code {}, not {}: {}", member, *code, refusal.exit_code,
                                         said.substr(0, kQuotedMax)));
  }
  const auto fits = check_text(refusal.says, said);
  if (!fits) co_return fits.error().with(member);
  co_return Result<>();
}

world::Task<Result<>> Stagehand::signal(const SendSignal& sent) {
  if (!run_.member(sent.to).up()) co_return Error::invalid(sent.to + " does not run");
  CO_TRY_VOID(run_.rig().signal(sent.to, sent.signal));
  if (!asks_to_end(sent.signal)) co_return Result<>();
  // Who waits for its end judges the exit code, too.
  run_.let_end(sent.to, sent.exits ? std::nullopt : std::optional(0));
  if (!sent.exits) co_return Result<>();
  const Duration limit = run_.scenario().limits_of(sent.to).stop.value_or(kEndLimit);
  const world::Instant deadline = run_.clock().now() + limit;
  while (run_.member(sent.to).up()) {
    if (const auto code = run_.rig().ended(sent.to)) {
      run_.has_ended(sent.to, *code);
    } else if (run_.clock().now() >= deadline) {
      co_return Error::invalid(
          fmt::format("{} still runs {} after {}", sent.to, values::format_duration(limit), to_string(sent.signal)));
    } else {
      co_await run_.clock().sleep_for(kLookPeriod);
    }
  }
  const int code = run_.member(sent.to).exit_code.value_or(-1);
  if (code == *sent.exits) co_return Result<>();
  co_return Error::invalid(fmt::format("{} ended with exit code {}, not {}", sent.to, code, *sent.exits));
}

world::Task<Result<>> Stagehand::run_command(const RunCommand& run) {
  const std::string what = describe(Action(run));
  const auto result = co_await run_.rig().run_command(run.of, run.arguments);
  if (!result) co_return result.error().with(what);
  run_.event(run_.now(), run.of, "command", fmt::format("{}: exit code {}", what, result->exit_code),
             {{"exit_code", fmt::to_string(result->exit_code)}, {"output", result->output}});
  if (result->exit_code != run.exit_code) {
    co_return Error::invalid(fmt::format("{} ended with exit code {}, not {}: {}", what, result->exit_code,
                                         run.exit_code, result->output.substr(0, kQuotedMax)));
  }
  const auto fits = check_text(run.output, result->output);
  if (!fits) co_return fits.error().with(what);
  co_return Result<>();
}

world::Task<Result<>> Stagehand::cut_power(const DiskFault& fault) {
  const std::string& member = fault.disk;
  if (!run_.member(member).up()) co_return Error::invalid(member + " does not run");
  const auto cut = co_await run_.rig().cut_power(fault);
  if (!cut) co_return cut.error().with("the power of " + member);
  run_.set_state(member, MemberState::down);
  end_disturbance(member);
  disturbances_[member] = run_.begin_fault(member, "left by the power");
  co_return Result<>();
}

}  // namespace checkride::harness
