// Texts of the keys of files: what a scenario is, its members, what must hold, how it is judged.
#include "schema/key_texts.hpp"

namespace checkride::harness {

namespace {

constexpr KeyText kTexts[] = {
    {"scenario", "One file: who takes part, what happens, and what must hold."},
    {"scenario.scenario", "Its name: small letters, digits, - and _. Names are unique in a run."},
    {"scenario.description", "What it shows, for whoever reads the report."},
    {"scenario.tags", "Words to choose scenarios by: `checkride run --tag`."},
    {"scenario.promises", "Ids of the promises that it keeps, each of which stands in promises.yaml."},
    {"scenario.rigs", "Where it can be played."},
    {"scenario.time_limit",
     "How long setup and timeline may take together, of its own time; teardown has teardown_limit."},
    {"scenario.rig_tolerance", "How much later than within things may happen on the process and the live rig."},
    {"scenario.clock", "The clock of the scenario's world; on the virtual rig only."},
    {"scenario.clock.starts", "What time it is in UTC when the run begins: 2026-01-09T16:30:00Z, a Friday afternoon."},
    {"scenario.skip", "Why it is not played at present. It stands in the report as skipped."},
    {"scenario.skip.reason", "The same, where rigs are named."},
    {"scenario.skip.rigs", "Only there; elsewhere it is played."},
    {"scenario.expect_failure", "Why it fails at present. If it passes, or fails otherwise, the run fails."},
    {"scenario.expect_failure.reason", "The same, where more is said."},
    {"scenario.expect_failure.step", "The name of the step that fails."},
    {"scenario.expect_failure.contains", "A part of the reason that the report gives."},
    {"scenario.expect_failure.rigs", "Only there; elsewhere it must pass."},
    {"scenario.include", "Fragments that are laid beneath this file. Paths count from the file that names them."},
    {"scenario.params",
     "Values by name, used as $altitude or \"${altitude}\"; `checkride run --param` overrides them."},
    {"scenario.matrix", "Parameters with the values that they have; every combination is a case of its own."},
    {"scenario.exclude", "Combinations of the matrix that are left out."},
    {"scenario.cases", "Cases one by one, each with a `name` and its parameters."},
    {"scenario.fixtures", "Fragments that are laid beneath the file with parameters of their own."},
    {"scenario.fixtures.use", "The path of the fragment."},
    {"scenario.fixtures.with", "What its parameters are here."},
    {"scenario.procedures", "Lists of steps by name, done by `do`."},
    {"scenario.on_rig", "What is otherwise on a rig: laid over the whole file there."},
    {"scenario.on_rig.virtual", "On the virtual rig."},
    {"scenario.on_rig.process", "On the process rig."},
    {"scenario.on_rig.live", "On the live rig."},

    {"scenario.simulators", "Simulators by name: emulators, and on the live rig the real ones."},
    {"scenario.simulators.NAME.profile", "Which simulator it is like."},
    {"scenario.simulators.NAME.flight", "The flight that it loads; without one the emulator's own."},
    {"scenario.simulators.NAME.start_limit",
     "How long it may take until it listens; longer is a failure. Without it 60 s of virtual and 30 s of real time. A "
     "real "
     "simulator is not started, so neither limit is its."},
    {"scenario.simulators.NAME.stop_limit",
     "How long it may take to end when it was asked to; longer is a failure. Without it 60 s."},
    {"scenario.simulators.NAME.frame_rate_hz", "How many frames it simulates in a second."},
    {"scenario.monitors", "What is tested, by name: monitors, or your application."},
    {"scenario.monitors.NAME.config",
     "Configuration files of checkride-monitor; later ones are laid over earlier ones."},
    {"scenario.monitors.NAME.subject", "Your application, in the place of checkride-monitor; on the process rig."},
    {"scenario.monitors.NAME.subject.command",
     "The program and its arguments. $sim.host, $sim.port (of simulators and services), $health.port (of its own "
     "ports), "
     "$chat.url (of webhooks) and $folder, or ${sim.host} inside a text, are filled in."},
    {"scenario.monitors.NAME.subject.env", "Variables of its environment, in which the same is filled in."},
    {"scenario.monitors.NAME.subject.folder",
     "Where it is started; without it in a folder of its own, which is $folder."},
    {"scenario.monitors.NAME.subject.ports",
     "Ports that it is to listen on. They are given numbers, and are what http checks ask."},
    {"scenario.monitors.NAME.subject.ready",
     "What shows that it can be talked to; without it its first port takes connections."},
    {"scenario.monitors.NAME.subject.ready.http", "A path that it answers."},
    {"scenario.monitors.NAME.subject.ready.status", "The status of that answer."},
    {"scenario.monitors.NAME.subject.ready.log", "A text in a line that it prints."},
    {"scenario.monitors.NAME.subject.ready.port", "A port of its own that takes connections; with http the one asked."},
    {"scenario.monitors.NAME.subject.ready.after", "Nothing but the time since its start."},
    {"scenario.monitors.NAME.subject.ready.within", "How long that may take."},
    {"scenario.monitors.NAME.subject.stop",
     "The signal by which it is stopped. To end by it is as good as to end with exit code 0."},
    {"scenario.monitors.NAME.simulators", "The simulators that it is connected to."},
    {"scenario.monitors.NAME.environment", "Variables of its environment."},
    {"scenario.monitors.NAME.settings",
     "Keys of its configuration with their values, laid over its files: {data_collector.flush_interval: 5s}."},
    {"scenario.monitors.NAME.start_limit",
     "How long it may take until it listens; longer is a failure. Without it 60 s of virtual and 30 s of real time. Of "
     "a "
     "subject its ready says that."},
    {"scenario.monitors.NAME.stop_limit",
     "How long it may take to end when it was asked to; longer is a failure. Without it 60 s."},
    {"scenario.monitors.NAME.arguments", "Further arguments of its command line: [--log-level, debug]."},

    {"scenario.setup", "Steps before the timeline. If one fails the verdict is error, and the timeline is skipped."},
    {"scenario.timeline", "What happens, step by step."},
    {"scenario.teardown", "Steps after the timeline, whatever became of it."},
    {"scenario.teardown_limit", "How long the teardown may take."},

    {"scenario.always", "Checks that hold at every look."},
    {"scenario.never", "Checks that hold at no look."},
    {"scenario.eventually", "Checks that have held at some look by the end."},
    {"scenario.sometimes", "Checks that hold at some look, if not in every run: they are judged over all seeds."},
    {"*.grace", "What lasts no longer than this does not count."},
    {"*.from", "The step that begins the time of which it is said."},
    {"scenario.always.until", "The step that ends the time of which it is said."},
    {"scenario.never.until", "The step that ends the time of which it is said."},
    {"scenario.eventually.within", "How long after the timeline it may still come to hold; the run waits for it."},
    {"scenario.sometimes.of_seeds",
     "With so many seeds it must be tried before it counts as never seen; it must have held with one of them."},
    {"scenario.slo", "Objectives that are measured over the run."},
    {"scenario.slo.of",
     "What is measured: a check, or by {traffic: id} each request of a traffic step, of which an "
     "answer below 500 is good."},
    {"scenario.slo.of.any", "One of these checks holds."},
    {"scenario.slo.of.not", "This check does not hold, and what it is about is there."},
    {"scenario.slo.availability", "How much of what was looked at must have held, as 99.9 %."},
    {"scenario.slo.latency", "How long it may take, by quantile: {p99: 250ms, max: 2s}."},
    {"scenario.slo.window", "The time over which it is judged; without one the whole run."},
    {"scenario.slo.burn_rate_at_most", "How fast the budget of failures may be spent; 1 spends it exactly."},
    {"scenario.conservation", "Sums that must be equal: what goes in comes out, or is dropped openly."},
    {"scenario.conservation.in", "Checks whose quantities are added up: what went in."},
    {"scenario.conservation.out", "What came out."},
    {"scenario.conservation.dropped", "What was given up, and said so."},
    {"scenario.conservation.tolerance", "How far the sums may be apart."},
    {"scenario.compare", "How far two rigs may differ under `checkride run --compare`."},
    {"scenario.compare.tolerance", "What counts as equal."},
    {"scenario.compare.tolerance.time",
     "Times of events, from the start of their step; without it twice rig_tolerance, for "
     "windows last that much longer on real processes."},
    {"scenario.compare.tolerance.values", "Values, by variable, by unit, or for `default`: 2 feet, 1 %."},
    {"scenario.compare.ignore", "Kinds of events that are not compared."},
    {"scenario.compare.allow", "How many differences of a class there may be."},
    {"scenario.compare.allow.order", "The same events in another order."},
    {"scenario.compare.allow.timing", "Events that come earlier or later."},
    {"scenario.compare.allow.value", "Events that say something else."},
    {"scenario.compare.allow.missing", "Events that only the first rig had."},
    {"scenario.compare.allow.extra", "Events that only the second rig had."},

    {"fragment", "A file that scenarios include or use as a fixture. It cannot be played alone."},
    {"fragment.fragment", "Its name."},
    {"fragment.needs", "Parameters without which it cannot be used."},

    {"*.name", "What reports call it, and other keys refer to."},
    {"*.every", "How often."},
    {"*.rigs", "Only on these rigs."},
};

}  // namespace

std::span<const KeyText> scenario_texts() {
  return kTexts;
}

}  // namespace checkride::harness
