// Goal: what is told in the name of a receiver reaches its own recipients, and nobody else. Method: a mail server and a
// web server on a virtual host.
#include <boost/json.hpp>

#include "notify/outbox_records.hpp"
#include "notify/webhook_channel.hpp"
#include "notify_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ReceiversTest : public NotifyBench {
 protected:
  static Group of_team() {
    Group group{"key", {}, {notification()}};
    group.receiver = "critical";
    group.mail_to = {"critical@company.com"};
    group.slack_channel = "#critical";
    return group;
  }
};

TEST_F(ReceiversTest, AMailGoesToTheReceiversOwnAddresses) {
  SmtpSink sink(peer_, {});
  peer_.start("mail", serve_mail(sink));
  email().post(of_team());
  run(5s);
  ASSERT_THAT(sink.mails(), SizeIs(1));
  EXPECT_THAT(sink.mails()[0].recipients, ElementsAre("critical@company.com"));
  EXPECT_THAT(sink.mails()[0].data, HasSubstr("To: critical@company.com"));
  EXPECT_THAT(sink.mails()[0].data, Not(HasSubstr("ops-team")));
}

TEST_F(ReceiversTest, AMessageGoesToTheReceiversOwnSlackChannel) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(of_team());
  run(5s);
  ASSERT_THAT(hook.requests, SizeIs(1));
  EXPECT_THAT(hook.requests[0].body, HasSubstr("\"channel\":\"#critical\""));
}

TEST_F(ReceiversTest, AWebhooksBodyNamesTheReceiver) {
  EXPECT_EQ(boost::json::parse(webhook_body(of_team(), "")).at("receiver").as_string(), "critical");
}

TEST_F(ReceiversTest, SurvivesARestartAndSplitting) {
  Parcel parcel;
  parcel.id = "a";
  parcel.group = split_group(of_team(), 1, 1)[0];
  std::string line = encode_record(parcel);
  line.pop_back();
  const auto read = decode_record(line);
  ASSERT_TRUE(read.has_value());
  const Group& group = std::get<Parcel>(*read).group;
  EXPECT_EQ(group.receiver, "critical");
  EXPECT_THAT(group.mail_to, ElementsAre("critical@company.com"));
  EXPECT_EQ(group.slack_channel, "#critical");
}

}  // namespace
}  // namespace checkride::runtime::notify
