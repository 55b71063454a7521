// Makes the pages of docs/reference from the tables by which the program reads and writes.
#pragma once

#include <string>
#include <vector>

namespace tricolor::harness {

struct ReferencePage {
  std::string file;  ///< "events.md"
  std::string text;  ///< Markdown.
};

/// Gives every page except that of zones, which belongs to `watch`. `assets` is the folder of the program's own files.
std::vector<ReferencePage> reference_pages(const std::string& assets);

}  // namespace tricolor::harness
