#include "view/window/zone_window.h"

#include <SFML/Graphics.hpp>
#include <SFML/System/Err.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "clock/stopwatch.h"
#include "view/draw/canvas.h"
#include "view/draw/look.h"

namespace tricolor::harness {
namespace {

constexpr float kMostWidth = 1280, kMostHeight = 620, kMostScale = 2, kBar = 84;
// Distance from the first corner, in pixels of the window, within which a click closes the polygon.
constexpr double kNearPx = 9;
// Longest time for which the window is not drawn anew, seconds.
constexpr double kDrawnEveryS = 0.25;

class ZoneWindow {
 public:
  ZoneWindow(const engine::Image& picture, const std::string& name, ZoneSketch& sketch)
      : sketch_(sketch), canvas_(font_) {
    sf::err().rdbuf(nullptr);
    if (!font_.loadFromFile(TRICOLOR_VIEW_TYPEFACE))
      throw std::runtime_error(
          fmt::format("cannot open the typeface {} (package fonts-wqy-microhei)", TRICOLOR_VIEW_TYPEFACE));
    const auto width = static_cast<float>(picture.width_px), height = static_cast<float>(picture.height_px);
    scale_ = std::min({kMostScale, kMostWidth / width, kMostHeight / height});
    size_ = {std::max(640.f, width * scale_), height * scale_};
    load(picture);
    name_ = "Tricolor: " + name;
    window_.create(sf::VideoMode(static_cast<unsigned>(size_.x), static_cast<unsigned>(size_.y + kBar)),
                   sf::String::fromUtf8(name_.begin(), name_.end()), sf::Style::Titlebar | sf::Style::Close);
    // SFML 2.5 takes the display's width for its height when it centres a window.
    const sf::VideoMode desktop = sf::VideoMode::getDesktopMode();
    window_.setPosition({std::max(0, (static_cast<int>(desktop.width) - static_cast<int>(window_.getSize().x)) / 2),
                         std::max(0, (static_cast<int>(desktop.height) - static_cast<int>(window_.getSize().y)) / 2)});
    window_.setFramerateLimit(30);
    window_.setKeyRepeatEnabled(true);
  }

  DrawingEnds run() {
    // Nothing moves in it, so that it is drawn when something was done, and now and then in case another window lay
    // over it.
    Stopwatch since_drawn;
    for (bool first = true; !ends_; first = false) {
      bool acted = first;
      for (sf::Event event; !ends_ && window_.pollEvent(event); acted = true) listen(event);
      if (acted || since_drawn.total_s() > kDrawnEveryS) {
        draw();
        since_drawn = Stopwatch();
      } else {
        sf::sleep(sf::milliseconds(10));
      }
    }
    return *ends_;
  }

 private:
  void load(const engine::Image& picture) {
    std::vector<sf::Uint8> rgba(
        static_cast<std::size_t>(picture.width_px) * static_cast<std::size_t>(picture.height_px) * 4, 255);
    for (std::size_t i = 0; i < rgba.size() / 4; ++i)
      for (std::size_t c = 0; c < 3; ++c) rgba[4 * i + c] = picture.bytes[3 * i + 2 - c];
    texture_.create(static_cast<unsigned>(picture.width_px), static_cast<unsigned>(picture.height_px));
    texture_.update(rgba.data());
    texture_.setSmooth(true);
  }

  void listen(const sf::Event& event) {
    if (event.type == sf::Event::KeyPressed || event.type == sf::Event::MouseButtonPressed) refused_.clear();
    if (event.type == sf::Event::Closed) ends_ = DrawingEnds::leave;
    if (event.type == sf::Event::MouseMoved)
      pointer_ = {static_cast<float>(event.mouseMove.x), static_cast<float>(event.mouseMove.y)};
    if (event.type == sf::Event::MouseButtonPressed && event.mouseButton.button == sf::Mouse::Right) sketch_.undo();
    if (event.type == sf::Event::MouseButtonPressed && event.mouseButton.button == sf::Mouse::Left &&
        static_cast<float>(event.mouseButton.y) < size_.y)
      sketch_.click(
          {event.mouseButton.x / static_cast<double>(scale_), event.mouseButton.y / static_cast<double>(scale_)},
          kNearPx / static_cast<double>(scale_));
    if (event.type == sf::Event::TextEntered) type(event.text.unicode);
    if (event.type != sf::Event::KeyPressed) return;
    if (event.key.code == sf::Keyboard::Enter) sketch_.enter();
    if (event.key.code == sf::Keyboard::Escape) sketch_.undo();
    if (event.key.code == sf::Keyboard::Backspace) {
      if (sketch_.asks() == ZoneSketch::Asks::corners) sketch_.undo();
      else sketch_.erase();
    }
  }

