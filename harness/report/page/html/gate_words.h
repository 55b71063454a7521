// Says in both languages how much of a calibration's gate is proven.
#pragma once

#include <charconv>
#include <string>

#include "report/page/html/html.h"

namespace tricolor::harness {

/// Gives the words for what `Calibration::lacks` says, "0 of 14 items are proven (docs/calibration.md)", as plain text.
/// A text of another form, which an older study may hold, stays as it is in both languages.
inline Bilingual gate_words(const std::string& lacks) {
  int proven = 0, all = 0;
  const char* end = lacks.data() + lacks.size();
  const auto [after, failed] = std::from_chars(lacks.data(), end, proven);
  const std::string between = " of ";
  if (failed != std::errc{} || !std::string_view(after, end).starts_with(between)) return {lacks, lacks};
  if (std::from_chars(after + between.size(), end, all).ec != std::errc{}) return {lacks, lacks};
  return {"检验 " + std::to_string(all) + " 项，已证实 " + std::to_string(proven) + " 项（见 docs/calibration.md）",
          lacks};
}

}  // namespace tricolor::harness
