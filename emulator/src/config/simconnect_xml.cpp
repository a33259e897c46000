#include "config/simconnect_xml.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "checkride/values/ascii.hpp"
#include "checkride/values/values.hpp"
#include "checkride/xml/xml.hpp"
#include "config/option_limits.hpp"

namespace checkride::emulator {
namespace {

using values::Diagnostics;
using xml::Element;

constexpr std::array<std::string_view, 4> kOfDocument{"Descr", "Filename", "Disabled", "SimConnect.Comm"};
constexpr std::array<std::string_view, 9> kOfComm{"Disabled", "Descr",      "Protocol",    "Scope",       "Address",
                                                  "Port",     "MaxClients", "MaxRecvSize", "DisableNagle"};
constexpr std::array<std::string_view, 2> kBooleans{"False", "True"};
enum class Protocol { pipe, ipv4, ipv6, automatic };
constexpr std::array<std::string_view, 4> kProtocols{"Pipe", "IPv4", "IPv6", "Auto"};
constexpr std::array<std::string_view, 3> kScopes{"local", "global", "remote"};

// "<Port>", as messages show it.
std::string tag(std::string_view name) {
  const std::string shown = values::quote(name);
  return "<" + shown.substr(1, shown.size() - 2) + ">";
}

// Reads what stands inside one element, and complains.
class Reader {
 public:
  Reader(const Element& element, std::span<const std::string_view> known, std::string_view repeated,
         Diagnostics& errors)
      : element_(element), errors_(errors) {
    std::vector<std::string> seen;
    for (const Element& child : element.children()) {
      const std::string name = child.name();
      if (std::ranges::find(known, name) == known.end()) {
        errors.add(child.position(),
                   "unknown element " + tag(name) + " in " + tag(element.name()) + values::suggestion(name, known));
      } else if (name != repeated && std::ranges::find(seen, name) != seen.end()) {
        errors.add(child.position(), tag(name) + " stands twice in " + tag(element.name()));
      }
      seen.push_back(name);
    }
  }

  // Null when it is absent or empty, as in <Address/>.
  std::optional<std::string> text(std::string_view name) const {
    auto text = element_.child_text(name);
    return text && text->empty() ? std::nullopt : text;
  }

  // The word's place in `words`; case does not count.
  template <std::size_t n>
  std::size_t word(std::string_view name, const std::array<std::string_view, n>& words, std::size_t otherwise) const {
    const auto given = text(name);
    if (!given) return otherwise;
    for (std::size_t i = 0; i < n; ++i) {
      if (values::same_text(words[i], *given)) return i;
    }
    std::string allowed;
    for (const std::string_view word : words) allowed += (allowed.empty() ? "" : ", ") + std::string(word);
    complain(name, "expected one of " + allowed + ", not " + values::quote(*given) +
                       values::suggestion(*given, std::span<const std::string_view>(words)));
    return otherwise;
  }

  std::uint32_t number(std::string_view name, std::uint32_t least, std::uint32_t most, std::uint32_t otherwise) const {
    const auto given = text(name);
    if (!given) return otherwise;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), number);
    if (error == std::errc() && end == given->data() + given->size() && number >= least && number <= most) {
      return number;
    }
    complain(name, "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", not " +
                       values::quote(*given));
    return otherwise;
  }

  void complain(std::string_view name, const std::string& what) const {
    const auto child = element_.child(name);
    errors_.add(child ? child->position() : element_.position(), "<" + std::string(name) + ">: " + what);
  }

 private:
  const Element& element_;
  Diagnostics& errors_;
};

// The address that a Comm means, or nothing after a complaint.
std::optional<std::string> address_of(const Reader& comm, bool local, bool is_v6) {
  const std::string_view any = is_v6 ? (local ? "::1" : "::") : (local ? "127.0.0.1" : "0.0.0.0");
  const std::string given = comm.text("Address").value_or(std::string(any));
  boost::system::error_code not_literal;
  const auto literal = boost::asio::ip::make_address(given, not_literal);
  if (not_literal) {
    if (!local || given == "localhost") return given == "localhost" ? std::string(is_v6 ? "::1" : "127.0.0.1") : given;
    comm.complain("Address", "Scope local listens on this machine alone, " + values::quote(given) +
                                 " may be more; leave Address out, or set Scope to global");
    return std::nullopt;
  }
  if (literal.is_v6() != is_v6) {
    comm.complain("Address", given + " is not an address of the Protocol " + (is_v6 ? "IPv6" : "IPv4"));
    return std::nullopt;
  }
  if (local && !literal.is_loopback()) {
    comm.complain("Address", "Scope local listens on this machine alone, " + given +
                                 " is reached by others; leave Address out, or set Scope to global");
    return std::nullopt;
  }
  return given;
}

