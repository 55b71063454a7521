// The whole picture of the window: what is drawn where, what lies under the mouse, and what a click there selects.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "view/buttons.h"
#include "view/camera_wall.h"
#include "view/figures.h"
#include "view/layout.h"
#include "view/opening.h"
#include "view/playback.h"
#include "view/search.h"
#include "view/story_card.h"
#include "view/street_map.h"
#include "view/tooltip.h"
#include "view/tour.h"
#include "view/view_state.h"

namespace tricolor::harness {

class Screen {
 public:
  /// Both outlive it.
  Screen(const Opened& opened, const sf::Font& font);

  /// The window's size in real pixels; `scale` as of `ui_scale`.
  void resize(unsigned width, unsigned height, std::optional<float> scale);
  /// Real pixels to a unit: the mouse's place is divided by it.
  float scale() const { return scale_; }
  /// Draws a frame. `moment` is the timeline's at `playback.now()`; `wall_s` is the window's own time.
  void draw(sf::RenderTarget& target, const Moment& moment, const Playback& playback, double wall_s);

  /// Where the mouse is, in units; what lies under it is drawn lighter and told of in a tooltip. None: it has left the
  /// window.
  void point_at(std::optional<Px> at) { pointer_ = at; }
  /// The button under a point.
  std::optional<Action> button_at(Px at) const { return buttons_.at(at); }
  /// Follows a click of the left button that hit no button: selects, chooses a camera, or scrubs. True when it was on
  /// the time bar. A second click at one place selects the next of the marks that lie there.
  bool click(Px at, const Moment& moment, Playback& playback);
  /// The mouse was moved along the time bar with its button down.
  void scrub(float x, Playback& playback) const;
  /// The row of the search under a point.
  std::optional<Selection> search_row_at(Px at) const;
  /// What a click on the map would select, best first.
  std::vector<Selection> under(Px at) const;

  void select(const Selection& selection, const Moment& moment);
  /// Selects, and brings the map there, near enough to see it.
  void go_to(const Selection& selection, const Moment& moment);
  /// Shows a shot of a tour, with its caption; null: the tour is over.
  void tell(const Tour* tour, const TourShot& shot, const Moment& moment);
  /// A line over the map that says what is waited for; empty: none.
  void notify(const std::string& notice) { notice_ = notice; }

  ViewState& state() { return state_; }
  SearchBox& search_box() { return search_; }
  const engine::Configuration& configuration() const { return opened_.replay->configuration(); }
  MapView& map() { return map_.view(); }
  std::optional<sim::Point> place_of(const Selection& selection, const Moment& moment) const {
    return map_.place_of(selection, moment);
  }
  const CameraWall& wall() const { return wall_; }
  bool over_map(Px at) const;
  void lay_out();
  /// What the window is called: what is shown and whether it plays.
  std::string title(const Moment& moment, const Playback& playback) const;

 private:
  void choose_camera(const Moment& moment);
  // bars.cpp
  void draw_top_bar(const Moment& moment, const Playback& playback);
  void draw_figures(const Moment& moment);
  void draw_time_bar(const Moment& moment, const Playback& playback);
  void draw_legend();
  float x_of(engine::Time time) const;
  engine::Time time_at(float x) const;
  // panels.cpp
  void draw_map_buttons();
  void draw_camera_head(const Moment& moment);
  void draw_feed(const Moment& moment);
  void draw_card(const Moment& moment);
  void draw_card_line(const StoryLine& line, Px at, float width);
  std::optional<std::size_t> feed_line_at(Px at, const Moment& moment) const;
  // hints.cpp
  void draw_caption();
  void draw_search(const Moment& moment);
  void draw_help();
  void draw_hover(const Moment& moment, const Playback& playback);
  Tooltip hint_at(Px at, const Moment& moment, const Playback& playback) const;
  void draw_tooltip(const Tooltip& tip, Px at);
  std::string name_of(const Selection& selection) const;
  bool plays(const Playback& playback) const { return playback.playing() || state_.filming; }
  bool live() const { return opened_.live && !timeline_.finished(); }
  const char* word(const char* zh, const char* en) const { return say(state_.language, zh, en); }

  const Opened& opened_;
  const Timeline& timeline_;
  ViewState state_;
  StreetMap map_;
  CameraWall wall_;
  Canvas map_canvas_, panels_, over_;
  Buttons buttons_;
  SearchBox search_;
  Layout layout_;
  sf::Vector2f size_{1280, 720};  // In units.
  float scale_ = 1;
  std::optional<Px> pointer_, last_click_;
  PxRect card_area_, search_area_;
  StoryCard card_;
  Selection card_of_;
  std::size_t card_events_ = 0;
  std::int64_t card_second_ = -1;
  Language card_language_ = Language::zh;
  const Tour* tour_ = nullptr;
  TourShot shot_;
  std::string notice_;
  // The tooltip of a mark is told anew when what lies there or the second changes.
  Selection tip_of_;
  std::int64_t tip_second_ = -1;
  std::size_t tip_events_ = 0, tip_others_ = 0;
  Language tip_language_ = Language::zh;
  Tooltip tip_;
};

}  // namespace tricolor::harness
