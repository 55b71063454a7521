// What a user gave is at fault, and was found so after the command line was read.
#pragma once

#include <stdexcept>

namespace tricolor::harness {

/// Its text is one or more sentences for people, each with the path that is meant. Ends a command with exit code 2.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace tricolor::harness
