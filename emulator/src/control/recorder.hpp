// Recorder: the watcher of the sessions behind the control API. It keeps the calls and tells the readers of the stream.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "control/call_log.hpp"
#include "control/event_journal.hpp"

namespace checkride::emulator {

class Recorder final : public SessionWatcher {
 public:
  // `on_cut_off` is told in words of each client that is cut off or turned away.
  explicit Recorder(world::asio::any_io_executor executor, std::function<void(const std::string&)> on_cut_off = {})
      : journal_(std::move(executor)), on_cut_off_(std::move(on_cut_off)) {}

  CallLog& calls() { return calls_; }
  EventJournal& journal() { return journal_; }

  void connected(ClientId client, std::string_view remote) override;
  void opened(ClientId client, std::string_view application) override;
  void gone(ClientId client, const Departure& why) override;
  void turned_away(std::string_view remote, std::string_view reason) override;
  void called(const CallSeen& call) override;
  void refused(ClientId client, protocol::SendId send_id, std::uint32_t exception, std::uint32_t index) override;
  void happened(const SystemEvent& event) override;

 private:
  // `reason` is of a client that is gone.
  void tell_of(ClientId client, std::string_view state, const std::string* reason = nullptr);

  CallLog calls_;
  EventJournal journal_;
  std::function<void(const std::string&)> on_cut_off_;
};

}  // namespace checkride::emulator
