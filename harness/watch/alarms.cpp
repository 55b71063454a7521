#include "watch/alarms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <tuple>

namespace tricolor::harness {
namespace {

// Milliseconds are finer than any source; more digits would only be noise to read.
double seconds(engine::Duration duration) { return std::round(static_cast<double>(duration.count()) / 1e3) / 1e3; }
double pixels(float value) { return std::round(10.0 * static_cast<double>(value)) / 10.0; }

std::string dumped(const nlohmann::ordered_json& line) {
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::string to_line(const Alarm& alarm) {
  nlohmann::ordered_json line;
  line["t"] = seconds(alarm.at);
  line["box"] = {pixels(alarm.box.x_px), pixels(alarm.box.y_px), pixels(alarm.box.width_px),
                 pixels(alarm.box.height_px)};
  line["zone"] = alarm.zone;
  line["class"] = alarm.class_name;
  line["dwell_s"] = seconds((alarm.cleared ? *alarm.cleared : alarm.at) - alarm.since);
  line["cleared_s"] = alarm.cleared ? nlohmann::ordered_json(seconds(*alarm.cleared)) : nlohmann::ordered_json(nullptr);
  line["source"] = alarm.source;
  line["id"] = fmt::format("{}#{}", alarm.source, alarm.number);
  line["since_s"] = seconds(alarm.since);
  if (!alarm.evidence.empty()) line["evidence"] = alarm.evidence;
  return dumped(line);
}

AlarmFile::AlarmFile(const std::string& path) : path_(path) {
  if (path == "-") return;
  file_.open(path);
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

void AlarmFile::blind(const std::string& source, engine::Duration from, const std::string& reason) {
  std::lock_guard lock(mutex_);
  write(dumped({{"t", seconds(from)}, {"blind", reason}, {"source", source}}));
}

void AlarmFile::sees_again(const std::string& source, engine::Duration at) {
  std::lock_guard lock(mutex_);
  write(dumped({{"t", seconds(at)}, {"blind", nullptr}, {"source", source}}));
}

std::vector<Alarm> AlarmFile::all() const {
  std::lock_guard lock(mutex_);
  std::vector<Alarm> sorted = alarms_;
  std::sort(sorted.begin(), sorted.end(),
            [](const Alarm& a, const Alarm& b) { return std::tie(a.source, a.number) < std::tie(b.source, b.number); });
  return sorted;
}

void AlarmFile::write_list(const std::string& path) const {
  std::ofstream out(path);
  out << "[";
  bool first = true;
  for (const Alarm& alarm : all()) {
    out << (first ? "\n " : ",\n ") << to_line(alarm);
    first = false;
  }
  out << "\n]\n";
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", path));
}

}  // namespace tricolor::harness
