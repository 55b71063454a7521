// The pages of docs/reference that are made from the tables by which the program reads and writes.
#pragma once

#include <string>
#include <vector>

namespace tricolor::harness {

struct ReferencePage {
  std::string file;  ///< "events.md"
  std::string text;  ///< Markdown.
};

/// Every page, in the order of their files.
std::vector<ReferencePage> reference_pages();

}  // namespace tricolor::harness
