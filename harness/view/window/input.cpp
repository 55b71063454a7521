#include "view/window/input.h"

#include <SFML/Window/Clipboard.hpp>

#include <cmath>

#include "view/draw/look.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using What = Selection::What;

// Step of the arrow keys, and the distance that a press moves before it is a drag, in units of the screen; factor of
// one step of zoom.
constexpr float kPan = 60, kDrag = 4, kZoomStep = 1.25f;

}  // namespace

Input::Wish Input::handle(const sf::Event& event, const Moment& moment) {
  switch (event.type) {
    case sf::Event::Closed: return Wish::quit;
    case sf::Event::KeyPressed: return on_key(event.key, moment);
    case sf::Event::TextEntered: return on_character(event.text.unicode, moment);
    case sf::Event::MouseWheelScrolled:
      if (const Px at = place(event.mouseWheelScroll.x, event.mouseWheelScroll.y); screen_.over_map(at)) {
        screen_.map().zoom(std::pow(kZoomStep, event.mouseWheelScroll.delta), at);
        touched_ = true;
      }
      break;
    case sf::Event::MouseButtonPressed: return on_press(event.mouseButton, moment);
    case sf::Event::MouseMoved: on_move(place(event.mouseMove.x, event.mouseMove.y)); break;
    case sf::Event::MouseLeft: screen_.point_at(std::nullopt); break;
    case sf::Event::MouseButtonReleased:
      if (left_down_ && !dragged_ && screen_.over_map(pressed_at_)) screen_.click(pressed_at_, moment, playback_);
      left_down_ = right_down_ = scrubbing_ = false;
      break;
    default: break;
  }
  return Wish::none;
}

Input::Wish Input::on_press(const sf::Event::MouseButtonEvent& button, const Moment& moment) {
  pressed_at_ = last_ = place(button.x, button.y);
  screen_.point_at(pressed_at_);
  dragged_ = left_down_ = right_down_ = false;
  touched_ = true;
  if (button.button == sf::Mouse::Right) right_down_ = screen_.over_map(pressed_at_);
  if (button.button != sf::Mouse::Left) return Wish::none;
  if (const auto action = screen_.button_at(pressed_at_)) return perform(*action, moment);
  if (const auto row = screen_.search_row_at(pressed_at_)) {
    screen_.go_to(*row, moment);
    screen_.search_box().close();
    return Wish::none;
  }
  // On the map a press may become a drag: it counts as a click when the button is released.
  left_down_ = screen_.over_map(pressed_at_) && !screen_.state().help;
  if (!left_down_) scrubbing_ = screen_.click(pressed_at_, moment, playback_);
  return Wish::none;
}

void Input::on_move(Px at) {
  screen_.point_at(at);
  if (scrubbing_) {
    screen_.scrub(at.x, playback_);
  } else if (right_down_) {
    screen_.map().zoom(std::pow(1.01f, last_.y - at.y), pressed_at_);
  } else if (left_down_) {
    dragged_ = dragged_ || std::hypot(at.x - pressed_at_.x, at.y - pressed_at_.y) > kDrag;
    if (dragged_) {
      screen_.map().pan(at - last_);
      screen_.state().follow = false;
    }
  }
  last_ = at;
}

Input::Wish Input::on_character(sf::Uint32 character, const Moment& moment) {
  using A = Action;
  if (screen_.search_box().is_open()) {
    screen_.search_box().type(character);
    return Wish::none;
  }
  switch (character) {
    case '?': return perform(A::help, moment);
    case '/': return perform(A::search, moment);
    case '+':
    case '=': return perform(A::zoom_in, moment);
    case '-': return perform(A::zoom_out, moment);
    case ']': return perform(A::faster, moment);
    case '[': return perform(A::slower, moment);
    case '.': return perform(A::step_on, moment);
    case ',': return perform(A::step_back, moment);
    case '1': return perform(A::speed_1, moment);
    case '2': return perform(A::speed_2, moment);
    case '3': return perform(A::speed_3, moment);
    case '4': return perform(A::speed_4, moment);
    case '5': return perform(A::speed_5, moment);
    default: return Wish::none;
  }
}

