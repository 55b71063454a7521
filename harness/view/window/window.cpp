#include "view/window/window.h"

#include <SFML/Graphics.hpp>
#include <SFML/System/Err.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "clock/stopwatch.h"
#include "scenario/counted.h"
#include "view/window/film_out.h"
#include "view/window/input.h"
#include "view/draw/look.h"
#include "view/draw/screen.h"

namespace tricolor::harness {
namespace {

constexpr double kBenchmarkS = 10, kWarmUpS = 1;

// A window without --at opens so many seconds of its own time before the first incident, but at most this long in
// simulated time.
constexpr double kBeforeFirstS = 3;
constexpr engine::Duration kMostBeforeFirst{std::chrono::minutes{5}};
// Time after the last event for which a paused window draws as often as a playing one, and the rest that it takes
// between frames then. Assumed.
constexpr double kAwakeS = 1;
constexpr float kRestS = 0.06f;
// Time after which a picture is given up: on the slowest machine that was tried one took 4 s.
constexpr double kPatienceS = 300;

std::uint64_t frames_of(engine::Duration length, int speed, int fps) {
  return 1 + static_cast<std::uint64_t>(std::chrono::duration<double>(length).count() * fps / speed + 1e-6);
}

// One window with all its parts.
class Window {
 public:
  Window(Opened& opened, const WindowOptions& options)
      : opened_(opened), options_(options), timeline_(*opened.timeline), playback_(timeline_) {
    // SFML prints remarks on missing features of a display, such as vertical synchronisation; they are suppressed,
    // because our own errors say what matters.
    sf::err().rdbuf(nullptr);
    if (!font_.loadFromFile(TRICOLOR_VIEW_TYPEFACE))
      throw std::runtime_error(
          fmt::format("cannot open the typeface {} (package fonts-wqy-microhei)", TRICOLOR_VIEW_TYPEFACE));
    screen_ = std::make_unique<Screen>(opened, font_);
    open(false);
    screen_->state().language = options.language;
    input_ = std::make_unique<Input>(*screen_, playback_, timeline_);
    warm_up_glyphs();
    playback_.set_speed(options.speed);
  }

  void run() {
    const bool by_itself = !options_.screenshot.empty() || !options_.record.empty() || options_.benchmark;
    if (options_.at) wait_for(*options_.at);
    else if (by_itself || !opened_.live) open_at_first_incident();
    if (!window_.isOpen()) return;
    playback_.play(!options_.paused);
    keep_image_ = screen_->state().exact = !options_.screenshot.empty() || !options_.record.empty();
    begin_at_selection();
    if (!options_.screenshot.empty()) return take_screenshot();
    if (!options_.record.empty()) return options_.tour ? record_tour() : record();
    if (options_.benchmark) return benchmark();
    if (options_.tour) show_tour();
    bool awaiting_first = opened_.live && !options_.at && !options_.tour;
    while (window_.isOpen()) {
      listen();
      // Until there is an incident, a live run is shown at its latest instant, so that nobody has to watch an empty
      // street.
      if (awaiting_first) awaiting_first = await_first_incident();
      frame(watch_.lap_s());
      if (options_.quit_at_end && timeline_.finished()) window_.close();
      rest();
    }
  }

 private:
  void open(bool full) {
    const sf::VideoMode mode = full ? sf::VideoMode::getDesktopMode() : sf::VideoMode(options_.width, options_.height);
    window_.create(mode, sf::String::fromUtf8(kTitle.begin(), kTitle.end()),
                   full ? sf::Style::Fullscreen : sf::Style::Default);
    // SFML 2.5 takes the display's width for its height when it centres a window.
    const sf::VideoMode desktop = sf::VideoMode::getDesktopMode();
    const auto middle = [](unsigned all, unsigned own) {
      return std::max(0, (static_cast<int>(all) - static_cast<int>(own)) / 2);
    };
    if (!full) window_.setPosition({middle(desktop.width, mode.width), middle(desktop.height, mode.height)});
    window_.setFramerateLimit(options_.benchmark || !options_.record.empty() ? 0 : 60);
    window_.setKeyRepeatEnabled(true);
    full_ = full;
    title_.clear();
    screen_->resize(mode.width, mode.height, options_.scale);
  }

