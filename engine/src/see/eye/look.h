// This is the contract between a lane and the book of stays. A lane turns what one camera shows into looks and knows no
// stay beyond the brief that it is given; the book judges looks and reads no pixel. Looks and briefs are plain values,
// which may be made and read on any thread.
//
// A look is one judged picture of one camera, one list of boxes from another analyser, or one telling of a continuous
// camera. Instants are those at which
// the picture was taken; boxes are in pixels of the full picture; places are in metres, or in pixels of the picture
// before an uncalibrated camera; scores are probabilities in 1/256.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/event.h"
#include "engine/frame.h"
#include "eye/kept_picture.h"
#include "law/zone_map.h"

namespace tricolor::engine {

/// A thing that may hold a place, but was not seen well enough.
struct Doubtful {
  ClassId violation_class;
  GroundPoint spot;
  Time since;     ///< Instant of the first look that found it; `Time::max` where a restart has forgotten it.
  int looks = 0;  ///< Looks in a row, the last included, that left it in doubt, ≥ 1.
};

/// Number of further looks at a thing that the first look leaves in doubt. Assumed.
inline constexpr int kFurtherLooks = 2;

/// The thing of this class within `within_m` of a spot that the last look left in doubt; null when there is none.
const Doubtful* doubted(const std::vector<Doubtful>& doubtful, ClassId violation_class, GroundPoint spot,
                        double within_m);

/// A stay that is over because its thing went, or because nobody could see whether it did.
struct Left {
  ZoneId zone;
  ClassId violation_class;
  GroundPoint spot;
  Time at;  ///< Instant of the look that ended it.
};

/// Tells a lane before a look in which state that camera's stays were after its last look.
struct Brief {
  struct Stay {
    std::uint64_t number = 0;  ///< The stay's number in the journal.
    HeldPlace place;
    bool confirmed = false;
    /// First instant at which a look may accuse; none when it is confirmed, or its class is not watched.
    std::optional<Time> due_from;
    bool found = false;  ///< True when the last look showed its thing, in the box of `place`.
  };
  std::vector<Stay> stays;           ///< Open stays of this camera, by rising number.
  std::vector<Doubtful> doubtful;    ///< Things that the last look left in doubt.
  std::vector<Left> left;            ///< Stays that ended since the oldest picture that the lane remembers.
  bool blind = false;                ///< True while the camera counts as blind.
  std::optional<Time> silent_after;  ///< A look later than this follows a silence; none before the first look.
  bool scene_due = false;            ///< True when the camera's scene may be journalled (again).
};

/// A thing in a look that holds a zone, or could hold one within the detector's expected error.
struct Thing {
  Holding holding;  ///< What it holds, or could hold, by the law of zones at the look's instant.
  GroundPoint spot;
  ImageBox box;
  std::uint8_t score_256 = 0;  ///< Score of the detector, or confidence of the closer look, in 1/256.
  bool looked_closer = false;  ///< True when the score is the closer look's.
  /// Instant since which it stands there, where its model knows that; none: since this look.
  std::optional<Time> since = {};
  /// False when it is hidden, hardly believed, as likely of a kind that may stand there, or could stand lawfully within
  /// the error that the detector expects: within more of it where it belongs to no stay yet.
  bool plain = true;
  bool foot_hidden = false;  ///< True when something nearer hides its foot: it goes on with no stay and begins none.
  bool stood = false;        ///< True when it has not come: an earlier look shows it there.
};

/// Says of the place of one stay of the brief, beside the things that were found, how it looks.
struct Answer {
  /// Compares the picture inside the stay's box with the one in which its thing was last seen there.
  enum class Shows : std::uint8_t {
    unknown,  ///< There is no picture, or none from before to compare it with.
    same,
    other,
  };
  std::uint64_t stay = 0;  ///< Number of the stay.
  Shows shows = Shows::unknown;
  bool hidden = false;  ///< True when something nearer to the camera covers the place.
};

/// Tells the book what a lane made of one picture, or of one list of boxes.
struct Look {
  CameraId camera;
  Time at;  ///< Pictures of one camera come at strictly rising instants.
  bool sees = true;
  /// For a look that does not see: why not …
  BlindReason reason = BlindReason::disconnected;
  Time since;  ///< … and the instant since which every picture that could be judged was like it; ≤ `at`.
  /// True when the picture was analysed; false when the change gate passed over it and the things are those of the look
  /// before.
  bool analysed = true;
  /// True for a telling: what it says holds until the camera's next one.
  bool told = false;
  std::vector<Thing> things;    ///< In an order that does not depend on the order of the boxes.
  std::vector<Answer> answers;  ///< One for each stay of the brief, in its order. Empty when the look does not see.
  std::optional<std::string> scene;  ///< The camera's scene, when it is due and should be journalled.
  /// The camera's last picture, this one included. The book hands it on unread, as evidence.
  KeptPicture picture;
  /// The camera's picture before this one, which only this look still holds. None for boxes, and for a look that does
  /// not see.
  KeptPicture before;
  std::optional<Time> remembers_since;  ///< Instant of the oldest picture that the lane remembers.
};

}  // namespace tricolor::engine
