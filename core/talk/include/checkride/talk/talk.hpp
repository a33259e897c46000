// Public face of core/talk: what clients and simulators said to each other in a capture.
//
//   talk_reader.hpp   frames out of a capture's streams, connection by connection
//   data_book.hpp     what a client defined: the names, units and values inside data
#pragma once

#include "checkride/talk/data_book.hpp"
#include "checkride/talk/talk_reader.hpp"
