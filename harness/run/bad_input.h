// Is thrown when a user's input is at fault and the fault is found after the command line was read.
#pragma once

#include <stdexcept>

namespace tricolor::harness {

/// Its text is one or more sentences for people, each with the path of the file at fault. It ends a command with exit
/// code 2.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace tricolor::harness
