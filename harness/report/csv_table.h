// Writes one table for a spreadsheet: UTF-8 with its mark, and line ends as spreadsheets write them.
#pragma once

#include <string>
#include <vector>

#include "report/escape.h"

namespace tricolor::harness {

class Csv {
 public:
  explicit Csv(const std::vector<std::string>& heads) : text_("\xEF\xBB\xBF") { row(heads); }
  void row(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i ? "," : "") + csv_cell(cells[i]);
    text_ += "\r\n";
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace tricolor::harness
