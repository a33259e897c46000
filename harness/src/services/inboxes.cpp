#include "services/inboxes.hpp"

namespace checkride::harness {

namespace {

template <class T>
T* of(const std::map<std::string, std::unique_ptr<T>>& inboxes, const std::string& service) {
  const auto found = inboxes.find(service);
  return found == inboxes.end() ? nullptr : found->second.get();
}

}  // namespace

bool tells_at_once(MemberKind kind) {
  return kind == MemberKind::smtp || kind == MemberKind::webhook;
}

Inboxes::Inboxes(world::Clock& clock, const Scenario& scenario) {
  for (const Service& service : scenario.services) {
    served_.emplace(service.name, std::make_unique<ServedInbox>(clock));
    if (service.kind() == MemberKind::smtp) mail_.emplace(service.name, std::make_unique<MailInbox>(clock));
    if (service.kind() == MemberKind::webhook) webhook_.emplace(service.name, std::make_unique<WebhookInbox>(clock));
  }
}

void Inboxes::give_to(ServicePlace& place) const {
  place.mail = of(mail_, place.name);
  place.webhook = of(webhook_, place.name);
  place.served = of(served_, place.name);
}

}  // namespace checkride::harness
