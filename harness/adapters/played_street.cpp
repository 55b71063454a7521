#include "adapters/played_street.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <stdexcept>

#include "adapters/build_city.h"
#include "adapters/conversion.h"
#include "adapters/seeing_probe.h"
#include "adapters/thing_box.h"
#include "judge/judged_run.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Time between the places of passers-by in two variants of a picture.
constexpr auto kVariantStep = 2s;

// Places of the passer-by that is put into every picture: shares of the width, one after the other by variant, and of
// the height.
constexpr double kWalksAtWidth[] = {0.35, 0.5, 0.65};
constexpr double kWalksAtHeight = 0.7;

// Bytes at a picture's beginning whose lowest bits are its own.
constexpr std::size_t kStampedBytes = 7680;

// Sixty-four bits that look like chance: the finalizer of SplitMix64.
std::uint64_t stamp(std::uint64_t number, std::uint64_t place) {
  std::uint64_t x = number * 0x9E3779B97F4A7C15ull + place + 1;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

engine::Configuration reduced(engine::Configuration configuration, std::size_t cameras, engine::Duration frame_every) {
  if (cameras < configuration.cameras.size()) configuration.cameras.resize(cameras);
  for (engine::Camera& camera : configuration.cameras) camera.frame_every = frame_every;
  for (engine::Zone& zone : configuration.zones)
    std::erase_if(zone.cameras, [&](engine::CameraId id) { return id.value >= cameras; });
  return configuration;
}

bool passes_by(const sim::Thing& thing) {
  return thing.kind == sim::ThingKind::person || thing.kind == sim::ThingKind::rider;
}

}  // namespace

struct PlayedStreet::Impl : sim::WorldListener {
  const LoopInputs& inputs;
  sim::Time begins, ends;
  sim::City city;
  engine::Configuration configuration;
  sim::Simulation kernel;
  sim::World world;
  std::vector<engine::CameraGeometry> geometry;
  std::map<sim::ThingId, sim::Thing> standing;
  std::map<sim::ThingId, std::set<int>> shown_well;  ///< By thing: the cameras that show enough of it.
  bool noted = false;
  std::set<std::pair<sim::Time, int>> changes;  ///< Instants at which what stands before a camera changes.

  Impl(const LoopInputs& i, std::size_t cameras, sim::Duration frame_every, sim::Time from, sim::Time until)
      : inputs(i),
        begins(from),
        ends(until),
        city(build_city(i)),
        configuration(reduced(build_configuration(i, city), cameras, frame_every)),
        kernel(i.scenario.start),
        world(city, build_demand(i), i.scenario.seed, kernel, this) {
    if (cameras > city.cameras.size()) throw std::runtime_error("a street cannot have more cameras than its city");
    configuration.digest = inputs.digest;
    for (std::size_t c = 0; c < cameras; ++c) geometry.push_back(to_engine(city.cameras[c].pose));
    world.set_spontaneous(inputs.scenario.spontaneous);
    keep_rules(world, inputs);
    world.start(inputs.scenario.start, ends);
    kernel.run_until(begins);
    // A thing that was decided on before and comes later is a change yet to come.
    changes.erase(changes.begin(), changes.upper_bound({begins, static_cast<int>(cameras)}));
  }

  void change_before_cameras(const sim::Thing& thing, sim::Time at) {
    for (std::size_t c = 0; c < geometry.size(); ++c)
      if (box_in_view(geometry[c], thing, *city.kinds)) changes.emplace(at, static_cast<int>(c));
  }

  void on_still_thing(const sim::Thing& thing, sim::Time from) override {
    standing[thing.id] = thing;
    change_before_cameras(thing, std::max(from, begins));
  }
  void on_thing_goes(sim::ThingId thing, sim::Point, sim::Time at) override {
    const auto found = standing.find(thing);
    if (found == standing.end() || at > kernel.now()) return;
    change_before_cameras(found->second, std::max(at, begins));
    standing.erase(found);
  }
  void on_citizen_report(std::uint64_t, sim::Point, const std::string&, const std::string&) override {}
  void on_merchant_reply(int, const std::string&) override {}
  void on_officer(int, std::uint64_t, const std::string&, bool, std::optional<sim::Verified>) override {}

