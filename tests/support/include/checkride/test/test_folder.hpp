// TestFolder: a folder of this machine that a test has to itself.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace checkride::test {

// Made empty, under a name that nobody else has; gone at its end with all that is in it, whatever came of the test.
class TestFolder {
 public:
  TestFolder() : path_(testing::TempDir() + "checkride-" + std::string(6, 'X')) {  // what mkdtemp fills in
    EXPECT_NE(::mkdtemp(path_.data()), nullptr);
  }
  ~TestFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);  // world-lint: allow (removes the test's own folder)
    EXPECT_FALSE(error) << path_ << " stays behind: " << error.message();
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace checkride::test
