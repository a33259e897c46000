#include "mail_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace checkride::harness {

namespace {

constexpr int kPartDepthMax = 8;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// Headers of one entity, unfolded; names in small letters.
struct Headers {
  std::vector<std::pair<std::string, std::string>> fields;

  std::string find(std::string_view name) const {
    for (const auto& [key, value] : fields) {
      if (key == name) return value;
    }
    return {};
  }
};

// Splits an entity into its headers and its body.
std::pair<Headers, std::string_view> split_entity(std::string_view entity) {
  Headers headers;
  while (!entity.empty()) {
    const auto end = entity.find('\n');
    const std::string_view line = entity.substr(0, end);
    entity.remove_prefix(end == std::string_view::npos ? entity.size() : end + 1);
    if (trimmed(line).empty()) break;
    if ((line[0] == ' ' || line[0] == '\t') && !headers.fields.empty()) {
      headers.fields.back().second += " " + std::string(trimmed(line));
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      headers.fields.emplace_back(lowered(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
    }
  }
  return {std::move(headers), entity};
}

// The boundary of a multipart content type.
std::optional<std::string> boundary_of(const std::string& content_type) {
  const std::string small = lowered(content_type);
  if (!small.starts_with("multipart/")) return std::nullopt;
  const auto at = small.find("boundary=");
  if (at == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(content_type).substr(at + 9);
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    return std::string(rest.substr(0, rest.find('"')));
  }
  return std::string(trimmed(rest.substr(0, rest.find(';'))));
}

std::string decode_body(const Headers& headers, std::string_view body) {
  const std::string encoding = lowered(headers.find("content-transfer-encoding"));
  if (encoding == "base64") return decode_base64(body);
  if (encoding == "quoted-printable") return decode_quoted_printable(body);
  return std::string(body);
}

std::string text_of(std::string_view entity, int depth) {
  const auto [headers, body] = split_entity(entity);
  const auto boundary = boundary_of(headers.find("content-type"));
  if (!boundary || depth >= kPartDepthMax) return decode_body(headers, body);
  const std::string delimiter = "--" + *boundary;
  std::string text;
  auto begin = body.find(delimiter);
  while (begin != std::string_view::npos) {
    const std::string_view rest = body.substr(begin + delimiter.size());
    if (rest.starts_with("--")) break;
    const auto part_at = rest.find('\n');
    if (part_at == std::string_view::npos) break;
    const auto end = rest.find(delimiter);
    text += text_of(rest.substr(part_at + 1, end == std::string_view::npos ? end : end - part_at - 1), depth + 1);
    begin = end == std::string_view::npos ? end : begin + delimiter.size() + end;
  }
  return text;
}

// Decodes "utf-8?B?...": what stands between "=?" and "?=".
std::optional<std::string> decode_word(std::string_view word) {
  const auto charset_end = word.find('?');
  if (charset_end == std::string_view::npos || charset_end + 2 >= word.size() || word[charset_end + 2] != '?') {
    return std::nullopt;
  }
  const char encoding = lower(word[charset_end + 1]);
  const std::string_view text = word.substr(charset_end + 3);
  if (encoding == 'b') return decode_base64(text);
  if (encoding != 'q') return std::nullopt;
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '_', ' ');
  return decode_quoted_printable(spaced);
}

}  // namespace

std::string decode_base64(std::string_view text) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = kAlphabet.find(c);
    if (value == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '\n') {
      i += 1;
    } else if (i + 2 < text.size() && text[i + 1] == '\r' && text[i + 2] == '\n') {
      i += 2;
    } else if (i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

std::string decode_encoded_words(std::string_view text) {
  std::string out;
  bool after_word = false;
  while (!text.empty()) {
    const auto begin = text.find("=?");
    // The end is searched behind the encoding letter, for "?Q?=41" holds "?=" too.
    const auto encoding = begin == std::string_view::npos ? begin : text.find('?', begin + 2);
    const auto end = encoding == std::string_view::npos ? encoding : text.find("?=", encoding + 3);
    const auto decoded =
        end == std::string_view::npos ? std::nullopt : decode_word(text.substr(begin + 2, end - begin - 2));
    if (!decoded) {
      out += text;
      break;
    }
    const std::string_view between = text.substr(0, begin);
    if (!after_word || !trimmed(between).empty()) out += between;
    out += *decoded;
    after_word = true;
    text.remove_prefix(end + 2);
  }
  return out;
}

MailContent read_mail_content(std::string_view message) {
  const auto [headers, body] = split_entity(message);
  return {decode_encoded_words(headers.find("subject")), text_of(message, 0), std::string(headers.find("message-id"))};
}

}  // namespace checkride::harness
