// Writes the scenario of an import as people would, with a comment where something was proposed.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "import/import_files.h"
#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

// A text as YAML in double quotes. Names of maps are printable, so that quotes and backslashes are all that is special.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string metres(double value) {
  std::string text = fmt::format("{:.2f}", std::round(value * 100) / 100 + 0.0);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return (text == "-0" ? "0" : text) + " m";
}

std::string point(sim::Point at) { return fmt::format("[{}, {}]", metres(at.x_m), metres(at.y_m)); }

std::string clock(sim::Duration of_day) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(of_day).count();
  return fmt::format("\"{:02}:{:02}\"", minutes / 60, minutes % 60);
}

std::string head(const ImportResult& result) {
  const auto file = [](const std::string& path) { return std::filesystem::path(path).filename().string(); };
  return fmt::format(
      "# Made by `tricolor import` of {}, {}{}. Streets are those of the map on which shops stand; their widths are\n"
      "# assumed from their kinds where the map has no tag. Places are real; names and ids of shops are invented, and\n"
      "# names.csv says which is which. `# proposed` marks what no table said. Zones follow from fronts and streets.\n"
      "# Opening hours, what shops put out and how people answer are the model's and not these shops'.\n"
      "scenario: {}\n"
      "about: imported streets with {} shops and {} cameras\n"
      "policy: policies/pinghu.yaml\n"
      "origin: {{ lon: {:.4f} deg, lat: {:.4f} deg }}   # of all coordinates; WGS 84\n"
      "seed: 1\ncity_seed: 1\n"
      "start: \"2020-11-02 00:00\"          # a Monday\n"
      "lasts: 1 d\nrung: events\nframes: key\npeople: by_model\n"
      "history: {{ length: 60 days }}     # proposed: strikes of before, drawn from the same model\n",
      file(result.request.map), file(result.request.shops),
      result.cameras_proposed() ? "" : " and " + file(result.request.cameras), result.request.name,
      result.city.shops.size(), result.city.cameras.size(), result.origin.lon, result.origin.lat);
}

std::string streets(const ImportResult& result) {
  std::string text = "streets:\n";
  for (std::size_t i = 0; i < result.city.streets.size(); ++i) {
    const sim::Street& it = result.city.streets[i];
    text += fmt::format(
        "  - {{ id: {}, name: {}, from: {}, to: {}, carriageway: {}, pavement: {}, duty_grid: {} }}   # way {}{}\n",
        it.id, quoted(it.name), point(it.from), point(it.to), metres(it.carriageway_m), metres(it.pavement_m),
        it.duty_grid, result.stretches[i].ways.front(),
        result.stretches[i].width_tagged ? "; pavement proposed" : "; widths proposed");
  }
  return text;
}

std::string merchants(const ImportResult& result) {
  std::string text = "merchants:\n";
  for (std::size_t i = 0; i < result.city.shops.size(); ++i) {
    const sim::Shop& it = result.city.shops[i];
    text += fmt::format(
        "  - {{ id: {}, name: {}, trade: {}, frontage: {{ street: {}, side: {}, from: {}, to: {} }} }}{}{}\n", it.id,
        quoted(it.name), it.trade, result.city.streets[static_cast<std::size_t>(it.street)].id,
        it.side == sim::Side::left ? "north" : "south", metres(it.from_m), metres(it.to_m),
        result.shops[i].row->front_m ? "" : "   # width proposed",
        result.shops[i].moved_m >= 5
            ? fmt::format("{}moved {:.0f} m", result.shops[i].row->front_m ? "   # " : ", ", result.shops[i].moved_m)
            : "");
  }
  return text;
}

std::string cameras(const ImportResult& result) {
  if (result.city.cameras.empty()) return "cameras: []\n";
  std::string text = "cameras:\n";
  for (std::size_t i = 0; i < result.city.cameras.size(); ++i) {
    const sim::CityCamera& it = result.city.cameras[i];
    const RegisteredCamera* row = result.cameras[i].row;
    text += fmt::format("  - {{ id: {}, owner: {}, at: {}, height: {}, towards: {}, frame_every: 1.5 s }}{}\n", it.id,
                        it.owner, point(it.pose.at), metres(it.pose.height_m), point(result.cameras[i].towards),
                        !row                                  ? "   # proposed"
                        : !row->heading_deg && !row->height_m ? "   # height and direction proposed"
                        : !row->heading_deg                   ? "   # direction proposed"
                        : !row->height_m                      ? "   # height proposed"
                                                              : "");
  }
  return text;
}

std::string grids_and_officers(const ImportResult& result) {
  std::string text = "duty_grids:\n";
  for (const ImportedGrid& it : result.grids)
    text += fmt::format("  - {{ id: {}, squad: 一中队, outline: [{}, {}, {}, {}] }}   # proposed; {} shops\n", it.id,
                        point({it.west_m, it.south_m}), point({it.east_m, it.south_m}), point({it.east_m, it.north_m}),
                        point({it.west_m, it.north_m}), it.shops);
  text += "officers:\n";
  for (const sim::OfficerPost& it : result.city.officers)
    text += fmt::format("  - {{ id: {}, duty_grid: {}, waits_at: {}, on_duty: [{}, {}]{} }}   # proposed\n", it.id,
                        it.duty_grid, point(it.waits_at), clock(it.on_duty_from), clock(it.on_duty_until),
                        it.leads ? ", leads: true" : "");
  return text;
}

}  // namespace

std::string import_scenario(const ImportResult& result) {
  return head(result) + streets(result) + merchants(result) + cameras(result) + grids_and_officers(result);
}

}  // namespace tricolor::harness
