// The metrics of the monitor, one row each: name, help, type, labels. The only place where a metric is named.
#pragma once

#include <array>
#include <string_view>

#include "metrics/registry.hpp"

namespace checkride::runtime::metric {

namespace label {
inline constexpr std::array<std::string_view, 1> kSimulator{"simulator"};
inline constexpr std::array<std::string_view, 1> kService{"service"};
inline constexpr std::array<std::string_view, 3> kError{"type", "severity", "simulator"};
inline constexpr std::array<std::string_view, 3> kApp{"app", "version", "environment"};
inline constexpr std::array<std::string_view, 3> kBuild{"version", "revision", "compiler"};
inline constexpr std::array<std::string_view, 1> kIntegration{"integration"};
inline constexpr std::array<std::string_view, 2> kIntegrationReason{"integration", "reason"};
inline constexpr std::array<std::string_view, 3> kAlert{"rule", "severity", "simulator"};
inline constexpr std::array<std::string_view, 1> kReason{"reason"};
inline constexpr std::array<std::string_view, 2> kFlag{"simulator", "flag"};
inline constexpr std::array<std::string_view, 2> kFailover{"simulator", "result"};
inline constexpr std::array<std::string_view, 2> kInstance{"simulator", "instance"};
inline constexpr std::array<std::string_view, 3> kRequest{"method", "route", "status"};
inline constexpr std::array<std::string_view, 2> kRoute{"method", "route"};
inline constexpr std::array<std::string_view, 1> kOutcome{"outcome"};
inline constexpr std::array<std::string_view, 1> kSink{"sink"};
inline constexpr std::array<std::string_view, 2> kSinkKind{"sink", "kind"};
inline constexpr std::array<std::string_view, 1> kResult{"result"};
inline constexpr std::array<std::string_view, 1> kCacheType{"cache_type"};
inline constexpr std::array<std::string_view, 7> kAircraft{"simulator", "title",       "atc_id",           "atc_model",
                                                           "atc_type",  "atc_airline", "atc_flight_number"};
}  // namespace label

// Prometheus's default buckets, which the guide promises.
inline constexpr std::array<double, 11> kDefaultBuckets{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
// The same and those of the guides for HTTP.
inline constexpr std::array<double, 15> kHttpBuckets{.005, .01, .025, .05, .1, .25, .3, .5, .7, 1, 2.5, 3, 5, 7, 10};
// From a turn of the event loop that is on time to one that somebody notices.
inline constexpr std::array<double, 8> kLagBuckets{.001, .005, .01, .05, .1, .5, 1, 10};

// ---- the guide's names; `simulator` is left out for a bare series (metrics_exporter.bare_flight_gauges)
inline constexpr MetricRow kFlightDataReceived{"simconnect_flight_data_received_total",
                                               "Flight data messages received.",
                                               MetricType::counter,
                                               label::kSimulator,
                                               {}};
inline constexpr MetricRow kFlightAltitude{
    "simconnect_flight_altitude_feet", "Current aircraft altitude in feet.", MetricType::gauge, label::kSimulator, {}};
inline constexpr MetricRow kFlightSpeed{
    "simconnect_flight_speed_knots", "Current aircraft speed in knots.", MetricType::gauge, label::kSimulator, {}};
inline constexpr MetricRow kFlightFuel{
    "simconnect_flight_fuel_gallons", "Current fuel quantity in gallons.", MetricType::gauge, label::kSimulator, {}};
inline constexpr MetricRow kActiveConnections{
    "simconnect_active_connections", "Open SimConnect sessions.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kProcessingDuration{"simconnect_message_processing_duration_seconds",
                                               "Time spent processing one SimConnect message.",
                                               MetricType::histogram,
                                               {},
                                               kDefaultBuckets};
inline constexpr MetricRow kErrors{
    "simconnect_errors_total", "Errors by type and severity.", MetricType::counter, label::kError, {}, true};
inline constexpr MetricRow kServiceUptime{
    "simconnect_service_uptime_seconds", "Time since the service started.", MetricType::gauge, label::kService, {}};
inline constexpr MetricRow kMessagesPerSecond{
    "simconnect_messages_per_second",
    "Messages per second over the last seconds; derived from simconnect_messages_total.",
    MetricType::gauge,
    {},
    {}};
inline constexpr MetricRow kMemoryUsage{"simconnect_memory_usage_bytes",
                                        "Resident memory; the same as process_resident_memory_bytes.",
                                        MetricType::gauge,
                                        {},
                                        {}};
inline constexpr MetricRow kCpuUsage{"simconnect_cpu_usage_percent",
                                     "Processor use over the last seconds; derived from process_cpu_seconds_total.",
                                     MetricType::gauge,
                                     {},
                                     {}};

// ---- simulators and their links
inline constexpr MetricRow kSimulatorUp{"simconnect_simulator_up",
                                        "1 while the simulator gives data and its clock does not stand still.",
                                        MetricType::gauge,
                                        label::kSimulator,
                                        {},
                                        true};
inline constexpr MetricRow kMessages{"simconnect_messages_total",
                                     "Messages received from the simulator, of any kind.",
                                     MetricType::counter,
                                     label::kSimulator,
                                     {}};
inline constexpr MetricRow kSessions{"simconnect_sessions_total",
                                     "Sessions opened with the simulator.",
                                     MetricType::counter,
                                     label::kSimulator,
                                     {},
                                     true};
inline constexpr MetricRow kConnectAttempts{
    "simconnect_connect_attempts_total", "Attempts to connect.", MetricType::counter, label::kSimulator, {}, true};
inline constexpr MetricRow kLastDataAge{
    "simconnect_last_data_age_seconds", "Time since the last flight data.", MetricType::gauge, label::kSimulator, {}};

inline constexpr MetricRow kSamplesFlagged{"simconnect_samples_flagged_total",
                                           "Samples that the plausibility gate flagged, by flag.",
                                           MetricType::counter,
                                           label::kFlag,
                                           {}};
inline constexpr MetricRow kFlightPhase{
    "simconnect_flight_phase",
    "Phase of the flight: 0 unknown, 1 parked, 2 taxi, 3 takeoff, 4 climb, 5 cruise, 6 descent, 7 approach, 8 landed, "
    "9 crashed.",
    MetricType::gauge,
    label::kSimulator,
    {}};
inline constexpr MetricRow kAircraftInfo{"simconnect_aircraft_info",
                                         "What the simulator says of the aircraft (flight_monitor.facts); always 1.",
                                         MetricType::gauge,
                                         label::kAircraft,
                                         {}};
inline constexpr MetricRow kDataRateRatio{"simconnect_data_rate_ratio",
                                          "Samples that came, of those asked for, in the last minute of the session.",
                                          MetricType::gauge,
                                          label::kSimulator,
                                          {}};
inline constexpr MetricRow kDataGaps{"simconnect_data_gaps_total",
                                     "Times without data that were longer than two intervals.",
                                     MetricType::counter,
                                     label::kSimulator,
                                     {},
                                     true};
inline constexpr MetricRow kDataGapSeconds{"simconnect_data_gap_seconds_total",
                                           "Time without data in those gaps.",
                                           MetricType::counter,
                                           label::kSimulator,
                                           {},
                                           true};
inline constexpr MetricRow kFailovers{"simconnect_failovers_total",
                                      "Changes of the simulator that flies a flight, by result.",
                                      MetricType::counter,
                                      label::kFailover,
                                      {},
                                      true};
inline constexpr MetricRow kInstanceActive{"simconnect_failover_active",
                                           "1 for the simulator that flies the flight.",
                                           MetricType::gauge,
                                           label::kInstance,
                                           {},
                                           true};
inline constexpr MetricRow kInstanceHealthy{"simconnect_failover_healthy",
                                            "1 if the simulator passed its last check.",
                                            MetricType::gauge,
                                            label::kInstance,
                                            {},
                                            true};

// ---- data collector
inline constexpr MetricRow kCollectorRecords{"checkride_collector_records_written_total",
                                             "Telemetry records that are safe on the disk.",
                                             MetricType::counter,
                                             {},
                                             {}};
inline constexpr MetricRow kCollectorDropped{"checkride_collector_records_dropped_total",
                                             "Telemetry records given up, by reason.",
                                             MetricType::counter,
                                             label::kReason,
                                             {}};
inline constexpr MetricRow kCollectorBuffered{"checkride_collector_buffered_records",
                                              "Telemetry records in memory that are not in a file yet.",
                                              MetricType::gauge,
                                              {},
                                              {}};
inline constexpr MetricRow kCollectorBufferLimit{"checkride_collector_buffer_limit_records",
                                                 "Telemetry records that may be held in memory.",
                                                 MetricType::gauge,
                                                 {},
                                                 {}};
inline constexpr MetricRow kJournalBytes{
    "checkride_collector_journal_bytes", "Size of the telemetry journal.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kCollectorDiskFull{"checkride_collector_disk_full",
                                              "1 while telemetry stays in memory because the disk is full.",
                                              MetricType::gauge,
                                              {},
                                              {}};
inline constexpr MetricRow kCollectorDiskUsed{
    "checkride_collector_disk_used_ratio", "Use of the disk that holds telemetry, 0 to 1.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kSinkRecords{"checkride_collector_sink_records_total",
                                        "Telemetry records that the sink holds durably.",
                                        MetricType::counter,
                                        label::kSink,
                                        {}};
inline constexpr MetricRow kSinkLag{"checkride_collector_sink_lag_records",
                                    "Telemetry records in the journal that the sink has not taken.",
                                    MetricType::gauge,
                                    label::kSink,
                                    {}};
inline constexpr MetricRow kSinkFailures{"checkride_collector_sink_failures_total",
                                         "Deliveries to the sink that failed, by kind: temporary or permanent.",
                                         MetricType::counter,
                                         label::kSinkKind,
                                         {}};
inline constexpr MetricRow kSinkDead{"checkride_collector_dead_letters_total",
                                     "Telemetry records that the sink refused for good.",
                                     MetricType::counter,
                                     label::kSink,
                                     {}};

inline constexpr MetricRow kDbConnections{
    "db_connections_active", "Connections to the telemetry database that are at work.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kDbConnectionsMax{"db_connections_max",
                                             "Most connections to the telemetry database that this monitor opens.",
                                             MetricType::gauge,
                                             {},
                                             {}};

// ---- alerts and notifications
inline constexpr MetricRow kAlertsFiring{
    "checkride_alert_firing", "1 while the rule fires for the simulator.", MetricType::gauge, label::kAlert, {}, true};
inline constexpr MetricRow kNotifications{
    "checkride_notifications_total", "Notifications delivered.", MetricType::counter, label::kIntegration, {}};
inline constexpr MetricRow kNotificationFailures{"checkride_notification_failures_total",
                                                 "Attempts to notify that failed, by reason.",
                                                 MetricType::counter,
                                                 label::kIntegrationReason,
                                                 {}};
inline constexpr MetricRow kNotificationRetries{"checkride_notification_retries_total",
                                                "Notifications sent again after a failure.",
                                                MetricType::counter,
                                                label::kIntegration,
                                                {}};
inline constexpr MetricRow kNotificationsQueued{"checkride_notifications_queued",
                                                "Notifications that wait for delivery.",
                                                MetricType::gauge,
                                                label::kIntegration,
                                                {}};
inline constexpr MetricRow kNotificationDeadLetters{"checkride_notification_dead_letters",
                                                    "Notifications that were given up and can be looked at.",
                                                    MetricType::gauge,
                                                    label::kIntegration,
                                                    {}};
inline constexpr MetricRow kNotificationBreakerOpen{"checkride_notification_breaker_open",
                                                    "1 while too many failures in a row hold deliveries back.",
                                                    MetricType::gauge,
                                                    label::kIntegration,
                                                    {}};
inline constexpr std::array<double, 11> kNotificationLatencyBuckets{.01, .05, .1, .5, 1, 5, 15, 60, 300, 900, 1800};
inline constexpr MetricRow kNotificationLatency{
    "checkride_notification_latency_seconds", "From the decision to notify to the receiver's answer.",
    MetricType::histogram, label::kIntegration, kNotificationLatencyBuckets};

// ---- HTTP and the exporter
inline constexpr MetricRow kHttpRequests{
    "http_requests_total", "HTTP requests answered, by route and status.", MetricType::counter, label::kRequest, {}};
inline constexpr MetricRow kHttpDuration{"http_request_duration_seconds", "Time to make the answer of an HTTP request.",
                                         MetricType::histogram, label::kRoute, kHttpBuckets};
inline constexpr MetricRow kActiveHttpConnections{
    "active_connections", "Open HTTP connections, of all listeners.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kCacheRequests{"cache_requests_total",
                                          "Times a cache was asked; hits and misses together.",
                                          MetricType::counter,
                                          label::kCacheType,
                                          {}};
inline constexpr MetricRow kCacheHits{
    "cache_hits_total", "Times a cache had what it was asked for.", MetricType::counter, label::kCacheType, {}};
inline constexpr MetricRow kCacheMisses{"cache_misses_total",
                                        "Times a cache had nothing, or nothing fresh enough.",
                                        MetricType::counter,
                                        label::kCacheType,
                                        {}};
inline constexpr MetricRow kOtlpPushes{"checkride_otlp_pushes_total",
                                       "Attempts to push the metrics to the OTLP collector, by outcome.",
                                       MetricType::counter,
                                       label::kOutcome,
                                       {}};
inline constexpr MetricRow kInfluxPushes{"checkride_influx_pushes_total",
                                         "Attempts to write the metrics to InfluxDB, by outcome.",
                                         MetricType::counter,
                                         label::kOutcome,
                                         {}};
inline constexpr MetricRow kOtlpRejected{"checkride_otlp_data_points_rejected_total",
                                         "Data points that the OTLP collector took no part of.",
                                         MetricType::counter,
                                         {},
                                         {}};

// ---- the program
inline constexpr MetricRow kLoopLag{"checkride_event_loop_lag_seconds",
                                    "How late the heartbeat of the event loop was, once a second.",
                                    MetricType::histogram,
                                    {},
                                    kLagBuckets};
inline constexpr MetricRow kBuildInfo{
    "checkride_build_info", "Facts of this build; always 1.", MetricType::gauge, label::kBuild, {}};
inline constexpr MetricRow kAppInfo{"checkride_app_info",
                                    "What app.name, app.version and app.environment say; always 1.",
                                    MetricType::gauge,
                                    label::kApp,
                                    {}};
inline constexpr MetricRow kConfigReloads{"checkride_config_reloads_total",
                                          "Reloads of the configuration, by result.",
                                          MetricType::counter,
                                          label::kResult,
                                          {}};
inline constexpr MetricRow kConfigReloadSuccessful{"checkride_config_last_reload_successful",
                                                   "1 if the last reload of the configuration succeeded.",
                                                   MetricType::gauge,
                                                   {},
                                                   {}};
inline constexpr MetricRow kConfigReloadTime{"checkride_config_last_reload_success_timestamp_seconds",
                                             "When the configuration was last loaded, seconds since 1970.",
                                             MetricType::gauge,
                                             {},
                                             {}};
inline constexpr MetricRow kConfigHash{"checkride_config_hash",
                                       "Differs when the configuration in effect does, secrets left aside.",
                                       MetricType::gauge,
                                       {},
                                       {}};
inline constexpr MetricRow kConfigRestartKeys{
    "checkride_config_restart_required_keys", "Changed keys that wait for a restart.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kServiceStarts{
    "checkride_service_starts_total", "Successful starts of the service.", MetricType::counter, label::kService, {}};
inline constexpr MetricRow kServiceStops{
    "checkride_service_stops_total", "Clean stops of the service.", MetricType::counter, label::kService, {}};
inline constexpr MetricRow kSeriesDropped{"checkride_series_dropped_total",
                                          "Label sets refused because their metric has too many.",
                                          MetricType::counter,
                                          {},
                                          {}};
inline constexpr MetricRow kLogLinesLost{
    "checkride_log_lines_lost_total", "Log lines that could not be written.", MetricType::counter, {}, {}};
inline constexpr MetricRow kProcessCpu{
    "process_cpu_seconds_total", "User and system CPU time spent.", MetricType::counter, {}, {}};
inline constexpr MetricRow kProcessResident{
    "process_resident_memory_bytes", "Resident memory size.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kProcessVirtual{
    "process_virtual_memory_bytes", "Virtual memory size.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kProcessOpenFds{"process_open_fds", "Open file descriptors.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kProcessMaxFds{
    "process_max_fds", "Most file descriptors that may be open.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kProcessThreads{"process_threads", "Threads of the process.", MetricType::gauge, {}, {}};
inline constexpr MetricRow kProcessStart{
    "process_start_time_seconds", "Start of the process, seconds since 1970.", MetricType::gauge, {}, {}};

}  // namespace checkride::runtime::metric
