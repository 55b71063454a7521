#include "faults/camera_faults.h"

#include <algorithm>
#include <utility>

#include "engine/check.h"

namespace tricolor::harness {
namespace {

engine::CameraId camera_named(const engine::Configuration& configuration, const std::string& name) {
  const auto found = std::ranges::find(configuration.cameras, name, &engine::Camera::name);
  ENGINE_CHECK(found != configuration.cameras.end());
  return engine::CameraId{static_cast<std::uint32_t>(found - configuration.cameras.begin())};
}

std::optional<CameraFault::What> what_of(FaultLine::What what) {
  switch (what) {
    case FaultLine::What::camera_dark: return CameraFault::What::dark;
    case FaultLine::What::camera_frozen: return CameraFault::What::frozen;
    case FaultLine::What::camera_swapped: return CameraFault::What::swapped;
    case FaultLine::What::camera_disconnected: return CameraFault::What::disconnected;
    case FaultLine::What::camera_silent: return CameraFault::What::silent;
    default: return std::nullopt;
  }
}

}  // namespace

std::vector<CameraFault> camera_faults(const std::vector<FaultLine>& lines,
                                       const engine::Configuration& configuration) {
  std::vector<CameraFault> faults;
  for (const FaultLine& line : lines) {
    const auto what = what_of(line.what);
    if (!what) continue;
    const engine::CameraId camera = camera_named(configuration, line.camera);
    const engine::CameraId other =
        line.other_camera.empty() ? engine::CameraId{0} : camera_named(configuration, line.other_camera);
    faults.push_back({*what, camera, other, line.at, line.until});
  }
  return faults;
}

const CameraFault* fault_of(const std::vector<CameraFault>& faults, engine::CameraId camera, engine::Time at) {
  for (const CameraFault& fault : faults)
    if (fault.camera == camera && at >= fault.from && at < fault.until) return &fault;
  return nullptr;
}

FaultyCameras::FaultyCameras(EngineSocket& inner, const std::vector<FaultLine>& faults,
                             const engine::Configuration& configuration, RunClock& clock)
    : inner_(inner), configuration_(configuration), clock_(clock), faults_(camera_faults(faults, configuration)) {
  for (const CameraFault& fault : faults_)
    if (fault.what == CameraFault::What::frozen) last_[fault.camera] = nullptr;
}

void FaultyCameras::start(CameraControl& cameras, engine::Time end) {
  cameras_ = &cameras;
  for (const CameraFault& fault : faults_) {
    if (fault.until > clock_.now() && fault.from < end) {
      if (fault.what == CameraFault::What::disconnected)
        clock_.schedule(std::max(fault.from, clock_.now()), [this, camera = fault.camera] { announce(camera); });
      if (fault.until < end) cameras.comes_back(fault.camera, fault.until);
    }
    cameras.view_changes(fault.camera, fault.from);
    // The second repetition follows at once, because the engine calls a camera frozen by several equal pictures.
    if (fault.what == CameraFault::What::frozen)
      cameras.view_changes(fault.camera, fault.from + 2 * configuration_.cameras[fault.camera.value].frame_every);
  }
}

// Up to the instant at which it went blind the camera's last picture held.
void FaultyCameras::announce(engine::CameraId camera) {
  if (const auto through = cameras_->vouched_through(camera)) inner_.deliver(engine::Unchanged{camera, *through});
  inner_.deliver(engine::Blind{camera, clock_.now(), engine::BlindReason::disconnected});
}

void FaultyCameras::deliver(const engine::Input& input) {
  if (const auto* frame = std::get_if<engine::Frame>(&input)) {
    const CameraFault* fault = fault_of(faults_, frame->camera, clock_.now());
    if (auto image = sent(*frame, fault)) inner_.deliver(engine::Frame{frame->camera, frame->captured_at, image});
  } else if (const auto* unchanged = std::get_if<engine::Unchanged>(&input)) {
    if (!troubled(unchanged->camera, clock_.now())) inner_.deliver(input);
  } else {
    inner_.deliver(input);
  }
}

// The picture that reaches the engine; null when none does.
std::shared_ptr<const engine::Image> FaultyCameras::sent(const engine::Frame& frame, const CameraFault* fault) {
  using What = CameraFault::What;
  if (fault && (fault->what == What::disconnected || fault->what == What::silent)) return nullptr;
  auto image = fault && fault->what == What::swapped ? cameras_->view_of(fault->other) : frame.image;
  if (fault && fault->what == What::dark) {
    auto black = std::make_shared<engine::Image>(*image);
    std::ranges::fill(black->bytes, kDarkGrey);
    return black;
  }
  const auto last = last_.find(frame.camera);
  if (last == last_.end()) return image;
  if (fault && fault->what == What::frozen && last->second) return last->second;
  return last->second = std::move(image);
}

}  // namespace tricolor::harness