  // Letters are commands only while corners are drawn; else they are text.
  void type(char32_t character) {
    if (sketch_.asks() != ZoneSketch::Asks::corners) return sketch_.type(character);
    const bool whole = sketch_.corners().empty() && !sketch_.zones().empty();
    if (character == U's' || character == U'x') {
      if (!whole) refused_ = sketch_.corners().empty() ? "draw a zone first" : "close the polygon first, or undo it";
      else ends_ = character == U's' ? DrawingEnds::go_on : DrawingEnds::stop;
    }
    if (character == U'u') sketch_.undo();
    if (character == U'q') ends_ = DrawingEnds::leave;
  }

  sf::Vector2f shown(engine::GroundPoint corner) const {
    return {static_cast<float>(corner.x_m) * scale_, static_cast<float>(corner.y_m) * scale_};
  }

  void outline(const std::vector<engine::GroundPoint>& corners, bool closed, sf::Color colour) {
    for (std::size_t i = 0; i + (closed ? 0 : 1) < corners.size(); ++i)
      canvas_.line(shown(corners[i]), shown(corners[(i + 1) % corners.size()]), 2, colour);
    for (const engine::GroundPoint& corner : corners) canvas_.circle(shown(corner), 4, colour);
  }

  void draw() {
    canvas_.clear();
    for (const PictureZone& zone : sketch_.zones()) {
      outline(zone.outline, true, look::kGreen);
      const sf::Vector2f at = shown(zone.outline.front());
      canvas_.rect(at.x + 6, at.y + 2, canvas_.width_of(14, zone.name) + 6, 19, look::kCard);
      canvas_.text(at.x + 9, at.y + 3, 14, look::kGreen, zone.name);
    }
    const bool closed = sketch_.asks() != ZoneSketch::Asks::corners;
    outline(sketch_.corners(), closed, look::kAmber);
    if (!closed && !sketch_.corners().empty()) {
      canvas_.ring(shown(sketch_.corners().front()), static_cast<float>(kNearPx), 1, look::kAmber);
      canvas_.dashes(shown(sketch_.corners().back()), {pointer_.x, std::min(pointer_.y, size_.y)}, 1, 6, look::kAmber);
    }
    canvas_.rect(0, size_.y, size_.x, kBar, look::kPanel);
    canvas_.text(10, size_.y + 8, 15, look::kText, question(), Align::left, size_.x - 20);
    canvas_.text(
        10, size_.y + 34, 13, look::kDim,
        "click: corner · Enter or first corner: close · u: undo · s: save and watch · x: save and stop · q: leave",
        Align::left, size_.x - 20);
    canvas_.text(10, size_.y + 58, 13, look::kRed, sketch_.complaint().empty() ? refused_ : sketch_.complaint(),
                 Align::left, size_.x - 20);
    window_.clear(look::kGround);
    sf::Sprite sprite(texture_);
    sprite.setScale(scale_, scale_);
    window_.draw(sprite);
    canvas_.draw_on(window_);
    window_.display();
    // The title shows the question too, for a list of windows and for programs that operate this one.
    if (const std::string title = name_ + ": " + question(); title != title_) {
      title_ = title;
      window_.setTitle(sf::String::fromUtf8(title.begin(), title.end()));
    }
  }

  std::string question() const {
    switch (sketch_.asks()) {
      case ZoneSketch::Asks::corners:
        return fmt::format("{} zone{}, corners of the next: {}", sketch_.zones().size(),
                           sketch_.zones().size() == 1 ? "" : "s", sketch_.corners().size());
      case ZoneSketch::Asks::name: return fmt::format("name (Enter: {}): {}_", sketch_.offered(), sketch_.typed());
      case ZoneSketch::Asks::dwell:
        return fmt::format("alarm after (Enter: {}): {}_", sketch_.offered(), sketch_.typed());
    }
    return {};
  }

  ZoneSketch& sketch_;
  sf::Font font_;
  Canvas canvas_;
  sf::RenderWindow window_;
  sf::Texture texture_;
  sf::Vector2f size_, pointer_;
  float scale_ = 1;
  std::string name_, title_, refused_;
  std::optional<DrawingEnds> ends_;
};

}  // namespace

DrawingEnds draw_zones(const engine::Image& picture, const std::string& name, ZoneSketch& sketch) {
  return ZoneWindow(picture, name, sketch).run();
}

}  // namespace tricolor::harness
