#include "engine/net_work.h"

#include <cstddef>

#include "engine/closer_look.h"
#include "vision/model_file.h"
#include "vision/net_plan.h"

namespace tricolor::engine {
namespace {

std::uint64_t multiply_adds(const NetPlan& plan) {
  std::uint64_t sum = 0;
  for (const NetStep& step : plan.steps) {
    const TensorShape& shape = plan.tensors[step.to];
    const auto cells = static_cast<std::uint64_t>(shape.rows) * static_cast<std::uint64_t>(shape.columns);
    if (step.does == NetStep::Does::convolve) sum += cells * step.weights.total();
    if (step.does == NetStep::Does::multiply) sum += step.weights.total();
  }
  return sum;
}

}  // namespace

std::optional<NetWork> net_work_of(const std::string& onnx_path) {
  Model model;
  std::string refusal;
  if (!read_model(onnx_path, model, refusal)) return {};
  try {
    const auto whole = plan_of(onnx_path, {model.width_px, model.height_px, 0}, refusal);
    if (!whole) return {};
    NetWork work{multiply_adds(*whole), 0};
    if (model.closer_look.empty()) return work;
    // The thing's place in three figures, and its kind.
    const int hint = 3 + static_cast<int>(model.kinds.size());
    const auto closer = plan_of(model.closer_look, {Cutout::kSidePx, Cutout::kSidePx, hint}, refusal);
    if (!closer) return {};
    work.closer_look = 2 * multiply_adds(*closer);
    return work;
  } catch (const cv::Exception&) {
    return {};
  }
}

}  // namespace tricolor::engine
