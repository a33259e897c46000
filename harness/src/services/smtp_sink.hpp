// A mail server that keeps what it is sent, as a service: its talks on any world's streams, TLS and faults.
#pragma once

#include <memory>

#include "services/service.hpp"
#include "services/service_tls.hpp"
#include "services/smtp_dialogue.hpp"

namespace checkride::harness {

class SmtpService final : public RunningService {
 public:
  // The name of its port in ServicePorts.
  static constexpr std::string_view kPort = "smtp";

  // Requires the inbox of mails; where the spec has TLS an authority too.
  SmtpService(ServicePlace place, SmtpSpec spec);

  Result<> listen(const ServicePorts& ports) override;
  world::Task<> serve() override;
  Result<std::string> inject(const ServiceFault& fault) override;
  Result<> clear(const std::string& id) override { return faults_.clear(id); }

 private:
  world::Task<> serve_connection(world::Stream stream);
  // Until the talk is over.
  world::Task<> talk(world::Stream& stream, SmtpDialogue& dialogue);
  // Of what was said: is the talk over?
  world::Task<bool> say(world::Stream& stream, SmtpReply reply);
  // Reads and answers nothing until the client goes.
  static world::Task<> be_silent(world::Stream& stream);
  world::Task<Result<world::Stream>> shake_hands(world::Stream plain);
  void note(const world::Stream& stream, const SmtpReply& reply);
  void note_handshake(const std::string& peer);

  ServicePlace place_;
  SmtpSpec spec_;
  ActiveFaults faults_{MemberKind::smtp};
  SmtpFaults talk_faults_{faults_};
  std::unique_ptr<ServiceTls> tls_;
  std::unique_ptr<world::Listener> listener_;
};

}  // namespace checkride::harness
