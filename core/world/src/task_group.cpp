#include "checkride/world/task_group.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <list>

#include "parking.hpp"

namespace checkride::world {
namespace {

// `asked`: somebody asked for it. Without that, a real failure may hide behind the first of two.
bool is_cancellation(const std::exception_ptr& failure, bool asked) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (const asio::multiple_exceptions& both) {  // of an || or && whose sides failed both
    return asked && is_cancellation(both.first_exception(), asked);
  } catch (...) {
    return false;
  }
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is not a std::exception";
  }
}

}  // namespace

asio::execution_context::id LoopService::id;

LoopService& LoopService::of(const asio::any_io_executor& executor) {
  return asio::use_service<LoopService>(asio::query(executor, asio::execution::context));
}

// ---- Notifier

struct Notifier::State final : Parking {
  explicit State(asio::any_io_executor ex) : executor(std::move(ex)), lot(LoopService::of(executor).parking) {
    lot->enter(*this);
  }
  ~State() { lot->leave(*this); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void take_all(std::vector<Waiter>& into) override {
    std::move(parked.begin(), parked.end(), std::back_inserter(into));
    parked.clear();
    ids.clear();
  }
  const std::vector<Waiter>& waiters() const override { return parked; }

  void park(Waiter waiter, const std::shared_ptr<State>& self) {
    const std::uint64_t id = next_id++;
    if (asio::cancellation_slot slot = waiter.get_cancellation_slot(); slot.is_connected()) {
      slot.assign([weak = std::weak_ptr<State>(self), id](asio::cancellation_type type) {
        const std::shared_ptr<State> state = weak.lock();
        if (state && type != asio::cancellation_type::none) state->cancel(id);
      });
    }
    parked.push_back(std::move(waiter));
    ids.push_back(id);
  }
  // The waiter of that id, which then is parked no more; empty if it was woken already.
  Waiter take(std::uint64_t id) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end()) return {};
    const auto place = found - ids.begin();
    Waiter waiter = std::move(parked[static_cast<std::size_t>(place)]);
    parked.erase(parked.begin() + place);
    ids.erase(found);
    return waiter;
  }
  void cancel(std::uint64_t id) {
    if (Waiter waiter = take(id)) std::move(waiter).post(executor, asio::error::operation_aborted, 0);
  }
  void release(ErrorCode code) {
    std::vector<Waiter> woken;
    take_all(woken);
    for (Waiter& waiter : woken) std::move(waiter).post(executor, code, 0);
  }

  asio::any_io_executor executor;
  std::shared_ptr<ParkingLot> lot;
  std::vector<Waiter> parked;
  std::vector<std::uint64_t> ids;  // of the waiter at the same index
  std::uint64_t next_id = 0;
};

Notifier::Notifier(asio::any_io_executor executor) : state_(std::make_shared<State>(std::move(executor))) {}

// Who still waits is told that nothing will come; after a crash nobody does.
Notifier::~Notifier() {
  state_->release(asio::error::operation_aborted);
}

Task<> Notifier::wait() {
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(ErrorCode, std::size_t)>(
      [](auto handler, std::shared_ptr<State>* state) { (*state)->park(Waiter(std::move(handler)), *state); },
      asio::use_awaitable, &state_);
}

// A parked waiter and a timer, whichever is first. Shared by the handlers of both; neither is kept by the waiting
// frame, which `outer` keeps.
struct Notifier::BoundedWait {
  Waiter outer;
  asio::cancellation_signal timer;
  std::weak_ptr<State> notifier;
  std::uint64_t id = 0;

  void finish(ErrorCode code, std::size_t notified) {
    if (!outer) return;
    Waiter waiter = std::move(outer);
    timer.emit(asio::cancellation_type::terminal);
    waiter(code, notified);
  }
  // In the middle of the canceller's work: completes later.
  void cancel(const asio::any_io_executor& executor) {
    unpark();
    if (!outer) return;
    Waiter waiter = std::move(outer);
    timer.emit(asio::cancellation_type::terminal);
    std::move(waiter).post(executor, asio::error::operation_aborted, 0);
  }
  void unpark() {
    if (const std::shared_ptr<State> state = notifier.lock()) (void)state->take(id);
  }
};

