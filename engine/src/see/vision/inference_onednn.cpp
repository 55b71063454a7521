#include <oneapi/dnnl/dnnl.hpp>
#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

#include "vision/inference.h"
#include "vision/net_plan.h"

// Of OpenMP's library. Its header belongs to a compiler, and clang-tidy does not find GCC's.
extern "C" void omp_set_num_threads(int threads);

namespace tricolor::engine {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

// Pictures and maps lie in memory cell by cell, the channels of a cell beside one another: so does a camera's picture,
// and sums and enlargements are plain loops. Weights lie as the library wants them.
memory::desc cells_of(const TensorShape& shape) {
  return {{1, shape.channels, shape.rows, shape.columns}, memory::data_type::f32, Tag::nhwc};
}

// The widest instruction set that is used: wider ones have nothing for 32-bit floats that this one has not, and so all
// CPUs that have it give the same results. Read once, before the library's first use; the variable is the library's.
void pin_instruction_set() {
  static const bool kPinned = [] {
    if (!std::getenv("ONEDNN_MAX_CPU_ISA") && !std::getenv("DNNL_MAX_CPU_ISA"))
      dnnl::set_max_cpu_isa(dnnl::cpu_isa::avx512_core);
    return true;
  }();
  (void)kPinned;
}

// Null below AVX2, where the library's loops are no faster than those of cv::dnn.
const char* onednn_instruction_set() {
  const auto isa = dnnl::get_effective_cpu_isa();
  if (isa == dnnl::cpu_isa::avx2 || isa == dnnl::cpu_isa::avx2_vnni) return "AVX2";
  const int bits = static_cast<int>(isa);
  return (bits & static_cast<int>(dnnl::cpu_isa::avx512_core)) == static_cast<int>(dnnl::cpu_isa::avx512_core)
             ? "AVX512_CORE"
             : nullptr;
}

dnnl::primitive_attr attributes_of(const NetStep& step) {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  if (step.relu) {
    dnnl::post_ops after;
    after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    attributes.set_post_ops(after);
  }
  return attributes;
}

// Holds what all threads share of a step: how it is computed, and its weights, which nobody writes.
struct Prepared {
  dnnl::primitive_desc_base how;
  memory weights, bias;
};

class Program {
 public:
  Program(NetPlan plan, const dnnl::engine& engine) : plan_(std::move(plan)), engine_(engine), stream_(engine) {
    for (const NetStep& step : plan_.steps) prepared_.push_back(prepare(step));
    stream_.wait();
  }
  const NetPlan& plan() const { return plan_; }
  const std::vector<Prepared>& prepared() const { return prepared_; }
  const dnnl::engine& engine() const { return engine_; }

 private:
  Prepared prepare(const NetStep& step) {
    if (step.does == NetStep::Does::convolve) {
      const auto& weights = step.weights;
      return prepared_as<dnnl::convolution_forward>(
          step, memory::dims(weights.size.p, weights.size.p + weights.dims), [&](const auto& d) {
            return dnnl::convolution_forward::desc(dnnl::prop_kind::forward_inference,
                                                   dnnl::algorithm::convolution_direct, d.source, d.weights, d.bias,
                                                   d.result, {step.stride[0], step.stride[1]},
                                                   {step.before[0], step.before[1]}, {step.after[0], step.after[1]});
          });
    }
    if (step.does == NetStep::Does::multiply) {
      const TensorShape& source = plan_.tensors[step.from.front()];
      return prepared_as<dnnl::inner_product_forward>(
          step, {step.weights.size[0], source.channels, source.rows, source.columns}, [](const auto& d) {
            return dnnl::inner_product_forward::desc(dnnl::prop_kind::forward_inference, d.source, d.weights, d.bias,
                                                     d.result);
          });
    }
    return {};
  }

  struct Descs {
    memory::desc source, weights, bias, result;
  };

  template <class Primitive, class MakeDesc>
  Prepared prepared_as(const NetStep& step, const memory::dims& dims, const MakeDesc& make) {
    const auto f32 = memory::data_type::f32;
    TensorShape result = plan_.tensors[step.to];
    const Descs descs{
        cells_of(plan_.tensors[step.from.front()]),
        {dims, f32, Tag::any},
        {{static_cast<memory::dim>(step.bias.size())}, f32, Tag::x},
        step.does == NetStep::Does::convolve ? cells_of(result) : memory::desc({1, result.channels}, f32, Tag::nc)};
    const typename Primitive::primitive_desc how(make(descs), attributes_of(step), engine_);
    Prepared prepared{how, memory(how.weights_desc(), engine_), memory(descs.bias, engine_)};
    memory given({dims, f32, Tag::oihw}, engine_, const_cast<float*>(step.weights.template ptr<float>()));
    dnnl::reorder(given, prepared.weights).execute(stream_, given, prepared.weights);
    stream_.wait();
    std::copy(step.bias.begin(), step.bias.end(), static_cast<float*>(prepared.bias.get_data_handle()));
    return prepared;
  }

