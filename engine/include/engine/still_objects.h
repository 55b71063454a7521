// Finds things that stand still, whatever they are: left, parked, or taken away. Two backgrounds of different speed are
// kept of a picture; a region that the quick one has taken up and the slow one has not looks still. It is told when it
// has been seen apart from moving things and was always the same in the looks in which it was calm. A living being
// comes to rest again and again, each time a little differently.
//
// The camera may shake by a twentieth of the picture's width, and the light may change over the whole picture or wide
// parts of it. A person who holds quite still can be taken for a thing.
//
// One model a camera, fed in order of time from one thread. Deterministic for one binary and CPU class.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

/// The kind under which a still object enters zones and classes when no detector says what it is.
inline constexpr std::string_view kUnknownObject = "unknown_object";

/// The speed at which things are taken up. Times are seconds of the source's clock, so that a slow source behaves like
/// a quick one.
struct StillObjectSettings {
  /// Rest that must be seen before a thing is told, > 0; up to twice that for a thing that is upright like a person.
  /// Assumed.
  Duration still_after{3'000'000};
  /// Time after which a still thing becomes background, > `still_after`. Assumed.
  Duration forgotten_after{3'600'000'000};
  double least_area = 0.0006;  ///< Share of the picture that a thing must cover, 0 … 1. Assumed.
  friend bool operator==(const StillObjectSettings&, const StillObjectSettings&) = default;
};

/// One thing that stands still.
struct StillObject {
  std::uint32_t id = 0;  ///< Numbered from 1 in order of appearance, never used again.
  ImageBox box;          ///< In pixels of the full picture.
  Time since;            ///< Instant since which it is in place; it lies before the model was sure of it.
  /// True for a place where something of the background is missing: it is told, but is no object.
  bool taken_away = false;
};

class StillObjects {
 public:
  explicit StillObjects(StillObjectSettings settings);
  ~StillObjects();
  StillObjects(StillObjects&&) noexcept;

  /// Takes the next picture and tells what stands still in it, in order of `id`. A picture of another size, or one that
  /// is older than the last, starts the model anew.
  const std::vector<StillObject>& look(const Image& picture, Time at);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::engine
