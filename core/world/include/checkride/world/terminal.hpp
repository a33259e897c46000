// What a program that prints knows of who reads it.
#pragma once

namespace checkride::world {

struct Terminal {
  bool is_terminal = false;  // a person looks on: lines may be overwritten
  unsigned columns = 80;
};

}  // namespace checkride::world
