#include "checkride/program/listen.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>

namespace checkride::program {

namespace {

namespace errc = boost::system::errc;
using world::Endpoint;
using world::Task;

// What the user is told of an error of Network::listen.
Error explained(const Error& error, const Endpoint& where, const WrittenAs& written) {
  const ErrorCode code = error.code();
  if (code == errc::address_in_use) {
    return Error::invalid(written.port + ": " + where.text() +
                          " is in use: choose another port, or 0 for any free one");
  }
  if (code == errc::permission_denied) {
    return Error::invalid(written.port + ": this user may not listen on " + where.text() +
                          ": choose a port from 1024 on, or 0 for any free one");
  }
  if (code == errc::address_not_available || code == errc::address_family_not_supported) {
    return Error::invalid(written.address + ": \"" + where.host +
                          "\" is no address of this machine: give one that is, such as 127.0.0.1 (this machine only) "
                          "or 0.0.0.0 (all its addresses)");
  }
  return Error::invalid(written.address + ": cannot listen on " + where.text() + ": " + code.message());
}

Error unresolved(const Error& error, const Endpoint& where, const WrittenAs& written) {
  return Error::invalid(written.address + ": cannot resolve \"" + where.host + "\" (" + error.code().message() +
                        "): give an address of this machine, such as 127.0.0.1");
}

bool is_literal(const Endpoint& where) {
  const bool v6 = where.host.find(':') != std::string::npos;
  return v6 || where.host.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace

Task<Result<std::unique_ptr<world::Listener>>> listen(world::Network& network, Endpoint where, WrittenAs written) {
  auto listener = network.listen(where);
  const bool is_name = !listener && listener.error().code() == errc::address_not_available && !is_literal(where);
  if (is_name) {
    const auto addresses = co_await network.resolve(where.host);
    if (!addresses) co_return unresolved(addresses.error(), where, written);
    if (addresses->empty()) co_return unresolved(Error(boost::asio::error::host_not_found), where, written);
    Endpoint found;
    found.host = addresses->front();
    found.port = where.port;
    listener = network.listen(found);
  }
  if (!listener) co_return explained(listener.error(), where, written);
  co_return listener;
}

}  // namespace checkride::program
