#include <opencv2/core/ocl.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/core/version.hpp>
#include <opencv2/dnn.hpp>

#include <mutex>
#include <utility>

#include "vision/inference.h"

namespace tricolor::engine {
namespace {

// Nets that are not in use; each call takes one and gives it back, so that several threads can look at once.
class NetPool {
 public:
  explicit NetPool(std::string path) : path_(std::move(path)) {}
  cv::dnn::Net take() {
    {
      std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        cv::dnn::Net net = std::move(free_.back());
        free_.pop_back();
        return net;
      }
    }
    cv::dnn::Net net = cv::dnn::readNetFromONNX(path_);
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    return net;
  }
  void give(cv::dnn::Net net) {
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(net));
  }

 private:
  std::string path_;
  std::mutex mutex_;
  std::vector<cv::dnn::Net> free_;
};

// The widest instruction set for which cv::dnn 4.6 has loops of its own.
std::string opencv_instruction_set() {
  if (cv::checkHardwareSupport(CV_CPU_AVX512_SKX)) return "AVX512_SKX";
  if (cv::checkHardwareSupport(CV_CPU_AVX2)) return "AVX2";
  return cv::checkHardwareSupport(CV_CPU_AVX) ? "AVX" : "baseline";
}

// 1 × 3 × rows × columns in 0 … 1, blue green red. Six times as fast as cv::dnn::blobFromImage, which copies the
// picture three times.
cv::Mat planes_of(const cv::Mat& picture) {
  const int shape[] = {1, 3, picture.rows, picture.cols};
  cv::Mat blob(4, shape, CV_32F), planes[3];
  cv::split(picture, planes);
  for (int c = 0; c < 3; ++c) {
    cv::Mat plane(picture.rows, picture.cols, CV_32F, blob.ptr<float>(0, c));
    planes[c].convertTo(plane, CV_32F, 1 / 255.0);
  }
  return blob;
}

class OpenCvInference : public Inference {
 public:
  explicit OpenCvInference(const std::string& path)
      : nets_(path), identity_("cv::dnn " CV_VERSION " f32 " + opencv_instruction_set()) {
    // One thread a net: parallelism is over pictures, and the result must not depend on the number of threads.
    cv::setNumThreads(1);
    cv::ocl::setUseOpenCL(false);
  }

  Maps run(const cv::Mat& picture, std::span<const float> hint) const override {
    cv::dnn::Net net = nets_.take();
    if (hint.empty()) {
      net.setInput(planes_of(picture));
    } else {
      net.setInput(planes_of(picture), NetInputs::kPictureName);
      net.setInput(cv::Mat(1, static_cast<int>(hint.size()), CV_32F, const_cast<float*>(hint.data())),
                   NetInputs::kHintName);
    }
    const cv::Mat found = net.forward();
    Maps maps;
    if (found.dims == 4) maps.channels = found.size[1], maps.rows = found.size[2], maps.columns = found.size[3];
    else if (found.dims == 2) maps.channels = found.size[1], maps.rows = maps.columns = 1;
    maps.channel_step = static_cast<std::size_t>(maps.rows) * static_cast<std::size_t>(maps.columns);
    maps.cell_step = 1;
    if (maps.channels > 0) maps.values.assign(found.ptr<float>(), found.ptr<float>() + found.total());
    nets_.give(std::move(net));
    return maps;
  }

  const std::string& identity() const override { return identity_; }

 private:
  mutable NetPool nets_;
  std::string identity_;
};

}  // namespace

std::unique_ptr<Inference> load_opencv_inference(const std::string& onnx_path, const NetInputs& inputs) {
  auto inference = std::make_unique<OpenCvInference>(onnx_path);
  // A file that holds no net, or one that cannot take such a picture, is refused at once.
  const std::vector<float> hint(static_cast<std::size_t>(inputs.hint), 0.0f);
  inference->run(cv::Mat(inputs.height_px, inputs.width_px, CV_8UC3, cv::Scalar::all(0)), hint);
  return inference;
}

}  // namespace tricolor::engine
