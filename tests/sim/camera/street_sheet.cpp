// Draws a sheet of 24 pictures of Xinhua Road without captions, for people to judge: road, pavement, the trade of each
// shop and the violation must be plain. Usage: street_sheet OUT.jpg|OUT.png [SEED [FOLDER]]
#include <cstdio>
#include <cstdlib>
#include <string>

#include <jpeglib.h>

#include "sim/camera/camera_view.h"
#include "sim/camera/looks.h"
#include "sim/camera/png.h"
#include "sim/city/generator.h"
#include "sim/random/streams.h"

using namespace tricolor::sim;
using namespace std::chrono_literals;

namespace {

constexpr int kColumns = 4, kRows = 6;

// Makes a busy scene before one camera: one violation of a kind that changes from picture to picture, and ordinary
// life.
SceneView scene_for(const City& city, int camera, int picture, Time at) {
  SceneView scene{at, light_at(at), {}};
  Draw draw({7, static_cast<std::uint64_t>(picture), purpose("sheet"), 0});
  const std::size_t shop_index = static_cast<std::size_t>((camera + 0.5) * static_cast<double>(city.shops.size()) /
                                                          static_cast<double>(city.cameras.size()));
  const Shop& shop = city.shops[shop_index];
  const Street& street = city.streets[static_cast<std::size_t>(shop.street)];
  const double sign = shop.side == Side::left ? 1 : -1, half = street.carriageway_m / 2,
               middle = (shop.from_m + shop.to_m) / 2;
  ThingId id = 1;
  const auto put = [&](ThingKind kind, double along, double across, double heading) {
    scene.things.push_back({id++, kind, draw.bits() % kLooks, street.at(along, sign * across),
                            street.heading_rad() + heading, draw.uniform(0.95, 1.08), draw.uniform()});
  };
  const ThingKind violation[] = {ThingKind::pile, ThingKind::display, ThingKind::stall, ThingKind::motor,
                                 ThingKind::nonmotor};
  switch (violation[picture % 5]) {
    case ThingKind::motor: put(ThingKind::motor, middle + 1, half - 1.2, 0.02); break;
    case ThingKind::stall: put(ThingKind::stall, middle - 1, half + 0.2, 0); break;
    case ThingKind::nonmotor:
      for (int i = 0; i < 3; ++i) put(ThingKind::nonmotor, middle - 1 + i * 0.9, half + 1.6, 1.4);
      break;
    default: put(violation[picture % 5], middle, half + 1.7, 0);
  }
  for (int i = 0; i < 5; ++i)
    put(ThingKind::person, middle + draw.uniform(-13, 13), half + draw.uniform(0.8, 3.0), draw.chance(0.5) ? 0 : 3.14);
  for (int i = 0; i < 2; ++i) put(ThingKind::rider, middle + draw.uniform(-12, 12), draw.uniform(1, half - 1.5), 0);
  put(ThingKind::bin, middle + draw.uniform(5, 9), half + 0.7, 1.57);
  if (draw.chance(0.5)) put(ThingKind::sign, middle - 6, half + 3.3, 1.57);
  if (draw.chance(0.4)) put(ThingKind::dog, middle + 3, half + 2.2, 0.4);
  if (draw.chance(0.5)) put(ThingKind::display, middle + 9, half + street.pavement_m - 0.45, 0);
  return scene;
}

// JPEG is used because the noise of the sensor makes PNG three times as large.
bool write_jpeg(const char* path, const Picture& picture) {
  std::FILE* file = std::fopen(path, "wb");
  if (!file) return false;
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  jpeg_stdio_dest(&jpeg, file);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width_px);
  jpeg.image_height = static_cast<JDIMENSION>(picture.height_px);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_EXT_BGR;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 86, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row =
        const_cast<JSAMPLE*>(&picture.bytes[static_cast<std::size_t>(jpeg.next_scanline) * 3u * jpeg.image_width]);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  return std::fclose(file) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: street_sheet OUT.jpg|OUT.png [SEED [FOLDER]]\n");
    return 2;
  }
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  const Time day = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} - kUtcOffset;
  const City city = generate_xinhua(seed, {}, day, 1);
  Picture sheet{640 * kColumns / 2, 360 * kRows / 2, {}};
  sheet.bytes.resize(3 * static_cast<std::size_t>(sheet.width_px * sheet.height_px));
  for (int i = 0; i < kColumns * kRows; ++i) {
    const int camera = (i * 7 + 3) % static_cast<int>(city.cameras.size());
    const Time at = day + (i % 8 == 7 ? 20h : 8h + (i % 8) * 70min);
    const CameraView view(city, city.cameras[static_cast<std::size_t>(camera)].pose);
    const Picture picture = view.draw(scene_for(city, camera, i, at), static_cast<std::uint64_t>(i));
    if (argc > 3) write_png(std::string(argv[3]) + "/" + std::to_string(i) + ".png", picture);
    const int x0 = i % kColumns * 320, y0 = i / kColumns * 180;
    for (int y = 0; y < 180; ++y)
      for (int x = 0; x < 320; ++x)
        for (int c = 0; c < 3; ++c) {
          const auto at_source = [&](int dx, int dy) {
            return picture.bytes[static_cast<std::size_t>(((2 * y + dy) * 640 + 2 * x + dx) * 3 + c)];
          };
          sheet.bytes[static_cast<std::size_t>(((y0 + y) * sheet.width_px + x0 + x) * 3 + c)] =
              static_cast<std::uint8_t>((at_source(0, 0) + at_source(1, 0) + at_source(0, 1) + at_source(1, 1)) / 4);
        }
  }
  if (const std::string path = argv[1]; path.ends_with(".png")) {
    write_png(path, sheet);
    return 0;
  }
  if (write_jpeg(argv[1], sheet)) return 0;
  std::fprintf(stderr, "street_sheet: cannot write %s\n", argv[1]);
  return 3;
}
