// Decides whether a camera sees, and which scene. A camera that shows another scene than the one on which its zones
// were drawn is blind; this file decides when somebody is told of it, and what ends it. The scene is journalled, so
// that after a restart the view of a turned camera is not taken for its scene.
#include <algorithm>
#include <chrono>

#include "zones/stay_book.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

// Time after which a camera that shows another scene was moved; until then something may have passed before its lens.
// Assumed: 1 min.
constexpr Duration kMovedAfter{60'000'000};
// Least time between two records of a scene that follows slow change, hours. Assumed.
constexpr Duration kKeepSceneEvery{std::chrono::hours{24}};

}  // namespace

void StayBook::went_blind(CameraId camera, Time from, BlindReason reason, EventSink& out) {
  if (blindness_.blind(camera)) return;
  out.emit(event::CameraBecame{camera, false, reason, from});
}

void StayBook::sees_again(CameraId camera, Time at, EventSink& out) {
  if (!blindness_.blind(camera)) return;
  out.emit(event::CameraBecame{camera, true, BlindReason::disconnected, at});
}

// Handles a picture in which nothing can be judged.
void StayBook::cannot_see(const Look& look, EventSink& out) {
  if (look.reason == BlindReason::swapped) return shows_another_scene(look, out);
  went_blind(look.camera, look.since, look.reason, out);
  // A camera without an occupancy comes back by itself; with one, the engine looks again as soon as it can.
  if (!cameras_[look.camera.value].open.empty()) want(look.camera, look.at + 1s);
}

void StayBook::shows_another_scene(const Look& look, EventSink& out) {
  const Duration strange = look.at - look.since;
  if (strange < kMovedAfter) went_blind(look.camera, look.at, BlindReason::swapped, out);
  else if (!blindness_.blind(look.camera, BlindReason::moved))
    out.emit(event::CameraBecame{look.camera, false, BlindReason::moved, look.since});
  // Looks are asked for at growing intervals: a thing that passes before the lens is gone soon, a turned camera stays
  // turned.
  want(look.camera, look.at + std::clamp<Duration>(strange, 1s, 5min));
}

bool StayBook::shows_its_scene(CameraId camera) const {
  if (!cameras_[camera.value].scene_kept_at) return true;
  return !blindness_.blind(camera, BlindReason::moved) && !blindness_.blind(camera, BlindReason::swapped);
}

bool StayBook::scene_due(CameraId camera, Time now) const {
  const CameraState& eye = cameras_[camera.value];
  return !eye.scene_kept_at || now - *eye.scene_kept_at >= kKeepSceneEvery;
}

void StayBook::apply_scene(const Event& event) {
  if (const auto* became = std::get_if<event::CameraBecame>(&event.payload)) {
    if (became->sees) forget_moved(became->camera);
    else if (became->reason == BlindReason::moved) note_moved(*became, event.at);
  } else if (const auto* learnt = std::get_if<event::SceneLearnt>(&event.payload)) {
    cameras_.at(learnt->camera.value).scene_kept_at = event.at;
  } else if (const auto* confirmed = std::get_if<event::SceneConfirmed>(&event.payload)) {
    cameras_.at(confirmed->camera.value).scene_kept_at.reset();
    forget_moved(confirmed->camera);
  } else if (const auto* trouble = std::get_if<event::TroubleAtPort>(&event.payload)) {
    for (std::uint32_t i = 0; i < cameras_.size(); ++i) {
      std::optional<MovedCamera>& moved = cameras_[i].moved;
      if (!moved || moved->told || moved->what != trouble->what) continue;
      moved->told = true;
      moved_due_.erase({moved->tell_at, i});
    }
  }
}

void StayBook::scene_confirmed(const SceneConfirmed& confirmed, Time now, EventSink& out) {
  out.emit(event::SceneConfirmed{confirmed.camera});
  want(confirmed.camera, now + 1s);
}

void StayBook::note_moved(const event::CameraBecame& became, Time at) {
  forget_moved(became.camera);
  MovedCamera moved;
  moved.tell_at = at + policy_.cameras.tell_moved_after;
  moved.what = "camera " + configuration_.cameras[became.camera.value].name + " shows another scene since " +
               to_text(became.since) + ": it is not believed until its own is back or a person confirms this one";
  moved_due_.insert({moved.tell_at, became.camera.value});
  cameras_[became.camera.value].moved = std::move(moved);
}

void StayBook::forget_moved(CameraId camera) {
  std::optional<MovedCamera>& moved = cameras_[camera.value].moved;
  if (moved) moved_due_.erase({moved->tell_at, camera.value});
  moved.reset();
}

void StayBook::tell_moved(Time now, EventSink& out) {
  while (!moved_due_.empty() && moved_due_.begin()->first <= now)
    out.emit(event::TroubleAtPort{"cameras", cameras_[moved_due_.begin()->second].moved->what});
}

}  // namespace tricolor::engine
