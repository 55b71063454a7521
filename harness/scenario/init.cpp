#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "scenario/scenario.h"

namespace tricolor::harness {
namespace {

void print(const engine::Value& value, const std::string& path, std::string& out) {
  switch (value.kind) {
    case engine::Value::Kind::map:
      for (const auto& [key, inner] : value.entries) print(inner, path.empty() ? key : path + "." + key, out);
      break;
    case engine::Value::Kind::list:
      for (std::size_t i = 0; i < value.items.size(); ++i) print(value.items[i], fmt::format("{}[{}]", path, i), out);
      break;
    default:
      out += fmt::format("{:<44} {:<32} # {}:{}\n", path + ":", value.quoted ? '"' + value.text + '"' : value.text,
                         value.origin.file, value.origin.line);
  }
}

}  // namespace

std::string resolved_with_origins(const std::string& path, engine::Diagnostics& diagnostics) {
  engine::Value root;
  std::string out;
  if (engine::read_document(path, root, diagnostics)) print(root, {}, out);
  return out;
}

std::string scenario_name_of(const std::string& file_stem) {
  std::string name;
  for (const unsigned char c : file_stem) {
    const bool allowed = c < 0x80 && (std::isalnum(c) || c == '_' || c == '-' || c == '.');
    if (allowed) name += static_cast<char>(c);
    else if (!name.empty() && name.back() != '_') name += '_';
  }
  name.resize(std::min<std::size_t>(name.size(), 64));
  name.erase(0, name.find_first_not_of("_."));
  name.erase(name.find_last_not_of("_.") + 1);
  // YAML reads these words as a truth value or as null.
  const bool no_text = name == "null" || name == "Null" || name == "NULL";
  return name.empty() || no_text ? "my_street" : name;
}

std::string scenario_template(const std::string& file_stem) {
  return fmt::format(
      R"(# A small street that lives for a day. `tricolor validate` checks this file, `tricolor run` runs it,
# `tricolor view` shows it, `tricolor test` holds it to `expect`.
# Every quantity carries its unit; times of day are quoted and in UTC+8.
scenario: {}
about: four shops, two cameras and an officer, for a day
policy: policies/pinghu.yaml       # what a violation is and what follows from it; try another with the same seed
seed: 14                           # another seed, another day; some are quiet
start: "2020-11-02 06:00"          # a Monday
lasts: 1 d
frames: key                        # a picture when something matters; `every`: each 1.5 s, some 100 times as long
people: by_model                   # shops, drivers and citizens act of themselves; `scripted`: only what `script` says
passers_by: 100 per_hour           # innocent; nobody may be accused for them
streets:
  - {{ id: xinhua, name: 新华路, from: [0 m, 0 m], to: [60 m, 0 m], duty_grid: g1 }}
merchants:
  - {{ id: m1, name: 阿芳水果店, trade: fruit_veg, frontage: {{ street: xinhua, side: north, from: 12 m, to: 20 m }} }}
  - id: m2
    name: 平安五金
    trade: hardware
    frontage: {{ street: xinhua, side: north, from: 20 m, to: 27 m }}
    history: {{ strikes: ["2020-10-20 17:05"] }}   # from before the run
  - {{ id: m3, name: 老王饭店, trade: restaurant, frontage: {{ street: xinhua, side: north, from: 27 m, to: 36 m }} }}
  - {{ id: m4, name: 晨光便利店, trade: convenience, frontage: {{ street: xinhua, side: north, from: 36 m, to: 43 m }} }}
cameras:
  - {{ id: c1, at: [19 m, -9 m], height: 5 m, looks_at: m1, frame_every: 1.5 s }}
  - {{ id: c2, at: [35 m, -9 m], height: 5 m, looks_at: m3, frame_every: 1.5 s }}
officers:
  - {{ id: o1, duty_grid: g1, waits_at: [0 m, 0 m], on_duty: ["07:00", "21:00"] }}
# script:                          # what happens in any case, whoever acts of himself
#   - {{ at: "09:00:00", merchant: m2, puts_out: piled_goods, amount: 4 boxes, until: officer_persuades }}
expect:                            # for `tricolor test`
  - {{ incident: {{}} }}
  - {{ message: {{}} }}
)",
      scenario_name_of(file_stem));
}

}  // namespace tricolor::harness
