#include "load/timed_ports.h"

#include "engine/subject.h"

namespace tricolor::harness {

void TimedVision::offer(const engine::Image& image, std::shared_ptr<const engine::PictureAnalysis> made_ahead) {
  offered_ = &image;
  made_ahead_ = std::move(made_ahead);
}

std::shared_ptr<const engine::PictureAnalysis> TimedVision::analyse(const engine::Image& image,
                                                                           engine::View view) const {
  clock_.enter(Stage::net);
  std::shared_ptr<const engine::PictureAnalysis> analysis;
  if (&image == offered_ && made_ahead_ && made_ahead_->view == view) {
    ++made_ahead_used_;
    analysis = made_ahead_;
  } else {
    analysis = vision_.analyse(image, view);
  }
  clock_.enter(Stage::judge);
  return analysis;
}

std::optional<engine::Detection> TimedVision::look_closer(const engine::Image& image,
                                                          const engine::Detection& found, engine::View view) const {
  const Stage before = clock_.enter(Stage::closer);
  ++closer_looks_;
  auto closer = vision_.look_closer(image, found, view);
  clock_.enter(before);
  return closer;
}

bool TimedStore::append(std::span<const engine::Event> events) {
  const Stage left = clock_.enter(Stage::store);
  const bool stored = (!before || before()) && store_.append(events);
  if (!stored) ++refusals_;
  clock_.enter(left);
  return stored;
}

engine::EvidenceResult TimedEvidence::put(const engine::EvidenceLabel& label, std::span<const std::uint8_t> jpeg) {
  const Stage before = clock_.enter(Stage::store);
  const bool refused = full && full();
  engine::EvidenceResult result =
      refused ? engine::EvidenceResult{"", engine::EvidenceLoss::disk_full} : store_.put(label, jpeg);
  lost_ += refused ? 1 : 0;
  if (!result.sha256.empty()) bytes_ += jpeg.size();
  clock_.enter(before);
  return result;
}

void OpenStays::on_event(const engine::Event& event) {
  const engine::Subject subject = engine::subject_of(event);
  if (subject.kind != engine::Subject::Kind::stay) return;
  const auto now = state_->stays().find(subject.id);
  const auto known = camera_of_.find(subject.id);
  if (now != state_->stays().end() && known == camera_of_.end()) {
    const auto camera = static_cast<int>(now->second.started.camera.value);
    camera_of_.emplace(subject.id, camera);
    ++begun_;
    if (++count_.at(static_cast<std::size_t>(camera)) == 1 && changed) changed(camera, true);
  } else if (now == state_->stays().end() && known != camera_of_.end()) {
    const int camera = known->second;
    camera_of_.erase(known);
    if (--count_[static_cast<std::size_t>(camera)] == 0 && changed) changed(camera, false);
  }
}

}  // namespace tricolor::harness
