#include "adapters/demand_file.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "adapters/demand_keys.h"
#include "engine/map_reader.h"

namespace tricolor::harness {
namespace {

using engine::Diagnostics;
using engine::Duration;
using engine::KeyEntry;
using engine::KeyTable;
using engine::MapReader;
using engine::Value;
using Form = DemandKey::Form;

const std::vector<std::string> kMarks{"assumed", "published", "fitted"};

constexpr const char* kOwnName = "xinhua";

Duration seconds(double s) { return std::chrono::round<Duration>(std::chrono::duration<double>(s)); }

// Reads one figure in the form and unit that its key has. False when it is absent or at fault.
bool read_amount(MapReader& map, std::string_view key, const DemandKey& figure, double& out, std::string_view about) {
  switch (figure.form) {
    case Form::rate: return map.quantity(key, figure.unit, out, figure.low, figure.high, about);
    case Form::share: return map.percent(key, out, {}, about);
    case Form::metres: return map.metres(key, out, figure.low, figure.high, about);
    case Form::duration: {
      Duration length = seconds(out);
      if (!map.duration(key, length, seconds(figure.low), seconds(figure.high), about)) return false;
      out = std::chrono::duration<double>(length).count();
      return true;
    }
  }
  return false;
}

// Reads the map of a figure. A mark that comes from the file below would be said of another value, so a file that
// gives a value gives its mark.
void read_marked(MapReader& map, const DemandKey& figure, double& out, DemandNote& note) {
  map.required("is", figure.in_english);
  read_amount(map, "is", figure, out, figure.in_english);
  std::size_t mark = static_cast<std::size_t>(note.mark);
  map.required("mark", "where the figure comes from");
  if (map.choice("mark", mark, kMarks, "where the figure comes from")) note.mark = static_cast<DemandMark>(mark);
  if (!map.describing()) note.why.clear();
  const bool has_reason = map.paragraph("why", note.why, "the source, or the reason", {0, 400});
  if (map.describing()) return;
  const Value *is = map.raw("is"), *marked = map.raw("mark"), *why = map.raw("why");
  if (!is) return;
  if (marked && marked->origin.file != is->origin.file)
    map.complain(*is, "is",
                 "must be given with its mark, got a value alone; the mark is that of " + marked->origin.file);
  if (has_reason && why->origin.file != is->origin.file) note.why.clear();
}

// A figure is a map of value, mark and reason, or a value alone, which is then assumed.
void read_figure(MapReader& map, const DemandKey& figure, double& out, DemandNote& note) {
  const Value* given = map.describing() ? nullptr : map.raw(figure.key);
  if (given && given->kind == Value::Kind::scalar) {
    if (read_amount(map, figure.key, figure, out, figure.in_english)) note = {};
    return;
  }
  map.map(figure.key, figure.in_english, [&](MapReader& inner) { read_marked(inner, figure, out, note); });
}

void read_whole(MapReader& map, DemandModel& demand) {
  map.required("demand", "the demand's name");
  map.identifier("demand", demand.name);
  map.paragraph("about", demand.about, "a sentence about it");
  const std::vector<DemandKey>& keys = demand_keys();
  for (std::size_t i = 0; i < keys.size(); ++i)
    read_figure(map, keys[i], demand.figures.*keys[i].figure, demand.notes[i]);
}

// Writes a number in its shortest form that is read back, through `factor`, as the same figure.
std::string shortest(double figure, double factor) {
  for (int digits = 1; digits < 17; ++digits) {
    const std::string text = fmt::format("{:.{}g}", figure * factor, digits);
    if (text.find('e') == std::string::npos && std::strtod(text.c_str(), nullptr) / factor == figure) return text;
  }
  return fmt::format("{}", figure * factor);
}

std::string amount_text(const DemandKey& key, double figure) {
  switch (key.form) {
    case Form::rate: return shortest(figure, 1) + (*key.unit ? " " + std::string(key.unit) : std::string());
    case Form::share: return shortest(figure, 100) + " %";
    case Form::metres: return shortest(figure, 1) + " m";
    case Form::duration: return engine::written(seconds(figure));
  }
  return {};
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

DemandModel::DemandModel() : name(kOwnName) {
  for (const DemandKey& key : demand_keys()) notes.push_back({key.mark, key.why});
}

const std::string& mark_word(DemandMark mark) { return kMarks.at(static_cast<std::size_t>(mark)); }

DemandModel read_demand(const std::string& path, Diagnostics& diagnostics) {
  DemandModel demand;
  Value root;
  if (!engine::read_document(path, root, diagnostics)) return demand;
  MapReader map(root, {}, diagnostics);
  read_whole(map, demand);
  return demand;
}

std::string demand_text(const DemandModel& demand) {
  std::string text = fmt::format("demand: {}\n", demand.name);
  if (!demand.about.empty()) text += fmt::format("about: {}\n", quoted(demand.about));
  const std::vector<DemandKey>& keys = demand_keys();
  const char* group = "";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const DemandNote& note = demand.notes[i];
    if (std::string_view(group) != keys[i].group) text += fmt::format("\n# {}\n", group = keys[i].group);
    text +=
        fmt::format("{}: {{ is: {}, mark: {}{} }}\n", keys[i].key, amount_text(keys[i], demand.figures.*keys[i].figure),
                    mark_word(note.mark), note.why.empty() ? std::string() : ", why: " + quoted(note.why));
  }
  return text;
}

std::vector<DemandRow> demand_rows(const DemandModel& demand, const sim::Demand& used) {
  std::vector<DemandRow> rows;
  const std::vector<DemandKey>& keys = demand_keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const double figure = used.*keys[i].figure;
    const bool set_by_scenario = figure != demand.figures.*keys[i].figure;
    rows.push_back(
        {keys[i].key, amount_text(keys[i], figure), keys[i].in_english, keys[i].in_chinese,
         set_by_scenario ? DemandNote{DemandMark::assumed, "由场景设定 · set by the scenario"} : demand.notes[i]});
  }
  return rows;
}

FileKind demand_file_kind() {
  FileKind kind{
      "demand",
      "demand files",
      "A demand file says how much happens in the twin's streets and how its people answer. Each figure is a map "
      "of its value (`is`), its mark (`assumed`; `published`: a source printed it; or `fitted` to data), and "
      "its source or reason in at most 400 characters (`why`, which may be left out). A value without a map "
      "is assumed. A figure that the file does not name is the program's own, as "
      "`scenarios/demand/xinhua.yaml` lists them.\n\n"
      "```yaml\n"
      "demand: market_day\n"
      "extends: xinhua.yaml\n"
      "vendors: { is: 6 per_km_day, mark: assumed, why: twice a week there is a market }\n"
      "short_stops: 45 per_km_day\n"
      "```",
      {}};
  DemandModel demand;
  {
    MapReader map(kind.keys);
    read_whole(map, demand);
  }
  // A value may also stand alone.
  for (const DemandKey& key : demand_keys())
    for (KeyEntry& entry : kind.keys.keys) {
      if (entry.key != key.key) continue;
      KeyEntry alone = *entry.map.find("is");
      alone.key.clear();
      alone.required = false;
      entry.fallback = amount_text(key, sim::Demand{}.*key.figure);
      entry.alternatives = {alone};
    }
  kind.flat = true;
  return kind;
}

}  // namespace tricolor::harness
