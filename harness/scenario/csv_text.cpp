#include "scenario/csv_text.h"

#include <utility>

namespace tricolor::harness {
namespace {

// A cell longer than this is taken for one whose closing quote was forgotten.
constexpr std::size_t kLongestCell = 10'000;

}  // namespace

CsvText::CsvText(std::string text, std::string file, engine::Diagnostics& diagnostics)
    : text_(std::move(text)), file_(std::move(file)), diagnostics_(diagnostics) {
  if (text_.rfind("\xEF\xBB\xBF", 0) == 0) at_ = 3;
}

bool CsvText::next_row(std::vector<CsvCell>& row) {
  row.clear();
  at_fault_ = false;
  if (at_ >= text_.size()) return false;
  for (;;) {
    row.push_back(cell());
    if (at_ >= text_.size()) return true;
    const char after = text_[at_];
    step();
    if (after == ',') continue;
    if (after == '\r' && at_ < text_.size() && text_[at_] == '\n') step();
    return true;
  }
}

CsvCell CsvText::cell() {
  CsvCell cell{{}, {file_, line_, column_}};
  const bool quoted = at_ < text_.size() && text_[at_] == '"';
  bool closed = !quoted, too_long = false;
  if (quoted) step();
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (quoted && !closed && c == '"') {
      step();
      if (at_ >= text_.size() || text_[at_] != '"') {
        closed = true;
        continue;
      }
    } else if (closed && (c == ',' || c == '\n' || c == '\r')) {
      break;
    } else if (quoted && closed) {
      diagnostics_.add({file_, line_, column_}, "cell", "must end at its closing quote, got more after it");
      at_fault_ = true;
      skip_cell();
      break;
    }
    if (cell.text.size() < kLongestCell) cell.text += text_[at_];
    else too_long = true;
    step();
  }
  if (!closed) diagnostics_.add(cell.origin, "cell", "must have a quote at its end, got none");
  else if (too_long)
    diagnostics_.add(cell.origin, "cell", "must be short, got more than " + std::to_string(kLongestCell) + " bytes");
  at_fault_ = at_fault_ || !closed || too_long;
  return cell;
}

void CsvText::skip_cell() {
  while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') step();
}

void CsvText::step() {
  if (text_[at_] == '\n') {
    ++line_;
    column_ = 1;
  } else if ((static_cast<unsigned char>(text_[at_]) & 0xC0) != 0x80) {
    ++column_;
  }
  ++at_;
}

}  // namespace tricolor::harness
