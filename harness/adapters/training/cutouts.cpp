// Writes cutouts and labels for training the closer look: the detector's proposals in renders, each place at full
// resolution.
//
//   training_cutouts OUT --pictures 30000 --model assets/models/street.onnx [--seed 9500] [--looks
//   trained|held_out|all] [--views across|along|all] [--kinds assets/kinds.yaml]
//
// OUT.cutouts: 64 × 64 × 3 bytes each, blue green red (engine::Cutout). OUT.proposals: for each cutout seventeen 32-bit
// floats: true kind (their number for none), proposed kind, the detector's score (0 … 1), left, top and side of the
// cutout in the picture, middle, right and up of the true ground in pixels of the picture, the visible share and
// shorter side of the thing, and the middle of the ground by the detector, with its expected error. OUT.kinds: the
// names of the kinds.
#include <algorithm>
#include <cstdio>
#include <string>

#include "engine/closer_look.h"
#include "engine/vision.h"
#include "adapters/training/kinds_for_training.h"
#include "training/scenes.h"

namespace {

using namespace tricolor;

float iou(const engine::ImageBox& a, const sim::Visible& b) {
  const float w = std::min(a.x_px + a.width_px, b.x_px + b.width_px) - std::max(a.x_px, b.x_px);
  const float h = std::min(a.y_px + a.height_px, b.y_px + b.height_px) - std::max(a.y_px, b.y_px);
  if (w <= 0 || h <= 0) return 0;
  return w * h / (a.width_px * a.height_px + b.width_px * b.height_px - w * h);
}

}  // namespace

int main(int argc, char** argv) {
  std::string out, views_name = "across", looks_name = "trained", model = "assets/models/street.onnx";
  int pictures = 30000;
  std::string kinds_path = "assets/kinds.yaml";
  std::uint64_t seed = 9500;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--pictures" && i + 1 < argc) pictures = std::stoi(argv[++i]);
    else if (word == "--kinds" && i + 1 < argc) kinds_path = argv[++i];
    else if (word == "--seed" && i + 1 < argc) seed = std::stoull(argv[++i]);
    else if (word == "--looks" && i + 1 < argc) looks_name = argv[++i];
    else if (word == "--views" && i + 1 < argc) views_name = argv[++i];
    else if (word == "--model" && i + 1 < argc) model = argv[++i];
    else out = word;
  }
  if (out.empty()) {
    std::fprintf(
        stderr,
        "usage: training_cutouts OUT --pictures N [--model FILE.onnx] [--seed N] [--looks trained|held_out|all] "
        "[--views across|along|all] [--kinds FILE]\n");
    return 2;
  }
  std::string error;
  const auto vision = engine::load_vision(model, error);
  if (!vision) {
    std::fprintf(stderr, "training_cutouts: %s\n", error.c_str());
    return 3;
  }
  const auto kinds = harness::kinds_for_training(kinds_path);
  if (!kinds) return 2;
  const auto no_kind = static_cast<float>(kinds->size());
  const harness::Looks looks = looks_name == "all"        ? harness::Looks::all
                               : looks_name == "held_out" ? harness::Looks::held_out
                                                          : harness::Looks::trained;
  const harness::Views views = views_name == "all"     ? harness::Views::all
                               : views_name == "along" ? harness::Views::along
                                                       : harness::Views::across;
  std::FILE* pixels = std::fopen((out + ".cutouts").c_str(), "wb");
  std::FILE* labels = std::fopen((out + ".proposals").c_str(), "wb");
  if (!pixels || !labels) {
    std::fprintf(stderr, "training_cutouts: cannot write %s.cutouts\n", out.c_str());
    return 3;
  }
  bool good = harness::draw_for_training(
      seed, pictures, looks, views, kinds, sim::purpose("training.cutouts"), "training_cutouts",
      [&](sim::Picture picture, const std::vector<sim::Visible>& visible) {
        const engine::Image image{picture.width_px, picture.height_px, std::move(picture.bytes)};
        const auto analysis = vision->analyse(image);
        for (const engine::Detection& detection : analysis->detections) {
          // A thing of the proposed kind is preferred where its box fits; else the true thing is the one that fits
          // best.
          const sim::Visible* best = nullptr;
          float best_fit = 0;
          for (const sim::Visible& v : visible) {
            if (v.share < 0.12f) continue;
            const float fit = iou(detection.box, v) + (static_cast<int>(v.kind) == detection.kind ? 0.15f : 0.0f);
            if (fit > best_fit) best = &v, best_fit = fit;
          }
          const float fit = best ? iou(detection.box, *best) : 0;
          // Between these overlaps it is undecided which thing the box is of.
          if (fit > 0.3f && fit < 0.5f) continue;
          const bool thing = fit >= 0.5f;
          const engine::Cutout cutout = engine::cutout_of(image, detection.box);
          sim::GroundMark ground;
          if (thing) ground = best->ground;
          const float row[17] = {thing ? static_cast<float>(best->kind) : no_kind,
                                 static_cast<float>(detection.kind),
                                 (static_cast<float>(detection.score_256) + 0.5f) / 256,
                                 static_cast<float>(cutout.left_px),
                                 static_cast<float>(cutout.top_px),
                                 static_cast<float>(cutout.side_px),
                                 ground.middle.x_px,
                                 ground.middle.y_px,
                                 ground.right.x_px,
                                 ground.right.y_px,
                                 ground.up.x_px,
                                 ground.up.y_px,
                                 thing ? best->share : 0.0f,
                                 thing ? std::min(best->width_px, best->height_px) : 0.0f,
                                 static_cast<float>(detection.ground->middle.x_px),
                                 static_cast<float>(detection.ground->middle.y_px),
                                 detection.ground->doubt_px};
          if (!(std::fwrite(cutout.bytes.data(), 1, cutout.bytes.size(), pixels) == cutout.bytes.size() &&
                std::fwrite(row, 1, sizeof row, labels) == sizeof row))
            return false;
        }
        return true;
      });
  good = harness::write_kind_names(*kinds, out) && good;
  good = std::fclose(pixels) == 0 && std::fclose(labels) == 0 && good;
  if (!good) std::fprintf(stderr, "training_cutouts: the disk is full or failing\n");
  return good ? 0 : 3;
}
