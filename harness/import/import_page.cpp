// Writes import.html: what was used and what was not, on a map, in both languages and without names of shops.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "import/import_files.h"
#include "report/page/html/html.h"
#include "report/page/html/page.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

// Rows of the list of what was not used; import.csv has all.
constexpr std::size_t kMostListed = 200;
// Width of the map, and how far beside the streets of the scenario it reaches, so that what lies far off is drawn at
// its border instead of making all the rest small.
constexpr double kMapWidth = 960, kBesideMapM = 250;

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

// The ground as the page shows it: x to the right, y down.
class Frame {
 public:
  explicit Frame(const ImportResult& result) {
    low_x_ = low_y_ = 1e18;
    double high_x = -1e18, high_y = -1e18;
    for (const sim::Street& street : result.city.streets)
      for (const sim::Point p : {street.from, street.to}) {
        low_x_ = std::min(low_x_, p.x_m), high_x = std::max(high_x, p.x_m);
        low_y_ = std::min(low_y_, p.y_m), high_y = std::max(high_y, p.y_m);
      }
    low_x_ -= kBesideMapM, low_y_ -= kBesideMapM, high_x += kBesideMapM, high_y += kBesideMapM;
    scale_ = kMapWidth / (high_x - low_x_);
    height_ = (high_y - low_y_) * scale_;
  }
  double scale() const { return scale_; }
  double height() const { return height_; }
  double x(double x_m) const { return std::clamp((x_m - low_x_) * scale_, 6.0, kMapWidth - 6); }
  double y(double y_m) const { return std::clamp(height_ - (y_m - low_y_) * scale_, 6.0, height_ - 6); }
  std::string at(double x_m, double y_m) const { return fmt::format("{:.1f} {:.1f}", x(x_m), y(y_m)); }
  std::string at(sim::Point p) const { return at(p.x_m, p.y_m); }
  bool holds(engine::GroundPoint p) const {
    const double px = (p.x_m - low_x_) * scale_, py = height_ - (p.y_m - low_y_) * scale_;
    return px >= 0 && px <= kMapWidth && py >= 0 && py <= height_;
  }

 private:
  double low_x_, low_y_, scale_ = 1, height_ = 1;
};

std::string map_svg(const ImportResult& result) {
  const Frame frame(result);
  const Plane plane(result.origin);
  std::string body;
  for (const ImportedGrid& it : result.grids)
    body +=
        fmt::format(R"(<path class="grid" d="M{}L{}L{}L{}Z"/>)", frame.at(it.west_m, it.south_m),
                    frame.at(it.east_m, it.south_m), frame.at(it.east_m, it.north_m), frame.at(it.west_m, it.north_m));
  for (const Stretch& it : result.unused_stretches)
    if (frame.holds(it.from) || frame.holds(it.to))
      body += fmt::format(R"(<path class="unused-street" d="M{}L{}"/>)", frame.at(it.from.x_m, it.from.y_m),
                          frame.at(it.to.x_m, it.to.y_m));
  for (const sim::Street& it : result.city.streets)
    body += fmt::format(R"(<path class="used-street" style="stroke-width:{:.1f}" d="M{}L{}"><title>{}</title></path>)",
                        std::max(2.0, it.carriageway_m * frame.scale()), frame.at(it.from), frame.at(it.to),
                        escape_html(it.name));
  for (const sim::Shop& it : result.city.shops) {
    const sim::Street& street = result.city.streets[static_cast<std::size_t>(it.street)];
    const double across = (it.side == sim::Side::left ? 1 : -1) * (street.carriageway_m / 2 + street.pavement_m);
    body += fmt::format(R"(<path class="used-shop" d="M{}L{}"/>)", frame.at(street.at(it.from_m, across)),
                        frame.at(street.at(it.to_m, across)));
  }
  for (std::size_t i = 0; i < result.city.cameras.size(); ++i) {
    const sim::Point at = result.city.cameras[i].pose.at;
    body += fmt::format(R"(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="3"/>)",
                        result.cameras[i].row ? "used-camera" : "proposed-camera", frame.x(at.x_m), frame.y(at.y_m));
  }
  for (const Remark& it : result.remarks) {
    if (!it.at || text_of(it.why).used || it.kind == Remark::Kind::street) continue;
    const engine::GroundPoint at = plane.point_of(*it.at);
    body += fmt::format(R"(<path class="unused" d="M{:.1f} {:.1f}l7 7m0 -7l-7 7"><title>{}</title></path>)",
                        frame.x(at.x_m) - 3.5, frame.y(at.y_m) - 3.5,
                        escape_html(fmt::format("{}:{}", file_name(it.origin.file), it.origin.line)));
  }
  return fmt::format(R"(<svg class="map" viewBox="0 0 {:.0f} {:.0f}" role="img" {}>{}</svg>)", kMapWidth,
                     frame.height(),
                     label_attributes({"导入的街道、店铺、摄像机与未能使用的行",
                                       "imported streets, shops, cameras, and rows that could not be used"}),
                     body);
}

