#include "collector/sink.hpp"

#include <algorithm>
#include <array>
#include <boost/system/errc.hpp>

namespace checkride::runtime::collector {

Delivery::State kind_of(const Error& error) {
  namespace errc = boost::system::errc;
  constexpr std::array kPermanent{
      errc::permission_denied,    errc::operation_not_permitted, errc::read_only_file_system,
      errc::not_a_directory,      errc::is_a_directory,          errc::no_such_file_or_directory,
      errc::file_exists,          errc::filename_too_long,       errc::too_many_symbolic_link_levels,
      errc::invalid_argument,     errc::operation_not_supported, errc::device_or_resource_busy,
      errc::illegal_byte_sequence};
  const bool permanent =
      std::any_of(kPermanent.begin(), kPermanent.end(), [&error](errc::errc_t code) { return error.code() == code; });
  return permanent ? Delivery::State::permanent : Delivery::State::temporary;
}

Delivery Delivery::failed(const Error& error) {
  return failed(kind_of(error), error);
}

}  // namespace checkride::runtime::collector
