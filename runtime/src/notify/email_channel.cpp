#include "notify/email_channel.hpp"

#include <utility>

#include "notify/mail_message.hpp"
#include "notify/smtp_client.hpp"
#include "notify/smtp_text.hpp"

namespace checkride::runtime::notify {

world::Task<Outcome> EmailChannel::deliver(Parcel& parcel) {
  SmtpServer server;
  server.address = world::Endpoint{config_.server, config_.port};
  server.starttls = config_.starttls;
  server.tls = config_.tls;
  server.ca_file = config_.ca_file;
  server.username = config_.username;
  server.password = config_.password;
  server.timeout = config_.timeout;
  if (is_mail_address(config_.from)) server.hello_name = std::string(domain_of(config_.from));
  const MailAddresses addresses{config_.from, parcel.group.mail_to.empty() ? config_.to : parcel.group.mail_to};
  std::string mail = make_mail(parcel, addresses, link_);
  SentMail sent = co_await send_mail(world_, trust_, std::move(server), config_.from, parcel.targets, std::move(mail));
  connection_ = std::move(sent.connection);
  co_return std::move(sent.outcome);
}

world::Task<> EmailChannel::take_leave() {
  if (connection_ == nullptr) co_return;
  std::unique_ptr<SmtpDialogue> connection = std::move(connection_);
  co_await notify::take_leave(std::move(connection));
}

}  // namespace checkride::runtime::notify
