#include "adapters/film.h"

#include <fmt/format.h>

#include <stdexcept>

#include "sim/camera/png.h"

namespace tricolor::harness {

Film::Film(std::filesystem::path folder, const sim::City& city) : folder_(std::move(folder)), city_(city) {
  std::filesystem::create_directories(folder_);
  list_.open(folder_ / "pictures.csv");
  if (!list_) throw std::runtime_error(fmt::format("cannot write {}", (folder_ / "pictures.csv").string()));
  list_ << "camera,captured_at_us,file\n";
}

void Film::on_shot(int camera, sim::Time at, const sim::SceneView&, const Shot& shot) {
  const std::string& name = city_.cameras.at(static_cast<std::size_t>(camera)).id;
  const std::string file = fmt::format("{}-{}.png", name, at.time_since_epoch().count());
  sim::Picture picture{shot.image->width_px, shot.image->height_px, shot.image->bytes};
  sim::write_png((folder_ / file).string(), picture);
  list_ << fmt::format("{},{},{}\n", name, at.time_since_epoch().count(), file);
}

}  // namespace tricolor::harness
