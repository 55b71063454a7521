// Writes renders and labels for training the detector.
//
//   training_renders OUT --pictures 16000 [--seed 9000] [--looks trained|held_out|all] [--views across|along|all]
//   [--kinds assets/kinds.yaml]
//
// OUT.pictures: 320 × 144 × 3 bytes a picture, blue green red: the lowest 288 rows of the 640 × 360 picture, halved by
// 2 × 2 means. The rows above them show upper storeys and sky. OUT.labels: per picture a 32-bit count, then for each
// thing twelve 32-bit floats: kind, x, y, width, height (pixels of the small picture), 1 to learn it or 0 to ignore the
// place, and its ground: middle, right and up of `sim::GroundMark`. OUT.kinds: the names of
// the kinds, in the order of their numbers.
#include <cstdio>
#include <cstring>
#include <string>

#include "adapters/training/kinds_for_training.h"
#include "training/scenes.h"

namespace {

using namespace tricolor;

constexpr int kWidth = 320, kHeight = 144;

bool write(std::FILE* file, const void* data, std::size_t bytes) { return std::fwrite(data, 1, bytes, file) == bytes; }

std::vector<std::uint8_t> halved(const sim::Picture& picture) {
  std::vector<std::uint8_t> small(static_cast<std::size_t>(kWidth) * kHeight * 3, 0);
  const int top = picture.height_px - 2 * kHeight;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < picture.width_px / 2; ++x)
      for (int c = 0; c < 3; ++c) {
        const auto at = [&](int dx, int dy) {
          return static_cast<int>(
              picture.bytes[static_cast<std::size_t>(((top + 2 * y + dy) * picture.width_px + 2 * x + dx) * 3 + c)]);
        };
        small[static_cast<std::size_t>((y * kWidth + x) * 3 + c)] =
            static_cast<std::uint8_t>((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) / 4);
      }
  return small;
}

}  // namespace

int main(int argc, char** argv) {
  std::string out, views_name = "across", looks_name = "trained";
  int pictures = 16000;
  std::string kinds_path = "assets/kinds.yaml";
  std::uint64_t seed = 9000;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--pictures" && i + 1 < argc) pictures = std::stoi(argv[++i]);
    else if (word == "--kinds" && i + 1 < argc) kinds_path = argv[++i];
    else if (word == "--seed" && i + 1 < argc) seed = std::stoull(argv[++i]);
    else if (word == "--looks" && i + 1 < argc) looks_name = argv[++i];
    else if (word == "--views" && i + 1 < argc) views_name = argv[++i];
    else out = word;
  }
  if (out.empty()) {
    std::fprintf(
        stderr,
        "usage: training_renders OUT [--pictures N] [--seed N] [--looks trained|held_out|all] "
        "[--views across|along|all] [--kinds FILE]\n");
    return 2;
  }
  const auto kinds = harness::kinds_for_training(kinds_path);
  if (!kinds) return 2;
  const harness::Looks looks = looks_name == "all"        ? harness::Looks::all
                               : looks_name == "held_out" ? harness::Looks::held_out
                                                          : harness::Looks::trained;
  const harness::Views views = views_name == "all"     ? harness::Views::all
                               : views_name == "along" ? harness::Views::along
                                                       : harness::Views::across;
  std::FILE* pixels = std::fopen((out + ".pictures").c_str(), "wb");
  std::FILE* labels = std::fopen((out + ".labels").c_str(), "wb");
  if (!pixels || !labels) {
    std::fprintf(stderr, "training_renders: cannot write %s.pictures\n", out.c_str());
    return 3;
  }
  bool good = harness::draw_for_training(
      seed, pictures, looks, views, kinds, sim::purpose("training.scene"), "training_renders",
      [&](const sim::Picture& picture, const std::vector<sim::Visible>& visible) {
        const auto small = halved(picture);
        std::vector<float> rows;
        for (const sim::Visible& v : visible) {
          constexpr float kTop = 360 - 2 * kHeight;
          const float side = std::min(v.width_px, v.height_px), y = std::max(v.y_px, kTop),
                      height = v.y_px + v.height_px - y;
          if (v.share < 0.12f || side < 5 || height < 4) continue;
          const sim::GroundMark& g = v.ground;
          rows.insert(rows.end(),
                      {static_cast<float>(v.kind), v.x_px / 2, (y - kTop) / 2, v.width_px / 2, height / 2,
                       v.share >= 0.35f && side >= 9 ? 1.0f : 0.0f, g.middle.x_px / 2, (g.middle.y_px - kTop) / 2,
                       g.right.x_px / 2, g.right.y_px / 2, g.up.x_px / 2, g.up.y_px / 2});
        }
        const std::uint32_t count = static_cast<std::uint32_t>(rows.size() / 12);
        return write(pixels, small.data(), small.size()) && write(labels, &count, sizeof count) &&
               write(labels, rows.data(), rows.size() * sizeof(float));
      });
  good = harness::write_kind_names(*kinds, out) && good;
  good = std::fclose(pixels) == 0 && std::fclose(labels) == 0 && good;
  if (!good) std::fprintf(stderr, "training_renders: the disk is full or failing\n");
  return good ? 0 : 3;
}