bool is_v6_literal(const std::optional<std::string>& text) {
  return text && text->find(':') != std::string::npos;
}

// What is switched off is nobody's concern, whatever else it says.
bool is_disabled(const Element& comm) {
  Diagnostics unheard;
  return Reader(comm, kOfComm, {}, unheard).word("Disabled", kBooleans, 0) == 1;
}

void read_comm(const Element& element, SimConnectXml& into, Diagnostics& errors) {
  if (is_disabled(element)) return;
  const Reader comm(element, kOfComm, {}, errors);
  (void)comm.word("Disabled", kBooleans, 0);      // a word that is neither is told
  (void)comm.word("DisableNagle", kBooleans, 0);  // checked only: output leaves at once either way
  // One that is none is told, and not taken for a pipe, for which nothing else would be read.
  const Protocol otherwise = comm.text("Protocol") ? Protocol::automatic : Protocol::pipe;
  const auto protocol = static_cast<Protocol>(comm.word("Protocol", kProtocols, static_cast<std::size_t>(otherwise)));
  const bool local = comm.word("Scope", kScopes, 0) == 0;
  if (protocol == Protocol::pipe) {
    into.notes.push_back(element.position().text() +
                         ": a pipe is not offered here; clients connect by IPv4 or IPv6 (checkride simconnect-cfg "
                         "prints their SimConnect.cfg)");
    return;
  }
  const bool is_v6 =
      protocol == Protocol::ipv6 || (protocol == Protocol::automatic && is_v6_literal(comm.text("Address")));
  EndpointOptions endpoint;
  endpoint.written_at = element.position().text();
  endpoint.where.port = static_cast<std::uint16_t>(comm.number("Port", 0, 65535, 0));
  endpoint.max_clients = comm.number("MaxClients", 1, kMaxMaxClients, 64);
  endpoint.max_recv_size = comm.number("MaxRecvSize", kMinRecvSize, kMaxRecvSize, kDefaultRecvSize);
  const auto address = address_of(comm, local, is_v6);
  if (!address) return;
  endpoint.where.host = *address;
  for (const EndpointOptions& other : into.endpoints) {
    if (endpoint.where.port == 0 || other.where != endpoint.where) continue;
    errors.add(element.position(),
               "two Comms listen on " + endpoint.where.text() + ", the other is at " + other.written_at);
  }
  into.endpoints.push_back(std::move(endpoint));
}

}  // namespace

Result<SimConnectXml> parse_simconnect_xml(std::string_view text, const std::string& file) {
  TRY(const xml::Document document, xml::parse(text, file));
  const Element root = document.root();
  Diagnostics errors;
  SimConnectXml result;
  if (root.name() != "SimBase.Document") {
    errors.add(root.position(), "expected <SimBase.Document>, not " + tag(root.name()));
    return errors.error();
  }
  const std::string type = root.attribute("Type").value_or("SimConnect");
  if (!values::same_text(type, "SimConnect")) {
    errors.add(root.position(), "a document of the Type " + values::quote(type) +
                                    " says nothing of where to listen; expected "
                                    "SimConnect");
    return errors.error();
  }
  const Reader reader(root, kOfDocument, "SimConnect.Comm", errors);
  const bool disabled = reader.word("Disabled", kBooleans, 0) == 1;
  for (const Element& comm : root.children("SimConnect.Comm")) read_comm(comm, result, errors);
  if (errors.empty() && (disabled || result.endpoints.empty())) {
    errors.add(root.position(),
               "nothing is left to listen on: there must be a <SimConnect.Comm> of the Protocol IPv4 "
               "or IPv6 that is not disabled");
  }
  if (!errors.empty()) return errors.error();
  return result;
}

}  // namespace checkride::emulator
