// SetDataOnSimObject: a data block into variables (semantics 7).
#pragma once

#include "answers/outcome.hpp"
#include "checkride/protocol/messages.hpp"
#include "data/data_definition.hpp"
#include "simulator/choices.hpp"

namespace checkride::emulator {

// Applies the message's data to an object. A block that does not fit, or a tag that is not there, leaves
// everything as it was; of a block that fits, every variable that can be set is set, unless `choices` want all or none.
Outcome set_data(const protocol::SetDataOnSimObject& message, const DataDefinition& definition, const Choices& choices,
                 SimObject& object);

}  // namespace checkride::emulator
