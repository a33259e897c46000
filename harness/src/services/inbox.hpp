// What the harness's own mail server and webhook receiver got, in order, with the time of each arrival.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/http/http.hpp"
#include "checkride/world/clock.hpp"

namespace checkride::harness {

// One SMTP transaction, however many recipients it has.
struct Mail {
  std::string from;             // of the envelope
  std::vector<std::string> to;  // of the envelope
  std::string subject;          // decoded
  std::string text;             // decoded body, all parts of a multipart one after the other
  std::string id{};             // its Message-ID, as it stands there
};

struct WebhookCall {
  std::string method;
  std::string target;
  std::string body;
  http::Headers headers{};
};

template <class T>
class Inbox {
 public:
  struct Arrival {
    world::Instant at;
    T item;
  };

  // `clock` is the harness's, so that arrivals compare with the steps of the timeline.
  explicit Inbox(world::Clock& clock) : clock_(clock) {}

  // Told of every arrival at once.
  void on_arrival(std::function<void(const Arrival&)> heard) { heard_ = std::move(heard); }
  void add(T item) {
    arrivals_.push_back({clock_.now(), std::move(item)});
    if (heard_) heard_(arrivals_.back());
  }
  const std::vector<Arrival>& arrivals() const { return arrivals_; }

 private:
  world::Clock& clock_;
  std::vector<Arrival> arrivals_;
  std::function<void(const Arrival&)> heard_;
};

using MailInbox = Inbox<Mail>;
using WebhookInbox = Inbox<WebhookCall>;

}  // namespace checkride::harness
