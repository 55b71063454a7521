// Keys and mouse: what each does to the screen and to playback.
#pragma once

#include <SFML/Window/Event.hpp>

#include "view/playback.h"
#include "view/screen.h"

namespace tricolor::harness {

class Input {
 public:
  Input(Screen& screen, Playback& playback, const Timeline& timeline) : screen_(screen), playback_(playback), timeline_(timeline) {}

  enum class Wish : unsigned char { none, quit, full_screen, screenshot };
  /// Follows one event of the window.
  Wish handle(const sf::Event& event, const Moment& moment);

 private:
  Wish on_key(const sf::Event::KeyEvent& key, const Moment& moment);
  void on_character(sf::Uint32 character);
  void next_camera(int by, const Moment& moment);
  void jump_to_incident(bool forward, const Moment& moment);
  void ask_why(const Moment& moment);

  Screen& screen_;
  Playback& playback_;
  const Timeline& timeline_;
  sf::Vector2f pressed_at_, last_;
  bool left_down_ = false, right_down_ = false, dragged_ = false, scrubbing_ = false;
};

}  // namespace tricolor::harness
