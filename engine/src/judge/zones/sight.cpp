// Decides whether a camera sees, and which scene. A camera that shows another scene than the one on which its zones
// were drawn is blind; this file decides when somebody is told of it, and what ends it. The scene is journalled, so
// that after a restart the view of a turned camera is not taken for its scene.
#include <algorithm>
#include <chrono>

#include "zones/watch_state.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

void Watch::Impl::went_blind(CameraId camera, Time from, BlindReason reason, EventSink& out) {
  if (blindness.blind(camera)) return;
  out.emit(event::CameraBecame{camera, false, reason, from});
}

void Watch::Impl::sees_again(CameraId camera, Time at, EventSink& out) {
  if (!blindness.blind(camera)) return;
  cameras[camera.value].sees_since = at;
  out.emit(event::CameraBecame{camera, true, BlindReason::disconnected, at});
}

// Handles a picture in which nothing can be judged.
void Watch::Impl::cannot_see(const Frame& frame, const GateResult& gate, EventSink& out) {
  CameraState& eye = cameras[frame.camera.value];
  if (gate.sees == GateResult::Sees::swapped) {
    shows_another_scene(frame.camera, frame.captured_at, out);
  } else {
    // A picture is found to be frozen when it comes for the second time; it was frozen from the first.
    const bool frozen = gate.sees == GateResult::Sees::frozen;
    const Time since = frozen ? eye.last_picture.at : frame.captured_at;
    went_blind(frame.camera, since, frozen ? BlindReason::frozen : BlindReason::dark, out);
    // A camera without an occupancy comes back by itself; with one, the engine looks again as soon as it can.
    if (!open_of(frame.camera).empty()) want(frame.camera, frame.captured_at + 1s);
  }
  eye.last_picture = {frame.image, frame.captured_at};
  eye.looked = true;
}

void Watch::Impl::shows_another_scene(CameraId camera, Time at, EventSink& out) {
  CameraState& eye = cameras[camera.value];
  if (!eye.strange_since) eye.strange_since = at;
  const Duration strange = at - *eye.strange_since;
  if (strange < kMovedAfter) went_blind(camera, at, BlindReason::swapped, out);
  else if (!blindness.blind(camera, BlindReason::moved))
    out.emit(event::CameraBecame{camera, false, BlindReason::moved, *eye.strange_since});
  // Looks are asked for at growing intervals: a thing that passes before the lens is gone soon, a turned camera stays
  // turned.
  want(camera, at + std::clamp<Duration>(strange, 1s, 5min));
}

bool Watch::Impl::shows_its_scene(CameraId camera) const {
  if (!cameras[camera.value].scene_kept_at) return true;
  return !blindness.blind(camera, BlindReason::moved) && !blindness.blind(camera, BlindReason::swapped);
}

void Watch::Impl::keep_scene(CameraId camera, Time now, EventSink& out) {
  const CameraState& eye = cameras[camera.value];
  if (eye.scene_kept_at && now - *eye.scene_kept_at < kKeepSceneEvery) return;
  if (eye.gate.scene_to_keep()) out.emit(event::SceneLearnt{camera, *eye.gate.scene()});
}

void Watch::Impl::apply_scene(const Event& event) {
  if (const auto* became = std::get_if<event::CameraBecame>(&event.payload)) {
    if (became->sees) forget_moved(became->camera);
    else if (became->reason == BlindReason::moved) note_moved(*became, event.at);
  } else if (const auto* learnt = std::get_if<event::SceneLearnt>(&event.payload)) {
    CameraState& eye = cameras.at(learnt->camera.value);
    eye.gate.keep_scene(learnt->cells);
    eye.scene_kept_at = event.at;
  } else if (const auto* confirmed = std::get_if<event::SceneConfirmed>(&event.payload)) {
    CameraState& eye = cameras.at(confirmed->camera.value);
    eye.gate.forget_scene();
    eye.scene_kept_at.reset();
    eye.strange_since.reset();
    forget_moved(confirmed->camera);
  } else if (const auto* trouble = std::get_if<event::TroubleAtPort>(&event.payload)) {
    for (std::uint32_t i = 0; i < cameras.size(); ++i) {
      std::optional<MovedCamera>& moved = cameras[i].moved;
      if (!moved || moved->told || moved->what != trouble->what) continue;
      moved->told = true;
      moved_due.erase({moved->tell_at, i});
    }
  }
}

void Watch::handle(const SceneConfirmed& confirmed, Time now, EventSink& out) {
  impl_->go_live(now);
  out.emit(event::SceneConfirmed{confirmed.camera});
  impl_->want(confirmed.camera, now + 1s);
}

void Watch::Impl::note_moved(const event::CameraBecame& became, Time at) {
  forget_moved(became.camera);
  MovedCamera moved;
  moved.tell_at = at + policy.cameras.tell_moved_after;
  moved.what = "camera " + configuration.cameras[became.camera.value].name + " shows another scene since " +
               to_text(became.since) + ": it is not believed until its own is back or a person confirms this one";
  moved_due.insert({moved.tell_at, became.camera.value});
  cameras[became.camera.value].moved = std::move(moved);
}

void Watch::Impl::forget_moved(CameraId camera) {
  std::optional<MovedCamera>& moved = cameras[camera.value].moved;
  if (moved) moved_due.erase({moved->tell_at, camera.value});
  moved.reset();
}

void Watch::Impl::tell_moved(Time now, EventSink& out) {
  while (!moved_due.empty() && moved_due.begin()->first <= now)
    out.emit(event::TroubleAtPort{"cameras", cameras[moved_due.begin()->second].moved->what});
}

}  // namespace tricolor::engine
