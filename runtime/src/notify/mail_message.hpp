// A notification as an Internet message (RFC 5322), lines ending in CRLF. Pure: equal input, equal bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"
#include "notify/notification.hpp"

namespace checkride::runtime::notify {

struct MailAddresses {
  std::string from;
  std::vector<std::string> to;
};

// Date, From, To, Subject, Message-ID, Auto-Submitted, MIME headers and the body of the notification. The resolved
// message names the firing one in In-Reply-To and References, so that both stand in one thread. Trying again after a
// doubtful failure repeats the Message-ID, by which mail servers and readers drop the double.
// Requires addresses that pass is_mail_address().
std::string make_mail(const Notification& notification, const MailAddresses& addresses);

// "<episode.kind@domain of the sender>"
std::string message_id_of(const Notification& notification, NotificationKind kind, std::string_view from);

// "Mon, 05 Jan 2026 08:00:00 +0000"
std::string format_mail_date(world::UtcTime time);

// A header field with its CRLF. Text that is not printable ASCII becomes encoded-words (RFC 2047, base64 of UTF-8);
// control characters become spaces before that, so that no value can start a header of its own. Folded at 76 columns.
std::string header_field(std::string_view name, std::string_view text);

// RFC 2045 quoted-printable of text whose lines end in '\n'; the result's end in CRLF, none longer than 76 columns.
std::string quoted_printable(std::string_view text);

}  // namespace checkride::runtime::notify
