// A parcel as an Internet message (RFC 5322), lines ending in CRLF. Pure: equal input, equal bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notify/parcel.hpp"

namespace checkride::runtime::notify {

struct MailAddresses {
  std::string from;
  std::vector<std::string> to;
};

// Date, From, To, Subject, Message-ID, References, Auto-Submitted, and the group as text and as HTML, of which readers
// choose one. All mails of a group, firing, repeated or resolved, name one and the same root in In-Reply-To and
// References, so that they stand in one thread. Trying again after a doubtful failure repeats the Message-ID, by which
// mail servers and readers drop the double. `link` is where people find this monitor, or empty.
// Requires addresses that pass is_mail_address().
std::string make_mail(const Parcel& parcel, const MailAddresses& addresses, std::string_view link);

// The body for readers that show HTML: no pictures, no scripts, nothing from elsewhere; every text escaped.
std::string html_of(const Group& group, std::string_view link);

// What stands for a character in HTML; empty where it stands for itself.
std::string_view html_escape(char c);

}  // namespace checkride::runtime::notify
