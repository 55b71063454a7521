// Handles keys and mouse: each becomes an action of the table, or moves map and time.
#pragma once

#include <SFML/Window/Event.hpp>

#include "view/model/playback.h"
#include "view/draw/screen.h"

namespace tricolor::harness {

class Input {
 public:
  /// All arguments must outlive it.
  Input(Screen& screen, Playback& playback, Timeline& timeline)
      : screen_(screen), playback_(playback), timeline_(timeline) {}

  enum class Wish : unsigned char { none, quit, full_screen, screenshot };
  /// Handles one event of the window. `moment` is the one that is shown, because a click is on the shown picture.
  Wish handle(const sf::Event& event, const Moment& moment);

  /// True once the user has moved time, map or selection by himself.
  bool touched() const { return touched_; }

 private:
  Wish on_key(const sf::Event::KeyEvent& key, const Moment& moment);
  Wish on_character(sf::Uint32 character, const Moment& moment);
  bool on_search_key(const sf::Event::KeyEvent& key, const Moment& moment);
  Wish on_press(const sf::Event::MouseButtonEvent& button, const Moment& moment);
  void on_move(Px at);
  Wish perform(Action action, const Moment& moment);
  void perform_on_map(Action action);
  void next_camera(int by, const Moment& moment);
  void jump_to_incident(bool forward);
  void ask_why(const Moment& moment);
  Px place(int x, int y) const {
    return {static_cast<float>(x) / screen_.scale(), static_cast<float>(y) / screen_.scale()};
  }

  Screen& screen_;
  Playback& playback_;
  Timeline& timeline_;
  Px pressed_at_, last_;
  bool left_down_ = false, right_down_ = false, dragged_ = false, scrubbing_ = false, touched_ = false;
};

}  // namespace tricolor::harness
