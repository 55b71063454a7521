#include "import/fronts.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

// Fronts of neighbours touch; a hair is left between them, so that rounded figures do not overlap. Metres.
constexpr double kHairM = 0.02;

// Left edges of fronts of these widths, sorted along the street.
std::vector<double> left_edges(const std::vector<double>& middles, const std::vector<double>& widths, double low,
                               double high) {
  struct Block {
    double sum;
    std::size_t count;
    double mean() const { return sum / static_cast<double>(count); }
  };
  // Without the widths before them the left edges must not fall.
  std::vector<Block> blocks;
  double before = 0;
  for (std::size_t i = 0; i < middles.size(); ++i) {
    blocks.push_back({middles[i] - widths[i] / 2 - before, 1});
    before += widths[i] + kHairM;
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
      blocks[blocks.size() - 2].sum += blocks.back().sum;
      blocks[blocks.size() - 2].count += blocks.back().count;
      blocks.pop_back();
    }
  }
  const double last = high - before;
  std::vector<double> edges;
  before = 0;
  for (const Block& block : blocks)
    for (std::size_t k = 0; k < block.count; ++k) {
      edges.push_back(std::clamp(block.mean(), low, std::max(low, last)) + before);
      before += widths[edges.size() - 1] + kHairM;
    }
  return edges;
}

// Widths that fit: as wanted, or narrower all alike, but none below the narrowest. Empty when even these do not fit.
std::vector<double> fitting_widths(std::vector<double> widths, double room) {
  const auto together = [&] {
    double sum = 0;
    for (const double width : widths) sum += width + kHairM;
    return sum;
  };
  if (static_cast<double>(widths.size()) * (kNarrowestFrontM + kHairM) > room) return {};
  // Each round brings some to the narrowest, or makes them fit.
  for (std::size_t round = 0; round <= widths.size() && together() > room; ++round) {
    double wide = 0, narrow = 0;
    for (const double width : widths) (width > kNarrowestFrontM ? wide : narrow) += width;
    const double hairs = static_cast<double>(widths.size()) * kHairM;
    const double by = std::max(0.0, room - hairs - narrow) / wide;
    for (double& width : widths)
      if (width > kNarrowestFrontM) width = std::max(kNarrowestFrontM, width * by);
  }
  return widths;
}

}  // namespace

std::vector<LaidFront> lay_fronts(const std::vector<WantedFront>& wanted, double low_m, double high_m) {
  std::vector<LaidFront> laid(wanted.size());
  std::vector<std::size_t> sorted;
  for (std::size_t i = 0; i < wanted.size(); ++i) sorted.push_back(i);
  std::sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) {
    return wanted[a].middle_m != wanted[b].middle_m ? wanted[a].middle_m < wanted[b].middle_m
                                                    : wanted[a].order < wanted[b].order;
  });
  while (!sorted.empty()) {
    std::vector<double> middles, widths;
    for (const std::size_t i : sorted) middles.push_back(wanted[i].middle_m), widths.push_back(wanted[i].width_m);
    const std::vector<double> fit = fitting_widths(widths, high_m - low_m);
    if (fit.empty()) {
      sorted.erase(std::max_element(sorted.begin(), sorted.end(),
                                    [&](std::size_t a, std::size_t b) { return wanted[a].order < wanted[b].order; }));
      continue;
    }
    const std::vector<double> edges = left_edges(middles, fit, low_m, high_m);
    const auto moved = [&](std::size_t k) { return std::abs(edges[k] + fit[k] / 2 - middles[k]); };
    std::size_t worst = 0;
    for (std::size_t k = 1; k < sorted.size(); ++k)
      if (moved(k) > moved(worst)) worst = k;
    if (moved(worst) > kFarthestMovedM) {
      sorted.erase(sorted.begin() + static_cast<std::ptrdiff_t>(worst));
      continue;
    }
    for (std::size_t k = 0; k < sorted.size(); ++k) laid[sorted[k]] = {true, edges[k], edges[k] + fit[k], moved(k)};
    break;
  }
  return laid;
}

}  // namespace tricolor::harness
