#include "checks/mail_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "checks/arrivals.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

bool all_fit(const ComparedList& list, const std::string& text) {
  return std::all_of(list.begin(), list.end(), [&](const Compared& one) { return one.matcher.try_on(text).holds; });
}

bool fits(const MailCheck& check, const Mail& mail) {
  return std::all_of(
             check.to.begin(), check.to.end(),
             [&](const std::string& to) { return std::find(mail.to.begin(), mail.to.end(), to) != mail.to.end(); }) &&
         all_fit(check.from, mail.from) && all_fit(check.subject, mail.subject) && all_fit(check.body, mail.text);
}

class MailKind final : public CheckKind {
 public:
  explicit MailKind(MailCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    const std::string to = check_.to.empty() ? "" : fmt::format(" to {}", fmt::join(check_.to, " and "));
    const std::string ids = check_.ids ? " with " + check_.ids->text("Message-ID") : "";
    return fmt::format("{} in {}{}{}{}{}{}", check_.count.text("mail"), check_.in, to, text_of(check_.from),
                       text_of(check_.subject), text_of(check_.body), ids);
  }
  std::vector<std::string> members() const override { return {check_.in}; }
  Traits traits() const override { return arrival_traits(check_.count); }
  world::Task<Seen> see(Sight& sight) const override {
    co_return check_mail(check_, sight.mail(check_.in), sight.start());
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    co_return number_of(sight.mail(check_.in), [this](const Mail& mail) { return fits(check_, mail); });
  }

 private:
  MailCheck check_;
};

}  // namespace

Seen check_mail(const MailCheck& check, const MailInbox& inbox, const ScenarioStart& start) {
  Seen seen = count_arrivals(check.count, inbox, start, "mail", [&](const Mail& mail) { return fits(check, mail); });
  if (!check.ids) return seen;
  std::set<std::string_view> ids;
  for (const auto& arrival : inbox.arrivals()) {
    if (fits(check, arrival.item)) ids.insert(arrival.item.id);
  }
  Seen of_ids;
  check.ids->judge(of_ids, ids.size(), "Message-ID");
  seen.holds = seen.holds && of_ids.holds;
  seen.hopeless = seen.hopeless || of_ids.hopeless;
  seen.text += ", " + of_ids.text;
  seen.values.insert(seen.values.end(), of_ids.values.begin(), of_ids.values.end());
  return seen;
}

Check make_check(MailCheck check) {
  return std::make_shared<MailKind>(std::move(check));
}

Check read_mail_check(values::MapReader& map, Reader& reader) {
  MailCheck check;
  check.in = reader.member(map, "in", {MemberKind::smtp});
  if (const auto to = map.node("to")) check.to = reader.texts(*to);
  read_compared(map, "from", Domain::text, check.from);
  read_compared(map, "subject", Domain::text, check.subject);
  read_compared(map, "body", Domain::text, check.body);
  check.count = Tally::read(map);
  if (map.has("ids")) check.ids = Tally::read(map, "ids");
  return make_check(std::move(check));
}

}  // namespace checkride::harness
