#include "service/watch/source_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "clock/stopwatch.h"

namespace tricolor::harness {
namespace {

using engine::Duration;
using Outcome = engine::VideoSource::Outcome;

bool stopped(const SourceSettings& settings) {
  return settings.video.stop && settings.video.stop->load(std::memory_order_relaxed);
}

class Loop {
 public:
  Loop(const SourceSettings& settings, PictureWatch& watch, const SourceEars& ears)
      : settings_(settings), watch_(watch), ears_(ears), network_(engine::is_network_address(settings.address)) {}

  SourceResult run() {
    Duration pause = settings_.first_pause;
    for (;;) {
      std::string trouble;
      const std::uint64_t looked_before = result_.looked_at;
      const bool over = read(trouble);
      if (over || stopped(settings_) || time_is_over(elapsed())) break;
      ears_.said(network_
                     ? fmt::format("{}; opened again in {:.0f} s", trouble, static_cast<double>(pause.count()) / 1e6)
                     : trouble);
      result_.sound = false;
      if (!network_) break;
      if (result_.looked_at > looked_before) pause = settings_.first_pause;
      go_blind();
      wait(pause);
      if (stopped(settings_) || time_is_over(elapsed())) break;
      pause = std::min(2 * pause, settings_.longest_pause);
    }
    result_.length = last_at_;
    return result_;
  }

 private:
  Duration elapsed() const { return Duration{static_cast<std::int64_t>(1e6 * since_start_.total_s())}; }
  bool time_is_over(Duration at) const { return network_ && settings_.lasts && at > *settings_.lasts; }

  void go_blind() {
    if (blind_) return;
    blind_ = true;
    ears_.blind(last_at_, "disconnected");
    if (result_.looked_at) watch_.blind(last_at_, std::max(last_at_, elapsed()));
  }

  void wait(Duration pause) const {
    // The pause is made of short sleeps, so that a stop is noticed.
    const Stopwatch waited;
    while (!stopped(settings_) && 1e6 * waited.total_s() < static_cast<double>(pause.count()) &&
           !time_is_over(elapsed()))
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }

  // Opens and reads the source once. True when it is over, else `trouble` says why it broke off.
  bool read(std::string& trouble) {
    const auto source = engine::VideoSource::open(settings_.address, settings_.video, trouble);
    if (!source) return false;
    result_.sound = true;
    const std::uint64_t decoded_before = result_.decoded;
    std::optional<Duration> shift;
    engine::VideoPicture picture;
    for (;;) {
      const Outcome outcome = source->next(picture);
      result_.decoded = decoded_before + source->decoded();
      for (const std::string& line : source->take_remarks()) ears_.said(line);
      if (outcome == Outcome::lost) {
        trouble = engine::shown_address(settings_.address) + ": " + source->trouble();
        return false;
      }
      if (outcome == Outcome::ended) {
        if (result_.looked_at == 0 && !stopped(settings_)) {
          trouble = engine::shown_address(settings_.address) + ": holds no picture that can be decoded";
          return false;
        }
        if (source->cut_short()) result_.sound = false;
        return true;
      }
      // Pictures of a stream after a loss are later by the length of the loss.
      if (!shift)
        shift = network_ && result_.looked_at ? std::max(elapsed() - picture.at, last_at_ + Duration{1000} - picture.at)
                                              : Duration{0};
      const Duration at = picture.at + *shift;
      if (settings_.lasts && at > *settings_.lasts) return true;
      if (blind_) {
        blind_ = false;
        ears_.sees_again(at);
      }
      if (result_.looked_at == 0) {
        since_start_ = Stopwatch();
        if (ears_.first) ears_.first(*picture.image);
      }
      watch_.look(picture.image, at);
      ++result_.looked_at;
      last_at_ = at;
      if (ears_.looked) ears_.looked(picture.image, at);
      if (auto length = source->length(); length && ears_.progress) {
        if (settings_.lasts) length = std::min(*length, *settings_.lasts);
        if (length->count() > 0)
          ears_.progress(std::min(1.0, static_cast<double>(at.count()) / static_cast<double>(length->count())), at);
      }
    }
  }

  const SourceSettings& settings_;
  PictureWatch& watch_;
  const SourceEars& ears_;
  bool network_;
  bool blind_ = false;
  Stopwatch since_start_;
  Duration last_at_{0};
  SourceResult result_;
};

}  // namespace

SourceResult run_source(const SourceSettings& settings, PictureWatch& watch, const SourceEars& ears) {
  return Loop(settings, watch, ears).run();
}

}  // namespace tricolor::harness
