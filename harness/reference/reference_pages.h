// The pages of docs/reference that are made from the tables by which the program reads and writes.
#pragma once

#include <string>
#include <vector>

namespace tricolor::harness {

struct ReferencePage {
  std::string file;  ///< "events.md"
  std::string text;  ///< Markdown.
};

/// Every page but that of zones, which belongs to `watch`. `assets`: the folder of the program's own files.
std::vector<ReferencePage> reference_pages(const std::string& assets);

}  // namespace tricolor::harness