  // The first use of a character draws it into the typeface's texture, which takes too long in the middle of a film.
  void warm_up_glyphs() const {
    std::set<sf::Uint32> characters;
    const auto add = [&](const std::string& text) {
      for (const char *at = text.data(), *end = at + text.size(); at < end;) {
        sf::Uint32 character = 0;
        at = sf::Utf8::decode(at, end, character, '?');
        characters.insert(character);
      }
    };
    for (const auto& shop : opened_.replay->configuration().merchants) add(shop.sign + shop.name);
    for (const auto& entry : opened_.replay->configuration().classes) add(entry.name_zh + entry.name_en);
    for (char c = ' '; c < 127; ++c) characters.insert(static_cast<sf::Uint32>(c));
    for (unsigned size = 10; size <= 15; ++size)
      for (const sf::Uint32 character : characters)
        font_.getGlyph(character, static_cast<unsigned>(static_cast<float>(size) * screen_->scale() + 0.5f), false);
  }

  void take_news() {
    if (opened_.live) {
      opened_.live->hand_over(timeline_);
      opened_.live->record();
    }
  }

  // A paused window whose pictures are all there draws less often: only marks pulse in it, and at 60 frames a second a
  // machine without a graphics card would be busy with them.
  void rest() const {
    const bool awake = playback_.playing() || touched_.total_s() < kAwakeS ||
                       !screen_->wall().up_to_date(playback_.now(), screen_->state());
    if (!awake) sf::sleep(sf::seconds(kRestS));
  }

  void listen() {
    sf::Event event;
    while (window_.pollEvent(event)) {
      touched_ = Stopwatch();
      // The moment is that of the shown instant, because a click is on the shown picture.
      switch (input_->handle(event, timeline_.at(playback_.now()))) {
        case Input::Wish::quit: window_.close(); break;
        case Input::Wish::full_screen: open(!full_); break;
        case Input::Wish::screenshot: shot_wanted_ = true; break;
        case Input::Wish::none: break;
      }
      if (event.type == sf::Event::Resized) screen_->resize(event.size.width, event.size.height, options_.scale);
    }
  }

  void frame(double passed_s) {
    wall_s_ += passed_s;
    take_news();
    playback_.advance(passed_s);
    const Moment& moment = timeline_.at(playback_.now());
    window_.clear(sf::Color(9, 14, 24));
    screen_->draw(window_, moment, playback_, wall_s_);
    // The frame is read before it is shown, because a window's contents are undefined afterwards.
    if (keep_image_ || shot_wanted_) image_ = read_image();
    window_.display();
    if (std::exchange(shot_wanted_, false)) write_frame(image_, fmt::format("tricolor_{}.png", ++screenshots_));
    if (const std::string title = screen_->title(moment, playback_); title != title_) {
      title_ = title;
      window_.setTitle(sf::String::fromUtf8(title.begin(), title.end()));
    }
  }

  engine::Duration before_first() const {
    return std::min(kMostBeforeFirst,
                    engine::Duration{static_cast<std::int64_t>(1e6 * kBeforeFirstS * options_.speed)});
  }

  // Gives the instant at which the window opens without --at: that of the selection, if it has one; else shortly before
  // the first incident; for a film that ends before that, the beginning of the run.
  engine::Time opening() {
    const Selection& wanted = options_.selection;
    const auto number = static_cast<std::uint32_t>(wanted.id);
    const engine::ServiceState& known = timeline_.known();
    if (wanted.what == Selection::What::incident)
      if (const auto* it = known.incident(engine::IncidentId{number})) return it->opened_at;
    if (wanted.what == Selection::What::case_work)
      if (const auto* it = known.case_of(engine::CaseId{number})) return it->registered_at;
    const engine::Time first = opening_instant(timeline_, before_first());
    return options_.until && first > *options_.until ? timeline_.start() : first;
  }

  // True while there is no incident, and the user has not moved time, map or selection.
  bool await_first_incident() {
    const bool found = !timeline_.incident_times().empty(), over = timeline_.finished();
    const bool waits = !found && !over && !input_->touched();
    screen_->notify(waits ? say(screen_->state().language, "正在运行到首个事件…（任意键停在此处）",
                                "running to the first incident … (any key: stay here)")
                          : "");
    if (waits) playback_.jump(timeline_.known_until());
    else if (!input_->touched()) playback_.jump(opening());
    return waits;
  }

  void open_at_first_incident() {
    while (window_.isOpen() && await_first_incident()) {
      listen();
      frame(watch_.lap_s());
    }
  }

