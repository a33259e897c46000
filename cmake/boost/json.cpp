// Boost.JSON is header-only in Debian's package; this is its one translation unit.
#include <boost/json/src.hpp>
