#include "adapters/replay.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "adapters/build_city.h"
#include "adapters/conversion.h"
#include "adapters/twin_cameras.h"
#include "faults/camera_faults.h"

namespace tricolor::harness {
namespace {

// Number of backgrounds kept at a time; each holds one picture of its camera and is made again in about 20 ms.
constexpr std::size_t kViewsKept = 70;

}  // namespace

struct Replay::Impl {
  const LoopInputs& inputs;
  sim::City city;
  engine::Configuration configuration;
  sim::Demand demand;
  sim::SceneReplay scenes;
  std::vector<CameraFault> faults;
  mutable std::mutex mutex;
  mutable std::map<int, std::shared_ptr<const sim::CameraView>> views;

  explicit Impl(const LoopInputs& i)
      : inputs(i),
        city(build_city(i)),
        configuration(build_configuration(i, city)),
        demand(build_demand(i)),
        scenes(city, demand, i.scenario.seed),
        faults(camera_faults(i.scenario.faults, configuration)) {}

  std::shared_ptr<const sim::CameraView> view(int camera) const {
    {
      std::lock_guard lock(mutex);
      if (const auto found = views.find(camera); found != views.end()) return found->second;
    }
    auto made = std::make_shared<const sim::CameraView>(city, city.cameras.at(static_cast<std::size_t>(camera)).pose);
    std::lock_guard lock(mutex);
    if (views.size() >= kViewsKept) views.erase(views.begin());
    return views.emplace(camera, std::move(made)).first->second;
  }
};

Replay::Replay(const LoopInputs& inputs) : impl_(std::make_unique<Impl>(inputs)) {}
Replay::~Replay() = default;

const sim::City& Replay::city() const { return impl_->city; }
const engine::Configuration& Replay::configuration() const { return impl_->configuration; }
const std::vector<KindOfThing>& Replay::kinds() const { return impl_->inputs.kinds; }
double Replay::officer_mps() const { return impl_->demand.walk_mps; }

std::optional<Replay::Source> Replay::source_of(int camera, sim::Time at) const {
  for (const auto& [from, until] : impl_->city.cameras.at(static_cast<std::size_t>(camera)).down)
    if (at >= from && at < until) return std::nullopt;
  const CameraFault* fault = fault_of(impl_->faults, engine::CameraId{static_cast<std::uint32_t>(camera)}, at);
  if (!fault) return Source{camera, at, false};
  switch (fault->what) {
    case CameraFault::What::dark: return Source{camera, at, true};
    case CameraFault::What::frozen: return Source{camera, fault->from - sim::Duration{1}, false};
    case CameraFault::What::swapped: return Source{static_cast<int>(fault->other.value), at, false};
    case CameraFault::What::disconnected:
    case CameraFault::What::silent: return std::nullopt;
  }
  return Source{camera, at, false};
}

std::shared_ptr<const engine::Image> Replay::picture(const Source& source, const std::vector<sim::Thing>& standing,
                                                     std::vector<ShownThing>* shown) const {
  const sim::SceneView scene = impl_->scenes.scene(source.camera, source.at, standing);
  std::vector<sim::Visible> visible;
  sim::Picture picture =
      impl_->view(source.camera)
          ->draw(scene, noise_key(impl_->inputs.scenario.seed, source.camera, source.at), shown ? &visible : nullptr);
  if (source.dark) {
    std::fill(picture.bytes.begin(), picture.bytes.end(), kDarkGrey);
    visible.clear();
  }
  if (shown)
    for (const sim::Visible& it : visible)
      shown->push_back({it.id, it.kind, {it.x_px, it.y_px, it.width_px, it.height_px}, it.share});
  return to_engine(std::move(picture));
}

std::vector<sim::Thing> Replay::passers_by(sim::Point around, double reach_m, sim::Time at) const {
  return impl_->scenes.passers_by(around, reach_m, at);
}

}  // namespace tricolor::harness
