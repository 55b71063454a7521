// Finds shops, cameras, officers and incidents by a typed text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "view/model/city_places.h"
#include "view/model/timeline.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

struct Found {
  Selection what;
  std::string title;  ///< "阿芳水果店  m1"
  std::string note;   ///< "店铺 · 水果" …
};

/// Gives the best matches first, at most `most`: shops by id, sign and trade (in Chinese, in English or as a code),
/// cameras and officers by id, incidents by number ("#3"), and the towns and roads of `places` by name. Upper and lower
/// case of Latin letters are the same. Equal texts come before those that begin so, and these before those that contain
/// it. Gives nothing for an empty text.
std::vector<Found> search(const engine::Configuration& configuration, const Moment& moment, std::string_view text,
                          Language language, std::size_t most = 8, const CityPlaces* places = nullptr);

/// The field for typing, with the rows found under it.
class SearchBox {
 public:
  bool is_open() const { return open_; }
  void open();
  void close() { open_ = false; }
  /// Adds characters. Control characters are left out; a text of 40 characters takes no more.
  void type(char32_t character);
  void paste(const std::u32string& text);
  /// Removes the last character.
  void erase();
  /// Moves down (1) or up (−1) among the rows.
  void move(int by);
  /// Searches again by the typed text; the incidents are the moment's.
  void look(const engine::Configuration& configuration, const Moment& moment, Language language,
            const CityPlaces* places = nullptr);

  const std::string& text() const { return text_; }
  const std::vector<Found>& found() const { return found_; }
  std::size_t row() const { return row_; }
  /// Gives the row that Enter takes; none where nothing was found.
  std::optional<Selection> chosen() const;

 private:
  bool open_ = false;
  std::string text_;  ///< The typed text in UTF-8.
  std::vector<Found> found_;
  std::size_t row_ = 0;
};

}  // namespace tricolor::harness
