// Has anything changed since the last look? And does the camera see its own scene at all?
//
// Works on 40 × 24 cells of mean brightness, corrected for a common change of light. The last look is kept, and the
// camera's scene: what its zones were drawn on. A picture that is too unlike the scene, or that fits better when it
// is displaced, is another one: the camera was turned, swapped, or something large stands before it. The scene is
// learnt at the first look that shows enough, and follows slow change (daylight, seasons) by looks that are plainly
// of it, with a rate in seconds, not frames, so that a camera with key frames and one with a frame a second come to
// the same answer. Another scene is never learnt: only `forget_scene`, on a person's word, lets the next look begin
// anew.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/frame.h"

namespace tricolor::engine {

struct GateResult {
  enum class Sees : std::uint8_t { ok, dark, frozen, swapped };
  Sees sees = Sees::ok;
  bool changed = true;       ///< Anything at all has changed since the last look.
  double changed_share = 1;  ///< Share of the cells that changed, 0 … 1.
};

class ChangeGate {
 public:
  static constexpr int kColumns = 40, kRows = 24;

  /// Mean brightness below this is darkness in which nothing can be judged, grey levels.
  static constexpr double kDarkBelow = 7;
  /// Two looks that agree bit for bit cannot both be live: sensor noise never repeats. From this many on the picture
  /// is frozen.
  static constexpr int kFrozenFrom = 2;
  /// A scene whose edges are less alike than the first to those of the camera's own, −1 … 1, is another one; from the
  /// second on it is its own again. Of 6,300 looks of 60 cameras of the generated street over 36 h (2026-11-26) none
  /// had less than 0.50 with the scene of any other hour, and of 3,540 pairs of different cameras one in a thousand
  /// had more than 0.41.
  static constexpr double kSwappedBelow = 0.42, kOwnFrom = 0.48;
  /// Time constant with which the scene follows what is seen, seconds.
  static constexpr double kLearnSeconds = 24 * 3600;

  /// With `judges_scene` off the gate knows no scene: whoever looks through it tells by himself what stands before
  /// the lens.
  explicit ChangeGate(bool judges_scene = true) : judges_scene_(judges_scene) {}

  /// Looks at one picture taken at `at`. Pictures must come in order of time.
  GateResult look(const Image& image, Time at);

  /// The scene as it is known now: the cells' mean brightness, two hex digits each, rows from the top. None before it
  /// is known.
  std::optional<std::string> scene() const;
  /// True when the scene was never kept, or has drifted so far from what was kept last that it should be kept again.
  bool scene_to_keep() const;
  /// The scene was kept (`cells` as `scene` gives them): it is the one to judge by from here on, in this life and the
  /// next. Anything else changes nothing.
  void keep_scene(std::string_view cells);
  /// What the camera shows at its next look is its scene.
  void forget_scene();

 private:
  using Cells = std::array<float, static_cast<std::size_t>(kColumns) * kRows>;
  static Cells cells_of(const Image& image);
  static double likeness(const Cells& scene, const Cells& look, int right = 0, int down = 0);
  bool is_other_scene(const Cells& look, Time at);
  void learn(const Cells& look, double seconds);

  bool judges_scene_;
  std::optional<Cells> last_;
  std::optional<Cells> scene_;  ///< Follows slow change.
  /// As it was when it was first kept. Displacement is judged by it, so that no camera turns unnoticed by a pixel a
  /// day.
  std::optional<Cells> drawn_on_;
  std::optional<Cells> kept_;
  double own_ = 1;      ///< Likeness of the last look to the scene.
  bool other_ = false;  ///< The last look that could be judged showed another scene.
  Time displacement_judged_at_;
  Time last_at_;
  std::uint64_t last_hash_ = 0;
  int equal_looks_ = 0;
};

}  // namespace tricolor::engine
