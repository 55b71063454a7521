#include "view/model/search.h"

#include <fmt/format.h>

#include <algorithm>

namespace tricolor::harness {
namespace {

using What = Selection::What;

// Letters beyond ASCII have no case here, because signs are Chinese.
std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(' ');
  return from == std::string_view::npos ? std::string_view{} : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

constexpr int kNoMatch = 9;

// Rates a match: 0 equal, 1 begins so, 2 contains it.
int rank_of(const std::string& name, const std::string& wanted) {
  const std::string lower = lowered(name);
  const std::size_t at = lower.find(wanted);
  return at == std::string::npos ? kNoMatch : lower.size() == wanted.size() ? 0 : at == 0 ? 1 : 2;
}

}  // namespace

std::vector<Found> search(const engine::Configuration& c, const Moment& moment, std::string_view text, Language l,
                          std::size_t most, const CityPlaces* places) {
  const std::string wanted = lowered(trimmed(text));
  if (wanted.empty()) return {};
  std::vector<std::pair<int, Found>> found;
  const auto offer = [&](int rank, Found it) {
    if (rank < kNoMatch) found.emplace_back(rank, std::move(it));
  };
  // The larger comes before the smaller: a town, then its roads, then shops.
  for (std::size_t i = 0; places && i < places->towns.size(); ++i)
    offer(rank_of(places->towns[i].name, wanted),
          {{What::town, i},
           places->towns[i].name,
           fmt::format("{} · {} {}", say(l, "镇街", "town"), places->towns[i].shops.size(), say(l, "店", "shops"))});
  for (std::size_t i = 0; places && i < places->roads.size(); ++i) {
    const RoadPlace& road = places->roads[i];
    offer(rank_of(road.name, wanted),
          {{What::road, i},
           road.name,
           fmt::format("{} · {}", say(l, "道路", "street"),
                       road.town ? places->towns[*road.town].name
                                 : fmt::format("{} {}", road.shops.size(), say(l, "店", "shops")))});
  }
  for (std::size_t i = 0; i < c.merchants.size(); ++i) {
    const engine::Dossier& shop = c.merchants[i];
    // A trade matches many shops, so it comes after every name.
    const int trade = std::min({rank_of(shop.trade, wanted), rank_of(trade_text(shop.trade, Language::zh), wanted),
                                rank_of(trade_text(shop.trade, Language::en), wanted)});
    const int rank =
        std::min({rank_of(shop.name, wanted), rank_of(shop.sign, wanted), trade == kNoMatch ? kNoMatch : trade + 3});
    offer(rank, {{What::shop, i},
                 fmt::format("{}  {}", shop.sign, shop.name),
                 fmt::format("{} · {}", say(l, "店铺", "shop"), trade_text(shop.trade, l))});
  }
  for (std::size_t i = 0; i < c.cameras.size(); ++i)
    offer(
        rank_of(c.cameras[i].name, wanted),
        {{What::camera, i}, c.cameras[i].name, fmt::format("{} · {}", say(l, "摄像机", "camera"), c.cameras[i].owner)});
  for (std::size_t i = 0; i < c.officers.size(); ++i)
    offer(rank_of(c.officers[i].name, wanted), {{What::officer, i}, c.officers[i].name, say(l, "队员", "officer")});
  for (const auto& [id, it] : moment.service.incidents()) {
    const std::string name = fmt::format("#{}", id.value);
    if (name != wanted) continue;
    const std::string where =
        it.opened.merchant ? shop_text(c, *it.opened.merchant) : say(l, "公共场所", "a public place");
    offer(0, {{What::incident, id.value},
              fmt::format("{}  {}", name, where),
              fmt::format("{} · {}", say(l, "事件", "incident"), class_text(c, it.opened.violation_class, l))});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Found> best;
  for (std::size_t i = 0; i < found.size() && i < most; ++i) best.push_back(std::move(found[i].second));
  return best;
}

void SearchBox::open() {
  open_ = true;
  text_.clear();
  found_.clear();
  row_ = 0;
}

void SearchBox::type(char32_t c) {
  constexpr std::size_t kMostBytes = 160;
  // Control characters are keys, and halves of surrogate pairs are no characters; both are left out.
  if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff ||
      text_.size() + 4 > kMostBytes)
    return;
  const auto tail = [&](int shift) { text_ += static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
  if (c < 0x80) {
    text_ += static_cast<char>(c);
  } else if (c < 0x800) {
    text_ += static_cast<char>(0xc0 | (c >> 6)), tail(0);
  } else if (c < 0x10000) {
    text_ += static_cast<char>(0xe0 | (c >> 12)), tail(6), tail(0);
  } else {
    text_ += static_cast<char>(0xf0 | (c >> 18)), tail(12), tail(6), tail(0);
  }
  row_ = 0;
}

void SearchBox::paste(const std::u32string& text) {
  for (const char32_t c : text) type(c);
}

void SearchBox::erase() {
  while (!text_.empty() && (static_cast<unsigned char>(text_.back()) & 0xc0) == 0x80) text_.pop_back();
  if (!text_.empty()) text_.pop_back();
  row_ = 0;
}

void SearchBox::move(int by) {
  if (found_.empty()) return;
  const auto rows = static_cast<int>(found_.size());
  row_ = static_cast<std::size_t>((static_cast<int>(row_) + by + rows) % rows);
}

void SearchBox::look(const engine::Configuration& configuration, const Moment& moment, Language language,
                     const CityPlaces* places) {
  found_ = search(configuration, moment, text_, language, 8, places);
  if (row_ >= found_.size()) row_ = 0;
}

std::optional<Selection> SearchBox::chosen() const {
  if (row_ >= found_.size()) return std::nullopt;
  return found_[row_].what;
}

}  // namespace tricolor::harness
