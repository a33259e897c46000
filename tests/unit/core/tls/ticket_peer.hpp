// A server whose session ticket is a long one, in several records, which it sends as the test says: OpenSSL itself, for
// no server of the room gives tickets.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "context.hpp"
#include "tls_fixture.hpp"

namespace checkride::tls {

class TicketPeer {
 public:
  TicketPeer(world::World& world, const Acquaintance& who)
      : world_(world), server_(Server::make(world, who.server).value()), ssl_(make()) {}

  // The handshake; what it has to say behind it, the ticket, is kept.
  world::Task<> accept(world::Listener& listener) {
    auto plain = co_await listener.accept();
    plain_ = std::move(*plain);
    while (!shakes_hands()) {
      const std::string said = take_said();
      (void)co_await world::write_all(plain_, said);
      co_await hear();
    }
    kept_ = take_said();
  }
  std::size_t ticket_bytes() const { return kept_.size(); }
  // The next so many bytes of the ticket.
  world::Task<> send_ticket(std::size_t bytes) {
    const std::string part = kept_.substr(0, bytes);
    kept_.erase(0, part.size());
    (void)co_await world::write_all(plain_, part);
  }
  // Its first record.
  world::Task<> send_record() {
    const auto byte = [this](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(kept_[at]));
    };
    co_await send_ticket(5 + byte(3) * 256 + byte(4));
  }
  world::Task<> send_rest_after(world::Duration wait) {
    co_await world_.clock().sleep_for(wait);
    co_await send_ticket(kept_.size());
  }
  world::Task<> say(std::string text) {
    {
      const Drawing drawing(world_);
      EXPECT_EQ(SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())), static_cast<int>(text.size()));
    }
    const std::string said = take_said();
    (void)co_await world::write_all(plain_, said);
  }
  // What the client sent, as much as is wanted, or less at its end.
  world::Task<std::string> hear_text(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      char part[1024];
      int count = 0;
      {
        const Drawing drawing(world_);
        count = SSL_read(ssl_.get(), part, sizeof part);
      }
      if (count > 0) {
        text.append(part, static_cast<std::size_t>(count));
      } else if (!co_await hear()) {
        break;
      }
    }
    co_return text;
  }
  void hang_up() { plain_.close(); }

 private:
  Ssl make() {
    const Drawing drawing(world_);
    SSL_CTX* const context = server_.shared()->ssl.get();
    SSL_CTX_set_session_ticket_cb(context, make_it_long, nullptr, nullptr);
    Ssl ssl(SSL_new(context));
    SSL_clear_options(ssl.get(), SSL_OP_NO_TICKET);
    SSL_set_num_tickets(ssl.get(), 1);
    SSL_set_max_send_fragment(ssl.get(), 512);
    SSL_set0_rbio(ssl.get(), BIO_new(BIO_s_mem()));
    SSL_set0_wbio(ssl.get(), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl.get());
    return ssl;
  }
  static int make_it_long(SSL* ssl, void*) {
    const std::string much(1500, 't');
    return SSL_SESSION_set1_ticket_appdata(SSL_get_session(ssl), much.data(), much.size());
  }
  bool shakes_hands() {
    const Drawing drawing(world_);
    return SSL_do_handshake(ssl_.get()) == 1;
  }
  std::string take_said() {
    char* data = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(ssl_.get()), &data);
    std::string said(data, static_cast<std::size_t>(size));
    (void)BIO_reset(SSL_get_wbio(ssl_.get()));
    return said;
  }
  // False: the client has ended.
  world::Task<bool> hear() {
    std::array<std::byte, 4096> part;
    const auto count = co_await world::read_some(plain_, part);
    if (!count) co_return false;
    BIO_write(SSL_get_rbio(ssl_.get()), part.data(), static_cast<int>(*count));
    co_return true;
  }

  world::World& world_;
  Server server_;
  Ssl ssl_;
  world::Stream plain_;
  std::string kept_;
};

}  // namespace checkride::tls
