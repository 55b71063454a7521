#include "cli/watch_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>

#include "adapters/pictures.h"
#include "cli/watch_outputs.h"
#include "engine/map_reader.h"
#include "run/load.h"
#include "service/watch/film_list.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using engine::Duration;

constexpr int kLooksInDwell = 5;  // Fewer looks than these cannot show that a thing rests. Assumed.

void read_duration(const std::string& text, const char* option, Duration low, Duration high, Duration& out,
                   engine::Diagnostics& faults) {
  std::string fault;
  if (const auto length = engine::duration_within(text, low, high, fault)) out = *length;
  else faults.add(kHere, option, fault);
}

// Gives a valid rate in any case, so that other faults can be found as well.
double checked_fps(double fps, engine::Diagnostics& faults) {
  constexpr double kLow = 0.001, kHigh = 1000, kUsual = 25;
  if (fps >= kLow && fps <= kHigh) return fps;
  faults.add(kHere, "--fps", fmt::format("must be a number from {} to {}, got '{}'", kLow, kHigh, fps));
  return kUsual;
}

bool has_camera(const SurveyedPlace& place, const std::string& name) {
  const auto& cameras = place.configuration.cameras;
  return std::any_of(cameras.begin(), cameras.end(), [&](const engine::Camera& camera) { return camera.name == name; });
}

// Gives a source's name, which is short and never holds credentials: a file's own name, or the address as it may be
// shown.
std::string name_of(const std::string& address, std::map<std::string, int>& taken) {
  std::string name = engine::is_network_address(address)
                         ? engine::shown_address(address)
                         : (fs::path(address).filename().empty() ? fs::path(address).parent_path() : fs::path(address))
                               .filename()
                               .string();
  if (const int times = ++taken[name]; times > 1) name += fmt::format("({})", times);
  return name;
}

// Gives the fault of an address in its own form; empty when there is none. Addresses at which the program listens need
// no host.
std::string fault_of_address(const std::string& address) {
  const auto colon = address.find("://");
  std::error_code failed;
  if (colon == std::string::npos || fs::exists(address, failed)) return {};
  if (!engine::is_network_address(address))
    return fmt::format("must begin with rtsp, rtsps, http, https, rtmp, udp, tcp, rtp or srt, got '{}'",
                       engine::shown_address(address));
  std::string scheme = address.substr(0, colon);
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  const bool may_listen = scheme == "udp" || scheme == "tcp" || scheme == "rtp" || scheme == "srt";
  const std::string shown = engine::shown_address(address), rest = shown.substr(shown.find("://") + 3);
  if (rest.empty() || (!may_listen && std::string("/:?#").find(rest.front()) != std::string::npos))
    return fmt::format("must name a host, got '{}'", shown);
  // A colon within brackets is a part of an address of IPv6.
  const std::string host = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t before = host.rfind(':');
  if (before == std::string::npos || host.find(']', before) != std::string::npos) return {};
  int port = 0;
  const auto [end, wrong] = std::from_chars(host.data() + before + 1, host.data() + host.size(), port);
  if (wrong != std::errc{} || end != host.data() + host.size() || port < 1 || port > 65535)
    return fmt::format("must have a port from 1 to 65535, got '{}'", shown);
  return {};
}

// Files and folders are opened, and their first picture is decoded, before anything is watched or written; pipes and
// streams are waited for.
void check_source(const SourceSettings& source, std::pair<int, int>& size, engine::Diagnostics& faults) {
  if (const std::string fault = fault_of_address(source.address); !fault.empty())
    return faults.add(kHere, "source", fault);
  std::error_code failed;
  if (engine::is_network_address(source.address) || fs::is_fifo(source.address, failed)) return;
  std::string error;
  const auto video = engine::VideoSource::open(source.address, source.video, error);
  engine::VideoPicture picture;
  if (video && video->next(picture) == engine::VideoSource::Outcome::picture) {
    size = {picture.image->width_px, picture.image->height_px};
    return;
  }
  if (error.empty())
    error = engine::shown_address(source.address) + ": " +
            (video->trouble().empty() ? "holds no picture that can be decoded" : video->trouble());
  faults.add(kHere, "source", "must be a video file, a folder of pictures or a network address; " + error);
}

