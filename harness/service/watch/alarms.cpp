#include "service/watch/alarms.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <tuple>

namespace tricolor::harness {
namespace {

// Milliseconds are finer than any source; more digits would mean nothing.
double to_millisecond(engine::Duration duration) {
  return std::round(static_cast<double>(duration.count()) / 1e3) / 1e3;
}
double pixels(float value) { return std::round(10.0 * static_cast<double>(value)) / 10.0; }

// Writes date and time of day in UTC+8.
struct Calendar {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<engine::Duration> clock;
  explicit Calendar(engine::Time time)
      : day(std::chrono::floor<std::chrono::days>(time + engine::kUtcOffset)),
        clock(time + engine::kUtcOffset - std::chrono::floor<std::chrono::days>(time + engine::kUtcOffset)) {}
};

void add_time(nlohmann::ordered_json& line, std::optional<engine::Time> zero, engine::Duration at) {
  if (zero) line["at"] = iso_text(*zero + at);
}

std::string dumped(const nlohmann::ordered_json& line) {
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::string iso_text(engine::Time time) {
  const Calendar c(time);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(c.clock.subseconds()).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}+08:00", static_cast<int>(c.day.year()),
                     static_cast<unsigned>(c.day.month()), static_cast<unsigned>(c.day.day()), c.clock.hours().count(),
                     c.clock.minutes().count(), c.clock.seconds().count(), ms ? fmt::format(".{:03}", ms) : "");
}

std::string stamp_text(engine::Time time) {
  const Calendar c(time);
  return fmt::format("{:04}{:02}{:02}-{:02}{:02}{:02}", static_cast<int>(c.day.year()),
                     static_cast<unsigned>(c.day.month()), static_cast<unsigned>(c.day.day()), c.clock.hours().count(),
                     c.clock.minutes().count(), c.clock.seconds().count());
}

std::string id_of(const Alarm& alarm) {
  return fmt::format("{}#{}{}{}", alarm.source, alarm.watch, alarm.watch.empty() ? "" : "-", alarm.number);
}

std::string to_line(const Alarm& alarm) {
  nlohmann::ordered_json line;
  line["t"] = to_millisecond(alarm.at);
  add_time(line, alarm.zero, alarm.at);
  line["box"] = {pixels(alarm.box.x_px), pixels(alarm.box.y_px), pixels(alarm.box.width_px),
                 pixels(alarm.box.height_px)};
  line["zone"] = alarm.zone;
  line["class"] = alarm.class_name;
  line["dwell_s"] = to_millisecond((alarm.cleared ? *alarm.cleared : alarm.at) - alarm.since);
  line["cleared_s"] =
      alarm.cleared ? nlohmann::ordered_json(to_millisecond(*alarm.cleared)) : nlohmann::ordered_json(nullptr);
  line["source"] = alarm.source;
  line["id"] = id_of(alarm);
  line["since_s"] = to_millisecond(alarm.since);
  if (!alarm.evidence.empty()) line["evidence"] = alarm.evidence;
  return dumped(line);
}

AlarmFile::AlarmFile(const std::string& path) : path_(path) {
  if (path == "-") return;
  // A watch that was killed may have left half a line.
  bool broken = false;
  std::error_code failed;
  if (std::filesystem::is_regular_file(path, failed) && std::filesystem::file_size(path, failed) > 0) {
    std::ifstream before(path, std::ios::binary);
    before.seekg(-1, std::ios::end);
    broken = before.get() != '\n';
  }
  file_.open(path, std::ios::app);
  if (broken) file_ << std::endl;
  if (!file_) throw std::runtime_error(fmt::format("{}: cannot be written", path));
}

void AlarmFile::write(const std::string& line) {
  if (path_ == "-") {
    // A reader that has gone ends the watch: nobody would hear of the next alarm.
    if (std::fputs((line + "\n").c_str(), stdout) < 0 || std::fflush(stdout) != 0)
      throw std::runtime_error("standard output: cannot be written");
    return;
  }
  file_ << line << std::endl;
  if (!file_) throw std::runtime_error(fmt::format("{}: cannot be written", path_));
}

void AlarmFile::raised(const Alarm& alarm) {
  std::lock_guard lock(mutex_);
  alarms_.push_back(alarm);
  write(to_line(alarm));
}

void AlarmFile::cleared(const Alarm& alarm) {
  std::lock_guard lock(mutex_);
  for (Alarm& known : alarms_)
    if (known.source == alarm.source && known.number == alarm.number) known = alarm;
  write(to_line(alarm));
}

void AlarmFile::blind(const std::string& source, std::optional<engine::Time> zero, engine::Duration from,
                      const std::string& reason) {
  nlohmann::ordered_json line;
  line["t"] = to_millisecond(from);
  add_time(line, zero, from);
  line["blind"] = reason;
  line["source"] = source;
  std::lock_guard lock(mutex_);
  write(dumped(line));
}

void AlarmFile::sees_again(const std::string& source, std::optional<engine::Time> zero, engine::Duration at) {
  nlohmann::ordered_json line;
  line["t"] = to_millisecond(at);
  add_time(line, zero, at);
  line["blind"] = nullptr;
  line["source"] = source;
  std::lock_guard lock(mutex_);
  write(dumped(line));
}

std::vector<Alarm> AlarmFile::all() const {
  std::lock_guard lock(mutex_);
  std::vector<Alarm> sorted = alarms_;
  std::sort(sorted.begin(), sorted.end(),
            [](const Alarm& a, const Alarm& b) { return std::tie(a.source, a.number) < std::tie(b.source, b.number); });
  return sorted;
}

void AlarmFile::write_list(const std::string& path) const {
  std::string text = "[";
  for (const Alarm& alarm : all()) text += (text.size() == 1 ? "\n " : ",\n ") + to_line(alarm);
  text += "\n]\n";
  if (path == "-") {
    if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
      throw std::runtime_error("standard output: cannot be written");
    return;
  }
  std::ofstream out(path);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", path));
}

}  // namespace tricolor::harness
