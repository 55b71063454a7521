// Writes command lines that people can paste.
#pragma once

#include <string>

namespace tricolor::harness {

/// Gives one word of a command line, in single quotes where it holds any character that a shell would interpret.
std::string shell_word(const std::string& text);

}  // namespace tricolor::harness