// The files that the scenario names are added to `read`.
void read_scenario(const WatchArguments& arguments, WatchPlan& plan, const std::optional<FilmList>& film,
                   std::vector<NamedPath>& read, engine::Diagnostics& faults) {
  const auto inputs = load_inputs(arguments.scenario, faults);
  if (!inputs) return;
  read.push_back({"the scenario's model", inputs->scenario.model_path});
  read.push_back({"the scenario's policy", inputs->scenario.policy_path});
  plan.place_model = inputs->scenario.model_path;
  plan.camera = arguments.camera;
  if (film && plan.camera.empty()) plan.camera = film->camera;
  if (!plan.timed.front()) {
    plan.first_taken.front() = inputs->scenario.start;
    plan.timed.front() = !plan.live.front();
  }
  plan.starts = plan.first_taken.front();
  plan.place =
      SurveyedPlace{configuration_of(*inputs), inputs->policies.at(plan.starts), nullptr, inputs->scenario.start};
  if (!plan.camera.empty() && !has_camera(*plan.place, plan.camera))
    faults.add(kHere, "--camera", fmt::format("must be a camera of the scenario, got '{}'", plan.camera));
}

void read_zones_of(const WatchArguments& arguments, WatchPlan& plan, engine::Diagnostics& faults) {
  std::error_code failed;
  if (!arguments.draw.empty() && !(arguments.zones.empty() && arguments.scenario.empty())) {
    faults.add(kHere, "--draw", "must be without --zones and --scenario: it is to make the zones");
  } else if (!arguments.zones.empty() || (!arguments.draw.empty() && fs::exists(arguments.draw, failed))) {
    plan.zones_path = arguments.draw.empty() ? arguments.zones : arguments.draw;
    plan.zones = read_zones(plan.zones_path, plan.dwell, faults);
  } else if (arguments.draw.empty() && arguments.scenario.empty()) {
    PictureZone whole;
    whole.name = "picture";
    whole.dwell = plan.dwell;
    plan.zones.push_back(whole);
  }
  std::vector<std::string> names;
  for (const SourceSettings& source : plan.sources) names.push_back(source.name);
  for (const PictureZone& zone : plan.zones)
    if (!zone.source.empty() && std::find(names.begin(), names.end(), zone.source) == names.end())
      faults.add(zone.source_at, zone.name + ".source",
                 fmt::format("must be the name of a source ({}), got '{}'{}", fmt::join(names, ", "), zone.source,
                             faults.meant(zone.source, names)));
  for (std::size_t i = 0; i < plan.sources.size(); ++i) {
    const auto own = zones_of_source(plan.zones, names[i]);
    if (own.empty() && !plan.zones.empty() && arguments.draw.empty())
      plan.warnings.add({plan.zones_path, 0, 0}, "",
                        fmt::format("no zone covers {}: nothing in it is ever alarmed", names[i]));
    if (plan.sizes[i].first > 0)
      check_zones_fit(own, plan.zones_path, plan.sources.size() > 1 ? names[i] : "", plan.sizes[i].first,
                      plan.sizes[i].second, faults, plan.warnings);
  }
}

void check_looks(const WatchArguments& arguments, WatchPlan& plan) {
  if (!arguments.scenario.empty() || plan.zones.empty()) return;
  Duration dwell = plan.zones.front().dwell;
  for (const PictureZone& zone : plan.zones) dwell = std::min(dwell, zone.dwell);
  const Duration every = plan.sources.empty() ? Duration{0} : plan.sources.front().video.every;
  if (every * kLooksInDwell > dwell)
    plan.warnings.add(kHere, "--every",
                      fmt::format("{} is coarse for a dwell of {}: from fewer than {} looks it is not known that a "
                                  "thing rests, and alarms are late or left out",
                                  engine::written(every), engine::written(dwell), kLooksInDwell));
}

}  // namespace

std::vector<PictureZone> zones_of_source(const std::vector<PictureZone>& zones, const std::string& source) {
  std::vector<PictureZone> own;
  for (const PictureZone& zone : zones)
    if (zone.source.empty() || zone.source == source) own.push_back(zone);
  return own;
}