bool Input::on_search_key(const sf::Event::KeyEvent& key, const Moment& moment) {
  using Key = sf::Keyboard;
  SearchBox& box = screen_.search_box();
  if (!box.is_open()) return false;
  switch (key.code) {
    case Key::Escape: box.close(); break;
    case Key::Backspace: box.erase(); break;
    case Key::Up: box.move(-1); break;
    case Key::Down: box.move(1); break;
    case Key::V:
      if (key.control) {
        const sf::String pasted = sf::Clipboard::getString();
        box.paste(std::u32string(pasted.begin(), pasted.end()));
      }
      break;
    case Key::Enter:
      box.look(screen_.configuration(), moment, screen_.state().language, &screen_.places());
      if (const auto chosen = box.chosen()) {
        screen_.go_to(*chosen, moment);
        box.close();
      }
      break;
    // These keys are no letters and do the same as always.
    case Key::F1:
    case Key::F11:
    case Key::F12: return false;
    default: break;
  }
  return true;
}

Input::Wish Input::on_key(const sf::Event::KeyEvent& key, const Moment& moment) {
  using Key = sf::Keyboard;
  using A = Action;
  // A screenshot changes nothing; every other key counts as the user's own action.
  touched_ = touched_ || key.code != Key::F12;
  if (on_search_key(key, moment)) return Wish::none;
  if (key.control) {
    switch (key.code) {
      case Key::A: return perform(A::play, moment);
      case Key::S: return perform(A::pause, moment);
      case Key::D: return perform(A::step_on, moment);
      case Key::F: return perform(A::search, moment);
      case Key::Q: return perform(A::quit, moment);
      case Key::Home: return perform(A::beginning, moment);
      case Key::End: return perform(A::latest, moment);
      default: return Wish::none;
    }
  }
  switch (key.code) {
    case Key::Space: return perform(A::play_pause, moment);
    case Key::Left: return perform(A::pan_left, moment);
    case Key::Right: return perform(A::pan_right, moment);
    case Key::Up: return perform(A::pan_up, moment);
    case Key::Down: return perform(A::pan_down, moment);
    case Key::PageUp: return perform(A::zoom_in, moment);
    case Key::PageDown: return perform(A::zoom_out, moment);
    case Key::Home: return perform(A::whole_map, moment);
    case Key::N: return perform(A::next_incident, moment);
    case Key::P: return perform(A::last_incident, moment);
    case Key::F: return perform(A::follow, moment);
    case Key::C: return perform(key.shift ? A::last_camera : A::next_camera, moment);
    case Key::A: return perform(A::automatic, moment);
    case Key::E: return perform(A::enlarge, moment);
    case Key::M: return perform(A::map_alone, moment);
    case Key::W: return perform(A::why, moment);
    case Key::Z: return perform(A::zones, moment);
    case Key::B: return perform(A::boxes, moment);
    case Key::V: return perform(A::footprints, moment);
    case Key::T: return perform(A::names, moment);
    case Key::L: return perform(A::language, moment);
    case Key::Escape: return perform(A::clear, moment);
    case Key::F1: return perform(A::help, moment);
    case Key::F11: return perform(A::full_screen, moment);
    case Key::F12: return perform(A::screenshot, moment);
    case Key::Q: return perform(A::quit, moment);
    default: return Wish::none;
  }
}

void Input::perform_on_map(Action action) {
  using A = Action;
  MapView& map = screen_.map();
  const Px middle{map.area().left + map.area().width / 2, map.area().top + map.area().height / 2};
  switch (action) {
    case A::pan_left: map.pan({kPan, 0}); break;
    case A::pan_right: map.pan({-kPan, 0}); break;
    case A::pan_up: map.pan({0, kPan}); break;
    case A::pan_down: map.pan({0, -kPan}); break;
    case A::zoom_in: map.zoom(kZoomStep, middle); return;
    case A::zoom_out: map.zoom(1 / kZoomStep, middle); return;
    case A::whole_map: map.fit(); break;
    default: return;
  }
  screen_.state().follow = false;
}

