// RapidCheck with GoogleTest, in the one order of includes that compiles.
#pragma once

#include <gtest/gtest.h>
// RapidCheck's GoogleTest glue comes after GoogleTest.
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
