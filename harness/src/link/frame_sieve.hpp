// Throws away what a simulator sends, frame by frame: a client of a hanging simulator sees silence, not half a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace checkride::harness {

// Follows one direction of one connection. A stream that is no SimConnect (its lengths are none) is thrown away byte by
// byte.
class FrameSieve {
 public:
  // What of `bytes` goes on: the frames that began while it was not `shut`, whole.
  std::string pass(std::string_view bytes, bool shut);

 private:
  void read_length();

  std::string head_;      // of the frame that has begun: less than the four bytes of its length
  std::size_t left_ = 0;  // bytes of that frame which are still to come
  bool dropping_ = false;
  bool lost_ = false;
};

}  // namespace checkride::harness
