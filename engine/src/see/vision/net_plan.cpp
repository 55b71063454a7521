#include "vision/net_plan.h"

#include <opencv2/dnn.hpp>
#include <opencv2/dnn/all_layers.hpp>

#include <map>
#include <set>
#include <utility>

namespace tricolor::engine {
namespace {

using cv::dnn::Layer;
using cv::dnn::MatShape;

// Thrown and caught here: why there is no plan.
struct Refused {
  std::string why;
};

class Planner {
 public:
  Planner(cv::dnn::Net& net, const NetInputs& inputs) : net_(net), inputs_(inputs) {
    plan_.tensors.push_back({3, inputs.height_px, inputs.width_px});
    if (inputs.hint > 0) {
      plan_.hint = 1;
      plan_.tensors.push_back({inputs.hint, 1, 1});
    }
  }

  NetPlan plan() {
    const std::vector<MatShape> given = given_shapes();
    const std::vector<cv::String> names = net_.getLayerNames();
    for (const cv::String& name : names)
      for (const auto& source : net_.getLayerInputs(net_.getLayerId(name))) ++uses_[source->name];
    for (const cv::String& name : names) {
      const int id = net_.getLayerId(name);
      std::vector<MatShape> in, out;
      net_.getLayerShapes(given, id, in, out);
      if (out.size() != 1) throw Refused{"the layer " + name + " has several results"};
      add(id, *net_.getLayer(id), in, shape_of(out.front(), name));
    }
    const std::vector<cv::String> ends = net_.getUnconnectedOutLayersNames();
    if (ends.size() != 1) throw Refused{"it has several results"};
    plan_.output = made_.at(ends.front());
    return std::move(plan_);
  }

 private:
  std::vector<MatShape> given_shapes() const {
    std::vector<MatShape> shapes{{1, 3, inputs_.height_px, inputs_.width_px}};
    if (inputs_.hint > 0) shapes.push_back({1, inputs_.hint});
    return shapes;
  }

  static TensorShape shape_of(const MatShape& shape, const std::string& name) {
    if (shape.size() == 4 && shape[0] == 1) return {shape[1], shape[2], shape[3]};
    if (shape.size() == 2 && shape[0] == 1) return {shape[1], 1, 1};
    throw Refused{"the layer " + name + " has a result that is no map"};
  }

  // The tensors that a layer reads. Both inputs of a net have one name in cv::dnn, and differ by their shape.
  std::vector<std::size_t> sources(int id, const std::vector<MatShape>& in) {
    std::vector<std::size_t> from;
    for (const auto& source : net_.getLayerInputs(id)) {
      const auto made = made_.find(source->name);
      if (made != made_.end()) from.push_back(made->second);
      else from.push_back(inputs_.hint > 0 && in.at(from.size()).size() == 2 ? plan_.hint : plan_.picture);
    }
    return from;
  }

  void add(int id, const Layer& layer, const std::vector<MatShape>& in, const TensorShape& shape) {
    const std::vector<std::size_t> from = sources(id, in);
    if (from.empty()) throw Refused{"the layer " + layer.name + " reads nothing"};
    if (layer.type == "Identity" || layer.type == "Flatten") {
      made_[layer.name] = from.front();
      if (layer.type == "Flatten") flat_.insert(from.front());
      return;
    }
    if (layer.type == "ReLU") return add_relu(id, layer, from.front());
    NetStep step;
    step.from = from;
    if (const auto* convolution = dynamic_cast<const cv::dnn::ConvolutionLayer*>(&layer)) convolve(*convolution, step);
    else if (layer.type == "InnerProduct") multiply(layer, step);
    else if (layer.type == "Eltwise") add_up(layer, step, shape);
    else if (layer.type == "Resize") enlarge(layer, step, shape);
    else if (const auto* concat = dynamic_cast<const cv::dnn::ConcatLayer*>(&layer)) join(*concat, step, shape);
    else throw Refused{"the layer " + layer.type + " is not one of ours"};
    if (step.does != NetStep::Does::multiply)
      for (const std::size_t source : from)
        if (flat_.contains(source) && plan_.tensors[source].rows * plan_.tensors[source].columns > 1)
          throw Refused{"the layer " + layer.name + " reads a flattened map"};
    step.to = plan_.tensors.size();
    plan_.tensors.push_back(shape);
    made_[layer.name] = step.to;
    made_by_[step.to] = plan_.steps.size();
    plan_.steps.push_back(std::move(step));
  }

