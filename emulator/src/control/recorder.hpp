// Recorder: the watcher of the sessions behind the control API. It keeps the calls and tells the readers of the stream.
#pragma once

#include "control/call_log.hpp"
#include "control/event_journal.hpp"

namespace checkride::emulator {

class Recorder final : public SessionWatcher {
 public:
  explicit Recorder(world::asio::any_io_executor executor) : journal_(std::move(executor)) {}

  CallLog& calls() { return calls_; }
  EventJournal& journal() { return journal_; }

  void connected(ClientId client, std::string_view remote) override;
  void opened(ClientId client, std::string_view application) override;
  void gone(ClientId client) override;
  void called(const CallSeen& call) override;
  void refused(ClientId client, protocol::SendId send_id, std::uint32_t exception, std::uint32_t index) override;
  void happened(const SystemEvent& event) override;

 private:
  void tell_of(ClientId client, std::string_view state);

  CallLog calls_;
  EventJournal journal_;
};

}  // namespace checkride::emulator
