// Writes a number with its English noun.
#pragma once

#include <string>
#include <string_view>

namespace tricolor::harness {

/// "1 camera", "2 cameras"; `many` is for nouns whose plural is not made with an s: counted(2, "day of rest", "days of
/// rest").
template <class Number>
std::string counted(Number count, std::string_view one, std::string_view many = {}) {
  std::string text = std::to_string(count) + " ";
  if (count == 1) return text.append(one);
  return many.empty() ? text.append(one).append("s") : text.append(many);
}

}  // namespace tricolor::harness
