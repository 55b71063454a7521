// What a watch has to say, and the file that it is written to.
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
  std::string source;         ///< As people know it, without credentials.
  std::uint32_t number = 0;   ///< From 1, by source.
  engine::Duration at{0};     ///< When the alarm was raised.
  engine::Duration since{0};  ///< The thing is in place since.
  engine::ImageBox box;       ///< In pixels of the source's pictures.
  std::string zone;
  std::string class_name;  ///< A class that the detector knows, else `unknown_object`.
  std::optional<engine::Duration>
      cleared;           ///< Last seen in place; none while it stands, and when nobody could see whether it went.
  std::string evidence;  ///< Path of the picture, empty when there is none.
  std::optional<engine::Time> zero = {};  ///< When the source's first picture was taken, where that is known.
  std::string watch = {};  ///< Which watch of the source it is, such as "20201102-085800": part of the alarm's id.
};

/// "2020-11-02T09:03:01.500+08:00"
std::string iso_text(engine::Time time);
/// "20201102-090301", for names of files.
std::string stamp_text(engine::Time time);

/// "lobby.mp4#20201102-085800-3": the same for both lines of an alarm, and for no other alarm in the file.
std::string id_of(const Alarm& alarm);

/// One JSON line, without the line's end: "t", "at", "box", "zone", "class", "dwell_s", "cleared_s", and "source",
/// "id", "since_s", "evidence".
std::string to_line(const Alarm& alarm);

/// Adds alarms to a file as they come, behind what is there: one line when an alarm is raised, with "cleared_s": null,
/// and a second one with the same "id" when the thing is gone. Times of blindness are lines with "blind". Safe to call
/// from several threads; each line is flushed, so that a reader at the tail sees it.
class AlarmFile {
 public:
  /// Throws std::runtime_error when the file cannot be written. "-" is standard output.
  explicit AlarmFile(const std::string& path);
  void raised(const Alarm& alarm);
  void cleared(const Alarm& alarm);
  /// `zero` as in Alarm.
  void blind(const std::string& source, std::optional<engine::Time> zero, engine::Duration from,
             const std::string& reason);
  void sees_again(const std::string& source, std::optional<engine::Time> zero, engine::Duration at);
  /// Every alarm once, in order of source and number, in its latest state.
  std::vector<Alarm> all() const;
  /// The same as a JSON list; "-" is standard output. Throws std::runtime_error when the file cannot be written.
  void write_list(const std::string& path) const;

 private:
  void write(const std::string& line);
  mutable std::mutex mutex_;
  std::ofstream file_;  ///< Only ever added to.
  std::string path_;
  std::vector<Alarm> alarms_;
};

}  // namespace tricolor::harness
