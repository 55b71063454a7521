#include "view/input.h"

#include <cmath>

#include "view/look.h"

namespace tricolor::harness {
namespace {

constexpr float kPanPx = 60, kZoomStep = 1.25f, kDragPx = 4;

}  // namespace

Input::Wish Input::handle(const sf::Event& event, const Moment& moment) {
  switch (event.type) {
    case sf::Event::Closed: return Wish::quit;
    case sf::Event::Resized: screen_.resize(event.size.width, event.size.height); break;
    case sf::Event::KeyPressed: return on_key(event.key, moment);
    case sf::Event::TextEntered: on_character(event.text.unicode); break;
    case sf::Event::MouseWheelScrolled:
      if (const sf::Vector2f at(static_cast<float>(event.mouseWheelScroll.x), static_cast<float>(event.mouseWheelScroll.y)); screen_.over_map(at))
        screen_.map().zoom(std::pow(kZoomStep, event.mouseWheelScroll.delta), at);
      break;
    case sf::Event::MouseButtonPressed:
      pressed_at_ = last_ = {static_cast<float>(event.mouseButton.x), static_cast<float>(event.mouseButton.y)};
      dragged_ = false;
      right_down_ = event.mouseButton.button == sf::Mouse::Right && screen_.over_map(pressed_at_);
      left_down_ = event.mouseButton.button == sf::Mouse::Left;
      if (left_down_ && !screen_.over_map(pressed_at_)) scrubbing_ = screen_.click(pressed_at_, moment, playback_);
      break;
    case sf::Event::MouseMoved: {
      const sf::Vector2f at(static_cast<float>(event.mouseMove.x), static_cast<float>(event.mouseMove.y));
      if (scrubbing_) {
        screen_.scrub(at.x, playback_);
      } else if (right_down_) {
        screen_.map().zoom(std::pow(1.01f, last_.y - at.y), pressed_at_);
      } else if (left_down_ && screen_.over_map(pressed_at_)) {
        dragged_ = dragged_ || std::hypot(at.x - pressed_at_.x, at.y - pressed_at_.y) > kDragPx;
        if (dragged_) {
          screen_.map().pan(at - last_);
          screen_.state().follow = false;
        }
      }
      last_ = at;
      break;
    }
    case sf::Event::MouseButtonReleased:
      if (left_down_ && !dragged_ && screen_.over_map(pressed_at_)) screen_.click(pressed_at_, moment, playback_);
      left_down_ = right_down_ = scrubbing_ = false;
      break;
    default: break;
  }
  return Wish::none;
}

void Input::on_character(sf::Uint32 character) {
  using namespace std::chrono_literals;
  const sf::FloatRect& area = screen_.map().area();
  const sf::Vector2f middle{area.left + area.width / 2, area.top + area.height / 2};
  switch (character) {
    case '?': screen_.state().help = !screen_.state().help; break;
    case '+': case '=': screen_.map().zoom(kZoomStep, middle); break;
    case '-': screen_.map().zoom(1 / kZoomStep, middle); break;
    case ']': playback_.faster(); break;
    case '[': playback_.slower(); break;
    case '.': playback_.step(1s); break;
    case ',': playback_.step(-1s); break;
    case '1': playback_.set_speed(1); break;
    case '2': playback_.set_speed(10); break;
    case '3': playback_.set_speed(100); break;
    case '4': playback_.set_speed(1000); break;
    case '5': playback_.set_speed(10000); break;
    default: break;
  }
}

Input::Wish Input::on_key(const sf::Event::KeyEvent& key, const Moment& moment) {
  using Key = sf::Keyboard;
  using namespace std::chrono_literals;
  ViewState& state = screen_.state();
  const sf::FloatRect& area = screen_.map().area();
  const sf::Vector2f middle{area.left + area.width / 2, area.top + area.height / 2};
  if (key.control) {
    switch (key.code) {
      case Key::A: playback_.play(true); break;
      case Key::S: playback_.play(false); break;
      case Key::D: playback_.step(1s); break;
      case Key::F: return Wish::full_screen;
      case Key::Q: return Wish::quit;
      case Key::Home: playback_.seek(timeline_.start()); break;
      case Key::End: playback_.jump(timeline_.known_until()); break;
      default: break;
    }
    return Wish::none;
  }
  const auto pan = [&](float x, float y) {
    screen_.map().pan({x, y});
    state.follow = false;
  };
  switch (key.code) {
    case Key::Space: playback_.play(!playback_.playing()); break;
    case Key::Left: pan(kPanPx, 0); break;
    case Key::Right: pan(-kPanPx, 0); break;
    case Key::Up: pan(0, kPanPx); break;
    case Key::Down: pan(0, -kPanPx); break;
    case Key::PageUp: screen_.map().zoom(kZoomStep, middle); break;
    case Key::PageDown: screen_.map().zoom(1 / kZoomStep, middle); break;
    case Key::Home:
      state.follow = false;
      screen_.map().fit();
      break;
    case Key::N: jump_to_incident(true, moment); break;
    case Key::P: jump_to_incident(false, moment); break;
    case Key::F: state.follow = !state.follow && state.selection.what != Selection::What::none; break;
    case Key::C: next_camera(key.shift ? -1 : 1, moment); break;
    case Key::A:
      state.automatic = !state.automatic;
      if (state.automatic) state.selection = {};
      break;
    case Key::W: ask_why(moment); break;
    case Key::Z: state.zones = !state.zones; break;
    case Key::B: state.boxes = !state.boxes; break;
    case Key::V: state.footprints = !state.footprints; break;
    case Key::T: state.names = !state.names; break;
    case Key::L: state.language = state.language == Language::zh ? Language::en : Language::zh; break;
    case Key::Escape:
      if (state.help) state.help = false;
      else state.selection = {};
      state.follow = false;
      break;
    case Key::F1: state.help = !state.help; break;
    case Key::F11: return Wish::full_screen;
    case Key::F12: return Wish::screenshot;
    case Key::Q: return Wish::quit;
    default: break;
  }
  return Wish::none;
}

void Input::next_camera(int by, const Moment& moment) {
  const int cameras = static_cast<int>(moment.camera_count);
  if (cameras == 0) return;
  screen_.select({Selection::What::camera, static_cast<std::uint64_t>((screen_.state().camera + by + cameras) % cameras)}, moment);
}

void Input::jump_to_incident(bool forward, const Moment& before) {
  if (!(forward ? playback_.next_incident() : playback_.last_incident())) return;
  // The incident that opens at the instant jumped to; it is not yet in `before`.
  const engine::ServiceState& known = timeline_.known();
  for (const auto& [id, incident] : known.incidents()) {
    if (incident.opened_at != playback_.now()) continue;
    screen_.state().selection = {Selection::What::incident, id.value};
    if (screen_.map().scale() < 4) screen_.map().set_scale(8);
    screen_.map().centre_on({incident.opened.spot.x_m, incident.opened.spot.y_m}, look::kBesideCard);
    if (const auto* seen = known.sighting(incident.opened.sighting)) screen_.state().camera = static_cast<int>(seen->content.camera.value);
    break;
  }
  (void)before;
}

// Asked without a selection, it is about the thing nearest to the map's middle.
void Input::ask_why(const Moment& moment) {
  Selection& selection = screen_.state().selection;
  if (selection.what == Selection::What::incident || selection.what == Selection::What::thing) return;
  if (selection.what == Selection::What::case_work) {
    if (const auto* it = moment.service.case_of(engine::CaseId{static_cast<std::uint32_t>(selection.id)}); it && it->registered.incident)
      screen_.select({Selection::What::incident, it->registered.incident->value}, moment);
    return;
  }
  // Of a shop, it is about its latest incident; if it never had one, about what stands before it.
  if (selection.what == Selection::What::shop)
    for (auto it = moment.service.incidents().rbegin(); it != moment.service.incidents().rend(); ++it)
      if (it->second.opened.merchant && it->second.opened.merchant->value == selection.id) {
        screen_.select({Selection::What::incident, it->first.value}, moment);
        return;
      }
  const sim::Point from = screen_.map().place_of(selection, moment).value_or(screen_.map().centre());
  const StandingThing* nearest = nullptr;
  const auto away = [&](const StandingThing& it) { return std::hypot(it.thing.at.x_m - from.x_m, it.thing.at.y_m - from.y_m); };
  for (const auto& [id, it] : moment.standing)
    if (!nearest || away(it) < away(*nearest)) nearest = &it;
  if (nearest) screen_.select({Selection::What::thing, nearest->thing.id}, moment);
}

}  // namespace tricolor::harness
