// Writes the fields of an event as JSON text at once, byte for byte as the library writes them. The library builds a
// tree of values first, which took ten times as long as the rest of keeping an event.
#pragma once

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/journal.h"
#include "journal/fields.h"
#include "journal/plain_text.h"

namespace tricolor::engine {

class LineWriter {
 public:
  /// Appends to `line`; `is_first`: no field stands before in the same record.
  LineWriter(std::string& line, bool with_scores, bool is_first)
      : line_(line), with_scores_(with_scores), is_first_(is_first) {}

  template <class T>
  void operator()(const char* key, T& value) {
    line_ += is_first_ ? "\"" : ",\"";
    is_first_ = false;
    line_ += key;
    line_ += "\":";
    put(value);
  }
  template <class T>
  void score(const char* key, T& value) {
    if (with_scores_) (*this)(key, value);
  }

 private:
  template <class Tag>
  void put(Id<Tag>& id) {
    put(id.value);
  }
  void put(Time& time) {
    auto count = time.time_since_epoch().count();
    put(count);
  }
  void put(std::string& text) { put_text(text); }
  template <class T>
  void put(std::optional<T>& value) {
    if (value) put(*value);
    else line_ += "null";
  }
  template <class T>
  void put(std::vector<T>& values) {
    line_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) line_ += ',';
      put(values[i]);
    }
    line_ += ']';
  }
  template <class T>
  void put(T& value) {
    if constexpr (std::is_enum_v<T>) {
      put_text(name_of(value));
    } else if constexpr (std::is_same_v<T, bool>) {
      line_ += value ? "true" : "false";
    } else if constexpr (std::is_floating_point_v<T>) {
      if (!std::isfinite(value)) {
        line_ += "null";
        return;
      }
      char digits[64];
      line_.append(digits, nlohmann::detail::to_chars(digits, digits + sizeof digits, static_cast<double>(value)));
    } else if constexpr (std::is_integral_v<T>) {
      char digits[24];
      line_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    } else {
      line_ += '{';
      LineWriter inner(line_, with_scores_, true);
      fields(inner, value);
      line_ += '}';
    }
  }
  void put_text(std::string_view text) {
    if (is_plain(text)) {
      line_ += '"';
      line_ += text;
      line_ += '"';
    } else {
      line_ += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
  }

  std::string& line_;
  bool with_scores_;
  bool is_first_;
};

}  // namespace tricolor::engine