  void wait_for(engine::Time at) {
    while (window_.isOpen() && timeline_.known_until() < at && !timeline_.finished()) {
      playback_.jump(timeline_.known_until());
      listen();
      frame(watch_.lap_s());
    }
    playback_.jump(at);
  }

  void begin_at_selection() {
    const Moment& moment = timeline_.at(playback_.now());
    if (options_.selection.what != Selection::What::none) {
      screen_->go_to(options_.selection, moment);
      const auto place = screen_->place_of(options_.selection, moment);
      if (place && options_.px_per_m) {
        screen_->map().set_scale(*options_.px_per_m);
        screen_->map().centre_on(*place, look::kBesideCard);
      }
    } else if (options_.px_per_m) {
      screen_->map().set_scale(*options_.px_per_m);
    }
  }

  sf::Image read_image() const {
    sf::Texture texture;
    texture.create(window_.getSize().x, window_.getSize().y);
    texture.update(window_);
    return texture.copyToImage();
  }

  // Draws until every picture is that of the instant shown; time stands still meanwhile.
  void settle() {
    const bool playing = playback_.playing();
    playback_.play(false);
    const Stopwatch patience;
    while (window_.isOpen()) {
      listen();
      frame(0);
      if (screen_->wall().up_to_date(playback_.now(), screen_->state())) break;
      if (patience.total_s() > kPatienceS)
        throw std::runtime_error(fmt::format("the cameras' pictures of {} were not drawn within {} s",
                                             engine::to_text(playback_.now()), kPatienceS));
    }
    playback_.play(playing);
  }

  void take_screenshot() {
    wall_s_ = 0.4;
    playback_.play(false);
    settle();
    // The small pictures are chosen by the open incidents of the instant, so they are chosen again now that it is
    // known.
    if (window_.isOpen()) frame(5);
    settle();
    if (!window_.isOpen()) return;
    write_frame(image_, options_.screenshot);
    window_.close();
  }

  void add_frame(FilmOut& film, std::uint64_t& frames) {
    settle();
    if (!window_.isOpen()) return;
    frame(1.0 / options_.record_fps);  // Pulsing marks go on; the simulated time does not.
    film.add(image_);
    ++frames;
  }

  void finish_film(FilmOut& film, std::uint64_t frames) {
    film.finish();
    fmt::print("{} frames in {}\n", frames, options_.record);
    window_.close();
  }

  void record() {
    const auto film = open_film(options_.record, window_.getSize().x, window_.getSize().y, options_.record_fps);
    const engine::Time from = playback_.now(),
                       until = std::min(options_.until.value_or(timeline_.planned_end()), timeline_.planned_end());
    const int speed = playback_.speed(), fps = options_.record_fps;
    const std::uint64_t all = frames_of(std::max(engine::Duration{0}, until - from), speed, fps);
    fmt::print("filming {} to {} at {}×: {} frames, {} a second, {:.1f} s of film\n", engine::to_text(from),
               engine::to_text(until), speed, all, fps, static_cast<double>(all) / fps);
    std::fflush(stdout);
    screen_->state().filming = true;
    std::uint64_t frames = 0;
    for (std::uint64_t k = 0; window_.isOpen() && k < all; ++k) {
      // The instant is counted from the beginning, so that a speed that is no multiple of the frame rate is kept
      // exactly.
      const engine::Time at =
          from + engine::Duration{static_cast<std::int64_t>(1e6 * static_cast<double>(k) * speed / fps)};
      if (timeline_.known_until() < at) wait_for(at);
      if (timeline_.finished() && at > timeline_.known_until()) break;
      playback_.seek(at);
      add_frame(*film, frames);
    }
    finish_film(*film, frames);
  }

  std::optional<Tour> plan_tour() {
    wait_for(timeline_.planned_end());
    if (!window_.isOpen()) return std::nullopt;
    screen_->map().fit();
    TourOptions tour;
    tour.from = options_.at.value_or(timeline_.start());
    tour.until = options_.until.value_or(timeline_.planned_end());
    tour.language = screen_->state().language;
    if (options_.px_per_m) tour.near_px_per_m = *options_.px_per_m;
    Tour planned(timeline_, *opened_.replay, opened_.inputs->policies, screen_->map(), tour);
    if (planned.stops().empty())
      throw NothingToTour(fmt::format("--tour: needs a run with an incident between {} and {}, got none",
                                      engine::to_text(tour.from), engine::to_text(tour.until)));
    return planned;
  }