void Notifier::start_bounded(const std::shared_ptr<State>& state, Waiter outer, const asio::any_io_executor& executor,
                             Clock& clock, Instant deadline) {
  const auto wait = std::make_shared<BoundedWait>();
  if (asio::cancellation_slot slot = outer.get_cancellation_slot(); slot.is_connected()) {
    slot.assign([weak = std::weak_ptr<BoundedWait>(wait), executor](asio::cancellation_type type) {
      const std::shared_ptr<BoundedWait> alive = weak.lock();
      if (alive && type != asio::cancellation_type::none) alive->cancel(executor);
    });
  }
  wait->outer = std::move(outer);
  wait->notifier = state;
  wait->id = state->next_id;
  auto told = [wait](ErrorCode code, std::size_t) { wait->finish(code, 1); };
  state->park(Waiter(asio::bind_executor(executor, std::move(told))), state);
  auto time_is_up = [wait](ErrorCode code, std::size_t) {
    if (code) return;
    wait->unpark();
    wait->finish({}, 0);
  };
  auto timer = asio::bind_cancellation_slot(wait->timer.slot(), std::move(time_is_up));
  clock.wait_until(deadline, Waiter(asio::bind_executor(executor, std::move(timer))));
}

Task<bool> Notifier::wait_until(Clock& clock, Instant deadline) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const std::size_t notified =
      co_await asio::async_initiate<const asio::use_awaitable_t<>, void(ErrorCode, std::size_t)>(
          [](auto handler, std::shared_ptr<State>* state, const asio::any_io_executor* on, Clock* by, Instant until) {
            start_bounded(*state, Waiter(std::move(handler)), *on, *by, until);
          },
          asio::use_awaitable, &state_, &executor, &clock, deadline);
  co_return notified != 0;
}

void Notifier::notify_all() {
  state_->release({});
}

// ---- TaskGroup

struct TaskGroup::State {
  struct Running {
    Running(std::string task, asio::any_io_executor on) : name(std::move(task)), executor(std::move(on)) {}
    std::string name;
    asio::any_io_executor executor;
    asio::cancellation_signal signal;
  };
  using Place = std::list<Running>::iterator;

  // Completion handler of a task. Keeps the state: the group may be gone before its tasks have ended.
  struct Ended {
    std::shared_ptr<State> state;
    Place place;
    void operator()(std::exception_ptr failure) const { state->ended(place, failure); }
  };

  // What starts a task in its first turn.
  struct Starter {
    std::shared_ptr<State> state;
    Place place;
    Task<> task;
    void operator()() {
      if (state->stopping) return state->ended(place, nullptr);
      const asio::any_io_executor on = place->executor;
      asio::co_spawn(on, std::move(task), asio::bind_cancellation_slot(place->signal.slot(), Ended{state, place}));
    }
  };

  State(asio::any_io_executor ex, OnFailure callback)
      : executor(std::move(ex)),
        on_failure(std::move(callback)),
        names(LoopService::of(executor).names),
        lot(LoopService::of(executor).parking),
        one_ended(executor) {}

  void ended(Place place, const std::exception_ptr& failure) {
    const std::string name = std::move(place->name);
    if (names != nullptr) names->end(place->executor);
    running.erase(place);
    one_ended.notify_all();
    if (!failure || is_cancellation(failure, stopping)) return;
    if (!on_failure) std::rethrow_exception(failure);
    on_failure(name, text_of(failure));
  }
  void cancel_all() {
    stopping = true;
    for (Running& task : running) task.signal.emit(asio::cancellation_type::terminal);
  }

