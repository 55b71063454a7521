// Holds one share or mean of the rung `events` against that of the rung `pixels` over the same truth, with an interval
// that bears with outcomes of one shop resembling one another: the outcomes are summed by cluster, and the variance is
// that of the clusters' sums (linearised ratio estimators; Cochran, Sampling Techniques, 3rd ed., 1977, § 6).
#pragma once

#include <cstdint>
#include <map>

namespace tricolor::harness {

class PairedRatio {
 public:
  /// Adds `hits` of `of` to a cluster. At the rung `events` each of n draws has the weight 1/n.
  void add_pixels(std::uint64_t cluster, double hits, double of);
  void add_events(std::uint64_t cluster, double hits, double of, double weight);

  /// Both figures, and what is said of them.
  struct Estimate {
    double pixels = 0, events = 0;            ///< hits / of; 0 without any.
    double of_pixels = 0, of_events = 0;      ///< Sums of `of`.
    double hits_pixels = 0, hits_events = 0;  ///< Sums of `hits`.
    double low = 0, high = 0;                 ///< 90 % interval.
    bool known = false;                       ///< False where a side has too little for an interval.
    std::size_t clusters = 0;
  };
  /// The interval is that of events − pixels. Where no hit or nothing but hits was met, three outcomes are what the
  /// bound rests on (rule of three), so that an interval of width 0 is never told.
  Estimate difference() const;
  /// The interval is that of events / pixels; unknown where a side has no hit.
  Estimate ratio() const;

 private:
  struct Sums {
    double hits_pixels = 0, of_pixels = 0, hits_events = 0, of_events = 0;
  };
  Estimate sums() const;
  double quantile() const;
  std::map<std::uint64_t, Sums> clusters_;
};

}  // namespace tricolor::harness
