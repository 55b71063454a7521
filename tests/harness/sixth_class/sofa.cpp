#include "sofa.h"

#include <algorithm>
#include <vector>

#include "camera/solid_builder.h"
#include "sim/camera/generators.h"

namespace tricolor::harness {
namespace {

// Blue, green and red of a colour that nothing else in the street has.
constexpr sim::Colour kMagenta{225, 20, 225};
// Least number of pixels of a find.
constexpr int kLeastPixels = 60;

void draw(sim::SolidBuilder& b, std::uint32_t family, int, const sim::Extent& size) {
  const double seat = 0.45 * size.height_m, arm = 0.12 * size.length_m;
  b.box(0, 0, 0, size.length_m, size.width_m, seat, kMagenta);
  b.box(0, 0.35 * size.width_m, seat, size.length_m, 0.3 * size.width_m, size.height_m - seat, kMagenta);
  for (const double side : {-1.0, 1.0})
    if (family % 3 != 2 || side > 0)
      b.box(side * (size.length_m - arm) / 2, 0, seat, arm, size.width_m, 0.25 * size.height_m, kMagenta);
}

class Eyes : public engine::Vision {
 public:
  const engine::ObjectKinds& kinds() const override { return kinds_; }

  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image& image, engine::View) const override {
    auto analysis = std::make_shared<engine::PictureAnalysis>();
    const int width = image.width_px, height = image.height_px;
    std::vector<bool> open(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (std::size_t i = 0; i < open.size(); ++i) {
      const int blue = image.bytes[3 * i], green = image.bytes[3 * i + 1], red = image.bytes[3 * i + 2];
      open[i] = blue > 60 && red > 60 && blue > 3 * green && red > 3 * green;
    }
    for (int start = 0; start < width * height; ++start) {
      if (!open[static_cast<std::size_t>(start)]) continue;
      int left = width, right = 0, top = height, bottom = 0, pixels = 0;
      std::vector<int> edge{start};
      open[static_cast<std::size_t>(start)] = false;
      while (!edge.empty()) {
        const int at = edge.back(), x = at % width, y = at / width;
        edge.pop_back();
        ++pixels;
        left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
        for (const auto& [dx, dy] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
          if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
          const int next = at + dx + dy * width;
          if (!open[static_cast<std::size_t>(next)]) continue;
          open[static_cast<std::size_t>(next)] = false;
          edge.push_back(next);
        }
      }
      if (pixels < kLeastPixels) continue;
      engine::Detection found;
      found.score_256 = 240;
      found.box = {static_cast<float>(left), static_cast<float>(top), static_cast<float>(right + 1 - left),
                   static_cast<float>(bottom + 1 - top)};
      analysis->detections.push_back(found);
    }
    return analysis;
  }

 private:
  engine::ObjectKinds kinds_{"sofa"};
};

}  // namespace

void add_sofas() { sim::add_generator({"sofa", false, draw}); }

std::shared_ptr<const engine::Vision> eyes_for_sofas() { return std::make_shared<Eyes>(); }

}  // namespace tricolor::harness