std::string facts_of(const ImportResult& result) {
  std::string list;
  const auto fact = [&](const Bilingual& name, const std::string& value) {
    list += "<li>" + both(name) + " <b>" + value + "</b></li>";
  };
  fact({"地图", "map"}, escape_html(file_name(result.request.map)));
  fact({"店铺表", "table of shops"}, escape_html(file_name(result.request.shops)));
  if (!result.cameras_proposed())
    fact({"摄像机表", "table of cameras"}, escape_html(file_name(result.request.cameras)));
  fact({"表中坐标", "coordinates of the tables"},
       result.request.coordinates == Coordinates::gcj02 ? "GCJ-02 → WGS 84" : "WGS 84");
  fact({"编码", "encoding"}, result.request.encoding == TextEncoding::gb18030 ? "GB18030" : "UTF-8");
  fact({"平面原点", "origin of the plane"}, fmt::format("{:.4f}° E, {:.4f}° N", result.origin.lon, result.origin.lat));
  return "<ul class=\"facts\">" + list + "</ul>";
}

Bilingual sentence_of(const ImportResult& result) {
  const std::size_t shops = result.shops.size(), rows = result.shop_table.rows.size();
  const std::size_t cameras = result.cameras.size(), camera_rows = result.camera_table.rows.size();
  const Bilingual eyes = result.cameras_proposed()
                             ? Bilingual{fmt::format("摄像机点位 <b>{}</b> 处为建议", cameras),
                                         fmt::format("the places of <b>{}</b> cameras are proposed", cameras)}
                             : Bilingual{fmt::format("<b>{}</b> 个摄像机用上了 <b>{}</b> 个", camera_rows, cameras),
                                         fmt::format("<b>{}</b> of <b>{}</b> cameras", cameras, camera_rows)};
  return {fmt::format("<b>{}</b> 家店铺用上了 <b>{}</b> 家，分布在 <b>{}</b> 段街道；{}。", rows, shops,
                      result.stretches.size(), eyes.zh),
          fmt::format("<b>{}</b> of <b>{}</b> shops are used, on <b>{}</b> stretches of street; {}.", shops, rows,
                      result.stretches.size(), eyes.en)};
}

