#include "virtual/tape_text.hpp"

namespace checkride::world::sim {
namespace {

std::string_view name_of(Wait wait) {
  switch (wait) {
    case Wait::nothing:
      return "wait";
    case Wait::sleep:
      return "sleep";
    case Wait::read:
      return "read";
    case Wait::write:
      return "write";
    case Wait::connect:
      return "connect";
    case Wait::accept:
      return "accept";
    case Wait::signal:
      return "signal";
  }
  return "wait";
}

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::handler:
      return "handler";
    case Kind::completion:
      return "completion";
    case Kind::sent:
      return "sent";
    case Kind::received:
      return "received";
    case Kind::draw:
      return "draw";
    case Kind::file:
      return "file";
    case Kind::print:
      return "print";
    case Kind::signal:
      return "signal";
    case Kind::host:
      return "host";
    case Kind::custom:
      return "custom";
    case Kind::link:
      return "link";
    case Kind::task:
      return "task";
  }
  return "step";
}

std::string completion_text(Wait wait, ErrorCode code, std::size_t count) {
  std::string text(name_of(wait));
  if (wait == Wait::read || wait == Wait::write) text += ' ' + std::to_string(count);
  if (code) text += ": " + code.message();
  return text;
}

}  // namespace checkride::world::sim
