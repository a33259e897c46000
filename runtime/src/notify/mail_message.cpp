#include "notify/mail_message.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "notify/alert_json.hpp"
#include "notify/labels.hpp"
#include "notify/mail_text.hpp"
#include "notify/smtp_text.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

// Longer ones no list shows, and no server has to take.
constexpr std::size_t kSubjectBytesMax = 250;
constexpr std::size_t kHtmlBytesMax = 10'000;  // of one text

std::string html(std::string_view text) {
  return escaped_within(text, kHtmlBytesMax, html_escape);
}

std::string_view colour_of(const Notification& alert) {
  if (alert.kind == NotificationKind::resolved) return "#2e7d32";
  if (alert.severity == "critical") return "#c62828";
  return alert.severity == "warning" ? "#ef6c00" : "#1565c0";
}

std::string html_alert(const Notification& alert) {
  std::string out = fmt::format(
      "<div style=\"border-left:4px solid {};padding:4px 12px;margin:0 0 16px\">\n<h2 style=\"font-size:16px;margin:0 "
      "0 8px\">{}</h2>\n<p style=\"margin:0 0 8px\">{}</p>\n<table cellpadding=\"2\" "
      "style=\"border-collapse:collapse\">\n",
      colour_of(alert), html(subject_of(alert)), html(summary_of(alert)));
  for (const auto& [name, value] : rows_of(alert)) {
    out +=
        fmt::format("<tr><th align=\"left\" style=\"padding-right:12px\">{}</th><td>{}</td></tr>\n", name, html(value));
  }
  return out + fmt::format("</table>\n<p style=\"margin:8px 0 0\">Why now: {}</p>\n</div>\n", html(reason_of(alert)));
}

// What all mails of one group of one monitor refer to. No mail bears it: which is the first one no mail can know.
std::string thread_id(const Group& group, std::string_view domain) {
  const Notification& first = group.alerts.front();
  std::uint64_t hash = fnv1a(group.key);
  hash = fnv1a(fmt::format("{}:{}", first.application.size(), first.application), hash);
  return fmt::format("<{:016x}.alerts@{}>", fnv1a(first.environment, hash), domain);
}

std::string part(std::string_view boundary, std::string_view type, std::string_view text) {
  std::string out = fmt::format("--{}\r\n", boundary);
  out += header_tokens("Content-Type", fmt::format("{}; charset=utf-8", type));
  out += header_tokens("Content-Transfer-Encoding", "quoted-printable");
  return out + "\r\n" + quoted_printable(text) + "\r\n";
}

}  // namespace

std::string_view html_escape(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

std::string html_of(const Group& group, std::string_view link) {
  std::string out = "<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif;font-size:14px\">\n";
  for (const Notification& alert : group.alerts) out += html_alert(alert);
  if (group.omitted != 0) out += fmt::format("<p>{} more alerts are not shown here.</p>\n", group.omitted);
  if (!link.empty()) out += fmt::format("<p><a href=\"{0}\">{0}</a></p>\n", html(alerts_link(link)));
  return out + "</body></html>\n";
}

std::string make_mail(const Parcel& parcel, const MailAddresses& addresses, std::string_view link) {
  const Group& group = parcel.group;
  const std::string domain(domain_of(addresses.from));
  const std::string thread = thread_id(group, domain);
  // Quoted-printable never has "=_": the boundary cannot stand in a part.
  const std::string boundary = "=_" + parcel.id;
  world::UtcTime at = group.alerts.front().at;
  for (const Notification& alert : group.alerts) at = std::max(at, alert.at);
  std::string mail = header_tokens("Date", format_mail_date(at));
  mail += header_tokens("From", addresses.from);
  mail += header_tokens("To", fmt::format("{}", fmt::join(addresses.to, ", ")));
  mail += header_field("Subject", cut(subject_of(group), kSubjectBytesMax));
  mail += header_tokens("Message-ID", fmt::format("<{}@{}>", parcel.id, domain));
  mail += header_tokens("In-Reply-To", thread);
  mail += header_tokens("References", thread);
  mail += header_tokens("Auto-Submitted", "auto-generated");
  mail += header_tokens("MIME-Version", "1.0");
  mail += header_tokens("Content-Type", fmt::format("multipart/alternative; boundary=\"{}\"", boundary));
  mail += "\r\n";
  // The last one is the one that readers like best.
  mail += part(boundary, "text/plain", body_of(group, alerts_link(link)));
  mail += part(boundary, "text/html", html_of(group, link));
  return mail + fmt::format("--{}--\r\n", boundary);
}

}  // namespace checkride::runtime::notify
