// webhook: the calls that a webhook receiver of the scenario got.
#pragma once

#include <string>

#include "checkride/harness/check.hpp"
#include "checks/answers.hpp"
#include "checks/scenario_start.hpp"
#include "reading/count.hpp"
#include "reading/reader.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

struct WebhookCheck {
  std::string in;
  std::string body_contains;
  Pointers json;
  Count count;
};

Seen check_webhook(const WebhookCheck& check, const WebhookInbox& inbox, const ScenarioStart& start);

Check make_check(WebhookCheck check);
Check read_webhook_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
