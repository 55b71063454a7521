#include "load/load.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <utility>

#include "adapters/twin_cameras.h"
#include "load/compressed_pictures.h"
#include "load/copied_city.h"
#include "load/machine.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

// Number of pictures of a camera, equal but for passers-by, in a ring.
constexpr int kVariants = 3;

// The part of the progress that goes to drawing the rings.
constexpr double kDrawingShare = 0.1;

using Tell = std::function<void(double, const std::string&)>;

std::vector<CameraRing> draw_rings(PlayedStreet& street, int cameras, std::uint64_t seed, const std::atomic<bool>& stop,
                                   const Tell& tell) {
  const auto spans = street.standing_spans(kVariants);
  std::vector<CameraRing> rings;
  rings.reserve(static_cast<std::size_t>(cameras));
  for (int camera = 0; camera < cameras && !stop.load(); ++camera) {
    const auto view = street.view(camera);
    const std::vector<StandingSpan>& seen = spans[static_cast<std::size_t>(camera)];
    street.note_seen(camera, *view, seen);
    rings.emplace_back(*view, seen, noise_key(seed, camera, street.from()));
    tell(kDrawingShare * (camera + 1) / cameras, fmt::format("drawing camera {} of {}", camera + 1, cameras));
  }
  return rings;
}

class Load {
 public:
  Load(const LoadRequest& request, const LoopInputs& inputs, const std::atomic<bool>& stop, const Tell& tell)
      : request_(request),
        inputs_(inputs),
        stop_(stop),
        tell_(tell),
        begins_(begin_of(request, inputs.scenario)),
        net_work_(engine::net_work_of(inputs.scenario.model_path)),
        city_cameras_(PlayedStreet::cameras_of(inputs)) {}

  std::vector<LoadJson> run() {
    fs::create_directories(request_.folder);
    if (request_.source != LoadSource::render) {
      const int drawn = std::min(request_.channels.back(), city_cameras_);
      street_ = make_street(drawn);
      rings_ = draw_rings(*street_, drawn, request_.seed, stop_, tell_);
    }
    std::vector<LoadJson> loads;
    for (profile_ = 0; profile_ < request_.profiles.size() && !stop_.load(); ++profile_) {
      std::vector<LoadJson> points;
      for (std::size_t i = 0; i < request_.channels.size() && !stop_.load(); ++i) {
        points.push_back(apart(i));
        if (profile_ > 0) hold_against(points.back(), loads.front()["points"][i], request_.profiles.front());
      }
      loads.push_back(load_json(head(), std::move(points)));
    }
    return loads;
  }

 private:
  engine::Duration every() const { return engine::Duration{static_cast<std::int64_t>(1e6 / request_.fps)}; }
  engine::Time ends() const { return begins_ + request_.warmup + request_.measured; }

  std::unique_ptr<PlayedStreet> make_street(int cameras) const {
    return std::make_unique<PlayedStreet>(inputs_, cameras, every(), begins_, ends());
  }

  PointSettings settings_of(int cameras) const {
    PointSettings settings;
    settings.cameras = cameras;
    settings.every = every();
    settings.warmup = request_.warmup;
    settings.measured = request_.measured;
    settings.threads = request_.threads;
    settings.seed = request_.seed;
    settings.folder = fmt::format("{}/points/{}", folder_of(request_, profile_), cameras);
    settings.breaking = request_.breaking;
    settings.trace = request_.trace;
    return settings;
  }

  double share_of(std::size_t point, double share) const {
    const double before = request_.source != LoadSource::render ? kDrawingShare : 0;
    const std::size_t points = request_.channels.size(), done = profile_ * points + point;
    return before +
           (1 - before) * (static_cast<double>(done) + share) / static_cast<double>(request_.profiles.size() * points);
  }

