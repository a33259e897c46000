#include "engine/raw_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>

#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"
#include "checkride/world/task_group.hpp"
#include "matchers/matcher.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kConnectLimit = std::chrono::seconds(10);
constexpr std::size_t kQuotedMax = 300;

class Talking {
 public:
  Talking(world::World& world, world::Stream stream, const SendBytes& send)
      : clock_(world.clock()), stream_(std::move(stream)), send_(send), began_(clock_.now()) {}

  world::Task<RawTalk> play() {
    const std::size_t size = send_.bytes.size();
    const std::size_t piece = send_.piece == 0 ? size : send_.piece;
    while (talk_.sent < size && !talk_.closed) {
      const std::string_view next = std::string_view(send_.bytes).substr(talk_.sent, piece);
      const auto written = co_await world::write_all(stream_, next);
      if (!written) {
        ended_by(written.error());
        break;
      }
      talk_.sent += next.size();
      const world::Instant due = clock_.now() + send_.every;
      if (talk_.sent < size) co_await hear_until(due);
    }
    const world::Instant leave = clock_.now() + send_.stay;
    co_await hear_until(leave);
    if (send_.reset) {
      stream_.reset();
    } else {
      stream_.close();
    }
    co_return std::move(talk_);
  }

 private:
  // Until then, or the other end closes, or all that was wanted has come, which no more of it can undo.
  world::Task<> hear_until(world::Instant until) {
    while (!talk_.closed && !has_all()) {
      const Duration left = until - clock_.now();
      if (left <= Duration::zero()) co_return;
      const auto came = co_await world::within(clock_, left, world::read_some(stream_, chunk_));
      if (came) {
        talk_.received += *came;
        const std::size_t room = RawTalk::kAnswerMax - talk_.answer.size();
        talk_.answer.append(reinterpret_cast<const char*>(chunk_.data()), std::min(*came, room));
      } else if (came.error().code() != boost::system::errc::timed_out) {
        ended_by(came.error());
      }
    }
  }

  bool has_all() const {
    const bool whole = talk_.sent == send_.bytes.size() && send_.answer && !send_.closed_after && !send_.stays_open;
    return whole && send_.answer->lasts(talk_.answer);
  }

  void ended_by(const Error& error) {
    talk_.closed = clock_.now() - began_;
    talk_.reset = error.code() != boost::asio::error::eof;
  }

  static constexpr std::size_t kChunk = 4096;

  world::Clock& clock_;
  world::Stream stream_;
  const SendBytes& send_;
  world::Instant began_;
  RawTalk talk_;
  std::array<std::byte, kChunk> chunk_{};
};

// On one line, whatever it is made of.
std::string on_one_line(std::string_view answer) {
  std::string text;
  values::json::append_json_string(text, answer.substr(0, kQuotedMax));
  return text;
}

}  // namespace

world::Task<> talk(world::World& world, world::Endpoint to, const SendBytes& send, Result<RawTalk>& result) {
  auto stream = co_await world::within(world.clock(), kConnectLimit, world.network().connect(std::move(to)));
  if (!stream) {
    result = stream.error();
    co_return;
  }
  Talking talking(world, std::move(*stream), send);
  RawTalk over = co_await talking.play();
  result = std::move(over);
}

std::string describe(const RawTalk& talk, const SendBytes& send) {
  std::string text = fmt::format("{} of {} bytes sent, {} came, ", talk.sent, send.bytes.size(), talk.received);
  if (!talk.closed) return text + "still open";
  return text + fmt::format("{} after {}", talk.reset ? "reset" : "closed", values::format_duration(*talk.closed));
}

Result<> judge(const RawTalk& talk, const SendBytes& send) {
  const auto wrong = [&](std::string_view wanted) {
    return Error::invalid(fmt::format("{}: {}", wanted, describe(talk, send)));
  };
  if (send.stays_open && talk.closed) return wrong("the other end should not close");
  if (send.closed_after) {
    if (!talk.closed) return wrong("the other end should close");
    const auto tried = send.closed_after->try_on(Value(world::to_seconds(*talk.closed)));
    if (!tried.holds) return wrong(fmt::format("closing {} not", send.closed_after->clause()));
  }
  if (!send.answer) return {};
  if (!send.answer->try_on(Value(talk.answer)).holds) {
    return wrong(fmt::format("wanted {}, what came is {}", send.answer->text(), on_one_line(talk.answer)));
  }
  if (talk.received > talk.answer.size() && !send.answer->lasts(talk.answer)) {
    return wrong(fmt::format("only the first {} bytes are looked at", talk.answer.size()));
  }
  return {};
}

}  // namespace checkride::harness
