// Holds zones that somebody draws by mouse and keys on a picture: the zones so far and the next question. It knows no
// window.
#pragma once

#include <string>
#include <vector>

#include "service/watch/zones_file.h"

namespace tricolor::harness {

class ZoneSketch {
 public:
  enum class Asks : std::uint8_t {
    corners,  ///< Clicks add corners; near the first one they close the polygon.
    name,     ///< The name of the polygon just closed: typed text, then `enter`.
    dwell,    ///< Its dwell, likewise; a length of time such as "30 s".
  };

  /// Begins on a picture of this size in pixels. `zones` are there already; `source` goes into new ones; `dwell` is
  /// offered, 1 s … 30 d.
  ZoneSketch(int width_px, int height_px, std::vector<PictureZone> zones, std::string source, engine::Duration dwell);

  /// Adds a corner; `at` is in pixels of the picture, kept within it; within `near_px` of the first corner it closes
  /// the polygon.
  void click(engine::GroundPoint at, double near_px);
  /// Closes the polygon where it can be closed, else gives the reason why not.
  void close();
  /// Takes back the last corner; when there is none, the last zone; during a question, the question.
  void undo();
  /// Adds one character to the answer.
  void type(char32_t character);
  void erase();
  /// Takes the typed answer, or the offered one where nothing was typed.
  void enter();

  Asks asks() const { return asks_; }
  const std::vector<engine::GroundPoint>& corners() const { return corners_; }
  const std::vector<PictureZone>& zones() const { return zones_; }
  const std::string& typed() const { return typed_; }
  /// Gives the answer that is taken when nothing is typed.
  std::string offered() const;
  /// Gives the reason why the last action was not done, in one line; empty when it was.
  const std::string& complaint() const { return complaint_; }

 private:
  double width_px_, height_px_;
  std::vector<PictureZone> zones_;
  std::string source_;
  engine::Duration dwell_;
  Asks asks_ = Asks::corners;
  std::vector<engine::GroundPoint> corners_;
  std::string typed_, name_, complaint_;
};

}  // namespace tricolor::harness
