#include "checkride/capture/pcapng_writer.hpp"

#include <utility>

#include "checkride/result/assert.hpp"
#include "pcapng.hpp"

namespace checkride::capture {
namespace {

constexpr std::size_t kTextBytesMax = 60'000;  // an option's length has 16 bits

template <class T>
void put(std::string& out, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out += static_cast<char>((static_cast<std::uint64_t>(number) >> (8 * i)) & 0xFF);
  }
}

void pad(std::string& out) {
  while (out.size() % 4 != 0) out += '\0';
}

void put_option(std::string& body, std::uint16_t code, std::string_view value) {
  put(body, code);
  put(body, static_cast<std::uint16_t>(value.size()));
  body += value;
  pad(body);
}

void put_text_option(std::string& body, std::uint16_t code, std::string_view text) {
  put_option(body, code, text.substr(0, kTextBytesMax));
}

void end_options(std::string& body) {
  put(body, pcapng::kOptionEnd);
  put(body, std::uint16_t{0});
}

void put_block(std::string& out, std::uint32_t type, const std::string& body) {
  CHECKRIDE_ASSERT(body.size() % 4 == 0);
  const auto length = static_cast<std::uint32_t>(body.size() + pcapng::kBlockFrameBytes);
  put(out, type);
  put(out, length);
  out += body;
  put(out, length);
}

}  // namespace

PcapngWriter::PcapngWriter(std::string_view application) {
  std::string body;
  put(body, pcapng::kByteOrderMagic);
  put(body, std::uint16_t{1});  // version 1.0
  put(body, std::uint16_t{0});
  put(body, ~std::uint64_t{0});  // the section's length is not known yet
  put_text_option(body, pcapng::kSectionApplication, application);
  end_options(body);
  put_block(out_, pcapng::kSectionHeader, body);
}

std::uint32_t PcapngWriter::add_interface(std::string_view name) {
  std::string body;
  put(body, static_cast<std::uint16_t>(LinkType::raw));
  put(body, std::uint16_t{0});
  put(body, std::uint32_t{0});  // packets are whole
  put_text_option(body, pcapng::kInterfaceName, name);
  put_option(body, pcapng::kInterfaceResolution, std::string_view("\x09", 1));  // 10^-9 s
  end_options(body);
  put_block(out_, pcapng::kInterfaceDescription, body);
  return interfaces_++;
}

void PcapngWriter::packet(std::uint32_t interface, Time time, std::span<const std::byte> bytes,
                          std::string_view comment) {
  CHECKRIDE_ASSERT(interface < interfaces_);
  const auto stamp = static_cast<std::uint64_t>(time.time_since_epoch().count());
  std::string body;
  put(body, interface);
  put(body, static_cast<std::uint32_t>(stamp >> 32));
  put(body, static_cast<std::uint32_t>(stamp & 0xFFFFFFFF));
  put(body, static_cast<std::uint32_t>(bytes.size()));
  put(body, static_cast<std::uint32_t>(bytes.size()));
  for (const std::byte byte : bytes) body += static_cast<char>(byte);
  pad(body);
  if (!comment.empty()) {
    put_text_option(body, pcapng::kComment, comment);
    end_options(body);
  }
  put_block(out_, pcapng::kEnhancedPacket, body);
}

std::string PcapngWriter::take() {
  return std::exchange(out_, {});
}

}  // namespace checkride::capture
