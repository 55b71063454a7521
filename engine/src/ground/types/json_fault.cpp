#include "engine/json_fault.h"

namespace tricolor::engine {

std::string json_fault(std::string_view what) {
  const auto after = [](std::string_view text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    return at == std::string_view::npos ? std::string_view() : text.substr(at + mark.size());
  };
  const auto quoted = [&](std::string_view text) { return std::string(text.substr(0, text.rfind('\'') + 1)); };
  if (!what.starts_with("[json.exception.")) return std::string(what);
  const std::string_view said = after(what, "] ");
  if (const auto place = after(said, "parse error at "); !place.empty()) {
    // A text of one line has no lines to be counted.
    std::string where(place.substr(0, place.find(':')));
    if (where.starts_with("line 1, ")) where.erase(0, 8);
    return "text that is no JSON at " + where;
  }
  if (said.ends_with("' not found")) return "no " + quoted(said);
  if (said.starts_with("number overflow")) return "a number that is too large: " + quoted(after(said, "parsing "));
  if (said.starts_with("array index")) return "a list that is too short";
  const std::string_view wanted = after(said, "type must be ");
  if (const auto found = after(wanted, ", but is "); !found.empty())
    return std::string(found) + " where " + std::string(wanted.substr(0, wanted.find(','))) + " must be";
  if (const auto found = after(said, "cannot use at() with "); !found.empty())
    return std::string(found) + " without keys";
  return std::string(said);
}

}  // namespace tricolor::engine
