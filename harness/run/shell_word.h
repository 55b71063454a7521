// Command lines that people can paste.
#pragma once

#include <string>

namespace tricolor::harness {

/// One word of a command line: in single quotes where it holds anything that a shell would read.
std::string shell_word(const std::string& text);

}  // namespace tricolor::harness
