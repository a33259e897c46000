// Texts of the keys of checks and matchers. What a check or a word of a matcher means stands in their own tables.
#include "schema/key_texts.hpp"

namespace checkride::harness {

namespace {

constexpr KeyText kTexts[] = {
    {"check", "What can be true of a member: the content of expect, when, always and their like."},
    {"check.http.get", "The path that is asked for."},
    {"check.http.request", "Another request than a plain GET, in place of get."},
    {"check.http.request.method", "The method; GET unless said."},
    {"check.http.request.target", "The path, with its query."},
    {"check.http.request.json", "What is sent, as JSON."},
    {"check.http.request.body", "What is sent, as it is."},
    {"check.http.request.headers", "Headers that are sent."},
    {"check.http.port", "Which listener; without it control of a simulator, metrics for /metrics, else health."},
    {"check.http.status", "The status of the answer."},
    {"check.http.latency", "How long the answer took."},
    {"*.headers", "Headers by name."},
    {"*.body", "The body: what its text is like, and under json what stands at JSON pointers."},
    {"*.json", "What stands at JSON pointers: {/status: healthy}."},
    {"check.health.state", "The state as a whole: healthy, degraded."},
    {"check.health.components", "The state of components by name."},
    {"check.health.ready", "Does it say that it is ready?"},
    {"check.health.live", "Does it say that it is alive?"},
    {"check.metric.name", "The name of the metric."},
    {"check.metric.labels", "Labels that the series have; of several the sum counts."},
    {"check.metric.p", "A quantile of a histogram."},
    {"check.metric.p.quantile", "Which one, 0 to 1."},
    {"check.metric.increase", "How much it grew."},
    {"check.metric.increase.over", "In this last while."},
    {"check.metric.series", "How many series there are."},
    {"*.value", "The value."},
    {"check.alert.rule", "The name of the rule."},
    {"check.alert.state", "Its state."},
    {"check.alert.fired_count", "How often it has fired since the scenario began."},
    {"check.alert.severity", "Its severity."},
    {"check.mail.to", "All of these addresses got it."},
    {"check.mail.from", "The address that it came from."},
    {"check.mail.subject", "Its subject."},
    {"check.mail.body", "Its text."},
    {"*.in", "The service that got it."},
    {"check.webhook.method", "The method of the call."},
    {"check.link.state", "The state of the link."},
    {"check.link.error", "The last error on it."},
    {"check.log.level", "Of this level or a graver one."},
    {"check.log.event", "The event that the line names."},
    {"check.log.contains", "A text in the line."},
    {"check.log.matches", "A regular expression (RE2) that is found in the line."},
    {"check.log.fields", "Fields of the line by name."},
    {"check.file.path", "The file, counted from the member's folder; * stands for a part of a name."},
    {"check.file.exists", "Is there such a file?"},
    {"check.file.bytes", "How long it is."},
    {"check.file.lines", "How many lines it has."},
    {"check.file.text", "What its text is like."},
    {"check.file.json", "What stands at JSON pointers in its last line."},
    {"check.telemetry.variable", "The variable."},
    {"check.telemetry.take", "What is made of its values."},
    {"check.telemetry.over", "Of the values of this last while; without it of all."},
    {"check.telemetry.since", "Of the values since the step of this name began."},
    {"check.gap.at_most", "How long it may be."},
    {"check.gap.sessions", "How many sessions there were, between which gaps do not count."},
    {"check.calls.message", "The kind of message: RequestDataOnSimObject."},
    {"check.calls.client", "The name with which the client opened."},
    {"check.calls.fields", "Fields of the message by path: elements.0.latitude."},
    {"check.calls.data", "What it set, by variable or by place from 1."},
    {"check.calls.exception", "The exception with which it was answered."},
    {"check.variable.name", "The variable."},
    {"check.exit.code", "The exit code; 128 and the signal where a signal ended it."},
    {"*.simulator", "The simulator, where a monitor has several."},
    {"*.count", "How many; without it at least one. A number means not more until the window closes, either."},

    {"matcher.any", "What a value is like. A value alone, a list or a map too, means that it is equal."},
    {"matcher.text", "What a text is like."},
    {"matcher.number", "What a number is like."},
    {"matcher.quantity", "What a number with a unit is like: 80 feet. Units are converted."},
    {"matcher.duration", "What a duration is like."},
    {"matcher.size", "What a size is like."},
    {"matcher.count", "How many of something there are."},
};

}  // namespace

std::span<const KeyText> check_texts() {
  return kTexts;
}

}  // namespace checkride::harness
