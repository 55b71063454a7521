#include "judge/place_index.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

// Side of a cell, metres: the farthest that the judge looks, so that a question touches nine cells at most.
constexpr double kCellM = 10;
// Distances are rounded; a place at the very edge of a circle must not fall out of its cells. Metres.
constexpr double kMarginM = 0.001;

std::int64_t cell_of(double metres) { return static_cast<std::int64_t>(std::floor(metres / kCellM)); }

template <typename Visit>
void visit_cells(sim::Point at, double radius_m, Visit&& visit) {
  const double reach = radius_m + kMarginM;
  for (std::int64_t column = cell_of(at.x_m - reach); column <= cell_of(at.x_m + reach); ++column)
    for (std::int64_t row = cell_of(at.y_m - reach); row <= cell_of(at.y_m + reach); ++row) visit(column, row);
}

}  // namespace

void Spans::add(sim::Time from, sim::Time until, std::size_t number) { spans_.push_back({from, until, number, until}); }

void Spans::arrange() {
  // Most have a few spans, and a city has many of them.
  spans_.shrink_to_fit();
  std::stable_sort(spans_.begin(), spans_.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  arrange(0, spans_.size());
}

sim::Time Spans::arrange(std::size_t first, std::size_t last) {
  if (first == last) return sim::Time::min();
  const std::size_t middle = first + (last - first) / 2;
  Span& root = spans_[middle];
  root.latest = std::max({root.until, arrange(first, middle), arrange(middle + 1, last)});
  return root.latest;
}

void Spans::meeting(sim::Time from, sim::Time until, std::vector<std::size_t>& numbers) const {
  meeting(0, spans_.size(), from, until, numbers);
}

void Spans::meeting(std::size_t first, std::size_t last, sim::Time from, sim::Time until,
                    std::vector<std::size_t>& numbers) const {
  if (first == last) return;
  const std::size_t middle = first + (last - first) / 2;
  const Span& root = spans_[middle];
  if (root.latest < from) return;
  meeting(first, middle, from, until, numbers);
  if (root.from > until) return;
  if (root.until >= from) numbers.push_back(root.number);
  meeting(middle + 1, last, from, until, numbers);
}

StandingIndex::StandingIndex(const std::vector<Standing>& things)
    : StandingIndex(things.size(), [&](std::size_t i) { return things[i]; }) {}

void StandingIndex::add(const Standing& thing, std::size_t number) {
  const Key key = thing.shop ? Key{thing.group, *thing.shop, 0, 0}
                             : Key{thing.group, -1, cell_of(thing.at.x_m), cell_of(thing.at.y_m)};
  spans_[key].add(thing.from, thing.until, number);
}

void StandingIndex::arrange() {
  for (auto& [key, spans] : spans_) spans.arrange();
}

std::vector<std::size_t> StandingIndex::of_shop(std::int64_t group, int shop, sim::Time from, sim::Time until) const {
  std::vector<std::size_t> numbers;
  if (const auto found = spans_.find({group, shop, 0, 0}); found != spans_.end())
    found->second.meeting(from, until, numbers);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::vector<std::size_t> StandingIndex::near(std::int64_t group, sim::Point at, double radius_m, sim::Time from,
                                             sim::Time until) const {
  std::vector<std::size_t> numbers;
  visit_cells(at, radius_m, [&](std::int64_t column, std::int64_t row) {
    if (const auto found = spans_.find({group, -1, column, row}); found != spans_.end())
      found->second.meeting(from, until, numbers);
  });
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::size_t SpotIndex::add(sim::Point at) {
  spots_.push_back(at);
  cells_[{cell_of(at.x_m), cell_of(at.y_m)}].push_back(spots_.size() - 1);
  return spots_.size() - 1;
}

std::optional<std::size_t> SpotIndex::first_within(sim::Point at, double radius_m) const {
  std::optional<std::size_t> first;
  visit_cells(at, radius_m, [&](std::int64_t column, std::int64_t row) {
    const auto cell = cells_.find({column, row});
    if (cell == cells_.end()) return;
    for (const std::size_t spot : cell->second) {
      if (first && *first < spot) break;
      if (std::hypot(spots_[spot].x_m - at.x_m, spots_[spot].y_m - at.y_m) <= radius_m) first = spot;
    }
  });
  return first;
}

}  // namespace tricolor::harness
