// Decides whether anything has changed since the last look, and whether the camera sees its own scene at all.
//
// It works on 40 × 24 cells of mean brightness, corrected for a common change of light. It keeps the last look, and the
// scene on which the camera's zones were drawn. A picture that is too unlike the scene, or that fits better when it is
// displaced, is of another scene: the camera was turned, swapped, or something large stands before it. The scene is
// learnt at the first look that shows enough, and follows slow change (daylight, seasons) by looks that are plainly of
// it, with a rate in seconds, not frames, so that a camera with key frames and one with a frame a second come to the
// same answer. Another scene is never learnt: only `forget_scene`, on a person's word, lets the next look begin anew.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/frame.h"
#include "engine/thumbnail.h"

namespace tricolor::engine {

struct GateResult {
  enum class Sees : std::uint8_t { ok, dark, frozen, swapped };
  Sees sees = Sees::ok;
  bool changed = true;  ///< True when anything at all has changed since the last look.
};

class ChangeGate {
 public:
  static constexpr int kColumns = Thumbnail::kColumns, kRows = Thumbnail::kRows;

  /// Mean brightness below this is darkness in which nothing can be judged, grey levels.
  static constexpr double kDarkBelow = 7;
  /// Number of looks that agree bit for bit from which on the picture is frozen. Two such looks cannot both be live,
  /// because sensor noise never repeats.
  static constexpr int kFrozenFrom = 2;
  /// Likeness of a look's edges to those of the camera's own scene, −1 … 1: below the first it shows another scene,
  /// from the second on its own again. Of 6,300 looks of 60 cameras of the generated street over 36 h (2026-11-26) none
  /// had less than 0.50 with the scene of any other hour, and of 3,540 pairs of different cameras one in a thousand had
  /// more than 0.41.
  static constexpr double kSwappedBelow = 0.42, kOwnFrom = 0.48;
  /// Time constant with which the scene follows the looks, seconds. Assumed.
  static constexpr double kLearnSeconds = 24 * 3600;

  /// With `judges_scene` off the gate knows no scene: its user then tells by himself what stands before the lens.
  explicit ChangeGate(bool judges_scene = true) : judges_scene_(judges_scene) {}

  /// Looks at one picture taken at `at`. Pictures must come in order of time.
  GateResult look(const Image& image, Time at);

  /// The scene as it is known now: the cells' mean brightness, two hex digits each, rows from the top. None before it
  /// is known.
  std::optional<std::string> scene() const;
  /// True when the scene was never kept, or has drifted so far from what was kept last that it should be kept again.
  bool scene_to_keep() const;
  /// Tells that the scene was kept (`cells` as `scene` gives them): looks are judged by it from here on, in this life
  /// and the next. Cells of another form change nothing.
  void keep_scene(std::string_view cells);
  /// Forgets the scene: the next look of the camera is its scene.
  void forget_scene();

 private:
  using Cells = Thumbnail::Cells;
  /// The pictures and scenes of its camera that the gate remembers.
  struct Memory {
    std::optional<Thumbnail> last;
    std::optional<Cells> scene;  ///< Follows slow change.
    /// The scene as it was when it was first kept. Displacement is judged by it, so that no camera turns unnoticed by a
    /// pixel a day.
    std::optional<Cells> drawn_on;
    std::optional<Cells> kept;
  };

  Memory& memory();
  /// The steps from each cell to its right and its lower neighbour; those that have none are not filled.
  struct Steps {
    std::array<double, std::tuple_size_v<Cells>> right, down;
  };
  static Steps steps_of(const Cells& cells);
  static double likeness(const Steps& scene, const Steps& look, int right = 0, int down = 0);
  bool is_other_scene(const Cells& look, Time at);
  void learn(const Cells& look, double seconds);

  bool judges_scene_;
  /// Null before the first picture or scene: most of a city's gates never see one where cameras tell instead.
  std::unique_ptr<Memory> memory_;
  double own_ = 1;      ///< Likeness of the last look to the scene.
  bool other_ = false;  ///< The last look that could be judged showed another scene.
  Time displacement_judged_at_;
  Time last_at_;
  std::uint64_t last_hash_ = 0;
  int equal_looks_ = 0;
};

}  // namespace tricolor::engine
