#include "adapters/look_ahead.h"

#include <utility>

namespace tricolor::harness {

LookAhead::LookAhead(Make make, int threads, std::size_t depth)
    : make_(std::move(make)), depth_(threads > 1 ? depth : 0) {
  for (int i = 1; i < threads && depth_ > 0; ++i) workers_.emplace_back([this] { work(); });
}

LookAhead::~LookAhead() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_workers_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

bool LookAhead::has_room() const {
  std::lock_guard lock(mutex_);
  return jobs_.size() < depth_;
}

std::optional<std::uint64_t> LookAhead::version_of(const Key& key) const {
  std::lock_guard lock(mutex_);
  const auto found = jobs_.find(key);
  if (found == jobs_.end()) return std::nullopt;
  return found->second->version;
}

void LookAhead::put_up(const Key& key, std::uint64_t version, sim::SceneView scene) {
  if (depth_ == 0) return;
  auto job = std::make_shared<Job>();
  job->key = key;
  job->version = version;
  job->scene = std::move(scene);
  {
    std::lock_guard lock(mutex_);
    if (auto old = jobs_.find(key); old != jobs_.end()) {
      old->second->cancelled = true;
      ++counters_.discarded;
    }
    jobs_[key] = std::move(job);
  }
  wake_workers_.notify_one();
}

Shot LookAhead::take(const Key& key, std::uint64_t version, const std::function<sim::SceneView()>& scene) {
  std::unique_lock lock(mutex_);
  JobPtr job;
  if (const auto found = jobs_.find(key); found != jobs_.end()) {
    job = found->second;
    jobs_.erase(found);
    if (job->version != version) {
      job->cancelled = true;
      job = nullptr;
      ++counters_.discarded;
    }
  }
  if (!job) {
    ++counters_.in_time;
    lock.unlock();
    ShotTimes times;
    Shot shot = make_(key.camera, scene(), times);
    lock.lock();
    counters_.times.render_s += times.render_s;
    counters_.times.detect_s += times.detect_s;
    return shot;
  }
  if (job->state == Job::State::waiting) run(job, lock);
  while (job->state != Job::State::done) {
    // While a worker finishes this shot, this thread makes the next one.
    if (JobPtr other = next_waiting()) run(other, lock);
    else job_done_.wait(lock);
  }
  ++counters_.used;
  return std::move(job->shot);
}

LookAhead::Counters LookAhead::counters() const {
  std::lock_guard lock(mutex_);
  return counters_;
}

LookAhead::JobPtr LookAhead::next_waiting() {
  for (auto& [key, job] : jobs_)
    if (job->state == Job::State::waiting) return job;
  return nullptr;
}

void LookAhead::run(const JobPtr& job, std::unique_lock<std::mutex>& lock) {
  job->state = Job::State::running;
  lock.unlock();
  ShotTimes times;
  Shot shot = make_(job->key.camera, job->scene, times);
  lock.lock();
  job->shot = std::move(shot);
  job->state = Job::State::done;
  counters_.times.render_s += times.render_s;
  counters_.times.detect_s += times.detect_s;
  job_done_.notify_all();
}

void LookAhead::work() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (JobPtr job = next_waiting()) run(job, lock);
    else wake_workers_.wait(lock);
  }
}

}  // namespace tricolor::harness