  // The passer-by of a variant, where the ground is that the picture shows there.
  std::optional<sim::Thing> walker(int camera, int variant) const {
    const engine::CameraGeometry& eye = geometry[static_cast<std::size_t>(camera)];
    const double share = kWalksAtWidth[static_cast<std::size_t>(variant) % std::size(kWalksAtWidth)];
    const auto ground = eye.ground_at({share * eye.width_px, kWalksAtHeight * eye.height_px});
    if (!ground) return std::nullopt;
    sim::Thing thing;
    thing.kind = sim::ThingKind::person;
    thing.look = static_cast<std::uint32_t>(camera);
    thing.at = to_sim(*ground);
    thing.phase = 0.25 * variant;
    return thing;
  }

  StandingSpan span(int camera, int variants) const {
    StandingSpan span{kernel.now(), {}};
    const sim::SceneView now = world.scene(camera, kernel.now());
    std::vector<sim::Thing> stands;
    for (const sim::Thing& thing : now.things)
      if (standing.contains(thing.id)) stands.push_back(thing);
    for (int variant = 0; variant < variants; ++variant) {
      sim::SceneView scene = variant == 0 ? now : world.scene(camera, kernel.now() + variant * kVariantStep);
      scene.light = sim::light_at(begins);
      std::erase_if(scene.things,
                    [&](const sim::Thing& thing) { return standing.contains(thing.id) || !passes_by(thing); });
      scene.things.insert(scene.things.begin(), stands.begin(), stands.end());
      if (const auto walks = walker(camera, variant)) scene.things.push_back(*walks);
      span.variants.push_back(std::move(scene));
    }
    return span;
  }
};

PlayedStreet::PlayedStreet(const LoopInputs& inputs, int cameras, sim::Duration frame_every, sim::Time from,
                           sim::Time until)
    : impl_(std::make_unique<Impl>(inputs, static_cast<std::size_t>(cameras), frame_every, from, until)) {}
PlayedStreet::~PlayedStreet() = default;

int PlayedStreet::cameras_of(const LoopInputs& inputs) { return static_cast<int>(build_city(inputs).cameras.size()); }

engine::Configuration PlayedStreet::configuration(int cameras) const {
  return reduced(impl_->configuration, static_cast<std::size_t>(cameras),
                 impl_->configuration.cameras.empty() ? engine::Duration{1'000'000}
                                                      : impl_->configuration.cameras.front().frame_every);
}
const engine::Policy& PlayedStreet::policy() const { return impl_->inputs.policies.at(impl_->begins); }
sim::Time PlayedStreet::from() const { return impl_->begins; }
sim::Time PlayedStreet::until() const { return impl_->ends; }

std::unique_ptr<const sim::CameraView> PlayedStreet::view(int camera) const {
  return std::make_unique<const sim::CameraView>(impl_->city,
                                                 impl_->city.cameras.at(static_cast<std::size_t>(camera)).pose);
}

void PlayedStreet::play_until(sim::Time at) {
  if (at > impl_->kernel.now()) impl_->kernel.run_until(at);
}

sim::SceneView PlayedStreet::scene(int camera) const { return impl_->world.scene(camera, impl_->kernel.now()); }

std::vector<std::vector<StandingSpan>> PlayedStreet::standing_spans(int variants) {
  Impl& self = *impl_;
  std::vector<std::vector<StandingSpan>> spans(self.geometry.size());
  for (std::size_t camera = 0; camera < spans.size(); ++camera)
    spans[camera].push_back(self.span(static_cast<int>(camera), variants));
  while (self.kernel.now() < self.ends) {
    // At most a second at once, because what happens on the way may bring a change that is nearer than the next known.
    sim::Time next = std::min<sim::Time>(self.kernel.now() + 1s, self.ends);
    if (!self.changes.empty()) next = std::min(next, std::max(self.changes.begin()->first, self.kernel.now() + 1us));
    self.kernel.run_until(next);
    std::set<int> changed;
    while (!self.changes.empty() && self.changes.begin()->first <= self.kernel.now()) {
      changed.insert(self.changes.begin()->second);
      self.changes.erase(self.changes.begin());
    }
    for (const int camera : changed) spans[static_cast<std::size_t>(camera)].push_back(self.span(camera, variants));
  }
  return spans;
}

void PlayedStreet::note_seen(int camera, const sim::CameraView& view, const std::vector<StandingSpan>& spans) {
  impl_->noted = true;
  for (const StandingSpan& span : spans)
    for (const sim::Visible& it : view.measure(span.variants.front()))
      if (it.share >= SeeingProbe::kVisibleShare && std::min(it.width_px, it.height_px) >= SeeingProbe::kShortSidePx)
        impl_->shown_well[it.id].insert(camera);
}

