#include "capture/dissector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "capture/dissector_data.hpp"
#include "checkride/program/program.hpp"
#include "checkride/protocol/exception_meaning.hpp"
#include "checkride/protocol/field_values.hpp"
#include "checkride_harness_embedded.hpp"

namespace checkride::harness {
namespace {

using protocol::Direction;
using protocol::RowForm;
using protocol::RowLayout;

constexpr unsigned kDefaultPort = 500;
constexpr std::uint32_t kWordsMax = 1000;

std::string lua_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return out;
}

// {[0]="never",[1]="once"}: enumerations count from 0 without a gap.
std::string words_table(std::string_view (*word)(std::uint32_t)) {
  std::string table = "{";
  for (std::uint32_t value = 0; value < kWordsMax; ++value) {
    const std::string_view name = word(value);
    if (name == "unknown") break;
    table += fmt::format("{}[{}]={}", value == 0 ? "" : ",", value, lua_text(name));
  }
  return table + "}";
}

std::string_view form_word(RowForm form) {
  switch (form) {
    case RowForm::text:
      return "text";
    case RowForm::text_to_end:
      return "text_to_end";
    case RowForm::bytes:
      return "bytes";
    case RowForm::bytes_to_end:
      return "bytes_to_end";
    case RowForm::character:
      return "character";
    case RowForm::count:
      return "count";
    case RowForm::elements:
      return "elements";
    case RowForm::padded_elements:
      return "padded_elements";
    case RowForm::value_type:
      return "value_type";
    case RowForm::value:
      return "value";
    default:
      return "number";
  }
}

// "ProtoField.uint32(...)".
std::string proto_field(std::string_view kind, std::string_view abbreviation, const RowLayout& row,
                        std::string_view base = "base.NONE", const std::string& words = "") {
  std::string meaning(row.meaning);
  if (row.unit != protocol::Unit::none) meaning += fmt::format(" ({})", protocol::to_string(row.unit));
  const bool takes_words = kind.find("int") != std::string_view::npos;
  const std::string display = kind == "float" || kind == "double" ? "" : fmt::format(", {}", base);
  return fmt::format("field(ProtoField.{}({}, {}{}{}, {}))", kind, lua_text(abbreviation), lua_text(row.name), display,
                     takes_words       ? fmt::format(", {}, nil", words.empty() ? "nil" : words)
                     : display.empty() ? ", nil, nil"
                                       : "",
                     lua_text(meaning));
}

std::string number_field(std::string_view abbreviation, const RowLayout& row) {
  const std::size_t bits = row.bytes * 8;
  if (row.form == RowForm::floating) return proto_field(bits == 32 ? "float" : "double", abbreviation, row);
  if (row.form == RowForm::signed_number || row.form == RowForm::elements || row.form == RowForm::padded_elements) {
    return proto_field(fmt::format("int{}", bits), abbreviation, row, "base.DEC");
  }
  const bool hexadecimal = row.form == RowForm::flags || row.id == protocol::IdKind::input_event;
  const std::string words = row.form == RowForm::boolean ? R"({[0]="false",[1]="true"})"
                            : row.word != nullptr        ? words_table(row.word)
                                                         : std::string();
  return proto_field(fmt::format("uint{}", bits), abbreviation, row, hexadecimal ? "base.HEX" : "base.DEC", words);
}

// The declarations of a row's field: `field=...`, or for a value one for each of its forms.
std::string fields_of(const std::string& abbreviation, const RowLayout& row) {
  switch (row.form) {
    case RowForm::text:
    case RowForm::text_to_end:
    case RowForm::character:
      return "field=" + proto_field("string", abbreviation, row);
    case RowForm::bytes:
    case RowForm::bytes_to_end:
      return "field=" + proto_field("bytes", abbreviation, row);
    case RowForm::value:
      return fmt::format("number={}, text={}, raw={}", proto_field("double", abbreviation + ".number", row),
                         proto_field("string", abbreviation + ".text", row),
                         proto_field("bytes", abbreviation + ".bytes", row));
    default:
      return "field=" + number_field(abbreviation, row);
  }
}

void append_rows(std::string& out, const std::string& prefix, const std::vector<RowLayout>& rows, int depth) {
  for (const RowLayout& row : rows) {
    const std::string abbreviation = prefix + "." + std::string(row.name);
    out += fmt::format("{:{}}{{name={}, form=\"{}\", bytes={}, since={}, till={}", "", depth * 2, lua_text(row.name),
                       form_word(row.form), row.bytes, protocol::number_of(row.first_version),
                       protocol::number_of(row.last_version));
    if (row.least_bytes) out += fmt::format(", least={}", *row.least_bytes);
    if (row.id != protocol::IdKind::none) out += fmt::format(", id=\"{}\"", protocol::to_string(row.id));
    if (row.members.empty()) {
      out += fmt::format(", {}}},\n", fields_of(abbreviation, row));
    } else {
      out += ", members={\n";
      append_rows(out, abbreviation, row.members, depth + 1);
      out += fmt::format("{:{}}}}}},\n", "", depth * 2);
    }
  }
}

void append_messages(std::string& out, Direction direction, const std::vector<protocol::MessageLayout>& layouts) {
  const bool client = direction == Direction::client_to_server;
  out += client ? "local CLIENT = {\n" : "local SERVER = {\n";
  for (const auto& layout : layouts) {
    if (layout.info.direction != direction) continue;
    out += fmt::format("  [0x{:02x}] = {{name={}, rows={{\n", layout.info.id, lua_text(layout.info.name));
    append_rows(out, fmt::format("simconnect.{}.{}", client ? "client" : "server", lower(layout.info.name)),
                layout.rows, 2);
    out += "  }},\n";
  }
  out += "}\n\n";
}

void append_constants(std::string& out) {
  out += fmt::format("local DEFAULT_PORT = {}\nlocal EXCEPTION_ID = 0x{:02x}\nlocal VERSIONS = {{", kDefaultPort,
                     protocol::RecvException::kInfo.id);
  for (const protocol::Protocol version : protocol::kProtocols) {
    out += fmt::format("[{}]={},", protocol::number_of(version), lua_text(protocol::to_string(version)));
  }
  out += "}\nlocal MEANINGS = {\n";
  for (std::uint32_t code = 0; code < kWordsMax; ++code) {
    const std::string_view meaning = protocol::meaning_of(static_cast<protocol::Exception>(code));
    if (meaning == "unknown") break;
    out += fmt::format("  [{}]={},\n", code, lua_text(meaning));
  }
  out += "}\n-- Ids of one kind, of any message: hidden fields to filter by.\nlocal IDS = {\n";
  for (const std::string_view kind : {"request", "definition", "event", "group", "object", "client_data"}) {
    out += fmt::format("  {0}=field(ProtoField.uint32(\"simconnect.{0}_id\", \"{0}_id\")),\n", kind);
  }
  out += "}\n\n";
}

}  // namespace

