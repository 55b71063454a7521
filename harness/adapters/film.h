// Films a twin camera: writes every picture as a PNG, and a list of the instants at which they were taken. An engine
// without any twin needs nothing else (see run/picture_folder.h).
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "adapters/twin_cameras.h"

namespace tricolor::harness {

class Film : public ShotObserver {
 public:
  /// Writes into `folder`, which is made if need be: `pictures.csv` with the columns camera, captured_at_us, file; and
  /// one PNG a picture. Throws std::runtime_error when the folder cannot be written.
  Film(std::filesystem::path folder, const sim::City& city);

  void on_shot(int camera, sim::Time at, const sim::SceneView& scene, const Shot& shot) override;

 private:
  std::filesystem::path folder_;
  const sim::City& city_;
  std::ofstream list_;
};

}  // namespace tricolor::harness
