#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/closer_look.h"
#include "engine/digest.h"
#include "engine/vision.h"
#include "pictures/halved.h"
#include "vision/inference.h"
#include "vision/model_file.h"

namespace tricolor::engine {
namespace {

// Largest number of detections of one picture. Assumed.
constexpr std::size_t kMostDetections = 100;

// The channels after the kinds are the box, then the ground's middle, right and up, and the logarithm of the expected
// error.
constexpr int kBoxChannels = 4, kGroundChannels = 7;

// Unit in which the closer look corrects places, pixels of its cutout.
constexpr double kCorrectionPx = 4;

// Gives a file's name and the first digits of its SHA-256, as "street.onnx 0123456789abcdef".
std::string name_and_digest(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  return std::filesystem::path(path).filename().string() + " " + sha256(bytes).substr(0, 16);
}

struct LoadedNet {
  std::unique_ptr<Inference> inference;
  std::string computed_by;  ///< Its identity, and why it is not oneDNN where it is not and might be.
};

LoadedNet load_net(const std::string& path, const NetInputs& inputs, VisionLibrary library) {
  std::string refusal;
  LoadedNet net{
      library == VisionLibrary::opencv ? load_opencv_inference(path, inputs) : load_inference(path, inputs, refusal),
      {}};
  net.computed_by = net.inference->identity();
  if (!refusal.empty()) net.computed_by += " (not oneDNN: " + refusal + ")";
  return net;
}

class OnnxVision : public Vision {
 public:
  OnnxVision(Model model, const std::string& path, VisionLibrary library) : model_(std::move(model)) {
    net_ = load_net(path, {model_.width_px, model_.height_px, 0}, library);
    check_maps();
    identity_ = name_and_digest(path);
    if (model_.closer_look.empty()) {
      identity_ += "; " + net_.computed_by;
      return;
    }
    closer_net_ = load_net(model_.closer_look, {Cutout::kSidePx, Cutout::kSidePx, hint_size()}, library);
    check_figures();
    identity_ += ", " + name_and_digest(model_.closer_look) + "; " + net_.computed_by;
    if (closer_net_.computed_by != net_.computed_by) identity_ += ", closer look by " + closer_net_.computed_by;
  }

  /// Gives the detector that answers for cameras that look along a street. It has the same kinds.
  void take_along(std::shared_ptr<const OnnxVision> along) {
    along_ = std::move(along);
    identity_ += "; along: " + along_->identity_;
  }

  std::string identity() const override { return identity_; }

  const ObjectKinds& kinds() const override { return model_.kinds; }

  std::shared_ptr<const PictureAnalysis> analyse(const Image& image, View view) const override {
    if (view == View::along && along_)
      return std::make_shared<PictureAnalysis>(PictureAnalysis{along_->found_in(image), view});
    return std::make_shared<PictureAnalysis>(PictureAnalysis{found_in(image), view});
  }

