// The SimConnect wire protocol: messages, frames, data blocks. The public face of this room.
#pragma once

#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/datum.hpp"
#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/frame_reader.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/messages.hpp"
#include "checkride/protocol/structures.hpp"