  void show_shot(const Tour& tour, double film_s) {
    const TourShot shot = tour.at(film_s);
    playback_.seek(shot.at);
    screen_->tell(&tour, shot, timeline_.at(playback_.now()));
  }

  void record_tour() {
    const auto tour = plan_tour();
    if (!tour) return;
    const auto film = open_film(options_.record, window_.getSize().x, window_.getSize().y, options_.record_fps);
    const int fps = options_.record_fps;
    const auto all = static_cast<std::uint64_t>(std::ceil(tour->length_s() * fps));
    fmt::print("filming a tour of {} of {}: {}, {} a second, {:.1f} s of film\n", tour->stops().size(),
               counted(tour->incidents(), "incident"), counted(all, "frame"), fps, tour->length_s());
    std::fflush(stdout);
    std::uint64_t frames = 0;
    for (std::uint64_t k = 0; window_.isOpen() && k < all; ++k) {
      show_shot(*tour, static_cast<double>(k) / fps);
      add_frame(*film, frames);
    }
    finish_film(*film, frames);
  }

  // The tour is shown until its end, or until the user takes over.
  void show_tour() {
    const auto tour = plan_tour();
    if (!tour) return;
    watch_.lap_s();
    for (double film_s = 0; window_.isOpen() && film_s < tour->length_s() && !input_->touched();) {
      show_shot(*tour, film_s);
      listen();
      const double passed_s = watch_.lap_s();
      frame(passed_s);
      film_s += passed_s;
    }
    screen_->tell(nullptr, {}, timeline_.at(playback_.now()));
  }

  // The benchmark moves from one end of the street to the other and from the whole city to one shop, while time passes.
  void benchmark() {
    const sim::Point middle = screen_->map().centre();
    const float whole = screen_->map().scale();
    const double half_m = 0.45 * static_cast<double>(screen_->map().area().width / whole);
    playback_.set_speed(100);
    playback_.play(true);
    std::vector<double> frames;
    const Stopwatch all;
    watch_.lap_s();
    double passed_s = 0.016;
    while (window_.isOpen() && all.total_s() < kWarmUpS + kBenchmarkS) {
      const double t = all.total_s();
      listen();
      screen_->map().centre_on({middle.x_m + half_m * std::sin(t * 0.9), middle.y_m});
      screen_->map().set_scale(whole * static_cast<float>(std::pow(20.0 / whole, 0.5 - 0.5 * std::cos(t * 1.3))));
      frame(passed_s);
      passed_s = watch_.lap_s();
      if (t > kWarmUpS) frames.push_back(passed_s * 1000);
    }
    std::sort(frames.begin(), frames.end());
    if (!frames.empty())
      fmt::print("{}x{}: {} frames in {:.0f} s; p50 {:.1f} ms, p99 {:.1f} ms, worst {:.1f} ms\n", options_.width,
                 options_.height, frames.size(), kBenchmarkS, frames[frames.size() / 2],
                 frames[std::min(frames.size() - 1, frames.size() * 99 / 100)], frames.back());
    window_.close();
  }

  static inline const std::string kTitle = "Tricolor 三色码";

  std::string title_;
  Opened& opened_;
  const WindowOptions& options_;
  Timeline& timeline_;
  Playback playback_;
  sf::Font font_;
  sf::RenderWindow window_;
  std::unique_ptr<Screen> screen_;
  std::unique_ptr<Input> input_;
  Stopwatch watch_;
  Stopwatch touched_;  ///< Since the last event of the user.
  double wall_s_ = 0;
  bool full_ = false, keep_image_ = false, shot_wanted_ = false;
  sf::Image image_;  // Image of the last frame, while frames are kept.
  int screenshots_ = 0;
};

}  // namespace

std::optional<std::string> no_tour(const Opened& opened, const WindowOptions& options) {
  const Timeline& timeline = *opened.timeline;
  if (!options.tour || !timeline.finished()) return std::nullopt;
  const engine::Time from = options.at.value_or(timeline.start()),
                     until = options.until.value_or(timeline.planned_end());
  const auto& times = timeline.incident_times();
  if (std::any_of(times.begin(), times.end(), [&](engine::Time t) { return t >= from && t <= until; }))
    return std::nullopt;
  return fmt::format("--tour: needs a run with an incident between {} and {}, got none", engine::to_text(from),
                     engine::to_text(until));
}

void show(Opened& opened, const WindowOptions& options) { Window(opened, options).run(); }

}  // namespace tricolor::harness
