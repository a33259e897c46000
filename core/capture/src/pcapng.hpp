// Numbers of the pcapng and pcap formats.
#pragma once

#include <cstddef>
#include <cstdint>

namespace checkride::capture::pcapng {

inline constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;
inline constexpr std::uint32_t kInterfaceDescription = 1;
inline constexpr std::uint32_t kObsoletePacket = 2;
inline constexpr std::uint32_t kSimplePacket = 3;
inline constexpr std::uint32_t kEnhancedPacket = 6;
inline constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4D;
inline constexpr std::size_t kBlockFrameBytes = 12;  // type, length, length again

inline constexpr std::uint16_t kOptionEnd = 0;
inline constexpr std::uint16_t kComment = 1;
inline constexpr std::uint16_t kInterfaceName = 2;
inline constexpr std::uint16_t kSectionApplication = 4;
inline constexpr std::uint16_t kInterfaceResolution = 9;
inline constexpr std::uint16_t kInterfaceOffset = 14;

inline constexpr std::uint32_t kPcapMicroseconds = 0xA1B2C3D4;
inline constexpr std::uint32_t kPcapNanoseconds = 0xA1B23C4D;

}  // namespace checkride::capture::pcapng