  asio::any_io_executor executor;
  OnFailure on_failure;
  TaskNames* names;
  std::shared_ptr<ParkingLot> lot;
  std::list<Running> running;
  Notifier one_ended;
  bool stopping = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() {
  if (!state_->lot->dropping) state_->cancel_all();
}

void TaskGroup::spawn(std::string name, Task<> task) {
  if (state_->stopping) return;
  asio::any_io_executor executor = state_->names != nullptr ? state_->names->begin(name) : state_->executor;
  state_->running.emplace_front(std::move(name), executor);
  State::Starter starter{state_, state_->running.begin(), std::move(task)};
  asio::post(executor, std::move(starter));
}

Task<std::vector<std::string>> TaskGroup::stop(Clock& clock, Duration limit) {
  state_->cancel_all();
  Task<> all_ended = join();
  co_await detail::run_bounded(clock, limit, std::move(all_ended));
  std::vector<std::string> names;
  for (const State::Running& task : state_->running) names.push_back(task.name);
  std::reverse(names.begin(), names.end());
  co_return names;
}

Task<> TaskGroup::join() {
  const std::shared_ptr<State> state = state_;
  while (!state->running.empty()) co_await state->one_ended.wait();
}

std::size_t TaskGroup::running() const {
  return state_->running.size();
}

// ---- within

namespace detail {
namespace {

// What the waiting coroutine reads afterwards; lives in its frame.
struct Outcome {
  std::exception_ptr failure;
  bool timed_out = false;
};

// A task and a timer, whichever ends first. Shared by the handlers of both and by nobody else: if the waiting frame
// held it too, the two would keep each other alive when their host crashes.
struct Race {
  asio::cancellation_signal work;
  asio::cancellation_signal timer;
  Waiter outer;
  Outcome* outcome = nullptr;  // valid as long as `outer` is not empty
};

struct WorkEnded {
  std::shared_ptr<Race> race;
  void operator()(std::exception_ptr failure) const {
    race->outcome->failure = std::move(failure);
    race->timer.emit(asio::cancellation_type::terminal);
    race->outer({}, 0);
  }
};

struct TimeIsUp {
  std::shared_ptr<Race> race;
  void operator()(ErrorCode code, std::size_t) const {
    if (code || !race->outer) return;
    race->outcome->timed_out = true;
    race->work.emit(asio::cancellation_type::terminal);
  }
};

void start_race(Waiter outer, Outcome& outcome, const asio::any_io_executor& executor, Clock& clock, Instant deadline,
                Task<> work) {
  const std::shared_ptr<Race> race = std::make_shared<Race>();
  if (asio::cancellation_slot slot = outer.get_cancellation_slot(); slot.is_connected()) {
    slot.assign([weak = std::weak_ptr<Race>(race)](asio::cancellation_type type) {
      if (const std::shared_ptr<Race> alive = weak.lock()) alive->work.emit(type);
    });
  }
  race->outer = std::move(outer);
  race->outcome = &outcome;
  auto time_is_up = asio::bind_cancellation_slot(race->timer.slot(), TimeIsUp{race});
  clock.wait_until(deadline, Waiter(asio::bind_executor(executor, std::move(time_is_up))));
  asio::co_spawn(executor, std::move(work), asio::bind_cancellation_slot(race->work.slot(), WorkEnded{race}));
}

}  // namespace

Task<bool> run_bounded(Clock& clock, Duration limit, Task<> work) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  Outcome outcome;
  const Instant deadline = after(clock.now(), limit);
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(ErrorCode, std::size_t)>(
      [](auto handler, Outcome* into, const asio::any_io_executor* on, Clock* by, Instant until, Task<>* what) {
        start_race(Waiter(std::move(handler)), *into, *on, *by, until, std::move(*what));
      },
      asio::use_awaitable, &outcome, &executor, &clock, deadline, &work);
  if (outcome.failure && !(outcome.timed_out && is_cancellation(outcome.failure, true))) {
    std::rethrow_exception(outcome.failure);
  }
  co_return outcome.timed_out;
}

Error timed_out_after(Duration limit) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
  return Error(asio::error::timed_out, "no answer within " + std::to_string(milliseconds) + " ms");
}

}  // namespace detail
}  // namespace checkride::world
