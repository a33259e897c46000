// Goal: what faults make of a request to an HTTP service, as a table; no socket takes part.
#include "services/http_faults.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using http::RawExchange;
using test::IsOk;

struct HttpFaults : testing::Test {
  HttpTurn ask(const std::string& target = "/hook") {
    http::Request request;
    request.method = "POST";
    request.target = target;
    return http_turn(faults, request);
  }
  ActiveFaults faults{MemberKind::webhook};
};

TEST_F(HttpFaults, WithoutOneNothingHappens) {
  const HttpTurn turn = ask();
  EXPECT_EQ(turn.wait, 0s);
  EXPECT_FALSE(turn.instead);
  EXPECT_EQ(turn.cut, nullptr);
}

TEST_F(HttpFaults, AnAnswerWithItsWishToWait) {
  ASSERT_THAT(faults.inject("http_answer", "{status: 429, retry_after: 1500ms, body: later, times: 1}"), IsOk());
  const HttpTurn turn = ask();
  ASSERT_TRUE(turn.instead);
  EXPECT_EQ(turn.instead->status, 429);
  EXPECT_EQ(turn.instead->body, "later");
  EXPECT_EQ(turn.instead->headers.find("Retry-After"), "2") << "whole seconds, not too few";
  EXPECT_FALSE(ask().instead);
}

TEST_F(HttpFaults, EachNthOfItsPath) {
  ASSERT_THAT(faults.inject("http_answer", "{status: 500, every: 3, path: /hook}"), IsOk());
  std::string seen;
  for (int i = 0; i < 7; ++i) {
    seen += ask("/hook?n=" + std::to_string(i)).instead ? 'x' : '.';
    EXPECT_FALSE(ask("/other").instead);
  }
  EXPECT_EQ(seen, "..x..x.");
}

TEST_F(HttpFaults, WhatBreaksOffSaysNothingOrNonsense) {
  struct Case {
    std::string word;
    RawExchange::End end;
    bool says_something;
  };
  for (const Case& one :
       {Case{"stall", RawExchange::End::stall, false}, Case{"close", RawExchange::End::close, false},
        Case{"reset", RawExchange::End::reset, false}, Case{"garbage", RawExchange::End::close, true}}) {
    ASSERT_THAT(faults.inject(one.word, "{times: 1}"), IsOk());
    const HttpTurn turn = ask();
    ASSERT_TRUE(turn.instead && turn.instead->raw) << one.word;
    EXPECT_EQ(turn.instead->raw->end, one.end) << one.word;
    EXPECT_EQ(!turn.instead->raw->bytes.empty(), one.says_something) << one.word;
    EXPECT_EQ(turn.instead->raw->bytes_max == 0, !one.says_something) << one.word;
  }
}

TEST_F(HttpFaults, AHalfAnswerIsTheServicesOwn) {
  ASSERT_THAT(faults.inject("half_answer", "{bytes: 7, end: reset, times: 1}"), IsOk());
  const HttpTurn turn = ask();
  EXPECT_FALSE(turn.instead) << "what was asked for is done";
  ASSERT_NE(turn.cut, nullptr);
  EXPECT_EQ(turn.cut->bytes_max, 7U);
  EXPECT_EQ(turn.cut->end, RawExchange::End::reset);
  EXPECT_EQ(ask().cut, nullptr);
}

TEST_F(HttpFaults, ALateRefusalIsBoth) {
  ASSERT_THAT(faults.inject("slow", "{latency: 3s}"), IsOk());
  ASSERT_THAT(faults.inject("http_answer", "{status: 503}"), IsOk());
  const HttpTurn turn = ask();
  EXPECT_EQ(turn.wait, 3s);
  ASSERT_TRUE(turn.instead);
  EXPECT_EQ(turn.instead->status, 503);
  EXPECT_FALSE(turn.instead->headers.find("Retry-After"));
}

}  // namespace
}  // namespace checkride::harness
