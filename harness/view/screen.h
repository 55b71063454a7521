// The whole picture of the window: where everything is, what is drawn where, and what lies under a click.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "view/camera_wall.h"
#include "view/figures.h"
#include "view/opening.h"
#include "view/playback.h"
#include "view/story_card.h"
#include "view/street_map.h"
#include "view/view_state.h"

namespace tricolor::harness {

class Screen {
 public:
  /// Both outlive it.
  Screen(const Opened& opened, const sf::Font& font);

  /// The window's size in pixels; smaller than 960 × 540 is drawn as if it were that large.
  void resize(unsigned width, unsigned height);
  /// Draws a frame. `moment` is the timeline's at `playback.now()`; `wall_s` is the window's own time.
  void draw(sf::RenderTarget& target, const Moment& moment, const Playback& playback, double wall_s);

  /// Follows a click of the left button: selects, chooses a camera, or scrubs. True when it was on the time bar.
  bool click(sf::Vector2f at, const Moment& moment, Playback& playback);
  /// The mouse was moved along the time bar with its button down.
  void scrub(float x, Playback& playback) const;

  void select(const Selection& selection, const Moment& moment);
  ViewState& state() { return state_; }
  StreetMap& map() { return map_; }
  const CameraWall& wall() const { return wall_; }
  bool over_map(sf::Vector2f at) const { return map_.area().contains(at); }

 private:
  void lay_out();
  void choose_camera(const Moment& moment);
  void draw_top_bar(const Moment& moment, const Playback& playback);
  void draw_figures(const Moment& moment);
  void draw_camera_head(const Moment& moment);
  void draw_feed(const Moment& moment);
  void draw_time_bar(const Moment& moment, const Playback& playback);
  void draw_card(const Moment& moment);
  void draw_legend();
  void draw_help();
  float x_of(engine::Time time) const;
  std::optional<Selection> feed_at(sf::Vector2f at, const Moment& moment) const;
  Selection selection_of(const engine::Event& event, const Moment& moment) const;
  const char* word(const char* zh, const char* en) const { return say(state_.language, zh, en); }

  const Opened& opened_;
  const Timeline& timeline_;
  ViewState state_;
  StreetMap map_;
  CameraWall wall_;
  Canvas map_canvas_, panels_, over_;
  sf::Vector2f size_{1280, 720};
  sf::FloatRect figures_area_, camera_area_, feed_area_, strip_area_, time_area_, card_area_;
  StoryCard card_;
  Selection card_of_;
  std::size_t card_events_ = 0;
  std::int64_t card_second_ = -1;
  Language card_language_ = Language::zh;
};

}  // namespace tricolor::harness
