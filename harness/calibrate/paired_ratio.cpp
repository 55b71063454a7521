#include "calibrate/paired_ratio.h"

#include <algorithm>
#include <cmath>

#include "compare/plan/statistics.h"

namespace tricolor::harness {

void PairedRatio::add_pixels(std::uint64_t cluster, double hits, double of) {
  Sums& sums = clusters_[cluster];
  sums.hits_pixels += hits, sums.of_pixels += of;
}

void PairedRatio::add_events(std::uint64_t cluster, double hits, double of, double weight) {
  Sums& sums = clusters_[cluster];
  sums.hits_events += hits * weight, sums.of_events += of * weight;
}

PairedRatio::Estimate PairedRatio::sums() const {
  Estimate it;
  it.clusters = clusters_.size();
  for (const auto& [name, sums] : clusters_) {
    it.hits_pixels += sums.hits_pixels, it.of_pixels += sums.of_pixels;
    it.hits_events += sums.hits_events, it.of_events += sums.of_events;
  }
  if (it.of_pixels > 0) it.pixels = it.hits_pixels / it.of_pixels;
  if (it.of_events > 0) it.events = it.hits_events / it.of_events;
  it.known = it.of_pixels > 0 && it.of_events > 0 && it.clusters > 1;
  return it;
}

double PairedRatio::quantile() const { return student_quantile(clusters_.size() - 1, 0.95); }

PairedRatio::Estimate PairedRatio::difference() const {
  Estimate it = sums();
  if (!it.known) return it;
  double variance = 0;
  for (const auto& [name, sums] : clusters_) {
    const double part = (sums.hits_events - it.events * sums.of_events) / it.of_events -
                        (sums.hits_pixels - it.pixels * sums.of_pixels) / it.of_pixels;
    variance += part * part;
  }
  const double n = static_cast<double>(it.clusters);
  double half = quantile() * std::sqrt(variance * n / (n - 1));
  // Clusters without any variation say nothing of rare outcomes.
  half = std::max(half, 3 / it.of_pixels);
  it.low = it.events - it.pixels - half, it.high = it.events - it.pixels + half;
  return it;
}

PairedRatio::Estimate PairedRatio::ratio() const {
  Estimate it = sums();
  it.known = it.known && it.hits_pixels > 0 && it.hits_events > 0;
  if (!it.known) return it;
  double variance = 0;
  for (const auto& [name, sums] : clusters_) {
    const double part = (sums.hits_events - it.events * sums.of_events) / it.hits_events -
                        (sums.hits_pixels - it.pixels * sums.of_pixels) / it.hits_pixels;
    variance += part * part;
  }
  const double n = static_cast<double>(it.clusters), half = quantile() * std::sqrt(variance * n / (n - 1));
  it.low = it.events / it.pixels * std::exp(-half), it.high = it.events / it.pixels * std::exp(half);
  return it;
}

}  // namespace tricolor::harness
