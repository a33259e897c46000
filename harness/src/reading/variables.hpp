// set and release: names and units are checked against the catalogue, so that a slip of the pen is no late 404.
#pragma once

#include "reading/reader.hpp"

namespace checkride::harness {

// The maps of these actions.
Set read_set(values::MapReader& map, Reader& reader);
Release read_release(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
