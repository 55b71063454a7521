#include "adapters/demand_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "adapters/demand_keys.h"
#include "engine/configuration.h"
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

void must_be_row_name(const std::string& name, MapReader& map) {
  if (!map.describing() && !engine::is_name(name))
    map.diagnostics().add(map.value().key_origin, map.path(),
                          "must be a row's name of letters, digits, '_', '-' or '.', at most 64");
}

// Reads when the things of a row come, and how long they stay.
template <class Row>
void read_hours_and_stay(MapReader& map, Row& row) {
  Duration from = seconds(row.from_hour * 3600), until = seconds(row.until_hour * 3600);
  map.time_of_day("from", from, "the earliest time of day at which it comes");
  map.time_of_day("until", until, "the latest");
  if (!map.describing() && until <= from && map.has("until"))
    map.complain(*map.raw("until"), "until", "must be later than from, got " + engine::shown(*map.raw("until")));
  row.from_hour = std::chrono::duration<double, std::ratio<3600>>(from).count();
  row.until_hour = std::chrono::duration<double, std::ratio<3600>>(until).count();
  const auto length = [&](const char* key, double& out, const char* about) {
    Duration is = seconds(out);
    map.duration(key, is, std::chrono::seconds{30}, std::chrono::hours{24}, about);
    out = std::chrono::duration<double>(is).count();
  };
  length("median", row.median_s, "median of the lognormal law of its stay when nobody acts");
  map.quantity("spread", "", row.sigma, 0, 3, "standard deviation of the logarithm of its stay");
  length("shortest", row.least_s, "shortest stay; a shorter one is lengthened to it");
  length("longest", row.most_s, "longest stay; a longer one is cut to it");
  row.most_s = std::max(row.least_s, row.most_s);
}

DemandNote read_row_note(MapReader& map) {
  DemandNote note;
  std::size_t mark = 0;
  if (map.choice("mark", mark, kMarks, "where its figures come from")) note.mark = static_cast<DemandMark>(mark);
  map.paragraph("why", note.why, "the source, or the reason", {0, 400});
  return note;
}

void read_bin_change(const std::string& name, MapReader& map, DemandModel& demand) {
  sim::BinChange row;
  row.name = name;
  must_be_row_name(name, map);
  std::string becomes;
  map.required("becomes", "the attribute of the kind bin that it has meanwhile, such as overflowing");
  map.identifier("becomes", becomes);
  row.kind = engine::kind_with("bin", {becomes});
  map.identifier("class", row.class_name, "the class that it may violate then; none when it is absent: it is lawful");
  map.required("rate", "how often it happens to a bin");
  map.quantity("rate", "per_bin_day", row.per_bin_day, 0, 20, "how often it happens to a bin");
  read_hours_and_stay(map, row);
  demand.bin_notes.push_back(read_row_note(map));
  demand.figures.bins.push_back(std::move(row));
}

void read_spawner(const std::string& name, MapReader& map, DemandModel& demand) {
  sim::Spawner row;
  row.name = name;
  must_be_row_name(name, map);
  map.required("kind", "the kind of thing that comes");
  map.identifier("kind", row.kind);
  map.identifier("class", row.class_name, "the class that it may violate; none when it is absent: it is lawful");
  map.required("rate", "how often it comes");
  map.quantity("rate", "per_km_day", row.per_km_day, 0, 900, "how often it comes");
  double nearest = row.from_kerb_m, farthest = row.to_kerb_m;
  map.metres("from_kerb", nearest, -6, 12, "nearest to the kerb; negative on the carriageway");
  map.metres("to_kerb", farthest, -6, 12, "farthest from the kerb");
  row.from_kerb_m = std::min(nearest, farthest);
  row.to_kerb_m = std::max(nearest, farthest);
  read_hours_and_stay(map, row);
  map.boolean("across", row.across, "true when it stands across the street rather than along it");
  demand.spawner_notes.push_back(read_row_note(map));
  demand.figures.spawners.push_back(std::move(row));
}

void read_whole(MapReader& map, DemandModel& demand) {
  map.required("demand", "the demand's name");
  map.identifier("demand", demand.name);
  map.paragraph("about", demand.about, "a sentence about it");
  const std::vector<DemandKey>& keys = demand_keys();
  for (std::size_t i = 0; i < keys.size(); ++i)
    read_figure(map, keys[i], demand.figures.*keys[i].figure, demand.notes[i]);
  map.each_named("spawners", {0, 50},
                 "what else comes about by chance along the streets and belongs to no shop, by name",
                 [&](const std::string& name, MapReader& entry) { read_spawner(name, entry, demand); });
  map.each_named("bin_changes", {0, 20}, "how bins that stand in the streets for good change for a while, by name",
                 [&](const std::string& name, MapReader& entry) { read_bin_change(name, entry, demand); });
}

