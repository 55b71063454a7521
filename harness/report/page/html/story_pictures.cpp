#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/html/html.h"
#include "report/page/html/story_html.h"

namespace tricolor::harness {

namespace {

/// Writes seconds as "3:07".
std::string minutes_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

const Json* chief_of(const Json& story) {
  const auto& pictures = story["pictures"];
  for (const auto& it : pictures)
    if (it["moment"] == "threshold") return &it;
  return pictures.empty() ? nullptr : &pictures.back();
}

std::string box_svg(const Json& box, const char* css, double stroke) {
  return fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}" style="stroke-width:{:.2f}"/>)", css,
                     box[0].get<int>(), box[1].get<int>(), box[2].get<int>(), box[3].get<int>(), stroke);
}

/// Draws a plate with text in a corner of a picture; `at` and `width` are in units of a picture 640 wide.
std::string plate_svg(double at, double width, const Bilingual& text, const char* css, double unit) {
  std::string out =
      fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}" class="plate {}"/>)",
                  at * unit, 10 * unit, width * unit, 26 * unit, 5 * unit, css);
  const auto line = [&](const std::string& words, const char* language) {
    return fmt::format(
        R"(<text x="{:.1f}" y="{:.1f}" text-anchor="middle" class="plate {}{}" style="font-size:{:.1f}px">{}</text>)",
        (at + width / 2) * unit, 28 * unit, css, language, 15.5 * unit, escape_html(words));
  };
  if (text.zh == text.en) return out + line(text.zh, "");
  return out + line(text.zh, " zh") + line(text.en, " en");
}

/// Draws the picture with the zone in yellow, the box in red, the camera's clock, and the time for which the thing has
/// stood there.
std::string picture_svg(const Json& data, const Json& story, const Json& picture, const std::string& id, bool chief) {
  const double width = picture["width"].get<double>(), height = picture["height"].get<double>(),
               unit = width / 640 * (chief ? 1 : 1.7);
  const auto time = picture["time"].get<std::int64_t>();
  const Json* onset = step_of(story, "onset");
  const double stayed_s = onset ? static_cast<double>(time - (*onset)["time"].get<std::int64_t>()) / 1000 : -1;
  const std::string moment = picture["moment"].get<std::string>();
  std::string out = fmt::format(R"(<image id="{}" href="data:image/jpeg;base64,{}" width="{}" height="{}"/>)", id,
                                picture["jpeg"].get<std::string>(), width, height);
  if (picture["outline"].size() > 2) {
    std::string path;
    for (const auto& point : picture["outline"])
      path += fmt::format("{}{} {}", path.empty() ? "M" : "L", point[0].get<int>(), point[1].get<int>());
    out += fmt::format(R"(<path class="zone" d="{}Z" style="stroke-width:{:.2f}"/>)", path, 2.5 * unit);
  }
  if (!picture["box"].is_null())
    out += box_svg(picture["box"], "box under", 5 * unit) + box_svg(picture["box"], "box", 2.4 * unit);
  const std::string clock = chief ? date_text(time) + " " + clock_text(time) : clock_text(time);
  out += plate_svg(10, chief ? 176 : 78, {clock, clock}, "time", unit);
  if (moment != "before" && stayed_s >= 0)
    out += plate_svg(width / unit - 126, 116, {"已停留 " + minutes_text(stayed_s), "stood " + minutes_text(stayed_s)},
                     moment == "threshold" ? "over" : "time", unit);
  const Bilingual name = word_of(data["words"], "moment", moment);
  const std::string when = date_text(time) + " " + clock_text(time);
  return fmt::format(R"(<svg viewBox="0 0 {} {}" role="img" {}>{}</svg>)", width, height,
                     label_attributes({name.zh + "，" + when, name.en + ", " + when}), out);
}

Bilingual caption_of(const Json& data, const std::string& moment) {
  if (moment == "before") return {"此前：尚未出现", "before: not there yet"};
  if (moment == "onset") return {"出现：开始计时", "onset: the clock starts"};
  if (moment == "threshold") return {"超时：认定", "dwell exceeded: confirmed"};
  return word_of(data["words"], "moment", moment);
}

}  // namespace

std::string story_pictures_html(const Json& data, const Json& story, std::size_t number) {
  const Json* chief = chief_of(story);
  if (!chief) return "<p class=\"none\">" + both({"未留存图片。", "No pictures were kept."}) + "</p>";
  const auto figure = [&](const Json& picture, const char* css, std::size_t i) {
    return fmt::format("<figure class=\"{}\">{}<figcaption>{} · {}</figcaption></figure>\n", css,
                       picture_svg(data, story, picture, fmt::format("story-{}-{}", number, i), i == 0),
                       both(caption_of(data, picture["moment"].get<std::string>())),
                       escape_html(picture["camera"].get<std::string>()));
  };
  std::string others;
  std::size_t count = 0;
  for (const auto& picture : story["pictures"])
    if (&picture != chief && count < 2) others += figure(picture, "", ++count);
  return fmt::format("<div class=\"pictures{}\">\n{}{}</div>\n", count ? "" : " single", figure(*chief, "main", 0),
                     others);
}

std::string close_up_html(const Json& story, std::size_t number) {
  const Json* chief = chief_of(story);
  if (!chief || (*chief)["moment"] != "threshold" || (*chief)["box"].is_null()) return "";
  const auto& box = (*chief)["box"];
  const double x = box[0].get<double>(), y = box[1].get<double>(), w = box[2].get<double>(), h = box[3].get<double>();
  const double all_w = (*chief)["width"].get<double>(), all_h = (*chief)["height"].get<double>();
  const double width = std::min(all_w, std::max({2.4 * w, 3.6 * h, 90.0})), height = width * 3 / 4;
  const double left = std::clamp(x + w / 2 - width / 2, 0.0, std::max(0.0, all_w - width)),
               top = std::clamp(y + h / 2 - height / 2, 0.0, std::max(0.0, all_h - height));
  return fmt::format(
      R"(<svg class="close-up" viewBox="{:.1f} {:.1f} {:.1f} {:.1f}" role="img" {}><use href="#story-{}-0"/>{}</svg>)",
      left, top, width, height, label_attributes({"认定的物品，局部放大", "what is accused, near"}), number,
      box_svg(box, "box", width / 110));
}

}  // namespace tricolor::harness
