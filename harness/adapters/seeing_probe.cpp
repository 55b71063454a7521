#include "adapters/seeing_probe.h"

#include <algorithm>

#include "faults/camera_faults.h"

namespace tricolor::harness {
namespace {

// A thing counts as found from this IoU of its true box and a detection; two equal boxes that share half of each have
// an IoU of 1/3.
constexpr double kFoundFromIou = 0.3;

bool well_visible(const sim::Visible& visible) {
  return visible.share >= SeeingProbe::kVisibleShare &&
         std::min(visible.width_px, visible.height_px) >= SeeingProbe::kShortSidePx;
}

double iou(const sim::Visible& a, const engine::ImageBox& b) {
  const double width = std::min<double>(a.x_px + a.width_px, b.x_px + b.width_px) - std::max<double>(a.x_px, b.x_px);
  const double height = std::min<double>(a.y_px + a.height_px, b.y_px + b.height_px) - std::max<double>(a.y_px, b.y_px);
  if (width <= 0 || height <= 0) return 0;
  const double both = width * height;
  return both / (a.width_px * a.height_px + b.width_px * b.height_px - both);
}

}  // namespace

SeeingProbe::SeeingProbe(const sim::World& world, sim::Simulation& kernel, const TwinCameras& cameras,
                         const FaultyCameras& lines, const engine::Configuration& configuration,
                         engine::ObjectKinds kinds, const sim::KindTable& things, sim::Time end)
    : world_(world),
      kernel_(kernel),
      cameras_(cameras),
      lines_(lines),
      configuration_(configuration),
      zones_of_(configuration.cameras.size()),
      kinds_(std::move(kinds)),
      things_(things),
      end_(end) {
  for (std::uint32_t zone = 0; zone < configuration.zones.size(); ++zone)
    for (const engine::CameraId camera : configuration.zones[zone].cameras) zones_of_.at(camera.value).push_back(zone);
}

// True when a zone in which a class of this kind of thing can be violated holds the thing, and the camera watches it.
bool SeeingProbe::watches(int camera, const sim::Thing& thing) const {
  const std::string& kind = things_.name_of(thing.kind);
  return std::ranges::any_of(zones_of_.at(static_cast<std::size_t>(camera)), [&](std::uint32_t number) {
    const engine::Zone& zone = configuration_.zones[number];
    return std::ranges::any_of(configuration_.classes,
                               [&](const engine::ViolationClass& entry) {
                                 return engine::shows(entry, kind) && std::ranges::count(entry.zones, zone.kind) > 0;
                               }) &&
           engine::contains(zone.outline, {thing.at.x_m, thing.at.y_m});
  });
}

bool SeeingProbe::troubled(int camera) const {
  return lines_.troubled(engine::CameraId{static_cast<std::uint32_t>(camera)}, kernel_.now());
}

void SeeingProbe::watch(const sim::Thing& thing, sim::Time from, sim::Duration span) {
  for (int i = 0; i < kSamples; ++i) {
    const sim::Time at = std::max(from, kernel_.now()) + span * i / (kSamples - 1);
    if (at >= end_) return;
    kernel_.schedule(at, sim::Phase::observers, [this, thing] { sample(thing); });
  }
}

void SeeingProbe::sample(const sim::Thing& thing) {
  const auto& stays = world_.truth().stays;
  const auto stay =
      std::find_if(stays.rbegin(), stays.rend(), [&](const sim::Stay& entry) { return entry.thing == thing.id; });
  if (stay == stays.rend() || (stay->class_name.empty() && !stay->shop) ||
      (stay->until && *stay->until <= kernel_.now()))
    return;
  Seen& seen = seen_[thing.id];
  for (const int camera : cameras_.cameras_seeing(thing)) {
    if (!watches(camera, thing)) continue;
    seen.in_view = true;
    if (!cameras_.working(camera, kernel_.now()) || troubled(camera)) continue;
    seen.camera_working = true;
    for (const sim::Visible& visible : cameras_.view(camera).measure(world_.scene(camera, kernel_.now())))
      if (visible.id == thing.id && well_visible(visible)) ++seen.good_samples[camera];
  }
}

void SeeingProbe::on_looked(int camera, const Shot& shot, const engine::PictureAnalysis* known) {
  if (!known || troubled(camera)) return;
  for (const sim::Visible& visible : shot.visible) {
    const std::string& name = things_.name_of(visible.kind);
    if (!well_visible(visible)) continue;
    const bool found =
        std::any_of(known->detections.begin(), known->detections.end(), [&](const engine::Detection& detection) {
          return detection.kind < kinds_.size() && kinds_[detection.kind] == name &&
                 iou(visible, detection.box) >= kFoundFromIou;
        });
    Found& kind = by_kind_[name];
    ++kind.visible;
    kind.found += found ? 1 : 0;
    if (const auto seen = seen_.find(visible.id); seen != seen_.end()) {
      ++seen->second.looks;
      seen->second.looks_detected += found ? 1 : 0;
    }
  }
}

void SeeingProbe::explain(std::vector<Violation>& violations, const sim::Truth& truth) const {
  for (Violation& violation : violations)
    for (const std::uint64_t stay : violation.stays) {
      const auto found = seen_.find(truth.stays.at(stay - 1).thing);
      if (found == seen_.end()) continue;
      const Seen& seen = found->second;
      Seeing& seeing = violation.seeing;
      seeing.in_view |= seen.in_view;
      seeing.camera_working |= seen.camera_working;
      seeing.looks += seen.looks;
      seeing.looks_detected += seen.looks_detected;
      for (const auto& [camera, good] : seen.good_samples) seeing.opportunity |= good >= kSamples - 1;
    }
}

}  // namespace tricolor::harness