std::string hour_text(double hour) {
  const int minutes = static_cast<int>(std::lround(hour * 60));
  return fmt::format("\"{:02}:{:02}:00\"", minutes / 60, minutes % 60);
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

std::string attribute_of(const sim::BinChange& row) {
  return row.kind.substr(row.kind.find(engine::kAttributeMark) + 1);
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
  const auto& spawners = demand.figures.spawners;
  if (!spawners.empty()) text += "\nspawners:\n";
  for (std::size_t i = 0; i < spawners.size(); ++i) {
    const sim::Spawner& row = spawners[i];
    const DemandNote& note = demand.spawner_notes[i];
    text += fmt::format("  {}: {{ kind: {}, ", row.name, row.kind);
    if (!row.class_name.empty()) text += fmt::format("class: {}, ", row.class_name);
    text += fmt::format(
        "rate: {} per_km_day, from_kerb: {} m, to_kerb: {} m, from: {}, until: {}, median: {}, spread: {}, shortest: "
        "{}, longest: {}, across: {}, mark: {}{} }}\n",
        shortest(row.per_km_day, 1), shortest(row.from_kerb_m, 1), shortest(row.to_kerb_m, 1), hour_text(row.from_hour),
        hour_text(row.until_hour), engine::written(seconds(row.median_s)), shortest(row.sigma, 1),
        engine::written(seconds(row.least_s)), engine::written(seconds(row.most_s)), row.across, mark_word(note.mark),
        note.why.empty() ? std::string() : ", why: " + quoted(note.why));
  }
  if (!demand.figures.bins.empty()) text += "\nbin_changes:\n";
  for (std::size_t i = 0; i < demand.figures.bins.size(); ++i) {
    const sim::BinChange& row = demand.figures.bins[i];
    const DemandNote& note = demand.bin_notes[i];
    text += fmt::format("  {}: {{ becomes: {}, ", row.name, attribute_of(row));
    if (!row.class_name.empty()) text += fmt::format("class: {}, ", row.class_name);
    text += fmt::format(
        "rate: {} per_bin_day, from: {}, until: {}, median: {}, spread: {}, shortest: {}, longest: {}, "
        "mark: {}{} }}\n",
        shortest(row.per_bin_day, 1), hour_text(row.from_hour), hour_text(row.until_hour),
        engine::written(seconds(row.median_s)), shortest(row.sigma, 1), engine::written(seconds(row.least_s)),
        engine::written(seconds(row.most_s)), mark_word(note.mark),
        note.why.empty() ? std::string() : ", why: " + quoted(note.why));
  }
  return text;
}

void check_spawners(const std::string& path, const std::vector<std::string>& kinds,
                    const std::vector<std::string>& classes, Diagnostics& diagnostics) {
  Value root;
  Diagnostics said_elsewhere;
  if (!engine::read_document(path, root, said_elsewhere)) return;
  const auto check = [&](const Value* named, const std::string& where, const char* what,
                         const std::vector<std::string>& known) {
    if (named && std::find(known.begin(), known.end(), named->text) == known.end())
      diagnostics.add(named->origin, where,
                      fmt::format("must be {} {} of this run, got '{}'{}", *what == 'a' ? "an" : "a", what, named->text,
                                  diagnostics.meant(named->text, known)));
  };
  std::vector<std::string> plain, of_bins;
  for (const std::string& kind : kinds) {
    const std::size_t mark = kind.find(engine::kAttributeMark);
    if (mark == std::string::npos) plain.push_back(kind);
    else if (kind.substr(0, mark) == "bin") of_bins.push_back(kind.substr(mark + 1));
  }
  if (const Value* spawners = root.find("spawners"))
    for (const auto& [name, row] : spawners->entries) {
      check(row.find("kind"), "spawners." + name + ".kind", "kind of thing", plain);
      check(row.find("class"), "spawners." + name + ".class", "class", classes);
    }
  if (const Value* bins = root.find("bin_changes"))
    for (const auto& [name, row] : bins->entries) {
      check(row.find("becomes"), "bin_changes." + name + ".becomes", "attribute of the kind bin", of_bins);
      check(row.find("class"), "bin_changes." + name + ".class", "class", classes);
    }
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
  for (std::size_t i = 0; i < demand.figures.spawners.size(); ++i) {
    const sim::Spawner& row = demand.figures.spawners[i];
    rows.push_back({"spawners." + row.name, shortest(row.per_km_day, 1) + " per_km_day",
                    fmt::format("things of the kind {} that come about along the streets, {}", row.kind,
                                row.class_name.empty() ? "lawful" : "of the class " + row.class_name),
                    fmt::format("沿街随机出现的 {}（{}）", row.kind, row.class_name.empty() ? "合规" : row.class_name),
                    demand.spawner_notes[i]});
  }
  for (std::size_t i = 0; i < demand.figures.bins.size(); ++i) {
    const sim::BinChange& row = demand.figures.bins[i];
    rows.push_back(
        {"bin_changes." + row.name, shortest(row.per_bin_day, 1) + " per_bin_day",
         fmt::format("bins that are {} for a while, {}", attribute_of(row),
                     row.class_name.empty() ? "lawful" : "of the class " + row.class_name),
         fmt::format("垃圾桶一时变为 {}（{}）", attribute_of(row), row.class_name.empty() ? "合规" : row.class_name),
         demand.bin_notes[i]});
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
      "`spawners` are rows of a table, by their names: what else comes about by chance along the streets. A row names "
      "its `kind`, the `class` that it may violate (none: it is lawful) and its `rate`; where it stands (`from_kerb` "
      "to "
      "`to_kerb`, negative on the carriageway; `across` the street or along it); between which times of day it comes "
      "(`from`, `until`); and how long it stays when nobody acts (lognormal: `median`, `spread`, cut to `shortest` and "
      "`longest`). It has one mark and reason.\n\n"
      "`bin_changes` are rows of another: how the bins that stand in the streets for good change for a while. A row "
      "names the attribute of the kind bin that one has meanwhile (`becomes`), the `class` that it may violate then, "
      "how often that happens to each bin (`rate`), when, and how long it lasts when nobody acts.\n\n"
      "```yaml\n"
      "demand: market_day\n"
      "extends: xinhua.yaml\n"
      "vendors: { is: 6 per_km_day, mark: assumed, why: twice a week there is a market }\n"
      "short_stops: 45 per_km_day\n"
      "spawners:\n"
      "  sofas: { kind: sofa, class: bulky_waste, rate: 2 per_km_day, from_kerb: 0.8 m, to_kerb: 2.2 m, mark: assumed "
      "}\n"
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
