// Reads a line of the journal that stands as the engine writes it: every key in its order, no blanks, no escapes. A
// line that differs in any way is left to the library, which also says what is wrong with it. Reading the library's
// tree of values took nine tenths of a restart.
#pragma once

#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/journal.h"
#include "journal/fields.h"
#include "journal/plain_text.h"

namespace tricolor::engine {

class LineScanner {
 public:
  explicit LineScanner(std::string_view line) : next_(line.data()), end_(line.data() + line.size()) {}

  /// True while everything was as expected.
  bool good() const { return good_; }
  bool at_end() const { return next_ == end_; }

  /// Takes a text that must stand there.
  bool take(std::string_view text) {
    if (!good_ || static_cast<std::size_t>(end_ - next_) < text.size() ||
        std::memcmp(next_, text.data(), text.size()) != 0)
      return good_ = false;
    next_ += text.size();
    return true;
  }

  template <class T>
  void operator()(const char* key, T& value) {
    if (take(is_first_ ? "\"" : ",\"") && take(key) && take("\":")) get(value);
    is_first_ = false;
  }
  template <class T>
  void score(const char* key, T& value) {
    const char* const before = next_;
    const bool was_good = good_;
    if (take(is_first_ ? "\"" : ",\"") && take(key) && take("\":")) {
      get(value);
      is_first_ = false;
      return;
    }
    // Lines without scores are read too.
    next_ = before;
    good_ = was_good;
  }

  /// The text between quotes that stands there.
  std::string_view text() {
    if (!take("\"")) return {};
    const char* const from = next_;
    while (next_ != end_ && *next_ != '"') ++next_;
    const std::string_view found(from, static_cast<std::size_t>(next_ - from));
    // A quote that is escaped ends a text that holds a backslash, which is not plain.
    if (!is_plain(found)) good_ = false;
    take("\"");
    return found;
  }

 private:
  bool sees(char c) const { return next_ != end_ && *next_ == c; }

  template <class T>
  void number(T& value) {
    const char* digits = next_;
    if (digits != end_ && *digits == '-') ++digits;
    const bool is_number = digits != end_ && *digits >= '0' && *digits <= '9';
    const bool is_padded = is_number && *digits == '0' && digits + 1 != end_ && digits[1] >= '0' && digits[1] <= '9';
    if (!good_ || !is_number || is_padded) {
      good_ = false;
      return;
    }
    const auto [after, error] = std::from_chars(next_, end_, value);
    const bool ends = after != end_ && (*after == ',' || *after == '}' || *after == ']');
    good_ = error == std::errc{} && ends;
    next_ = after;
  }
  template <class Tag>
  void get(Id<Tag>& id) {
    number(id.value);
  }
  void get(Time& time) {
    Duration::rep count = 0;
    number(count);
    time = Time{Duration{count}};
  }
  void get(std::string& value) { value = text(); }
  template <class T>
  void get(std::optional<T>& value) {
    value.reset();
    if (sees('n')) take("null");
    else get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    values.clear();
    if (!take("[")) return;
    if (sees(']')) {
      take("]");
      return;
    }
    do get(values.emplace_back());
    while (good_ && sees(',') && take(","));
    take("]");
  }
  template <class T>
  void get(T& value) {
    if constexpr (std::is_enum_v<T>) {
      const std::string_view word = text();
      for (int i = 0; i < 32; ++i)
        if (!word.empty() && word == name_of(static_cast<T>(i))) {
          value = static_cast<T>(i);
          return;
        }
      good_ = false;
    } else if constexpr (std::is_same_v<T, bool>) {
      value = sees('t');
      take(value ? "true" : "false");
    } else if constexpr (std::is_arithmetic_v<T>) {
      number(value);
    } else {
      if (!take("{")) return;
      LineScanner inner(std::string_view(next_, static_cast<std::size_t>(end_ - next_)));
      fields(inner, value);
      good_ = inner.good_;
      next_ = inner.next_;
      take("}");
    }
  }

  const char* next_;
  const char* end_;
  bool good_ = true;
  bool is_first_ = true;
};

}  // namespace tricolor::engine
