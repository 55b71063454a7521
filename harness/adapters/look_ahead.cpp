#include "adapters/look_ahead.h"

#include <iterator>
#include <utility>

#include "clock/stopwatch.h"

namespace tricolor::harness {

LookAhead::LookAhead(Draw draw, Analyse analyse, int threads, std::size_t depth)
    : draw_(std::move(draw)), analyse_(std::move(analyse)), depth_(threads > 1 ? depth : 0) {
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
    if (job->version != version) {
      job->cancelled = true;
      job = nullptr;
      jobs_.erase(found);
      ++counters_.discarded;
    }
  }
  if (!job) {
    ++counters_.in_time;
    lock.unlock();
    ShotTimes times;
    Shot shot = draw_(key.camera, scene(), times);
    ThumbnailPtr thumbnail = thumbnail_for_guess(*shot.image);
    lock.lock();
    add(times);
    last_taken_[key.camera] = std::move(thumbnail);
    return shot;
  }
  if (job->state == Job::State::waiting) draw(*job, lock);
  while (job->state != Job::State::drawn && job->state != Job::State::done) {
    // While a worker finishes this shot, this thread makes the next one.
    if (const JobPtr other = next_to_run()) run(*other, lock);
    else job_done_.wait(lock);
  }
  ++counters_.used;
  // It stays in the list until here, because the camera's next picture is compared with it.
  jobs_.erase(key);
  last_taken_[key.camera] = job->thumbnail;
  return std::move(job->shot);
}

LookAhead::Counters LookAhead::counters() const {
  std::lock_guard lock(mutex_);
  return counters_;
}

std::size_t LookAhead::bytes() const {
  std::lock_guard lock(mutex_);
  std::size_t bytes = (jobs_.size() + last_taken_.size()) * sizeof(engine::Thumbnail);
  for (const auto& [key, job] : jobs_) {
    bytes += sizeof(Job) + job->scene.things.capacity() * sizeof(sim::Thing);
    if (job->state == Job::State::done && job->shot.image) bytes += job->shot.image->bytes.size();
  }
  return bytes;
}

void LookAhead::add(const ShotTimes& times) {
  counters_.times.render_s += times.render_s;
  counters_.times.detect_s += times.detect_s;
}

// Null where nothing is guessed.
LookAhead::ThumbnailPtr LookAhead::thumbnail_for_guess(const engine::Image& image) const {
  if (depth_ == 0 || !analyse_) return nullptr;
  return std::make_shared<const engine::Thumbnail>(engine::thumbnail_of(image));
}

// The camera's picture before `key`: nothing while it is not drawn, null when there is none.
std::optional<LookAhead::ThumbnailPtr> LookAhead::before(const Key& key) const {
  for (auto it = std::make_reverse_iterator(jobs_.lower_bound(key)); it != jobs_.rend(); ++it) {
    if (it->first.camera != key.camera) continue;
    if (!it->second->thumbnail) return std::nullopt;
    return it->second->thumbnail;
  }
  const auto taken = last_taken_.find(key.camera);
  return taken == last_taken_.end() ? nullptr : taken->second;
}

// The first shot that can be drawn, or is drawn and can be compared with the one before it.
LookAhead::JobPtr LookAhead::next_to_run() const {
  for (const auto& [key, job] : jobs_)
    if (job->state == Job::State::waiting || (job->state == Job::State::drawn && before(key))) return job;
  return nullptr;
}

void LookAhead::draw(Job& job, std::unique_lock<std::mutex>& lock) {
  job.state = Job::State::drawing;
  lock.unlock();
  ShotTimes times;
  Shot shot = draw_(job.key.camera, job.scene, times);
  Stopwatch watch;
  ThumbnailPtr thumbnail = thumbnail_for_guess(*shot.image);
  times.detect_s += watch.lap_s();
  lock.lock();
  job.shot = std::move(shot);
  job.thumbnail = std::move(thumbnail);
  job.state = job.thumbnail ? Job::State::drawn : Job::State::done;
  add(times);
  job_done_.notify_all();
  // The camera's next picture may have waited for this one to be compared with.
  wake_workers_.notify_one();
}

void LookAhead::analyse_if_changed(Job& job, std::unique_lock<std::mutex>& lock) {
  const auto last = before(job.key);
  if (!last) return;
  if (job.cancelled || (*last && engine::changed_share(**last, *job.thumbnail) == 0)) {
    job.state = Job::State::done;
  } else {
    job.state = Job::State::analysing;
    ++counters_.analysed;
    lock.unlock();
    ShotTimes times;
    Stopwatch watch;
    auto analysis = analyse_(job.key.camera, *job.shot.image);
    times.detect_s = watch.lap_s();
    lock.lock();
    job.shot.analysis = std::move(analysis);
    job.state = Job::State::done;
    add(times);
  }
  job_done_.notify_all();
}

void LookAhead::run(Job& job, std::unique_lock<std::mutex>& lock) {
  if (job.state == Job::State::waiting) draw(job, lock);
  if (job.state == Job::State::drawn) analyse_if_changed(job, lock);
}

void LookAhead::work() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (const JobPtr job = next_to_run()) run(*job, lock);
    else wake_workers_.wait(lock);
  }
}

}  // namespace tricolor::harness
