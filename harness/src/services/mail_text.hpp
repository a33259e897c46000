// Reads a mail as its addressee would see it: headers unfolded and decoded, parts decoded. Lenient: what it cannot
// decode stays as it was sent, for a sink must show what came.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace checkride::harness {

struct MailContent {
  std::string subject;
  std::string text;
  std::string id;  // Message-ID
};
// `message` as after DATA, dots unstuffed, lines ended by CR LF.
MailContent read_mail_content(std::string_view message);

// RFC 2047: "=?utf-8?B?...?=" and "=?utf-8?Q?...?="; other text stays.
std::string decode_encoded_words(std::string_view text);
std::string decode_base64(std::string_view text);
std::string decode_quoted_printable(std::string_view text);

}  // namespace checkride::harness
