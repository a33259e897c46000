// The text of SMTP (RFC 5321): replies taken apart, dots stuffed, addresses checked. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::runtime::notify {

constexpr std::size_t kReplyLineBytesMax = 2048;  // RFC 5321 says 512; servers were seen to exceed it
constexpr std::size_t kReplyLinesMax = 100;

struct SmtpReply {
  int code = 0;                    // 200..599
  std::vector<std::string> lines;  // the text after the code, one per line
  bool positive() const { return code >= 200 && code < 400; }
  bool temporary() const { return code >= 400 && code < 500; }
  // "250 first line", without control characters: for a message to a person.
  std::string text() const;
  // True if one of the lines starts with the keyword, as EHLO answers name extensions; case does not matter.
  bool offers(std::string_view keyword) const;
  // The words behind the keyword on its line, in capitals: PLAIN and LOGIN of "AUTH PLAIN LOGIN".
  std::vector<std::string> words_of(std::string_view keyword) const;
};

// Collects the lines of one reply: "250-..." goes on, "250 ..." ends it.
class SmtpReplyReader {
 public:
  // One line without its line end. The whole reply once its last line came; none before; an error if the line is not
  // a reply, its code differs from the first line's, or there are too many.
  Result<std::optional<SmtpReply>> take(std::string_view line);

 private:
  SmtpReply reply_;
};

// The message as it travels after DATA: lines end in CRLF (lone CR or LF count as line ends too), a leading dot is
// doubled, and the final "." line is added.
std::string stuff_dots(std::string_view message);
// The inverse, as a server does it: what stood before the final "." line. None if that line is missing.
std::optional<std::string> unstuff_dots(std::string_view data);

// An address that can stand in an envelope and a header: local@domain in printable ASCII without space, <, > or
// comma, at most 254 bytes. Keeps a configured address from carrying commands of its own.
bool is_mail_address(std::string_view address);
// The part behind the @.
std::string_view domain_of(std::string_view address);

}  // namespace checkride::runtime::notify
