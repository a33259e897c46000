// What --version prints: this build, and the libraries that it runs with, by what they say themselves where they can.
#include <fmt/format.h>
#include <sqlite3.h>

#include <boost/version.hpp>

#include "checkride/compress/gzip.hpp"
#include "checkride/program/build_facts.hpp"
#include "checkride/tls/tls.hpp"
#include "help.hpp"

namespace checkride::runtime {

std::string version_text() {
  const std::string libraries = fmt::format(
      "Boost {}.{}.{}, fmt {}.{}.{}, {}, {}, SQLite {}, yaml-cpp {}", BOOST_VERSION / 100000,
      BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100, FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100,
      tls::library_version(), compress::library_version(), sqlite3_libversion(), CHECKRIDE_YAML_CPP_VERSION);
  return program::version_text("checkride-monitor") + "\nlibraries:  " + libraries;
}

}  // namespace checkride::runtime