Input::Wish Input::perform(Action action, const Moment& moment) {
  using A = Action;
  ViewState& state = screen_.state();
  switch (action) {
    case A::play_pause: playback_.play(!playback_.playing()); break;
    case A::play: playback_.play(true); break;
    case A::pause: playback_.play(false); break;
    case A::step_on: playback_.step(1s); break;
    case A::step_back: playback_.step(-1s); break;
    case A::faster: playback_.faster(); break;
    case A::slower: playback_.slower(); break;
    case A::speed_1: playback_.set_speed(1); break;
    case A::speed_2: playback_.set_speed(10); break;
    case A::speed_3: playback_.set_speed(100); break;
    case A::speed_4: playback_.set_speed(1000); break;
    case A::speed_5: playback_.set_speed(10000); break;
    case A::next_incident: jump_to_incident(true); break;
    case A::last_incident: jump_to_incident(false); break;
    case A::beginning: playback_.seek(timeline_.start()); break;
    case A::latest: playback_.jump(timeline_.known_until()); break;
    case A::pan_left:
    case A::pan_up:
    case A::pan_right:
    case A::pan_down:
    case A::zoom_in:
    case A::zoom_out:
    case A::whole_map: perform_on_map(action); break;
    case A::follow: state.follow = !state.follow && state.selection.what != What::none; break;
    case A::next_camera: next_camera(1, moment); break;
    case A::last_camera: next_camera(-1, moment); break;
    case A::automatic:
      state.automatic = !state.automatic;
      if (state.automatic) state.selection = {};
      break;
    case A::enlarge: state.enlarged = !state.enlarged; break;
    case A::map_alone:
      state.map_alone = !state.map_alone;
      screen_.lay_out();
      break;
    case A::search: screen_.search_box().open(); break;
    case A::why: ask_why(moment); break;
    case A::clear:
      if (state.help) state.help = false;
      else if (screen_.search_box().is_open()) screen_.search_box().close();
      else if (state.enlarged) state.enlarged = false;
      else state.selection = {};
      state.follow = false;
      break;
    case A::zones: state.zones = !state.zones; break;
    case A::boxes: state.boxes = !state.boxes; break;
    case A::footprints: state.footprints = !state.footprints; break;
    case A::names: state.names = !state.names; break;
    case A::language: state.language = state.language == Language::zh ? Language::en : Language::zh; break;
    case A::help: state.help = !state.help; break;
    case A::full_screen: return Wish::full_screen;
    case A::screenshot: return Wish::screenshot;
    case A::quit: return Wish::quit;
  }
  return Wish::none;
}

void Input::next_camera(int by, const Moment& moment) {
  const int cameras = static_cast<int>(moment.camera_count);
  if (cameras == 0) return;
  screen_.select({What::camera, static_cast<std::uint64_t>((screen_.state().camera + by + cameras) % cameras)}, moment);
}

void Input::jump_to_incident(bool forward) {
  if (!(forward ? playback_.next_incident() : playback_.last_incident())) return;
  const Moment& moment = timeline_.at(playback_.now());
  for (const auto& [id, incident] : moment.service.incidents())
    if (incident.opened_at == playback_.now()) {
      screen_.go_to({What::incident, id.value}, moment);
      return;
    }
}

// Without a selection the question is about the thing nearest to the map's middle.
void Input::ask_why(const Moment& moment) {
  Selection& selection = screen_.state().selection;
  if (selection.what == What::incident || selection.what == What::thing) return;
  if (selection.what == What::case_work) {
    const auto* work = moment.service.case_of(engine::CaseId{static_cast<std::uint32_t>(selection.id)});
    if (work && work->registered.incident) screen_.select({What::incident, work->registered.incident->value}, moment);
    return;
  }
  // For a shop the question is about its latest incident; if it never had one, about the thing that stands before it.
  const auto& incidents = moment.service.incidents();
  if (selection.what == What::shop)
    for (auto it = incidents.rbegin(); it != incidents.rend(); ++it)
      if (it->second.opened.merchant && it->second.opened.merchant->value == selection.id) {
        screen_.select({What::incident, it->first.value}, moment);
        return;
      }
  const sim::Point from = screen_.place_of(selection, moment).value_or(screen_.map().centre());
  const StandingThing* nearest = nullptr;
  const auto away = [&](const StandingThing& it) {
    return std::hypot(it.thing.at.x_m - from.x_m, it.thing.at.y_m - from.y_m);
  };
  for (const auto& [id, it] : moment.standing)
    if (!nearest || away(it) < away(*nearest)) nearest = &it;
  if (nearest) screen_.select({What::thing, nearest->thing.id}, moment);
}

}  // namespace tricolor::harness
