// What a service was asked, and what it answered: refusals, and talks that broke off, too.
#pragma once

#include <cstdint>
#include <string>

#include "checkride/http/http.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

// One exchange. Of an smtp service: a mail that it took (message, 250), or the command with which it refused something.
struct Served {
  std::string peer;    // the client's address, without its port
  std::string method;  // GET; of smtp the place in the talk: connect, ehlo, login, mail, rcpt, data, message
  std::string target;  // path and query; of smtp the address that the command names, else empty
  http::Headers headers{};
  int status = 0;              // answered; 0: the connection broke off before there was an answer
  std::uint64_t bytes = 0;     // sent, of the answer's body
  world::Duration duration{};  // from its first byte to the last of the answer
  bool complete = true;        // false: the answer was not sent whole
  bool secure = false;         // it came by https
};

// An arrival is the end of an exchange; it began `duration` before.
using ServedInbox = Inbox<Served>;
inline world::Instant begin_of(const ServedInbox::Arrival& arrival) {
  return arrival.at - arrival.item.duration;
}

// "429 to POST /hook", "no answer to rcpt ops@x".
std::string text_of(const Served& served);

// One of an HTTP service: what ServerHooks::on_exchange tells.
Served served_of(const http::Exchange& exchange);
// One that ended before it began, in the handshake of TLS.
Served failed_handshake();

}  // namespace checkride::harness