  std::vector<Detection> found_in(const Image& image) const {
    const cv::Mat whole(image.height_px, image.width_px, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
    const double by_width = static_cast<double>(model_.width_px) / image.width_px;
    const double scale =
        model_.lower_rows ? by_width : std::min(by_width, static_cast<double>(model_.height_px) / image.height_px);
    const int rows = std::min(image.height_px, static_cast<int>(std::lround(model_.height_px / scale))),
              top = image.height_px - rows;
    const cv::Mat picture = whole.rowRange(top, image.height_px);
    cv::Mat small;
    const cv::Size size{std::min(model_.width_px, static_cast<int>(std::lround(picture.cols * scale))),
                        std::min(model_.height_px, static_cast<int>(std::lround(rows * scale)))};
    if (2 * size.width == picture.cols && 2 * size.height == picture.rows) {
      small.create(size, CV_8UC3);
      halve(picture.data, picture.cols, picture.rows, small.data);
    } else {
      cv::resize(picture, small, size, 0, 0, cv::INTER_AREA);
    }
    if (small.cols < model_.width_px || small.rows < model_.height_px)
      cv::copyMakeBorder(small, small, 0, model_.height_px - small.rows, 0, model_.width_px - small.cols,
                         cv::BORDER_CONSTANT);
    return decode(net_.inference->run(small, {}), scale, top, image);
  }

  std::optional<Detection> look_closer(const Image& image, const Detection& found, View view) const override {
    if (view == View::along && along_) return along_->look_closer(image, found, View::across);
    if (model_.closer_look.empty()) return {};
    Cutout cutout = cutout_of(image, found.box);
    const cv::Mat as_it_is(Cutout::kSidePx, Cutout::kSidePx, CV_8UC3, cutout.bytes.data());
    cv::Mat mirrored;
    cv::flip(as_it_is, mirrored, 1);
    std::vector<float> hint = hint_of(found, cutout);
    const std::vector<float> one = closer(as_it_is, hint);
    hint[0] = -hint[0];
    const std::vector<float> other = closer(mirrored, hint);
    // The log-odds of the cutout and its mirror image are averaged, because streets have no handedness.
    const float odds = (log_odds(one, found.kind) + log_odds(other, found.kind)) / 2,
                score = (static_cast<float>(found.score_256) + 0.5f) / 256;
    const float confidence =
        1 / (1 + std::exp(-(model_.confidence[0] + model_.confidence[1] * std::log(score / (1 - score)) +
                            model_.confidence[2] * odds)));
    Detection closer_seen = found;
    closer_seen.score_256 = static_cast<std::uint8_t>(std::min(255.0f, 256 * confidence));
    if (closer_seen.ground) {
      const std::size_t place = model_.kinds.size() + 1;
      const double unit_px = kCorrectionPx * cutout.side_px / Cutout::kSidePx;
      closer_seen.ground->middle.x_px += unit_px * (one[place] - other[place]) / 2;
      closer_seen.ground->middle.y_px += unit_px * (one[place + 1] + other[place + 1]) / 2;
      closer_seen.ground->doubt_px =
          static_cast<float>(unit_px * std::exp(std::clamp((one[place + 2] + other[place + 2]) / 2, -4.0f, 3.0f)));
    }
    return closer_seen;
  }

 private:
  void check_maps() const {
    const Maps maps = net_.inference->run(cv::Mat(model_.height_px, model_.width_px, CV_8UC3, cv::Scalar::all(0)), {});
    if (maps.channels != channels())
      throw std::runtime_error("must give " + std::to_string(channels()) + " maps, gives " +
                               (maps.channels > 0 ? std::to_string(maps.channels) : "no maps"));
    if (maps.rows * model_.stride_px != model_.height_px || maps.columns * model_.stride_px != model_.width_px)
      throw std::runtime_error("must give maps of " + std::to_string(model_.width_px / model_.stride_px) + " × " +
                               std::to_string(model_.height_px / model_.stride_px) + " cells, gives " +
                               std::to_string(maps.columns) + " × " + std::to_string(maps.rows));
  }

  void check_figures() const {
    const std::size_t given = closer(cv::Mat(Cutout::kSidePx, Cutout::kSidePx, CV_8UC3, cv::Scalar::all(0)),
                                     std::vector<float>(static_cast<std::size_t>(hint_size()), 0.0f))
                                  .size();
    if (given != model_.kinds.size() + 4)
      throw std::runtime_error(model_.closer_look + ": must give " + std::to_string(model_.kinds.size() + 4) +
                               " figures, gives " + std::to_string(given));
  }

  int hint_size() const { return 3 + static_cast<int>(model_.kinds.size()); }

  /// Gives the scores of the kinds and of nothing, then the correction of the ground's middle to the right and
  /// downwards, in units of kCorrectionPx pixels of the cutout, and the logarithm of its expected error.
  std::vector<float> closer(const cv::Mat& cutout, const std::vector<float>& hint) const {
    return closer_net_.inference->run(cutout, hint).values;
  }

  // Gives the detector's place and kind in the terms in which the closer look has learnt them.
  std::vector<float> hint_of(const Detection& found, const Cutout& cutout) const {
    constexpr float kLeastDoubtPx = 0.02f;
    std::vector<float> hint(static_cast<std::size_t>(hint_size()), 0.0f);
    if (const auto& ground = found.ground) {
      const double scale = static_cast<double>(Cutout::kSidePx) / cutout.side_px, half = Cutout::kSidePx / 2.0;
      hint[0] = static_cast<float>(((ground->middle.x_px - cutout.left_px) * scale - half) / (half / 2));
      hint[1] = static_cast<float>(((ground->middle.y_px - cutout.top_px) * scale - half) / (half / 2));
      hint[2] = std::log(std::max(kLeastDoubtPx, static_cast<float>(ground->doubt_px * scale)));
    }
    hint[3 + found.kind] = 1;
    return hint;
  }

  // Log-odds of one kind against all others and nothing.
  float log_odds(const std::vector<float>& found, std::uint8_t kind) const {
    constexpr float kMost = 9;
    double others = 0;
    for (std::size_t i = 0; i <= model_.kinds.size(); ++i)
      if (i != kind) others += std::exp(static_cast<double>(found[i]) - found[kind]);
    return std::clamp(static_cast<float>(-std::log(others)), -kMost, kMost);
  }

  int channels() const {
    return static_cast<int>(model_.kinds.size()) + kBoxChannels + (model_.ground ? kGroundChannels : 0);
  }

  // Finds the peaks of the heat maps, each with the place that its cell gives, in pixels of the full picture, of which
  // `top_row` rows were left out.
  std::vector<Detection> decode(const Maps& maps, double scale, int top_row, const Image& image) const {
    const int columns = maps.columns, rows = maps.rows, kinds = static_cast<int>(model_.kinds.size());
    const auto at = [&](int plane, int y, int x) { return maps.at(plane, y, x); };
    std::vector<Detection> found;
    for (int kind = 0; kind < kinds; ++kind) {
      // The net gives logits, so each score's threshold is converted to a logit once.
      const float threshold = model_.thresholds[static_cast<std::size_t>(kind)],
                  bound = std::log(threshold / (1 - threshold));
      for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
          const float score = at(kind, y, x);
          if (score < bound) continue;
          bool peak = true;
          for (int dy = -1; dy <= 1 && peak; ++dy)
            for (int dx = -1; dx <= 1 && peak; ++dx) {
              const int ny = y + dy, nx = x + dx;
              if ((dx == 0 && dy == 0) || nx < 0 || ny < 0 || nx >= columns || ny >= rows) continue;
              // Of two equal neighbours the first in reading order is the peak.
              const float other = at(kind, ny, nx);
              peak = other < score || (other == score && (dy > 0 || (dy == 0 && dx > 0)));
            }
          if (!peak) continue;
          const double px = (x + 0.5) * model_.stride_px, py = (y + 0.5) * model_.stride_px;
          const double left = std::clamp((px - at(kinds, y, x)) / scale, 0.0, static_cast<double>(image.width_px));
          const double top =
              std::clamp(top_row + (py - at(kinds + 1, y, x)) / scale, 0.0, static_cast<double>(image.height_px));
          const double right = std::clamp((px + at(kinds + 2, y, x)) / scale, 0.0, static_cast<double>(image.width_px));
          const double bottom =
              std::clamp(top_row + (py + at(kinds + 3, y, x)) / scale, 0.0, static_cast<double>(image.height_px));
          if (right - left < 2 || bottom - top < 2) continue;
          found.push_back({static_cast<std::uint8_t>(kind),
                           static_cast<std::uint8_t>(std::min(255.0f, 256 / (1 + std::exp(-score)))),
                           {static_cast<float>(left), static_cast<float>(top), static_cast<float>(right - left),
                            static_cast<float>(bottom - top)}});
          if (!model_.ground) continue;
          const int first = kinds + kBoxChannels;
          const auto offset = [&](int channel) {
            return ImagePoint{at(channel, y, x) / scale, at(channel + 1, y, x) / scale};
          };
          const ImagePoint from_cell = offset(first);
          found.back().ground = GroundMark{{px / scale + from_cell.x_px, top_row + py / scale + from_cell.y_px},
                                           offset(first + 2),
                                           offset(first + 4),
                                           static_cast<float>(std::exp(at(first + 6, y, x)) / scale)};
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Detection& a, const Detection& b) { return a.score_256 > b.score_256; });
    return without_doubles(found);
  }

