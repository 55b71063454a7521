// Has anything changed since the last look? And does the camera see at all?
//
// Keeps a small grey picture of the last look and of the scene as it usually is. The usual scene is learnt with rates in
// seconds, not frames, so that a camera with key frames and one with a frame a second come to the same answer. Works on 40 × 24
// cells of mean brightness, corrected for a common change of light.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/frame.h"

namespace tricolor::engine {

struct GateResult {
  enum class Sees : std::uint8_t { ok, dark, frozen, swapped };
  Sees sees = Sees::ok;
  bool changed = true;                 ///< Anything at all has changed since the last look.
  double changed_share = 1;            ///< Share of the cells that changed, 0 … 1.
};

class ChangeGate {
 public:
  static constexpr int kColumns = 40, kRows = 24;

  /// Mean brightness below this is darkness in which nothing can be judged, grey levels.
  static constexpr double kDarkBelow = 7;
  /// Two looks that agree bit for bit cannot both be live: sensor noise never repeats. From this many on the picture is frozen.
  static constexpr int kFrozenFrom = 2;
  /// A scene whose edges are less alike than this to those of the usual one, −1 … 1, is another camera's.
  static constexpr double kSwappedBelow = 0.35;
  /// Time constant with which the usual scene is learnt, seconds.
  static constexpr double kLearnSeconds = 1800;

  /// Looks at one picture taken at `at`. Pictures must come in order of time.
  GateResult look(const Image& image, Time at);

 private:
  using Cells = std::array<float, static_cast<std::size_t>(kColumns) * kRows>;
  static Cells cells_of(const Image& image);
  static double likeness(const Cells& a, const Cells& b);

  std::optional<Cells> last_;
  std::optional<Cells> usual_;
  Time last_at_;
  std::uint64_t last_hash_ = 0;
  int equal_looks_ = 0;
  int strange_looks_ = 0;
};

}  // namespace tricolor::engine
