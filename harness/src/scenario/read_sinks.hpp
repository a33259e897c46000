// The keys of mail servers and webhooks.
#pragma once

#include "checkride/harness/service_specs.hpp"
#include "checkride/values/map_reader.hpp"

namespace checkride::harness {

SmtpSpec read_smtp(values::MapReader& map);
WebhookSpec read_webhook(values::MapReader& map);

}  // namespace checkride::harness
