#include "engine/time.h"

#include <cstdio>

namespace tricolor::engine {

namespace {

using namespace std::chrono;

/// Seconds with as many decimals as the microseconds need: "1.5".
std::string seconds_text(Duration rest) {
  const auto whole = duration_cast<seconds>(rest);
  long long micro = (rest - whole).count();
  std::string text = std::to_string(whole.count());
  if (micro == 0) return text;
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06lld", micro);
  std::string fraction(digits);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + "." + fraction;
}

}  // namespace

std::string to_text(Time time) {
  const auto local = time + kUtcOffset;
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss clock{local - day};
  const long long milli = duration_cast<milliseconds>(clock.subseconds()).count();
  char text[64];
  const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u %02lld:%02lld:%02lld", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   static_cast<long long>(clock.hours().count()), static_cast<long long>(clock.minutes().count()),
                                   static_cast<long long>(clock.seconds().count()));
  if (milli != 0) std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length), ".%03lld", milli);
  return text;
}

std::string to_text(Duration duration) {
  if (duration.count() < 0) return "-" + to_text(-duration);
  const auto whole_days = duration_cast<days>(duration);
  Duration rest = duration - whole_days;
  const auto whole_hours = duration_cast<hours>(rest);
  rest -= whole_hours;
  const auto whole_minutes = duration_cast<minutes>(rest);
  rest -= whole_minutes;

  std::string text;
  const auto add = [&text](const std::string& number, const char* unit) {
    if (!text.empty()) text += ' ';
    text += number + ' ' + unit;
  };
  if (whole_days.count() != 0) add(std::to_string(whole_days.count()), "d");
  if (whole_hours.count() != 0) add(std::to_string(whole_hours.count()), "h");
  if (whole_minutes.count() != 0) add(std::to_string(whole_minutes.count()), "min");
  if (rest.count() != 0 || text.empty()) add(seconds_text(rest), "s");
  return text;
}

}  // namespace tricolor::engine