  // Runs a point in a process of its own and gives what it says. The process is a copy of this one, so that it has the
  // rings; no other thread runs now.
  LoadJson apart(std::size_t number) {
    std::fflush(nullptr);
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) throw std::runtime_error("no pipe can be made for the process of a point");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no process can be made for a point");
    if (child == 0) {
      ::close(pipe[0]);
      std::string said;
      give_back_freed_pictures();
      try {
        said = point(number).dump();
      } catch (const std::exception& error) {
        said = LoadJson{{"error", error.what()}}.dump(-1, ' ', false, LoadJson::error_handler_t::replace);
      }
      write_all(pipe[1], said);
      // Nothing of the copy is torn down: its files and folders belong to the process that it was copied from.
      std::fflush(nullptr);
      ::_exit(0);
    }
    ::close(pipe[1]);
    const std::string said = read_all(pipe[0], child);
    ::close(pipe[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (said.empty())
      throw std::runtime_error(fmt::format("the process of {} channels ended without a word ({})",
                                           request_.channels[number],
                                           WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                                                               : fmt::format("exit code {}", WEXITSTATUS(status))));
    LoadJson json = LoadJson::parse(said);
    if (json.contains("error")) throw std::runtime_error(json["error"].get<std::string>());
    return json;
  }

  static void write_all(int file, std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(file, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  // A signal that stops this process alone is passed on.
  std::string read_all(int file, pid_t child) const {
    std::string text;
    std::array<char, 65536> piece{};
    for (;;) {
      const ssize_t got = ::read(file, piece.data(), piece.size());
      if (got < 0 && errno == EINTR) {
        if (stop_.load()) ::kill(child, SIGTERM);
        continue;
      }
      if (got <= 0) return text;
      text.append(piece.data(), static_cast<std::size_t>(got));
    }
  }

  LoadJson point(std::size_t number) {
    const PointSettings settings = settings_of(request_.channels[number]);
    std::unique_ptr<PictureSource> pictures;
    if (request_.source == LoadSource::render) {
      tell_(share_of(number, 0), "making the backgrounds of " + counted(settings.cameras, "camera"));
      street_ = make_street(settings.cameras);
      pictures = std::make_unique<DrawnPictures>(*street_, settings.arrivals(), request_.seed);
    } else {
      pictures = std::make_unique<CachedPictures>(rings_, settings.cameras, begins_,
                                                  *changed_share_of(request_.profiles[profile_]), request_.seed);
      if (request_.source != LoadSource::cache) {
        const CameraLine usual, &camera = inputs_.scenario.cameras.empty() ? usual : inputs_.scenario.cameras.front();
        pictures = std::make_unique<CompressedPictures>(
            std::move(pictures), settings.arrivals(),
            request_.source == LoadSource::mjpeg ? VideoCodec::mjpeg : VideoCodec::h264, camera.width_px,
            camera.height_px);
      }
    }
    const PointInputs inputs{
        configuration(settings.cameras), street_->policy(), begins_, inputs_.vision, net_work_, pictures.get()};
    const PointResult result = run_point(
        settings, inputs, stop_, [&](double share, const std::string& what) { tell_(share_of(number, share), what); });
    // The truth of the twin holds nothing of a copy of the city.
    if (result.stopped || settings.cameras > city_cameras_) return point_json(settings, result, nullptr);
    street_->play_until(ends());
    const PointVerdicts verdicts{street_->judge(result.journal, settings.cameras), begins_, ends(), every()};
    return point_json(settings, result, &verdicts);
  }

  engine::Configuration configuration(int channels) const {
    if (channels <= city_cameras_) return street_->configuration(channels);
    engine::Configuration all =
        copies_of(street_->configuration(city_cameras_), (channels + city_cameras_ - 1) / city_cameras_);
    all.cameras.resize(static_cast<std::size_t>(channels));
    for (engine::Zone& zone : all.zones)
      std::erase_if(zone.cameras, [&](engine::CameraId id) { return static_cast<int>(id.value) >= channels; });
    return all;
  }

  LoadHead head() const {
    LoadHead head;
    head.scenario = inputs_.scenario.name;
    head.commit = inputs_.commit;
    head.eyes = inputs_.vision->identity();
    head.processor = processor_name();
    head.processors = processors();
    head.source = name_of(request_.source);
    if (request_.source != LoadSource::render) {
      head.profile = request_.profiles[profile_];
      head.changed_share = *changed_share_of(head.profile);
    }
    head.begins = engine::to_text(begins_);
    head.city_cameras = city_cameras_;
    head.threads = request_.threads;
    head.fps = request_.fps;
    head.measured_s = static_cast<double>(request_.measured.count()) / 1e6;
    head.warmup_s = static_cast<double>(request_.warmup.count()) / 1e6;
    head.seed = request_.seed;
    return head;
  }

  const LoadRequest& request_;
  const LoopInputs& inputs_;
  const std::atomic<bool>& stop_;
  const Tell& tell_;
  engine::Time begins_;
  std::optional<engine::NetWork> net_work_;
  int city_cameras_;
  std::size_t profile_ = 0;  ///< The profile that is played.
  std::unique_ptr<PlayedStreet> street_;
  std::vector<CameraRing> rings_;
};

std::optional<int> channels_in(std::string_view text) {
  int number = 0;
  const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || rest != text.data() + text.size() || number < 1 || number > 100'000) return std::nullopt;
  return number;
}

}  // namespace

namespace {
constexpr const char* kSources[] = {"cache", "render", "mjpeg", "h264"};
}  // namespace

const char* name_of(LoadSource source) { return kSources[static_cast<std::size_t>(source)]; }

std::optional<LoadSource> load_source_of(const std::string& name) {
  for (std::size_t i = 0; i < std::size(kSources); ++i)
    if (name == kSources[i]) return static_cast<LoadSource>(i);
  return std::nullopt;
}

const std::vector<std::string>& load_profiles() {
  static const std::vector<std::string> kProfiles{"quiet", "usual", "busy"};
  return kProfiles;
}

std::optional<double> changed_share_of(const std::string& profile) {
  if (profile == "quiet") return 0.05;
  if (profile == "usual") return 0.25;
  if (profile == "busy") return 1.0;
  return std::nullopt;
}

std::vector<int> points_of(const std::string& text) {
  std::vector<int> points;
  if (const std::size_t dots = text.find(".."); dots != std::string::npos) {
    const auto low = channels_in(std::string_view(text).substr(0, dots));
    const auto high = channels_in(std::string_view(text).substr(dots + 2));
    if (!low || !high || *low > *high) return {};
    for (std::int64_t channels = *low; channels < *high; channels *= 2) points.push_back(static_cast<int>(channels));
    points.push_back(*high);
    return points;
  }
  std::string_view rest = text;
  for (;;) {
    const std::size_t comma = rest.find(',');
    const auto channels = channels_in(rest.substr(0, comma));
    if (!channels || (!points.empty() && points.back() >= *channels)) return {};
    points.push_back(*channels);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  return points;
}

engine::Time begin_of(const LoadRequest& request, const Scenario& scenario) {
  const engine::Time midnight =
      std::chrono::floor<std::chrono::days>(scenario.start + engine::kUtcOffset) - engine::kUtcOffset;
  engine::Time begin = midnight + request.begins;
  while (begin < scenario.start) begin += std::chrono::days{1};
  return begin;
}

std::string folder_of(const LoadRequest& request, std::size_t profile) {
  return request.profiles.size() > 1 ? request.folder + "/" + request.profiles[profile] : request.folder;
}

std::vector<LoadJson> run_load(const LoadRequest& request, const LoopInputs& inputs, const std::atomic<bool>& stop,
                               const std::function<void(double, const std::string&)>& progress) {
  return Load(request, inputs, stop, progress).run();
}

}  // namespace tricolor::harness
