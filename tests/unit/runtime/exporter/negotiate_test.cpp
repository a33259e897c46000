// Goal: every client gets the form it asked for, and text when it asked for nothing we have. Method: a table of the
// fields that real clients send, hostile ones, and a law: any bytes give an answer.
#include "exporter/negotiate.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::runtime {
namespace {

constexpr auto kText = MetricsForm::text;
constexpr auto kOpen = MetricsForm::openmetrics;
constexpr auto kJson = MetricsForm::json;

struct Row {
  std::string accept;
  MetricsForm form;
};

class WantedForm : public testing::TestWithParam<Row> {};

TEST_P(WantedForm, FollowsTheField) {
  EXPECT_EQ(wanted_form(GetParam().accept), GetParam().form) << GetParam().accept;
}

INSTANTIATE_TEST_SUITE_P(
    Clients, WantedForm,
    testing::Values(
        // Prometheus 2.42, Prometheus 3, curl, a browser
        Row{"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            kOpen},
        Row{"application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            kOpen},
        Row{"*/*", kText}, Row{"text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", kText},
        Row{"", kText}, Row{"application/json", kJson}, Row{"application/json, text/plain, */*", kJson},
        Row{"text/plain;q=0.9, application/json;q=0.8", kText}, Row{"application/json;q=0.1, text/plain;q=0", kJson},
        Row{"text/*", kText}, Row{"application/*", kOpen}, Row{"application/*;q=0.2, text/plain;q=0.1", kOpen},
        Row{"APPLICATION/OPENMETRICS-TEXT; VERSION=\"1.0.0\"", kOpen}, Row{"application/openmetrics-text", kOpen},
        Row{"application/openmetrics-text;version=2.0.0", kText}, Row{"text/html", kText}));

INSTANTIATE_TEST_SUITE_P(Nonsense, WantedForm,
                         testing::Values(Row{"application/json;q=7", kText}, Row{"application/json;q=-1", kText},
                                         Row{"application/json;q=nan", kText}, Row{"application/json;q=", kText},
                                         Row{"application/json;q=0.5x", kText}, Row{";;;,,,==", kText},
                                         Row{"application/json/", kText}, Row{"/", kText}, Row{"*", kText},
                                         Row{std::string(100000, ','), kText},
                                         Row{std::string(1000, ',') + "application/json", kText}));

TEST(WantedForm, NoFieldIsText) {
  EXPECT_EQ(wanted_form(std::nullopt), kText);
}

RC_GTEST_PROP(Negotiation, AnyBytesGiveAnAnswer, (const std::string& field)) {
  const MetricsForm form = wanted_form(field);
  RC_ASSERT(form == kText || form == kOpen || form == kJson);
  (void)wants_gzip(field);
}

TEST(WantsGzip, OnlyWhenItIsAcceptedAndNotWorseThanPlain) {
  for (const char* yes : {"gzip", "gzip, deflate, br", "deflate;q=0.5, gzip;q=0.5", "*", "GZIP;q=0.001", "x-gzip"}) {
    EXPECT_TRUE(wants_gzip(yes)) << yes;
  }
  for (const char* no :
       {"", "identity", "gzip;q=0", "*;q=0", "gzip;q=0, *", "br", "gzip;q=0.4, identity;q=0.9", "gzip;q=x"}) {
    EXPECT_FALSE(wants_gzip(no)) << no;
  }
  EXPECT_FALSE(wants_gzip(std::nullopt));
}

}  // namespace
}  // namespace checkride::runtime
