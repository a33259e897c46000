// Public face of core/capture: packet captures as every network tool reads and writes them.
//
//   pcapng_writer.hpp   blocks of a pcapng file: interfaces, packets, comments
//   conversation.hpp    one TCP connection as packets: handshake, segments, acknowledgements, end
//   packet_reader.hpp   packets of a pcapng or pcap file
//   stream_reader.hpp   the TCP streams inside those packets, in order
#pragma once

#include "checkride/capture/address.hpp"
#include "checkride/capture/conversation.hpp"
#include "checkride/capture/packet_reader.hpp"
#include "checkride/capture/pcapng_writer.hpp"
#include "checkride/capture/stream_reader.hpp"
