// Goal: what was written reads back, and no bytes at all make reading crash or invent content. Method: RapidCheck.
#include <algorithm>
#include <vector>

#include "checkride/compress/gzip.hpp"
#include "checkride/test/property.hpp"

namespace checkride::compress {
namespace {

rc::Gen<std::vector<std::string>> blocks() {
  return rc::gen::arbitrary<std::vector<std::string>>();
}

std::string file_of(const std::vector<std::string>& parts) {
  std::string file;
  for (const std::string& part : parts) file += gzip_member(part);
  return file;
}

RC_GTEST_PROP(GzipLaws, BlocksReadBackInOrder, ()) {
  const auto parts = *blocks();
  std::string whole;
  for (const std::string& part : parts) whole += part;
  const std::string file = file_of(parts);
  const auto strict = gunzip(file);
  const auto lenient = gunzip(file, CutEnd::ignored);
  RC_ASSERT(strict.has_value());
  RC_ASSERT(strict.value() == whole);
  RC_ASSERT(lenient.has_value());
  RC_ASSERT(lenient.value() == whole);
}

RC_GTEST_PROP(GzipLaws, AnyBytesGiveBytesOrAnError, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  const bool headed = *rc::gen::arbitrary<bool>();  // past the magic, or nearly all are refused at the first byte
  const std::string file = headed ? gzip_member("").substr(0, 10) + bytes : bytes;
  const auto strict = gunzip(file);
  const auto lenient = gunzip(file, CutEnd::ignored);
  // Who is lenient about the end is no more lenient about anything else.
  if (strict.has_value()) RC_ASSERT(lenient.has_value());
  if (strict.has_value()) RC_ASSERT(lenient.value() == strict.value());
}

RC_GTEST_PROP(GzipLaws, ACutFileHoldsTheWholeBlocksBeforeTheCut, ()) {
  const auto parts = *blocks();
  const std::string file = file_of(parts);
  const auto cut = *rc::gen::inRange<std::size_t>(0, file.size() + 1);
  std::string kept;
  std::size_t end = 0;
  bool between_members = cut == 0;
  for (const std::string& part : parts) {
    end += gzip_member(part).size();
    if (end <= cut) kept += part;
    between_members = between_members || end == cut;
  }
  const auto lenient = gunzip(std::string_view(file).substr(0, cut), CutEnd::ignored);
  RC_ASSERT(lenient.has_value());
  RC_ASSERT(lenient.value() == kept);
  RC_ASSERT(gunzip(std::string_view(file).substr(0, cut)).has_value() == between_members);
}

RC_GTEST_PROP(GzipLaws, AFlippedBitNeverChangesTheContentSilently, ()) {
  // The header holds fields that say nothing about the content (time, hints, system); everything after it is checked.
  constexpr std::size_t kHeaderBytes = 10;
  const auto block = *rc::gen::arbitrary<std::string>();
  std::string file = gzip_member(block);
  const auto at = *rc::gen::inRange<std::size_t>(kHeaderBytes, file.size());
  file[at] = static_cast<char>(file[at] ^ (1 << *rc::gen::inRange(0, 8)));
  const auto read = gunzip(file);
  if (read.has_value()) RC_ASSERT(read.value() == block);
}

}  // namespace
}  // namespace checkride::compress