  NetPlan plan_;
  dnnl::engine engine_;
  dnnl::stream stream_;
  std::vector<Prepared> prepared_;
};

// Holds what one picture at a time passes through: primitives, maps and scratch memory that no other thread touches.
// Primitives of several workspaces have the compiled code in common and nothing that is written.
class Workspace {
 public:
  explicit Workspace(const Program& program) : program_(program), stream_(program.engine()) {
    for (const TensorShape& shape : program.plan().tensors) tensors_.emplace_back(cells_of(shape), program.engine());
    for (std::size_t i = 0; i < program.plan().steps.size(); ++i) add(program.plan().steps[i], program.prepared()[i]);
  }

  Maps run(const cv::Mat& picture, std::span<const float> hint) {
    const NetPlan& plan = program_.plan();
    cv::Mat cells(picture.rows, picture.cols, CV_32FC3, values(plan.picture));
    picture.convertTo(cells, CV_32F, 1 / 255.0);
    if (!hint.empty()) std::copy(hint.begin(), hint.end(), values(plan.hint));
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      if (computed_[i].primitive) computed_[i].primitive.execute(stream_, computed_[i].arguments);
      else move_cells(plan.steps[i]);
    }
    stream_.wait();
    const TensorShape& shape = plan.tensors[plan.output];
    const float* found = values(plan.output);
    const auto channels = static_cast<std::size_t>(shape.channels);
    return {shape.channels,
            shape.rows,
            shape.columns,
            1,
            channels,
            std::vector<float>(found, found + channels * static_cast<std::size_t>(shape.rows * shape.columns))};
  }

 private:
  struct Computed {
    dnnl::primitive primitive{};  // None for what is a plain loop.
    std::unordered_map<int, memory> arguments;
  };

  void add(const NetStep& step, const Prepared& prepared) {
    Computed& computed = computed_.emplace_back();
    if (step.does != NetStep::Does::convolve && step.does != NetStep::Does::multiply) return;
    memory result = tensors_[step.to];
    // A list of figures lies as the one cell of its maps does.
    if (step.does == NetStep::Does::multiply)
      result = memory({{1, program_.plan().tensors[step.to].channels}, memory::data_type::f32, Tag::nc},
                      program_.engine(), result.get_data_handle());
    computed.primitive = dnnl::primitive(prepared.how.get());
    computed.arguments = {
        {DNNL_ARG_SRC, tensors_[step.from.front()]},
        {DNNL_ARG_WEIGHTS, prepared.weights},
        {DNNL_ARG_BIAS, prepared.bias},
        {DNNL_ARG_DST, result},
        {DNNL_ARG_SCRATCHPAD,
         memory(prepared.how.query_md(dnnl::query::exec_arg_md, DNNL_ARG_SCRATCHPAD), program_.engine())}};
  }

  float* values(std::size_t tensor) { return static_cast<float*>(tensors_[tensor].get_data_handle()); }

  void move_cells(const NetStep& step) {
    const TensorShape& shape = program_.plan().tensors[step.to];
    const auto channels = static_cast<std::size_t>(shape.channels), columns = static_cast<std::size_t>(shape.columns),
               cells = static_cast<std::size_t>(shape.rows) * columns;
    float* to = values(step.to);
    if (step.does == NetStep::Does::add) {
      const float *one = values(step.from[0]), *other = values(step.from[1]);
      for (std::size_t i = 0; i < cells * channels; ++i) to[i] = one[i] + other[i];
    } else if (step.does == NetStep::Does::enlarge) {
      const float* from = values(step.from.front());
      const auto factor = static_cast<std::size_t>(step.factor), row = columns * channels;
      for (std::size_t y = 0; y < static_cast<std::size_t>(shape.rows); ++y, to += row) {
        if (y % factor != 0) {
          std::memcpy(to, to - row, row * sizeof(float));
          continue;
        }
        const float* line = from + y / factor * (columns / factor) * channels;
        for (std::size_t x = 0; x < columns; ++x)
          std::memcpy(to + x * channels, line + x / factor * channels, channels * sizeof(float));
      }
      to = values(step.to);
    } else {
      std::size_t first = 0;
      for (const std::size_t source : step.from) {
        const auto width = static_cast<std::size_t>(program_.plan().tensors[source].channels);
        const float* from = values(source);
        for (std::size_t i = 0; i < cells; ++i)
          std::memcpy(to + i * channels + first, from + i * width, width * sizeof(float));
        first += width;
      }
    }
    if (step.relu)
      for (std::size_t i = 0; i < cells * channels; ++i) to[i] = std::max(to[i], 0.0f);
  }