void check_zones_fit(const std::vector<PictureZone>& zones, const std::string& path, const std::string& source,
                     int width_px, int height_px, engine::Diagnostics& faults, engine::Diagnostics& warnings) {
  const double w = width_px, h = height_px;
  const engine::GroundPolygon picture{{0, 0}, {w, 0}, {w, h}, {0, h}};
  const std::string where = source.empty() ? "the picture" : "the picture of " + source;
  for (const PictureZone& zone : zones) {
    // An invalid polygon has been reported.
    if (zone.outline.empty() || zone.pieces.empty()) continue;
    double inside = 0, all = 0;
    for (const engine::GroundPolygon& piece : zone.pieces) {
      inside += engine::overlap_m2(piece, picture);
      all += std::abs(engine::signed_area_m2(piece));
    }
    const engine::Origin at = zone.polygon_at.file.empty() ? engine::Origin{path, 0, 0} : zone.polygon_at;
    if (inside < 1)
      faults.add(
          at, zone.name + ".polygon",
          fmt::format("must lie in {}, which is {} × {} pixels, got one wholly outside", where, width_px, height_px));
    else if (inside < all - 1)
      warnings.add(at, zone.name + ".polygon",
                   fmt::format("{:.0f} % of it lie outside {}, which is {} × {} pixels",
                               std::max(1.0, 100 * (1 - inside / all)), where, width_px, height_px));
  }
}

void read_watch_plan(const WatchArguments& arguments, const std::atomic<bool>* stop, WatchPlan& plan,
                     engine::Diagnostics& faults) {
  Duration every = arguments.scenario.empty() ? Duration{200ms} : Duration{0}, lasts{0};
  read_duration(arguments.dwell, "--dwell", 1s, 720h, plan.dwell, faults);
  if (!arguments.every.empty()) read_duration(arguments.every, "--every", 0s, 1h, every, faults);
  if (!arguments.lasts.empty()) read_duration(arguments.lasts, "--lasts", 1s, kLongestRun, lasts, faults);
  const double fps = checked_fps(arguments.fps, faults);
  if (!arguments.scenario.empty() && (!arguments.zones.empty() || !arguments.model.empty()))
    faults.add(kHere, "--scenario", "must be without --zones and --model: a scenario brings its own");
  if (!arguments.scenario.empty() && arguments.sources.size() != 1)
    faults.add(kHere, "--scenario", fmt::format("must be with one source, got {}", arguments.sources.size()));
  std::optional<engine::Time> starts;
  if (!arguments.starts.empty()) {
    starts = engine::instant_of(arguments.starts);
    if (!starts)
      faults.add(kHere, "--starts",
                 fmt::format("must be an instant such as '2020-11-02 08:58', got '{}'", arguments.starts));
  }
  std::map<std::string, int> taken;
  bool from_list = false;
  std::optional<FilmList> film;
  for (const std::string& address : arguments.sources) {
    SourceSettings source;
    source.address = address;
    source.name = name_of(address, taken);
    source.video = {fps, {}, every, 5s, stop};
    if (lasts > 0s) source.lasts = lasts;
    std::error_code failed;
    std::optional<FilmList> list;
    if (fs::is_directory(address, failed)) list = read_film_list(address, arguments.camera, faults);
    if (list) source.video.listed = list->pictures;
    from_list = from_list || list || fs::exists(fs::path(address) / "pictures.csv", failed);
    const bool live = engine::is_network_address(address);
    if (live && starts && arguments.scenario.empty())
      faults.add(kHere, "--starts", "must be with files or folders: a stream's pictures are taken while it is watched");
    plan.live.push_back(live);
    plan.timed.push_back(starts || list);
    plan.first_taken.push_back(starts ? *starts : list ? list->first : engine::Time{});
    std::pair<int, int> size{0, 0};
    check_source(source, size, faults);
    plan.sizes.push_back(size);
    plan.sources.push_back(std::move(source));
    if (list) film = std::move(list);
  }
  if (arguments.scenario.empty() && !arguments.camera.empty() && !from_list)
    faults.add(kHere, "--camera", "must be with --scenario, or with a film of several cameras");
  read_zones_of(arguments, plan, faults);
  check_looks(arguments, plan);
  std::vector<NamedPath> inputs;
  if (!arguments.scenario.empty() && !plan.sources.empty()) read_scenario(arguments, plan, film, inputs, faults);
  check_watch_outputs(arguments, inputs, faults);
}

}  // namespace tricolor::harness
