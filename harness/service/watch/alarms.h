// Defines the alarms of a watch, and the file that they are written to.
#pragma once

#include <cstdint>
#include <fstream>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::harness {

/// One sighting. Instants count from the source's first picture.
struct Alarm {
  std::string source;         ///< Name as people know it, without credentials.
  std::uint32_t number = 0;   ///< Number from 1, by source.
  engine::Duration at{0};     ///< Instant at which the alarm was raised.
  engine::Duration since{0};  ///< Instant since which the thing is in place.
  engine::ImageBox box;       ///< Box in pixels of the source's pictures.
  std::string zone;
  std::string class_name;  ///< A class that the detector knows, else `unknown_object`.
  /// Instant at which it was last seen in place; none while it stands, and when its departure could not be seen.
  std::optional<engine::Duration> cleared;
  std::string evidence;                   ///< Path of the picture, empty when there is none.
  std::optional<engine::Time> zero = {};  ///< Instant at which the source's first picture was taken, where it is known.
  std::string watch = {};                 ///< Stamp of the watch, such as "20201102-085800": part of the alarm's id.
};

/// Writes an instant as "2020-11-02T09:03:01.500+08:00".
std::string iso_text(engine::Time time);
/// Writes an instant as "20201102-090301", for names of files.
std::string stamp_text(engine::Time time);

/// Gives an alarm's id, "lobby.mp4#20201102-085800-3": the same for both lines of an alarm, and for no other alarm in
/// the file.
std::string id_of(const Alarm& alarm);

/// Gives one JSON line, without the line's end: "t", "at", "box", "zone", "class", "dwell_s", "cleared_s", and
/// "source", "id", "since_s", "evidence".
std::string to_line(const Alarm& alarm);

/// Adds alarms to a file as they come, behind what is there: one line when an alarm is raised, with "cleared_s": null,
/// and a second one with the same "id" when the thing is gone. Times of blindness are lines with "blind". Safe to call
/// from several threads; each line is flushed, so that a reader at the tail sees it.
class AlarmFile {
 public:
  /// Opens the file; "-" is standard output. Throws std::runtime_error when the file cannot be written.
  explicit AlarmFile(const std::string& path);
  void raised(const Alarm& alarm);
  void cleared(const Alarm& alarm);
  /// Writes a time of blindness. `zero` is as in Alarm.
  void blind(const std::string& source, std::optional<engine::Time> zero, engine::Duration from,
             const std::string& reason);
  void sees_again(const std::string& source, std::optional<engine::Time> zero, engine::Duration at);
  /// Gives every alarm once, in order of source and number, in its latest state.
  std::vector<Alarm> all() const;
  /// Writes the same as a JSON list; "-" is standard output. Throws std::runtime_error when the file cannot be written.
  void write_list(const std::string& path) const;

 private:
  void write(const std::string& line);
  mutable std::mutex mutex_;
  std::ofstream file_;  ///< File that is only appended to.
  std::string path_;
  std::vector<Alarm> alarms_;
};

}  // namespace tricolor::harness