  const Program& program_;
  dnnl::stream stream_;
  std::vector<memory> tensors_;
  std::vector<Computed> computed_;
};

class OneDnnInference : public Inference {
 public:
  explicit OneDnnInference(NetPlan plan) : program_(std::move(plan), dnnl::engine(dnnl::engine::kind::cpu, 0)) {
    const auto* version = dnnl::version();
    identity_ = "oneDNN " + std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
                std::to_string(version->patch) + " f32 " + onednn_instruction_set();
    // Code is compiled here, not at the first picture.
    free_.push_back(std::make_unique<Workspace>(program_));
  }

  Maps run(const cv::Mat& picture, std::span<const float> hint) const override {
    // The library divides work among OpenMP's threads. Parallelism is over pictures here, and a result must not depend
    // on the number of threads; the setting is the calling thread's own.
    omp_set_num_threads(1);
    std::unique_ptr<Workspace> workspace = take();
    Maps maps = workspace->run(picture, hint);
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(workspace));
    return maps;
  }

  const std::string& identity() const override { return identity_; }

 private:
  std::unique_ptr<Workspace> take() const {
    {
      std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto workspace = std::move(free_.back());
        free_.pop_back();
        return workspace;
      }
    }
    return std::make_unique<Workspace>(program_);
  }

  Program program_;
  std::string identity_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Workspace>> free_;  // Workspaces that no thread uses now.
};

// The largest difference between two results over the largest figure in them; infinite where they differ in size.
double difference(const Maps& one, const Maps& other) {
  if (one.channels != other.channels || one.rows != other.rows || one.columns != other.columns) return HUGE_VAL;
  double most = 0, largest = 1;
  for (int c = 0; c < one.channels; ++c)
    for (int y = 0; y < one.rows; ++y)
      for (int x = 0; x < one.columns; ++x) {
        const double a = one.at(c, y, x), b = other.at(c, y, x);
        if (!std::isfinite(a) || !std::isfinite(b)) return HUGE_VAL;
        most = std::max(most, std::abs(a - b));
        largest = std::max(largest, std::abs(b));
      }
  return most / largest;
}

// Largest difference from cv::dnn that is rounding, as a share of the largest figure in a result. The committed nets
// differ by 1.4e-6 at most over the 60 questions a net of tests/engine/see/vision/inference_test.cpp, whose XML output
// holds the figure (2026-11-27).
constexpr double kRounding = 1e-4;

}  // namespace

std::unique_ptr<Inference> load_onednn_inference(const std::string& onnx_path, const NetInputs& inputs,
                                                 const Inference& reference, std::string& refusal) {
  try {
    omp_set_num_threads(1);
    pin_instruction_set();
    if (!onednn_instruction_set()) {
      refusal = "this CPU has no AVX2, or it is not to be used";
      return nullptr;
    }
    auto plan = plan_of(onnx_path, inputs, refusal);
    if (!plan) return nullptr;
    auto inference = std::make_unique<OneDnnInference>(std::move(*plan));
    // A picture and figures without any regularity tell another reading of the net from this one. Their bytes are the
    // upper ones of a count that is multiplied by 2^32 / golden ratio, and mixed once.
    std::uint32_t count = 0;
    const auto next_byte = [&count] {
      std::uint32_t mixed = ++count * 2654435769u;
      mixed = (mixed ^ (mixed >> 15)) * 2246822519u;
      return static_cast<std::uint8_t>(mixed >> 24);
    };
    cv::Mat picture(inputs.height_px, inputs.width_px, CV_8UC3);
    for (std::size_t i = 0; i < picture.total() * 3; ++i) picture.data[i] = next_byte();
    std::vector<float> hint(static_cast<std::size_t>(inputs.hint));
    for (float& value : hint) value = static_cast<float>(next_byte()) / 128 - 1;
    if (difference(inference->run(picture, hint), reference.run(picture, hint)) <= kRounding) return inference;
    refusal = "its results differ from those of cv::dnn";
  } catch (const dnnl::error& error) {
    refusal = std::string("oneDNN: ") + error.what();
  }
  return nullptr;
}

std::unique_ptr<Inference> load_inference(const std::string& onnx_path, const NetInputs& inputs, std::string& refusal) {
  refusal.clear();
  auto reference = load_opencv_inference(onnx_path, inputs);
  auto fastest = load_onednn_inference(onnx_path, inputs, *reference, refusal);
  return fastest ? std::move(fastest) : std::move(reference);
}

}  // namespace tricolor::engine
