// Texts of the keys of steps. What an action does stands in the table of actions itself.
#include "schema/key_texts.hpp"

namespace checkride::harness {

namespace {

constexpr KeyText kTexts[] = {
    {"step", "An entry of setup, timeline or teardown: when, how often, and what."},
    {"step.time_limit", "How long it may wait for its time, and its action may take."},
    {"step.may_skip", "A rig that cannot do it leaves the step out, not the whole scenario."},
    {"step.on_rig", "What is otherwise on a rig: laid over the step there."},
    {"step.at", "The time of the scenario at which it begins."},
    {"step.after", "So long after the step before ended, or after another step."},
    {"step.after.step", "The name of that step."},
    {"step.after.of", "Its start or its end."},
    {"step.after.delay", "So long after that."},
    {"step.when", "It begins as soon as this holds."},
    {"step.every", "Again and again, so long after the last time began."},
    {"step.times", "So many times."},
    {"step.for",
     "With `every`: again and again, so long. With `expect`: what holds must hold so long without a break."},
    {"step.expect", "Waits until the check holds; fails when it does not in time."},
    {"step.within", "How long after the step's start it may come to hold; without it: now."},
    {"step.not_before", "Until then it must not hold."},
    {"step.tolerance", "How much later than within is still in time on the process and the live rig."},
    {"step.repeat", "Does steps again and again."},
    {"step.repeat.times", "So many times."},
    {"step.repeat.until", "Until this holds."},
    {"step.repeat.at_most", "And no more often than this."},
    {"step.repeat.steps", "What is repeated."},
    {"step.parallel", "Branches of steps that run together. It ends when all have ended."},
    {"step.do", "Does a procedure, by its name."},
    {"step.do.procedure", "Its name."},
    {"step.do.with", "Parameters for this time."},
    {"step.freeze.what", "The members."},
    {"step.freeze.for", "How long; then they go on by themselves."},
    {"step.set.variables", "Variables with their values: 80 feet."},
    {"step.release.variables", "The variables that are let go."},
    {"step.event.name", "The key event."},
    {"step.event.data", "Up to five numbers that it carries."},
    {"step.flight.file", "Loads this flight."},
    {"step.flight.restart", "Begins the flight anew."},
    {"step.flight.unload", "Ends the flight."},
    {"step.inject.fault", "What goes wrong. docs/faults.md has the faults of a simulator with their parameters."},
    {"step.inject.parameters", "What the fault of a simulator takes."},
    {"step.inject.link", "The two ends of a link, for faults of the network between them."},
    {"step.inject.latency", "With `fault: latency`: how long everything takes longer."},
    {"step.inject.jitter", "With `fault: latency`: by how much that varies."},
    {"step.inject.offset_bytes", "With `fault: flip_bit`: so many bytes further in the traffic from the first end."},
    {"step.inject.bit", "With `fault: flip_bit`: which bit of that byte."},
    {"step.inject.for", "It ends by itself after this."},
    {"step.inject.id", "What clear calls it; without one the word of the fault."},
    {"step.request.port", "Which of the member's listeners; without it control of a simulator, health of others."},
    {"step.request.method", "The method."},
    {"step.request.target", "The path, with its query."},
    {"step.request.body", "What is sent."},
    {"step.request.status", "The status that must be answered; without it any."},
    {"step.store.on", "The store. Of databases that copy each other the one that leads gets the row."},
    {"step.store.set", "Keys of a keyvalue with their values."},
    {"step.store.ttl", "How long these keys live; without it they stay."},
    {"step.store.insert", "A row for a database."},
    {"step.store.insert.table", "The table that it goes into."},
    {"step.store.insert.row", "Its columns with their values."},
    {"*.on", "The simulator."},
    {"*.of", "The member."},
};

}  // namespace

std::span<const KeyText> step_texts() {
  return kTexts;
}

}  // namespace checkride::harness
