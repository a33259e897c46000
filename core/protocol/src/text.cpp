// Words for what is not an enumeration of the wire: units, errors, identities of clients.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/frame_reader.hpp"

namespace checkride::protocol {

std::string_view text_in(std::span<const std::byte> field) {
  if (field.empty()) return {};
  const void* const bytes = field.data();
  const char* const first = static_cast<const char*>(bytes);
  const void* const end = std::memchr(bytes, 0, field.size());
  const auto length = end == nullptr ? field.size() : static_cast<std::size_t>(static_cast<const char*>(end) - first);
  return {first, length};
}

std::string_view to_string(Unit unit) {
  static constexpr std::array<std::string_view, 14> kNames{
      "none",  "bytes",  "degrees", "feet",    "feet_per_second", "frames_per_second", "hertz",
      "knots", "metres", "percent", "radians", "seconds",         "simulation_rate",   "ticks"};
  return kNames.at(static_cast<std::size_t>(unit));
}

std::string_view to_string(DecodeErrorCode code) {
  static constexpr std::array<std::string_view, 4> kNames{"frame_too_short", "wrong_length", "field_cut", "left_over"};
  return kNames.at(static_cast<std::size_t>(code));
}

std::string_view to_string(FramingErrorCode code) {
  return code == FramingErrorCode::frame_too_short ? "frame_too_short" : "frame_too_long";
}

std::string DecodeError::text() const {
  std::string text(message);
  if (!where.field.empty()) text.append(".").append(where.field);
  if (where.element != Failure::kNoElement) text.append("[").append(std::to_string(where.element)).append("]");
  if (!where.member.empty()) text.append(".").append(where.member);
  text.append(" at offset ").append(std::to_string(offset)).append(": ");
  const std::string bytes = std::to_string(frame_bytes);
  switch (code) {
    case DecodeErrorCode::frame_too_short:
      return text + "a frame of " + bytes + " bytes has no whole header";
    case DecodeErrorCode::wrong_length:
      return text + "the length in the header is not that of the frame, " + bytes + " bytes";
    case DecodeErrorCode::field_cut:
      return text + "the frame ends after " + bytes + " bytes";
    case DecodeErrorCode::left_over:
      break;
  }
  return text + std::to_string(frame_bytes - offset) + " bytes follow the last field";
}

void throw_exception_from_error(const DecodeError& error, const boost::source_location& /*where*/) {
  throw std::runtime_error(error.text());
}

std::string FramingError::text() const {
  const bool too_short = code == FramingErrorCode::frame_too_short;
  return std::string(to_string(code)) + ": " + std::to_string(length) + " bytes at stream offset " +
         std::to_string(offset) + ", at " + (too_short ? "least " : "most ") + std::to_string(limit) + " are allowed";
}

namespace {

constexpr std::array<std::byte, 4> tag(char a, char b, char c) {
  return {std::byte{0}, static_cast<std::byte>(a), static_cast<std::byte>(b), static_cast<std::byte>(c)};
}

}  // namespace

ClientIdentity client_identity(Protocol protocol) {
  switch (protocol) {
    case Protocol::fsx_rtm:
      return {tag('X', 'S', 'F'), 0, 0, 60905, 0};
    case Protocol::fsx_sp1:
      return {tag('X', 'S', 'F'), 10, 0, 61242, 0};
    case Protocol::fsx_sp2:
      return {tag('X', 'S', 'F'), 10, 0, 61259, 0};
    case Protocol::msfs2020:
      return {tag('H', 'K', '\0'), 11, 0, 62651, 3};
    case Protocol::msfs2024:
      break;
  }
  return {tag('X', 'S', 'F'), 12, 2, 0, 0};
}

}  // namespace checkride::protocol
