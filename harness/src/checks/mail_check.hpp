// mail: what a mail server of the scenario got.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checks/compared.hpp"
#include "checks/scenario_start.hpp"
#include "checks/tally.hpp"
#include "reading/reader.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

struct MailCheck {
  std::string in;
  std::vector<std::string> to;  // every one of these is an addressee of the transaction
  ComparedList from;            // of the envelope; one at most, as the others
  ComparedList subject;         // decoded
  ComparedList body;            // decoded, all parts one after the other
  Tally count;
  std::optional<Tally> ids;  // how many different Message-IDs they have
};

Seen check_mail(const MailCheck& check, const MailInbox& inbox, const ScenarioStart& start);

Check make_check(MailCheck check);
Check read_mail_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
