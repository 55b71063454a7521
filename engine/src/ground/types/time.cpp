#include "engine/time.h"

#include <cstdio>

namespace tricolor::engine {

std::string to_text(Time time) {
  const auto local = time + kUtcOffset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{local - day};
  char text[40];
  int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                             static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                             static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                             static_cast<int>(clock.seconds().count()));
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(clock.subseconds()).count();
  if (milliseconds != 0)
    length += std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length), ".%03d",
                            static_cast<int>(milliseconds));
  return {text, static_cast<std::size_t>(length)};
}

std::string to_text(Duration duration) {
  const bool negative = duration.count() < 0;
  std::int64_t rest = negative ? -duration.count() : duration.count();
  const std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
  std::string text;
  const auto add = [&](std::int64_t unit, const char* name) {
    if (rest < unit) return;
    if (!text.empty()) text += ' ';
    text += std::to_string(rest / unit) + name;
    rest %= unit;
  };
  add(kDay, " d");
  add(kHour, " h");
  add(kMinute, " min");
  if (rest > 0 || text.empty()) {
    if (!text.empty()) text += ' ';
    char number[32];
    std::snprintf(number, sizeof number, "%.6g s", static_cast<double>(rest) / static_cast<double>(kSecond));
    text += number;
  }
  return negative ? "-" + text : text;
}

}  // namespace tricolor::engine