  static double iou(const ImageBox& a, const ImageBox& b) {
    const double w = std::min(a.x_px + a.width_px, b.x_px + b.width_px) - std::max(a.x_px, b.x_px);
    const double h = std::min(a.y_px + a.height_px, b.y_px + b.height_px) - std::max(a.y_px, b.y_px);
    if (w <= 0 || h <= 0) return 0;
    return w * h /
           (static_cast<double>(a.width_px) * a.height_px + static_cast<double>(b.width_px) * b.height_px - w * h);
  }

  // One thing is of one kind: the better scored of two boxes that nearly coincide stays.
  static std::vector<Detection> without_doubles(const std::vector<Detection>& found) {
    std::vector<Detection> kept;
    for (const Detection& candidate : found) {
      const bool is_double = std::any_of(kept.begin(), kept.end(), [&](const Detection& other) {
        return iou(candidate.box, other.box) > (candidate.kind == other.kind ? 0.5 : 0.7);
      });
      if (!is_double && kept.size() < kMostDetections) kept.push_back(candidate);
    }
    return kept;
  }

  Model model_;
  LoadedNet net_, closer_net_;
  std::string identity_;
  std::shared_ptr<const OnnxVision> along_;
};

// Silences the library while it lives: OpenCV then writes nothing to the terminal of the errors that it throws.
class QuietLibrary {
 public:
  QuietLibrary() : level_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {
    cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
  }
  ~QuietLibrary() {
    cv::redirectError(nullptr);
    cv::utils::logging::setLogLevel(level_);
  }
  QuietLibrary(const QuietLibrary&) = delete;

 private:
  cv::utils::logging::LogLevel level_;
};

std::string first_line(const std::string& text) { return text.substr(0, std::min(text.find('\n'), std::size_t{200})); }

}  // namespace

std::shared_ptr<const Vision> load_vision(const std::string& onnx_path, std::string& error, VisionLibrary library) {
  Model model;
  if (!read_model(onnx_path, model, error)) return nullptr;
  const std::string along_path = model.along;
  std::string read = onnx_path;
  const QuietLibrary quiet;
  try {
    const ObjectKinds kinds = model.kinds;
    const auto vision = std::make_shared<OnnxVision>(std::move(model), onnx_path, library);
    if (along_path.empty()) return vision;
    Model along;
    if (!read_model(along_path, along, error)) return nullptr;
    read = along_path;
    if (along.kinds != kinds) throw std::runtime_error("its kinds must be those of " + onnx_path);
    if (!along.along.empty()) throw std::runtime_error("it must name no other detector by along");
    vision->take_along(std::make_shared<OnnxVision>(std::move(along), along_path, library));
    return vision;
  } catch (const cv::Exception& exception) {
    error = read + ": not a detector that can be read: " + first_line(exception.err);
  } catch (const std::exception& exception) {
    error = read + ": not a detector: " + first_line(exception.what());
  }
  return nullptr;
}

}  // namespace tricolor::engine