std::string dissector_script() {
  std::string out = fmt::format(
      "-- SimConnect for Wireshark and tshark. Generated by `checkride dissector`, version {}: do not edit.\n"
      "--\n"
      "--   checkride dissector > simconnect.lua\n"
      "--   wireshark -X lua_script:simconnect.lua talk.pcapng\n"
      "--\n"
      "-- Filters: simconnect.message == \"SIMOBJECT_DATA\", simconnect.request_id == 7, simconnect.exception,\n"
      "-- simconnect.client.MESSAGE.FIELD and simconnect.server.MESSAGE.FIELD in lower case,\n"
      "-- simconnect.var.plane_altitude > 1000, simconnect.response_time > 0.1, simconnect.refused.\n\n"
      "local simconnect = Proto(\"simconnect\", \"SimConnect\")\n"
      "local fields = {{}}\n"
      "local function field(declared)\n  table.insert(fields, declared)\n  return declared\nend\n\n",
      program::kBuildFacts.version);
  append_constants(out);
  const auto layouts = protocol::message_layouts();
  append_messages(out, Direction::client_to_server, layouts);
  append_messages(out, Direction::server_to_client, layouts);
  out += dissector_data_types() + dissector_variables();
  out += data::dissector_talk_lua();
  out += data::dissector_lua();
  return out;
}

}  // namespace checkride::harness
