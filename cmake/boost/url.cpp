// Boost.URL is header-only in Debian's package; this is its one translation unit.
#include <boost/url/src.hpp>