Judgement PlayedStreet::judge(const std::vector<engine::Event>& journal, int cameras) const {
  const Impl& self = *impl_;
  const engine::Configuration configured = configuration(cameras);
  const sim::Truth& truth = self.world.truth();
  const auto explain = [&](std::vector<Violation>& violations) {
    std::map<std::uint64_t, sim::ThingId> thing_of;
    for (const sim::Stay& stay : truth.stays) thing_of[stay.id] = stay.thing;
    for (Violation& violation : violations) {
      sim::Thing there;
      there.at = violation.at;
      violation.seeing.in_view = violation.seeing.camera_working = std::any_of(
          self.geometry.begin(), self.geometry.begin() + cameras,
          [&](const engine::CameraGeometry& eye) { return box_in_view(eye, there, *impl_->city.kinds).has_value(); });
      violation.seeing.opportunity = violation.seeing.in_view && !self.noted;
      for (const std::uint64_t stay : violation.stays)
        if (const auto shown = self.shown_well.find(thing_of[stay]); shown != self.shown_well.end())
          violation.seeing.opportunity |= *shown->second.begin() < cameras;
    }
  };
  // Of all that was played: what an engine finds may have stood there before it began.
  const JudgedRun run{truth, configured, self.inputs.policies, self.inputs.scenario.start, self.ends};
  return harness::judge(run, Lines::drawn(configured, *impl_->city.kinds), heard_in(journal), explain);
}

CameraRing::CameraRing(const sim::CameraView& view, const std::vector<StandingSpan>& spans, std::uint64_t noise_key) {
  for (const StandingSpan& span : spans) {
    spans_.push_back({span.from, {}});
    for (const sim::SceneView& scene : span.variants) {
      sim::Picture picture = view.draw(scene, noise_key);
      if (whole_.empty()) {
        width_px_ = picture.width_px;
        height_px_ = picture.height_px;
        whole_ = std::move(picture.bytes);
        spans_.back().variants.emplace_back();
      } else {
        spans_.back().variants.push_back(difference(picture.bytes));
      }
    }
  }
}

CameraRing::Difference CameraRing::difference(const std::vector<std::uint8_t>& picture) const {
  // A shorter stretch of equal bytes between two that differ is kept with them: a run has its own cost.
  constexpr std::size_t kBridged = 24;
  Difference found;
  std::size_t at = 0;
  while (at < picture.size()) {
    if (picture[at] == whole_[at]) {
      ++at;
      continue;
    }
    std::size_t last = at;
    for (std::size_t next = at + 1; next < picture.size() && next - last <= kBridged; ++next)
      if (picture[next] != whole_[next]) last = next;
    found.runs.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last + 1 - at)});
    found.bytes.insert(found.bytes.end(), picture.begin() + static_cast<std::ptrdiff_t>(at),
                       picture.begin() + static_cast<std::ptrdiff_t>(last + 1));
    at = last + 1;
  }
  found.bytes.shrink_to_fit();
  return found;
}

void CameraRing::copy(sim::Time at, std::uint64_t variant, std::uint64_t number, engine::Image& into) const {
  auto span = std::upper_bound(spans_.begin(), spans_.end(), at,
                               [](sim::Time instant, const Span& entry) { return instant < entry.from; });
  if (span != spans_.begin()) --span;
  into.width_px = width_px_;
  into.height_px = height_px_;
  into.bytes.assign(whole_.begin(), whole_.end());
  const Difference& other = span->variants[variant % span->variants.size()];
  const std::uint8_t* from = other.bytes.data();
  for (const Run& run : other.runs) {
    std::copy(from, from + run.length, into.bytes.begin() + run.at);
    from += run.length;
  }
  // Chance of the picture's own in the lowest bits of its first rows.
  const std::size_t end = std::min(kStampedBytes, into.bytes.size());
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < end; ++i) {
    if (i % 64 == 0) bits = stamp(number, i);
    into.bytes[i] = static_cast<std::uint8_t>((into.bytes[i] & 0xFEu) | (bits >> i % 64 & 1u));
  }
}

std::size_t CameraRing::bytes() const {
  std::size_t bytes = sizeof(CameraRing) + whole_.capacity();
  for (const Span& span : spans_)
    for (const Difference& difference : span.variants)
      bytes += sizeof(Difference) + difference.bytes.capacity() + difference.runs.capacity() * sizeof(Run);
  return bytes;
}

}  // namespace tricolor::harness
