#include "adapters/film.h"

#include <fmt/format.h>

#include <stdexcept>

#include "sim/camera/png.h"

namespace tricolor::harness {

Film::Film(std::filesystem::path folder, const sim::City& city, EngineSocket& inner)
    : folder_(std::move(folder)), city_(city), inner_(inner) {
  std::filesystem::create_directories(folder_);
  list_.open(folder_ / "pictures.csv");
  if (!list_) throw std::runtime_error(fmt::format("cannot write {}", (folder_ / "pictures.csv").string()));
  list_ << "camera,captured_at_us,file\n";
}

void Film::deliver(const engine::Input& input) {
  if (const auto* frame = std::get_if<engine::Frame>(&input)) {
    const std::string& name = city_.cameras.at(frame->camera.value).id;
    const auto at_us = frame->captured_at.time_since_epoch().count();
    const std::string file = fmt::format("{}-{}.png", name, at_us);
    sim::Picture picture{frame->image->width_px, frame->image->height_px, frame->image->bytes};
    sim::write_png((folder_ / file).string(), picture);
    list_ << fmt::format("{},{},{}\n", name, at_us, file) << std::flush;
    if (!list_) throw std::runtime_error(fmt::format("cannot write {}", (folder_ / "pictures.csv").string()));
  }
  inner_.deliver(input);
}

}  // namespace tricolor::harness
