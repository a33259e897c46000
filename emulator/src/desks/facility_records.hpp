// FACILITY_DATA: the records of one facility, depth first in the order of its definition (semantics 14.3).
#pragma once

#include "answers/outbox.hpp"
#include "checkride/protocol/ids.hpp"
#include "desks/facility_definition.hpp"

namespace checkride::emulator {

// Sends the records of `element`, an element of the definition's entry point, and FACILITY_DATA_END. An entry point
// that a filter does not want is not sent, nor is anything below it. Gives each record the number after `last_record`.
void send_facility(const Element& element, const FacilityDefinition& definition, protocol::RequestId request,
                   protocol::RecordId& last_record, Outbox& outbox);

}  // namespace checkride::emulator