  void add_relu(int id, const Layer& layer, std::size_t source) {
    const auto* relu = dynamic_cast<const cv::dnn::ReLULayer*>(&layer);
    const auto maker = made_by_.find(source);
    if (!relu || relu->negativeSlope != 0 || maker == made_by_.end() ||
        uses_[net_.getLayerInputs(id).front()->name] != 1)
      throw Refused{"the ReLU " + layer.name + " cannot be joined to what it reads"};
    plan_.steps[maker->second].relu = true;
    made_[layer.name] = source;
  }

  static void take_weights(const Layer& layer, NetStep& step, int outputs) {
    if (layer.blobs.empty() || layer.blobs[0].type() != CV_32F) throw Refused{layer.name + " has no 32-bit weights"};
    step.weights = layer.blobs[0].clone();
    step.bias.assign(static_cast<std::size_t>(outputs), 0.0f);
    if (layer.blobs.size() < 2) return;
    if (layer.blobs[1].type() != CV_32F || layer.blobs[1].total() != step.bias.size())
      throw Refused{layer.name + " has a bias of another size"};
    step.bias.assign(layer.blobs[1].ptr<float>(), layer.blobs[1].ptr<float>() + step.bias.size());
  }

  void convolve(const cv::dnn::ConvolutionLayer& layer, NetStep& step) const {
    step.does = NetStep::Does::convolve;
    const bool plain = layer.type == "Convolution" && layer.kernel_size.size() == 2 && layer.padMode.empty() &&
                       layer.blobs.size() >= 1 && layer.blobs[0].dims == 4 &&
                       layer.dilations == std::vector<std::size_t>{1, 1} &&
                       layer.blobs[0].size[1] == plan_.tensors[step.from.front()].channels;
    if (!plain) throw Refused{"the convolution " + layer.name + " is in groups, dilated or padded to a size"};
    take_weights(layer, step, layer.blobs[0].size[0]);
    for (std::size_t i = 0; i < 2; ++i) {
      step.stride[i] = static_cast<int>(layer.strides.at(i));
      step.before[i] = static_cast<int>(layer.pads_begin.at(i));
      step.after[i] = static_cast<int>(layer.pads_end.at(i));
    }
  }

  void multiply(const Layer& layer, NetStep& step) const {
    step.does = NetStep::Does::multiply;
    const TensorShape& source = plan_.tensors[step.from.front()];
    if (layer.blobs.empty() || layer.blobs[0].dims != 2 ||
        layer.blobs[0].size[1] != source.channels * source.rows * source.columns)
      throw Refused{"the matrix of " + layer.name + " does not fit what it reads"};
    take_weights(layer, step, layer.blobs[0].size[0]);
  }

  void add_up(const Layer& layer, NetStep& step, const TensorShape& shape) const {
    step.does = NetStep::Does::add;
    if (step.from.size() != 2 || plan_.tensors[step.from[0]] != shape || plan_.tensors[step.from[1]] != shape)
      throw Refused{layer.name + " is not a sum of two of one size"};
  }

  void enlarge(const Layer& layer, NetStep& step, const TensorShape& shape) const {
    step.does = NetStep::Does::enlarge;
    const TensorShape& source = plan_.tensors[step.from.front()];
    step.factor = shape.rows / source.rows;
    if (step.factor < 1 ||
        shape != TensorShape{source.channels, source.rows * step.factor, source.columns * step.factor})
      throw Refused{layer.name + " does not enlarge by a whole number"};
  }

  void join(const cv::dnn::ConcatLayer& layer, NetStep& step, const TensorShape& shape) const {
    step.does = NetStep::Does::join;
    int channels = 0;
    for (const std::size_t source : step.from) {
      channels += plan_.tensors[source].channels;
      if (plan_.tensors[source].rows != shape.rows || plan_.tensors[source].columns != shape.columns) channels = -1;
    }
    if (layer.axis != 1 || channels != shape.channels) throw Refused{layer.name + " does not join maps"};
  }

  cv::dnn::Net& net_;
  const NetInputs& inputs_;
  NetPlan plan_;
  std::map<std::string, std::size_t> made_;     // Tensors by the name of the layer that made them.
  std::map<std::size_t, std::size_t> made_by_;  // Steps by the tensor that they make.
  std::map<std::string, int> uses_;             // How many layers read a layer's result, by its name.
  std::set<std::size_t> flat_;                  // Tensors that are read as lists.
};

}  // namespace

std::optional<NetPlan> plan_of(const std::string& onnx_path, const NetInputs& inputs, std::string& refusal) {
  cv::dnn::Net net = cv::dnn::readNetFromONNX(onnx_path);
  try {
    return Planner(net, inputs).plan();
  } catch (const Refused& refused) {
    refusal = refused.why;
    return std::nullopt;
  }
}

}  // namespace tricolor::engine
