// Says which texts stand in JSON as they are.
#pragma once

#include <cstddef>
#include <string_view>

namespace tricolor::engine {

/// True when JSON escapes nothing of a text: it is valid UTF-8 without control characters, quotes and backslashes.
/// Other texts are left to the library, which escapes, and replaces what is no UTF-8.
inline bool is_plain(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto goes_on = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned first = byte(i);
    if (first < 0x80) {
      if (first < 0x20 || first == '"' || first == '\\') return false;
      ++i;
    } else if (first >= 0xC2 && first <= 0xDF) {
      if (!goes_on(i + 1)) return false;
      i += 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
      // Neither longer than needed nor half of a pair of UTF-16.
      const unsigned second = byte(i + 1);
      if (!goes_on(i + 1) || !goes_on(i + 2) || (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F))
        return false;
      i += 3;
    } else if (first >= 0xF0 && first <= 0xF4) {
      const unsigned second = byte(i + 1);
      if (!goes_on(i + 1) || !goes_on(i + 2) || !goes_on(i + 3) || (first == 0xF0 && second < 0x90) ||
          (first == 0xF4 && second > 0x8F))
        return false;
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace tricolor::engine
