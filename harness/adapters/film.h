// Films cameras: writes every picture that they send as a PNG, and a list of the instants at which they were taken. An
// engine without any twin needs nothing else (see run/picture_folder.h).
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "sim/city/city.h"
#include "sockets/engine_socket.h"

namespace tricolor::harness {

class Film : public EngineSocket {
 public:
  /// Writes into `folder`, which is made if need be: `pictures.csv` with the columns camera, captured_at_us, file; and
  /// one PNG a picture; and passes everything on. `city` and `inner` must outlive it. Throws std::runtime_error when
  /// the folder cannot be written.
  Film(std::filesystem::path folder, const sim::City& city, EngineSocket& inner);

  /// Throws std::runtime_error when a picture, or its line of the list, cannot be written.
  void deliver(const engine::Input& input) override;

 private:
  std::filesystem::path folder_;
  const sim::City& city_;
  EngineSocket& inner_;
  std::ofstream list_;
};

}  // namespace tricolor::harness
