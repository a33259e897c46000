#include <boost/program_options.hpp>
#include <charconv>
#include <sstream>
#include <string_view>

#include "checkride/emulator/emulator.hpp"
#include "session/profile.hpp"

namespace checkride::emulator {
namespace {

namespace po = boost::program_options;

constexpr double kMinRate = 1.0 / 64;
constexpr double kMaxRate = 1024;
constexpr double kMinTimeScale = 0.001;
constexpr double kMaxTimeScale = 1000;
constexpr std::uint32_t kMaxFrameRate = 1000;
constexpr std::uint32_t kMaxMaxClients = 1000;

std::string profile_words() {
  std::string words;
  for (const Profile& profile : profiles()) words += (words.empty() ? "" : ", ") + std::string(profile.name);
  return words;
}

// Values are read as text, so that every error can say what is allowed.
po::options_description description() {
  const auto text = [] { return po::value<std::string>(); };
  po::options_description result("Options", 110, 55);
  auto add = result.add_options();
  add("listen", po::value<std::vector<std::string>>()->value_name("HOST:PORT"),
      "where SimConnect clients connect; may be given several times (default 127.0.0.1:5111; port 0: any free one)");
  add("control", text()->value_name("HOST:PORT"), "where the control API is served (default 127.0.0.1:5112)");
  add("flight", text()->value_name("FILE"), "flight to fly; without it a C172 stands parked, cold and dark");
  add("profile", text()->value_name("NAME"),
      ("which simulator to be: " + profile_words() + " (default msfs2024)").c_str());
  add("rate", text()->value_name("X"),
      "simulation rate at the start, as a pilot sets it; 0.015625 to 1024 (default 1)");
  add("time-scale", text()->value_name("X"),
      "seconds of the emulator's world per second outside; 0.001 to 1000 (default 1)");
  add("frame-rate", text()->value_name("N"), "frames per second, 1 to 1000 (default 30)");
  add("max-clients", text()->value_name("N"), "clients at a time, 1 to 1000; further ones are closed (default 64)");
  add("seed", text()->value_name("N"), "seed of the world's random streams (default: drawn from the system)");
  add("help", "print this and exit");
  add("version", "print the version and build facts and exit");
  return result;
}

Error refuse(std::string_view option, std::string_view value, std::string_view allowed) {
  return Error::invalid("--" + std::string(option) + ": \"" + std::string(value) + "\" is not usable; " +
                        std::string(allowed));
}

// The whole text as a number between two bounds.
template <class Number>
Result<Number> number(std::string_view option, const std::string& value, Number low, Number high) {
  Number result{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
  const bool whole = error == std::errc() && end == value.data() + value.size();
  if (whole && result >= low && result <= high) return result;  // false for NaN
  std::ostringstream allowed;
  allowed << "a number from " << low << " to " << high << " is";
  return refuse(option, value, allowed.str());
}

Result<world::Endpoint> endpoint(std::string_view option, const std::string& value) {
  auto parsed = world::parse_endpoint(value);
  if (!parsed) return refuse(option, value, "HOST:PORT is, as in 127.0.0.1:5111 or [::1]:5111");
  return *parsed;
}

Result<po::variables_map> parse(const std::vector<std::string>& args) {
  namespace style = po::command_line_style;
  try {
    po::variables_map values;
    const po::positional_options_description none;
    po::store(po::command_line_parser(args)
                  .options(description())
                  .positional(none)
                  .style(style::unix_style & ~style::allow_guessing & ~style::allow_short)
                  .run(),
              values);
    return values;
  } catch (const po::error& error) {
    return Error::invalid(std::string(error.what()) + "; --help lists the options");
  }
}

Result<> read_addresses(const po::variables_map& values, Options& options) {
  if (values.contains("listen")) {
    options.listen.clear();
    for (const std::string& text : values["listen"].as<std::vector<std::string>>()) {
      TRY(world::Endpoint where, endpoint("listen", text));
      options.listen.push_back(std::move(where));
    }
  }
  if (values.contains("control")) {
    TRY(options.control, endpoint("control", values["control"].as<std::string>()));
  }
  return {};
}

Result<> read_simulator(const po::variables_map& values, Options& options) {
  const auto text = [&values](const char* name) { return values[name].as<std::string>(); };
  if (values.contains("flight")) options.flight = text("flight");
  if (options.flight && options.flight->empty()) return refuse("flight", "", "the name of a file is");
  if (values.contains("profile")) {
    options.profile = text("profile");
    if (!find_profile(options.profile)) return refuse("profile", options.profile, profile_words() + " are");
  }
  if (values.contains("rate")) {
    TRY(options.rate, number("rate", text("rate"), kMinRate, kMaxRate));
  }
  return {};
}

Result<> read_limits(const po::variables_map& values, Options& options) {
  const auto text = [&values](const char* name) { return values[name].as<std::string>(); };
  if (values.contains("time-scale")) {
    TRY(options.time_scale, number("time-scale", text("time-scale"), kMinTimeScale, kMaxTimeScale));
  }
  if (values.contains("frame-rate")) {
    TRY(options.frame_rate, number("frame-rate", text("frame-rate"), std::uint32_t{1}, kMaxFrameRate));
  }
  if (values.contains("max-clients")) {
    TRY(options.max_clients, number("max-clients", text("max-clients"), std::uint32_t{1}, kMaxMaxClients));
  }
  if (values.contains("seed")) {
    TRY(options.seed, number("seed", text("seed"), std::uint64_t{0}, ~std::uint64_t{0}));
  }
  return {};
}

}  // namespace

Result<Options> parse_options(std::vector<std::string> args) {
  TRY(const po::variables_map values, parse(args));
  Options options;
  options.help = values.contains("help");
  options.version = values.contains("version");
  TRY_VOID(read_addresses(values, options));
  TRY_VOID(read_simulator(values, options));
  TRY_VOID(read_limits(values, options));
  return options;
}

std::string help_text() {
  std::ostringstream out;
  out << "checkride-emulator: speaks the SimConnect protocol as a flight simulator does, without the simulator.\n\n"
      << description()
      << "\nExit codes: 0 stopped by SIGINT or SIGTERM, 64 bad command line, 69 an address cannot be listened on, "
         "78 a flight\nfile that cannot be used.";
  return out.str();
}

std::string version_text() {
  return std::string("checkride-emulator " CHECKRIDE_VERSION " (" CHECKRIDE_BUILD_TYPE ", ") +
#if defined(__clang__)
         "clang " __clang_version__
#else
         "g++ " __VERSION__
#endif
         + ")";
}

}  // namespace checkride::emulator
