// Goal: whatever a mail server says, the transaction ends with an outcome, and the password stays unsaid: this server
// never gets as far as TLS. Method: the pieces of the input are its replies.
#include "checkride/result/assert.hpp"
#include "hostile_peer.hpp"
#include "notify/smtp_client.hpp"

namespace {

using namespace checkride;
using runtime::notify::Outcome;

world::Task<int> send(world::World& world) {
  runtime::notify::TrustStore trust;
  runtime::notify::SmtpServer server;
  server.address.host = "peer";
  server.address.port = fuzz::HostilePeer::kPort;
  server.starttls = runtime::StartTls::optional;
  server.username = "monitor";
  server.password = runtime::Secret("hunter2");
  std::vector<std::string> recipients{"a@b.c", "d@e.f"};
  runtime::notify::SentMail sent = co_await runtime::notify::send_mail(world, trust, std::move(server), "m@b.c",
                                                                       recipients, "Subject: x\r\n\r\nx\r\n");
  const Outcome& outcome = sent.outcome;
  CHECKRIDE_ASSERT(outcome.text.find("hunter2") == std::string::npos);
  CHECKRIDE_ASSERT(outcome.verdict != runtime::notify::Verdict::delivered || recipients.empty());
  CHECKRIDE_ASSERT(recipients.size() <= 2);
  if (sent.connection != nullptr) co_await runtime::notify::take_leave(std::move(sent.connection));
  co_return 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::HostilePeer peer(data, size);
  peer.run(send(peer.client()));
  return 0;
}
