// What the services of a scenario got, by their names; kept over their restarts.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "checkride/harness/scenario.hpp"
#include "services/served.hpp"
#include "services/service.hpp"

namespace checkride::harness {

// Does a service of that kind wake whoever waits whenever it was asked something? Those do that are asked now and then;
// to others a scenario may send thousands of requests a second, and whoever waits looks by itself.
bool tells_at_once(MemberKind kind);

class Inboxes {
 public:
  // `clock` is the harness's and outlives this.
  Inboxes(world::Clock& clock, const Scenario& scenario);

  // Requires a service of that name and, of mail and webhook, of that kind.
  MailInbox& mail(const std::string& service) { return *mail_.at(service); }
  WebhookInbox& webhook(const std::string& service) { return *webhook_.at(service); }
  ServedInbox& served(const std::string& service) { return *served_.at(service); }
  // Where the service puts what it gets.
  void give_to(ServicePlace& place) const;

 private:
  std::map<std::string, std::unique_ptr<MailInbox>> mail_;
  std::map<std::string, std::unique_ptr<WebhookInbox>> webhook_;
  std::map<std::string, std::unique_ptr<ServedInbox>> served_;
};

}  // namespace checkride::harness
