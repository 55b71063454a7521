#include <fmt/format.h>

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
    default: out += fmt::format("{:<44} {:<32} # {}:{}\n", path + ":", value.quoted ? '"' + value.text + '"' : value.text, value.origin.file, value.origin.line);
  }
}

}  // namespace

std::string resolved_with_origins(const std::string& path, engine::Diagnostics& diagnostics) {
  engine::Value root;
  std::string out;
  if (engine::read_document(path, root, diagnostics)) print(root, {}, out);
  return out;
}

std::string scenario_template(const std::string& name) {
  return fmt::format(R"(# A scenario to begin with. `tricolor validate` checks it, `tricolor run` runs it, `tricolor test` holds it to `expect`.
# Every quantity carries its unit; times of day are quoted and in UTC+8.
scenario: {}
about: one shop, one pile, one warning
policy: policies/pinghu.yaml       # what a violation is and what follows from it
seed: 1
start: "2020-11-02 08:58"          # a Monday
lasts: 40 min
frames: every                      # every | key: a picture at each interval, or when something matters
streets:
  - {{ id: xinhua, name: 新华路, from: [0 m, 0 m], to: [60 m, 0 m], duty_grid: g1 }}
merchants:
  - id: m1
    name: 阿芳水果店
    trade: fruit_veg
    frontage: {{ street: xinhua, side: north, from: 20 m, to: 26 m }}
    answers_notice: never          # by_model | never | always
cameras:
  - {{ id: c1, at: [23 m, -9 m], height: 5 m, looks_at: m1, frame_every: 1.5 s }}
officers:
  - {{ id: o1, duty_grid: g1, waits_at: [0 m, 0 m], on_duty: ["08:00", "17:00"], handles_in: 8 min }}
passers_by: 100 per_hour
script:
  - {{ at: "09:00:00", merchant: m1, puts_out: piled_goods, amount: 4 boxes, until: officer_persuades }}
expect:
  - {{ incident: {{ merchant: m1, class: piled_goods }}, between: ["09:03:00", "09:03:06"], times: 1 }}
  - {{ case: {{ merchant: m1, state: close }}, before: "09:37", times: 1 }}
)",
                     name);
}

}  // namespace tricolor::harness
