#include "view/window.h"

#include <SFML/Graphics.hpp>
#include <SFML/System/Err.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "adapters/stopwatch.h"
#include "view/film_out.h"
#include "view/input.h"
#include "view/look.h"
#include "view/screen.h"

namespace tricolor::harness {
namespace {

constexpr double kBenchmarkS = 10, kWarmUpS = 1;

// One window with all that belongs to it.
class Window {
 public:
  Window(Opened& opened, const WindowOptions& options)
      : opened_(opened), options_(options), timeline_(*opened.timeline), playback_(timeline_) {
    // SFML remarks on what a display lacks, such as vertical synchronisation; what matters is said by our own errors.
    sf::err().rdbuf(nullptr);
    if (!font_.loadFromFile(TRICOLOR_VIEW_TYPEFACE)) throw std::runtime_error(fmt::format("cannot open the typeface {} (package fonts-wqy-microhei)", TRICOLOR_VIEW_TYPEFACE));
    open(false);
    screen_ = std::make_unique<Screen>(opened, font_);
    screen_->resize(options.width, options.height);
    screen_->state().language = options.language;
    input_ = std::make_unique<Input>(*screen_, playback_, timeline_);
    warm_up_glyphs();
    playback_.set_speed(options.speed);
  }

  void run() {
    if (options_.at) wait_for(*options_.at);
    if (!window_.isOpen()) return;
    playback_.play(!options_.paused);
    screen_->state().exact = !options_.screenshot.empty() || !options_.record.empty();
    begin_at_selection();
    if (!options_.screenshot.empty()) return take_screenshot();
    if (!options_.record.empty()) return record();
    if (options_.benchmark) return benchmark();
    while (window_.isOpen()) {
      listen();
      frame(watch_.lap_s());
      if (options_.quit_at_end && timeline_.finished()) window_.close();
    }
  }

 private:
  void open(bool full) {
    const sf::VideoMode mode = full ? sf::VideoMode::getDesktopMode() : sf::VideoMode(options_.width, options_.height);
    window_.create(mode, sf::String::fromUtf8(kTitle.begin(), kTitle.end()), full ? sf::Style::Fullscreen : sf::Style::Default);
    // SFML 2.5 takes the display's width for its height when it centres a window.
    if (const sf::VideoMode desktop = sf::VideoMode::getDesktopMode(); !full)
      window_.setPosition({std::max(0, (static_cast<int>(desktop.width) - static_cast<int>(mode.width)) / 2), std::max(0, (static_cast<int>(desktop.height) - static_cast<int>(mode.height)) / 2)});
    window_.setFramerateLimit(options_.benchmark || !options_.record.empty() ? 0 : 60);
    window_.setKeyRepeatEnabled(true);
    full_ = full;
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
      for (const sf::Uint32 character : characters) font_.getGlyph(character, size, false);
  }

  void take_news() {
    if (opened_.live) {
      opened_.live->hand_over(timeline_);
      opened_.live->record();
    }
  }

  void listen() {
    sf::Event event;
    while (window_.pollEvent(event)) {
      // By now's moment: a click is on what is seen.
      switch (input_->handle(event, timeline_.at(playback_.now()))) {
        case Input::Wish::quit: window_.close(); break;
        case Input::Wish::full_screen: open(!full_); break;
        case Input::Wish::screenshot: write_frame(image(), fmt::format("tricolor_{}.png", ++screenshots_)); break;
        case Input::Wish::none: break;
      }
      if (event.type == sf::Event::Resized) window_.setView(sf::View(sf::FloatRect(0, 0, static_cast<float>(event.size.width), static_cast<float>(event.size.height))));
    }
  }

  void frame(double passed_s) {
    wall_s_ += passed_s;
    take_news();
    playback_.advance(passed_s);
    const Moment& moment = timeline_.at(playback_.now());
    window_.clear(sf::Color(9, 14, 24));
    screen_->draw(window_, moment, playback_, wall_s_);
    window_.display();
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
      screen_->select(options_.selection, moment);
      if (const auto place = screen_->map().place_of(options_.selection, moment)) {
        screen_->map().set_scale(options_.px_per_m.value_or(std::max(screen_->map().scale(), 8.f)));
        screen_->map().centre_on(*place, look::kBesideCard);
      }
    } else if (options_.px_per_m) {
      screen_->map().set_scale(*options_.px_per_m);
    }
  }

  sf::Image image() const {
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
    do {
      listen();
      frame(0.05);
    } while (window_.isOpen() && !screen_->wall().up_to_date(playback_.now()) && patience.total_s() < 30);
    if (window_.isOpen()) frame(0);
    playback_.play(playing);
  }

  void take_screenshot() {
    wall_s_ = 0.4;
    settle();
    settle();
    if (!window_.isOpen()) return;
    write_frame(image(), options_.screenshot);
    window_.close();
  }

  void record() {
    const auto film = open_film(options_.record, window_.getSize().x, window_.getSize().y, options_.record_fps);
    const engine::Time until = std::min(options_.until.value_or(timeline_.planned_end()), timeline_.planned_end());
    const auto step = engine::Duration{static_cast<std::int64_t>(1e6 * playback_.speed() / options_.record_fps)};
    std::uint64_t frames = 0;
    for (engine::Time at = playback_.now(); window_.isOpen() && at <= until; at += step) {
      if (timeline_.known_until() < at) wait_for(at);
      if (timeline_.finished() && at > timeline_.known_until()) break;
      playback_.jump(at);
      playback_.play(false);
      const Stopwatch patience;
      do {
        listen();
        frame(0);
      } while (window_.isOpen() && !screen_->wall().up_to_date(playback_.now()) && patience.total_s() < 5);
      if (!window_.isOpen()) break;
      frame(1.0 / options_.record_fps);
      film->add(image());
      ++frames;
    }
    film->finish();
    fmt::print("{} frames in {}\n", frames, options_.record);
    window_.close();
  }

  // From one end of the street to the other and from the whole city to one shop, while time passes.
  void benchmark() {
    const sim::Point middle = screen_->map().centre();
    const float whole = screen_->map().scale();
    const double half_m = 0.45 * screen_->map().area().width / whole;
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
      fmt::print("{}x{}: {} frames in {:.0f} s; p50 {:.1f} ms, p99 {:.1f} ms, worst {:.1f} ms\n", options_.width, options_.height, frames.size(), kBenchmarkS, frames[frames.size() / 2],
                 frames[std::min(frames.size() - 1, frames.size() * 99 / 100)], frames.back());
    window_.close();
  }

  static inline const std::string kTitle = "三色码 Tricolor";

  Opened& opened_;
  const WindowOptions& options_;
  Timeline& timeline_;
  Playback playback_;
  sf::Font font_;
  sf::RenderWindow window_;
  std::unique_ptr<Screen> screen_;
  std::unique_ptr<Input> input_;
  Stopwatch watch_;
  double wall_s_ = 0;
  bool full_ = false;
  int screenshots_ = 0;
};

}  // namespace

void show(Opened& opened, const WindowOptions& options) { Window(opened, options).run(); }

}  // namespace tricolor::harness
