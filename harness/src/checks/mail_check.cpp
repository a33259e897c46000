#include "checks/mail_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checks/answers.hpp"
#include "checks/arrivals.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class MailKind final : public CheckKind {
 public:
  explicit MailKind(MailCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    const std::string to = check_.to.empty() ? "" : fmt::format(" to {}", fmt::join(check_.to, " and "));
    return fmt::format("{} in {}{}{}{}", how_many(check_.count, "mail"), check_.in, to,
                       containing("subject", check_.subject_contains), containing("body", check_.body_contains));
  }
  std::vector<std::string> members() const override { return {check_.in}; }
  Traits traits() const override { return arrival_traits(check_.count); }
  world::Task<Seen> see(Sight& sight) const override {
    co_return check_mail(check_, sight.mail(check_.in), sight.start());
  }

 private:
  MailCheck check_;
};

}  // namespace

Seen check_mail(const MailCheck& check, const MailInbox& inbox, const ScenarioStart& start) {
  return count_arrivals(check.count, inbox, start, "mail", [&](const Mail& mail) {
    return std::all_of(
               check.to.begin(), check.to.end(),
               [&](const std::string& to) { return std::find(mail.to.begin(), mail.to.end(), to) != mail.to.end(); }) &&
           mail.subject.find(check.subject_contains) != std::string::npos &&
           mail.text.find(check.body_contains) != std::string::npos;
  });
}

Check make_check(MailCheck check) {
  return std::make_shared<MailKind>(std::move(check));
}

Check read_mail_check(values::MapReader& map, Reader& reader) {
  MailCheck check;
  check.in = reader.member(map, "in", {MemberKind::smtp});
  if (const auto to = map.node("to")) check.to = reader.texts(*to);
  map.map("subject", [&](values::MapReader& subject) { subject.required("contains", &check.subject_contains); });
  map.map("body", [&](values::MapReader& body) { body.required("contains", &check.body_contains); });
  check.count = read_count(map, reader.errors);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
