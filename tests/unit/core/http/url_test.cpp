// Goal: URLs are taken apart or refused with a reason that does not repeat them, for they may be secrets. Method:
// examples.
#include "checkride/http/http.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::http {
namespace {

using test::FailsWith;
using testing::HasSubstr;
using testing::Not;

std::string parts(std::string_view text) {
  const auto url = parse_url(text);
  if (!url) return url.error().message();
  return url->scheme + "|" + url->host + "|" + std::to_string(url->port) + "|" + url->target;
}

TEST(ParseUrl, TakesItApart) {
  EXPECT_EQ(parts("http://example.com"), "http|example.com|80|/");
  EXPECT_EQ(parts("http://127.0.0.1:8080/a/b?c=d#e"), "http|127.0.0.1|8080|/a/b?c=d");
  EXPECT_EQ(parts("HTTP://hooks.slack.test/services/T0/B0"), "http|hooks.slack.test|80|/services/T0/B0");
  EXPECT_EQ(parts("http://[::1]:9090/metrics"), "http|::1|9090|/metrics");
  EXPECT_EQ(parts("http://[::1]"), "http|::1|80|/");
  EXPECT_EQ(parts("http://host?x=1"), "http|host|80|/?x=1");
}

TEST(ParseUrl, HttpsHasItsOwnPort) {
  EXPECT_EQ(parts("https://hooks.slack.test/x"), "https|hooks.slack.test|443|/x");
  EXPECT_EQ(parts("HTTPS://hooks.slack.test:8443/x"), "https|hooks.slack.test|8443|/x");
}

TEST(ParseUrl, RefusesWhatIsNoUrl) {
  for (const char* text : {"", "example.com", "http:/x", "ftp://x/", "http://", "http:///x", "http://a b/",
                           "http://a/b c", "http://a:0/", "http://a:65536/", "http://a:/", "http://a:x/", "http://[::1",
                           "http://[::1]x/", "http://a/\n", "http://a_b:80x/", "http://[]/", "http://a\r\nHost: b/"}) {
    EXPECT_THAT(parse_url(text), FailsWith(HasSubstr("expected an address such as https://host"))) << text;
  }
}

TEST(ParseUrl, NeverRepeatsSecrets) {
  EXPECT_THAT(parse_url("http://user:hunter2@host/"), FailsWith(Not(HasSubstr("hunter2"))));
  EXPECT_THAT(parse_url("https://hooks.slack.com:0/hunter2"), FailsWith(Not(HasSubstr("hunter2"))));
}

RC_GTEST_PROP(ParseUrlLaws, ArbitraryTextNeverCrashes, (const std::string& text)) {
  const auto url = parse_url("http://" + text);
  if (url.has_error()) return;
  RC_ASSERT(url->port != 0);
  RC_ASSERT(!url->host.empty());
  RC_ASSERT(url->target.starts_with('/'));
}

}  // namespace
}  // namespace checkride::http
