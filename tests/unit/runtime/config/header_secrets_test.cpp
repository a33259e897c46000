// Goal: the values of headers of one's own are secrets as all others are: masked, told when everybody may read them,
// and taken from files. Method: a host with files; what was loaded, the notices and the prints are compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/result_matchers.hpp"
#include "config/print.hpp"
#include "config/secrets.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

std::string otlp(const std::string& headers) {
  return kMinimal + "metrics_exporter: {otlp: {endpoint: \"http://127.0.0.1:4318\", headers: {" + headers + "}}}\n";
}
std::string webhook(const std::string& headers) {
  return kMinimal + "alert_manager: {enabled: false, webhook: {url: \"https://h/x\", headers: {" + headers + "}}}\n";
}

class HeaderSecrets : public testing::Test {
 protected:
  LoadedConfig load(const std::string& text, const std::vector<std::string>& sets = {}) {
    host_.write("/c.yaml", text);
    ConfigRequest request;
    request.files = {"/c.yaml"};
    request.sets = sets;
    auto loaded = host_.load(request);
    EXPECT_THAT(loaded, IsOk());
    return loaded ? std::move(*loaded) : LoadedConfig();
  }
  static std::vector<std::pair<std::string, std::string>> headers(const LoadedConfig& loaded) {
    std::vector<std::pair<std::string, std::string>> out;
    if (!loaded.config.metrics_exporter.otlp) return out;
    for (const auto& [name, value] : loaded.config.metrics_exporter.otlp->headers) {
      out.emplace_back(name, value.reveal());
    }
    return out;
  }
  static std::string json(const LoadedConfig& loaded) {
    std::string text;
    values::json::Writer writer(text);
    writer.begin_object();
    add_config_members(writer, loaded);
    writer.end_object();
    return text;
  }

  ConfigHost host_;
};

TEST_F(HeaderSecrets, AreMaskedInEveryPrint) {
  for (const std::string& text : {otlp("Authorization: hunter2"), webhook("X-Api-Key: hunter2")}) {
    const LoadedConfig loaded = load(text);
    EXPECT_THAT(printed_config(loaded) + json(loaded), AllOf(Not(HasSubstr("hunter2")), HasSubstr("<masked>")));
  }
}

TEST_F(HeaderSecrets, AnOpenFileIsToldWhenTheNameSaysCredential) {
  const auto told = [](const char* key) {
    return Contains(AllOf(Field(&Notice::event, "secret_readable_by_everybody"), Field(&Notice::key, key),
                          Field(&Notice::text, AllOf(HasSubstr("chmod o-r /c.yaml"), HasSubstr("_file")))));
  };
  EXPECT_THAT(load(otlp("X-Team: ops, Authorization: hunter2")).notices,
              told("metrics_exporter.otlp.headers.Authorization"));
  host_.set("TOKEN", "hunter2");
  const auto any = Contains(Field(&Notice::event, "secret_readable_by_everybody"));
  EXPECT_THAT(load(otlp("X-Team: ops, X-Token: \"${TOKEN}\"")).notices, Not(any));
  host_.write("/c.yaml", otlp("Authorization: hunter2"));
  host_.set_permissions("/c.yaml", 0600);
  const auto closed = host_.load({"/c.yaml"});
  ASSERT_THAT(closed, IsOk());
  EXPECT_THAT(closed->notices, Not(any));
}

TEST_F(HeaderSecrets, NamesThatSayCredential) {
  for (const char* name : {"Authorization", "Proxy-Authorization", "cookie", "X-API-KEY", "Api_Key", "X-Auth-Token",
                           "x-webhook-secret", "X-Signature", "X-Password"}) {
    EXPECT_TRUE(names_credential(name)) << name;
  }
  for (const char* name : {"X-Team", "X-Tenant", "User-Agent", "Accept"}) EXPECT_FALSE(names_credential(name)) << name;
}

TEST_F(HeaderSecrets, OneMayStandInAFile) {
  host_.write("/etc/token", "Bearer hunter2\n");
  host_.set_permissions("/etc/token", 0600);
  const LoadedConfig loaded = load(otlp("X-Team: ops, Authorization_file: /etc/token, X-Last: z"));
  EXPECT_THAT(headers(loaded),
              ElementsAre(Pair("X-Team", "ops"), Pair("Authorization", "Bearer hunter2"), Pair("X-Last", "z")));
  EXPECT_THAT(printed_config(loaded),
              AllOf(HasSubstr("Authorization_file: \"/etc/token\"  # holds the secret"), Not(HasSubstr("hunter2"))));
  const auto hook = load(webhook("X-Api-Key_file: /etc/token")).config.alert_manager.channels.webhook;
  ASSERT_EQ(hook->headers.size(), 1U);
  EXPECT_EQ(hook->headers[0].first, "X-Api-Key");
  EXPECT_EQ(hook->headers[0].second.reveal(), "Bearer hunter2");
}

TEST_F(HeaderSecrets, WhatIsPrintedLoadsAgain) {
  host_.write("/etc/token", "Bearer hunter2\n");
  const LoadedConfig loaded = load(otlp("Authorization_file: /etc/token"));
  EXPECT_EQ(headers(load(printed_config(loaded))), headers(loaded));
}

TEST_F(HeaderSecrets, MistakesOfAFileHaveTheirPlace) {
  EXPECT_THAT(host_.load_text(otlp("Authorization_file: /nowhere")),
              FailsWith(AllOf(HasSubstr("/c.yaml:3:"), HasSubstr("/nowhere"))));
  host_.write("/etc/token", "hunter2");
  EXPECT_THAT(host_.load_text(otlp("X: hunter1, X_file: /etc/token")),
              FailsWith(AllOf(HasSubstr("/c.yaml:3:"), HasSubstr("the same secret"), Not(HasSubstr("hunter")))));
  EXPECT_THAT(host_.load_text(webhook("Authorization_file: /etc/token")), FailsWith(HasSubstr("set by the monitor")));
  host_.write("/etc/token", "hunter2\nEvil: 1");
  EXPECT_THAT(host_.load_text(webhook("X-Key_file: /etc/token")),
              FailsWith(AllOf(HasSubstr("printable text in one line"), Not(HasSubstr("hunter")))));
}

TEST_F(HeaderSecrets, AnOptionTakesThePlaceOfTheOtherForm) {
  host_.write("/etc/token", "from a file");
  EXPECT_THAT(headers(load(otlp("X-Key: written"), {"metrics_exporter.otlp.headers.X-Key_file=/etc/token"})),
              ElementsAre(Pair("X-Key", "from a file")));
  EXPECT_THAT(headers(load(otlp("X-Key_file: /etc/token"), {"metrics_exporter.otlp.headers.X-Key=set"})),
              ElementsAre(Pair("X-Key", "set")));
}

TEST_F(HeaderSecrets, WithoutTheEnvironmentNoFileIsRead) {
  host_.write("/c.yaml", otlp("Authorization_file: /nowhere"));
  ConfigRequest request;
  request.files = {"/c.yaml"};
  request.environment = false;
  const auto loaded = host_.load(request);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_TRUE(headers(*loaded).empty());
}

}  // namespace
}  // namespace checkride::runtime
