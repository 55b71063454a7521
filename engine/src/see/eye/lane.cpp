#include "eye/lane.h"

#include <algorithm>
#include <set>
#include <utility>

#include "eye/lane_state.h"

namespace tricolor::engine {

namespace {

// Smallest side of a picture that is understood, pixels.
constexpr int kLeastSidePx = 64;

double iou(const ImageBox& a, const ImageBox& b) {
  const double width = std::min(a.x_px + a.width_px, b.x_px + b.width_px) - std::max(a.x_px, b.x_px);
  const double height = std::min(a.y_px + a.height_px, b.y_px + b.height_px) - std::max(a.y_px, b.y_px);
  if (width <= 0 || height <= 0) return 0;
  return width * height /
         (static_cast<double>(a.width_px) * a.height_px + static_cast<double>(b.width_px) * b.height_px -
          width * height);
}

bool well_formed(const Image* image) {
  return image && image->width_px >= kLeastSidePx && image->height_px >= kLeastSidePx &&
         image->bytes.size() ==
             static_cast<std::size_t>(image->width_px) * static_cast<std::size_t>(image->height_px) * 3;
}

// True when the place of a stay is hidden behind something that stands or passes nearer to the camera. A box of nearly
// the same shape is not a cover but a thing that took the place.
bool hidden(const ImageBox& box, const std::vector<Detection>& found) {
  const double area = static_cast<double>(box.width_px) * box.height_px;
  if (area <= 0) return false;
  return std::any_of(found.begin(), found.end(), [&](const Detection& other) {
    const double width =
        std::min(box.x_px + box.width_px, other.box.x_px + other.box.width_px) - std::max(box.x_px, other.box.x_px);
    const double height =
        std::min(box.y_px + box.height_px, other.box.y_px + other.box.height_px) - std::max(box.y_px, other.box.y_px);
    if (width <= 0 || height <= 0 || other.box.y_px + other.box.height_px <= box.y_px + box.height_px) return false;
    const double common = width * height;
    const double united = area + static_cast<double>(other.box.width_px) * other.box.height_px - common;
    return common >= kHiddenFrom * area && common < kSameShapeFrom * united;
  });
}

}  // namespace

Eyes::Eyes(const Configuration& c, const ZoneMap& l, const Vision* v)
    : configuration(c), law(l), vision(v), views(views_of(c)) {
  if (vision) kinds = vision->kinds();
  else
    for (const ObjectKind& kind : c.kinds) kinds.push_back(kind.name);
  const bool still = std::any_of(c.cameras.begin(), c.cameras.end(),
                                 [](const Camera& camera) { return camera.still_objects.has_value(); });
  if (still && std::find(kinds.begin(), kinds.end(), kUnknownObject) == kinds.end()) kinds.emplace_back(kUnknownObject);
  for (const std::string& kind : kinds) {
    const auto known = std::ranges::find(c.kinds, kind, &ObjectKind::name);
    depths_m.push_back(known == c.kinds.end() ? ObjectKind{}.depth_m : known->depth_m);
  }
}

// A still-object model by itself tells its scene in another light, or behind something large before the lens; its gate
// need not.
Lane::Impl::Impl(const Eyes& shared, CameraId id)
    : eyes(shared), camera(id), view(shared.views.at(id.value)), gate(!set_up().still_objects) {
  if (const auto& settings = set_up().still_objects) still.emplace(*settings);
}

Lane::Lane(const Eyes& eyes, CameraId camera) : impl_(std::make_unique<Impl>(eyes, camera)) {}
Lane::~Lane() = default;
Lane::Lane(Lane&&) noexcept = default;

const Lane::Counters& Lane::counters() const { return impl_->counters; }
std::size_t Lane::bytes() const {
  const Impl& self = *impl_;
  std::size_t bytes = sizeof(Impl) + self.last_picture.bytes() + self.detections.capacity() * sizeof(Detection) +
                      self.looks_of.size() * sizeof(decltype(self.looks_of)::value_type) +
                      self.places_of.size() * sizeof(decltype(self.places_of)::value_type);
  std::set<const ColourPlanes*> counted;
  for (const EarlierLook& earlier : self.recent) {
    bytes += sizeof(EarlierLook) + earlier.beside.size() * sizeof(ZoneMap::Beside) +
             earlier.too_few.size() * sizeof(earlier.too_few[0]);
    if (!earlier.small) continue;
    bytes += earlier.small->own_bytes();
    if (counted.insert(&earlier.small->base()).second) bytes += earlier.small->base().bytes();
  }
  return bytes;
}

void Lane::keep_scene(std::string_view cells) { impl_->gate.keep_scene(cells); }

void Lane::take_over(Lane& before, bool law_changed) {
  Impl &self = *impl_, &other = *before.impl_;
  self.counters = other.counters;
  self.gate = std::move(other.gate);
  self.detections = std::move(other.detections);
  self.last_picture = std::move(other.last_picture);
  self.looked = other.looked;
  self.last_showed = other.last_showed;
  if (!law_changed) self.recent = std::move(other.recent);
  self.sees_since = other.sees_since;
  self.looks_of = std::move(other.looks_of);
  self.places_of = std::move(other.places_of);
  self.seen_places = std::move(other.seen_places);
  self.still.reset();
  if (other.still) self.still.emplace(std::move(*other.still));
  self.equal_since = other.equal_since;
  self.strange_since = other.strange_since;
}

void Lane::forget_scene() {
  impl_->gate.forget_scene();
  impl_->strange_since.reset();
}

// Asks the gate, and lets a picture pass for frozen only when it has been the same for long enough.
GateResult Lane::Impl::through_the_gate(const Frame& frame) {
  const GateResult gate_says = gate.look(*frame.image, frame.captured_at);
  if (gate_says.sees != GateResult::Sees::frozen) {
    equal_since.reset();
    return gate_says;
  }
  if (!equal_since) equal_since = last_picture.at;
  if (frame.captured_at - *equal_since < set_up().frozen_after) return {GateResult::Sees::ok, false};
  return gate_says;
}

Look Lane::Impl::cannot_see(const Frame& frame, const GateResult& gate_says) {
  Look look;
  look.camera = camera;
  look.at = look.since = frame.captured_at;
  look.sees = false;
  look.analysed = false;
  if (gate_says.sees == GateResult::Sees::swapped) {
    if (!strange_since) strange_since = frame.captured_at;
    look.reason = BlindReason::swapped;
    look.since = *strange_since;
  } else if (gate_says.sees == GateResult::Sees::frozen) {
    // A picture is found to be frozen when it comes for the second time; it was frozen from the first.
    look.reason = BlindReason::frozen;
    look.since = last_picture.at;
  } else {
    look.reason = BlindReason::dark;
  }
  give_up_last_picture();
  forget_older(frame.captured_at);
  last_picture = {frame.image, frame.captured_at};
  looked = true;
  look.picture = last_picture;
  return look;
}

std::optional<Look> Lane::look(const Frame& frame, const Brief& brief) {
  Impl& self = *impl_;
  ++self.counters.frames;
  // A source whose clock ran backwards repeats itself: its pictures of the past change nothing.
  if (!well_formed(frame.image.get()) || (self.looked && frame.captured_at <= self.last_picture.at)) {
    ++self.counters.frames_bad;
    return std::nullopt;
  }
  const GateResult gate = self.through_the_gate(frame);
  if (gate.sees != GateResult::Sees::ok) return self.cannot_see(frame, gate);
  self.strange_since.reset();
  Look look;
  look.at = frame.captured_at;
  if (brief.scene_due && self.gate.scene_to_keep()) look.scene = self.gate.scene();
  // At a look that may accuse, the detector runs even where nothing has changed.
  const bool decides = std::any_of(brief.stays.begin(), brief.stays.end(), [&](const Brief::Stay& stay) {
    return stay.due_from && frame.captured_at >= *stay.due_from;
  });
  if (gate.changed) ++self.counters.gate_passed;
  const bool detect = gate.changed || !self.looked || decides;
  if (detect && self.eyes.vision) {
    ++self.counters.detector_runs;
    self.detections = self.eyes.vision->analyse(*frame.image, self.view)->detections;
  }
  look.before = self.last_picture;
  self.remember(frame.captured_at);
  self.last_picture = {frame.image, frame.captured_at};
  self.looked = true;
  look.analysed = detect || self.still;
  if (self.still) self.tell(look, self.with_still_objects(frame), frame.image.get(), brief);
  else self.tell(look, self.detections, frame.image.get(), brief);
  return look;
}

Look Lane::look(const Detections& detections, const Brief& brief) {
  Look look;
  look.at = detections.captured_at;
  impl_->detections = detections.detections;
  impl_->tell(look, impl_->detections, nullptr, brief);
  return look;
}

void Lane::Impl::tell(Look& look, const std::vector<Detection>& found, const Image* image, const Brief& brief) {
  if (brief.blind || (brief.silent_after && look.at > *brief.silent_after)) sees_since = look.at;
  std::vector<Candidate> seen = held_now(found, look.at);
  const std::vector<ZoneMap::Beside> beside = company(found);
  std::vector<std::pair<ClassId, ZoneId>> too_few = leave_out_lawful(seen, beside, eyes.law);
  look_closer(seen, look, image, brief);
  look.camera = camera;
  look.things.assign(seen.begin(), seen.end());
  for (const Brief::Stay& stay : brief.stays) {
    Answer answer;
    answer.stay = stay.number;
    answer.hidden = hidden(stay.place.box, found);
    if (const auto known = looks_of.find(stay.number); image && known != looks_of.end() && known->second.known())
      answer.shows = known->second.same(*image, stay.place.box) ? Answer::Shows::same : Answer::Shows::other;
    if (become_lawful(stay.place, seen, beside, eyes.law, look.at)) answer.shows = Answer::Shows::other;
    look.answers.push_back(answer);
  }
  look.picture = last_picture;
  if (image && !recent.empty()) {
    recent.back().beside = beside;
    recent.back().too_few = std::move(too_few);
  }
  if (!recent.empty()) look.remembers_since = recent.front().at;
  last_showed = image != nullptr;
}

void Lane::settle(const Brief& brief) {
  Impl& self = *impl_;
  std::map<std::uint64_t, Appearance> kept;
  for (const Brief::Stay& stay : brief.stays) {
    if (stay.found && self.last_showed) {
      kept.emplace(stay.number, Appearance(self.last_picture.image(), stay.place.box));
    } else if (const auto known = self.looks_of.find(stay.number); known != self.looks_of.end()) {
      kept.insert(self.looks_of.extract(known));
    }
  }
  self.looks_of = std::move(kept);
  self.keep_places(brief);
}

std::vector<Detection> Lane::Impl::with_still_objects(const Frame& frame) {
  std::vector<Detection> found = detections;
  const ObjectKinds& kinds = eyes.kinds;
  const auto kind = static_cast<std::uint8_t>(std::find(kinds.begin(), kinds.end(), kUnknownObject) - kinds.begin());
  for (const StillObject& object : still->look(*frame.image, frame.captured_at)) {
    if (object.taken_away) continue;
    // A thing that the detector knows by name is not told twice.
    const auto named = std::find_if(found.begin(), found.end(), [&](const Detection& d) {
      return d.kind != kind && iou(d.box, object.box) >= kSameShapeFrom;
    });
    if (named != found.end()) named->since = object.since;
    else found.push_back({kind, 255, object.box, object.since});
  }
  return found;
}

}  // namespace tricolor::engine
