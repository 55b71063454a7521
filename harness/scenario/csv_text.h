// Reads the rows of a CSV text with the place of every cell (RFC 4180): cells are separated by commas, and a cell that
// holds a comma, a quote (doubled) or a line break is in quotes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/document.h"

namespace tricolor::harness {

struct CsvCell {
  std::string text;
  engine::Origin origin;
};

class CsvText {
 public:
  /// `text` is UTF-8, with or without a byte order mark; `file` names it in diagnostics, which must outlive the reader.
  CsvText(std::string text, std::string file, engine::Diagnostics& diagnostics);

  /// Reads the next row; false at the end of the text. Faults go to the diagnostics, and reading goes on.
  bool next_row(std::vector<CsvCell>& row);
  /// True when the row that was read last has a cell that is at fault.
  bool row_at_fault() const { return at_fault_; }

 private:
  CsvCell cell();
  void skip_cell();
  void step();

  std::string text_, file_;
  engine::Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  bool at_fault_ = false;
  int line_ = 1, column_ = 1;
};

}  // namespace tricolor::harness
