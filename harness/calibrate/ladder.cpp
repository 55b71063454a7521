#include "calibrate/ladder.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <map>

#include "engine/service_state.h"

namespace tricolor::harness {
namespace {

// The two-sided 90 % point of the normal distribution: two one-sided tests at 5 %.
constexpr double kZ90 = 1.6448536269514722;

LadderRow share_row(const std::string& what, const Proportion& pixels, const Proportion& events, double margin) {
  LadderRow row;
  row.what = what;
  row.margin = margin;
  row.pixels = pixels.value(), row.events = events.value();
  row.n_pixels = pixels.of, row.n_events = events.of;
  // Agresti and Caffo: one success and one failure are added to each.
  const auto smoothed = [](const Proportion& p) {
    return (static_cast<double>(p.hits) + 1) / (static_cast<double>(p.of) + 2);
  };
  const double a = smoothed(pixels), b = smoothed(events);
  const double half = kZ90 * std::sqrt(a * (1 - a) / (static_cast<double>(pixels.of) + 2) +
                                       b * (1 - b) / (static_cast<double>(events.of) + 2));
  row.low = b - a - half, row.high = b - a + half;
  return row;
}

LadderRow count_row(const std::string& what, std::int64_t pixels, std::int64_t events, double margin) {
  LadderRow row;
  row.what = what;
  row.ratio = true;
  row.margin = margin;
  row.pixels = static_cast<double>(pixels), row.events = static_cast<double>(events);
  row.n_pixels = pixels, row.n_events = events;
  const double a = row.pixels + 0.5, b = row.events + 0.5, half = kZ90 * std::sqrt(1 / a + 1 / b);
  row.low = b / a * std::exp(-half), row.high = b / a * std::exp(half);
  return row;
}

}  // namespace

void RungFigures::add(const RunRecord& run) {
  const auto state = engine::state_of(run.journal);
  std::map<engine::IncidentId, engine::Time> confirmed;
  for (const JudgedIncident& judged : run.judgement.incidents) {
    precision.add(judged.violation.has_value());
    confirmed[judged.incident.id] = judged.incident.confirmed_at;
  }
  for (const JudgedViolation& judged : run.judgement.violations) {
    ++violations;
    if (judged.violation.seeing.in_view && judged.violation.seeing.camera_working)
      recall_working.add(judged.incident.has_value());
    if (!judged.incident) continue;
    const double late_s =
        std::chrono::duration<double>(confirmed.at(*judged.incident) - judged.violation.dwell_end).count();
    late_5_s.add(late_s > 5), late_30_s.add(late_s > 30), late_300_s.add(late_s > 300);
  }
  for (const auto& [id, incident] : state.incidents()) {
    ++incidents;
    strikes += incident.struck_at ? 1 : 0;
    for (const engine::Recheck& checked : incident.rechecks)
      if (checked.outcome != engine::RecheckOutcome::unknown)
        self_corrected.add(checked.outcome == engine::RecheckOutcome::corrected);
  }
  cases += static_cast<std::int64_t>(state.cases().size());
  messages += static_cast<std::int64_t>(run.messages.size());
  wall_s += run.wall.total_s;
  days += run.days();
}

std::vector<LadderRow> ladder(const RungFigures& pixels, const RungFigures& events) {
  return {share_row("recall, camera working", pixels.recall_working, events.recall_working, 0.03),
          share_row("precision", pixels.precision, events.precision, 0.02),
          share_row("later than 5 s", pixels.late_5_s, events.late_5_s, 0.02),
          share_row("later than 30 s", pixels.late_30_s, events.late_30_s, 0.02),
          share_row("later than 300 s", pixels.late_300_s, events.late_300_s, 0.02),
          share_row("corrected at the re-check", pixels.self_corrected, events.self_corrected, 0.02),
          count_row("incidents", pixels.incidents, events.incidents, 0.10),
          count_row("strikes", pixels.strikes, events.strikes, 0.10),
          count_row("messages", pixels.messages, events.messages, 0.10),
          count_row("cases", pixels.cases, events.cases, 0.10)};
}

std::string ladder_text(const std::vector<LadderRow>& rows) {
  std::string text = fmt::format("{:<28}{:>18}{:>18}   {:<24}{:>8}  {}\n", "", "pixels", "events",
                                 "events against pixels", "margin", "shown");
  for (const LadderRow& row : rows) {
    const auto figure = [&](double value, std::int64_t n) {
      return row.ratio ? fmt::format("{:.0f}", value) : fmt::format("{:.3f} of {}", value, n);
    };
    text += fmt::format("{:<28}{:>18}{:>18}   {:<24}{:>8}  {}\n", row.what, figure(row.pixels, row.n_pixels),
                        figure(row.events, row.n_events),
                        row.ratio ? fmt::format("x {:.2f} ... {:.2f}", row.low, row.high)
                                  : fmt::format("{:+.3f} ... {:+.3f}", row.low, row.high),
                        fmt::format("{:.2f}", row.margin), row.shown() ? "yes" : "no");
  }
  return text;
}

}  // namespace tricolor::harness
