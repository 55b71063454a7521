#include "recorded.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace tricolor::harness {

std::unique_ptr<LoopInputs> inputs_of(const std::string& path) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/" + path, diagnostics);
  if (!inputs) throw std::runtime_error(diagnostics.text());
  inputs->vision = load_detector(inputs->scenario.model_path);
  inputs->scenario.every_frame = false;
  inputs->scenario.passers_by_per_hour = std::min(inputs->scenario.passers_by_per_hour, 40.0);
  return std::make_unique<LoopInputs>(std::move(*inputs));
}

const Recorded& recorded(const std::string& path) {
  static std::map<std::string, Recorded> kept;
  auto [found, first] = kept.try_emplace(path);
  Recorded& it = found->second;
  if (!first) return it;
  it.inputs = inputs_of(path);
  it.record = run_closed_loop(*it.inputs, LoopOptions{});
  it.replay = std::make_unique<Replay>(*it.inputs);
  return it;
}

Timeline Recorded::timeline(std::size_t between_checkpoints) const {
  Timeline all(*replay, record.start, record.planned_end, between_checkpoints);
  all.append(record.journal, record.truth.scene_log, record.end);
  all.finish(record.end);
  return all;
}

}  // namespace tricolor::harness