Bilingual kind_words(Remark::Kind kind) {
  static const Bilingual kWords[] = {{"店铺", "shop"}, {"摄像机", "camera"}, {"街道", "street"}, {"列", "column"}};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string reasons_table(const ImportResult& result) {
  std::map<std::tuple<bool, Remark::Kind, Why>, std::size_t> counts;
  for (const Remark& it : result.remarks) ++counts[{text_of(it.why).used, it.kind, it.why}];
  Table table({"未能使用或改用的内容", "what was not used, or otherwise than written"},
              {{{"种类", "kind"}}, {{"原因", "reason"}}, {{"是否使用", "used"}}, {{"数量", "number"}, true}});
  for (const auto& [key, count] : counts) {
    const auto& [used, kind, why] = key;
    table.row({both(kind_words(kind)), both({text_of(why).zh, text_of(why).en}),
               used ? both({"已使用", "yes"}) : both({"未使用", "no"}), std::to_string(count)});
  }
  for (const auto& [kind, count] : result.map.left_out)
    table.row({both({"道路", "way"}), "<code>" + escape_html(kind) + "</code>", both({"未使用", "no"}),
               std::to_string(count)});
  return table.empty() ? both({"没有。", "Nothing."}) : table.html();
}

std::string list_table(const ImportResult& result) {
  Table table({"未能使用的行", "rows that could not be used"},
              {{{"文件:行", "file:line"}}, {{"种类", "kind"}}, {{"原因", "reason"}}}, "stacked");
  std::size_t shown = 0, all = 0;
  for (const Remark& it : result.remarks) {
    if (text_of(it.why).used || it.origin.line == 0 || ++all > kMostListed) continue;
    ++shown;
    table.row({"<code>" + escape_html(fmt::format("{}:{}", file_name(it.origin.file), it.origin.line)) + "</code>",
               both(kind_words(it.kind)), both({text_of(it.why).zh, text_of(it.why).en})});
  }
  if (all == 0) return both({"没有：每一行都用上了。", "None: every row is used."});
  if (all > shown)
    table.wide_row(both({fmt::format("另有 {} 行，见 import.csv", all - shown),
                         fmt::format("{} more in import.csv", all - shown)}),
                   3);
  return table.html();
}

std::string proposals_list(const ImportResult& result) {
  std::string list;
  const auto add = [&](const Bilingual& text) { list += "<li>" + both(text) + "</li>"; };
  add({fmt::format("责任网格 {} 个：每格店铺数大致相同的矩形。", result.grids.size()),
       fmt::format("{}: rectangles with about as many shops each.", counted(result.grids.size(), "duty grid"))});
  add({fmt::format("队员 {} 名：按平湖每 1,050 家店铺 50 名折算，早晚两班。", result.city.officers.size()),
       fmt::format("{}: as many for each shop as Pinghu's 50 for 1,050, in two shifts.",
                   counted(result.city.officers.size(), "officer"))});
  if (result.cameras_proposed())
    add({fmt::format("摄像机 {} 个：与 tricolor site 相同的覆盖代理指标；未经仿真检验。", result.cameras.size()),
         fmt::format("{}: by the coverage proxy of tricolor site; not tried by runs.",
                     counted(result.cameras.size(), "camera"))});
  else
    add({"缺少高度或朝向的摄像机：高 6 米，朝最近的店面。",
         "Cameras without height or direction: 6 m high, towards the nearest front."});
  add({"门面宽度：表中未写者 6 米。", "Widths of fronts: 6 m where the table has none."});
  add({"街道宽度：地图未标者按道路等级。", "Widths of streets: by their kind where the map has no tag."});
  add({"此前 60 天的计次：由同一模型生成。", "Strikes of the 60 days before: drawn from the same model."});
  return list;
}

}  // namespace

std::string import_page(const ImportResult& result) {
  const std::map<std::string, std::string, std::less<>> fragments{{"sentence", both_markup(sentence_of(result))},
                                                                  {"facts", facts_of(result)},
                                                                  {"map", map_svg(result)},
                                                                  {"table-reasons", reasons_table(result)},
                                                                  {"table-rows", list_table(result)},
                                                                  {"proposals", proposals_list(result)}};
  const StudyPage page{"import.html",
                       {"三色码导入", "Tricolor import"},
                       result.request.name,
                       {{"unused", {"未能使用", "Not used"}},
                        {"proposed", {"建议内容", "Proposed"}},
                        {"limits", {"适用范围", "Limits"}}},
                       {"import.css"}};
  return fill_study_page(page, fragments);
}

}  // namespace tricolor::harness
