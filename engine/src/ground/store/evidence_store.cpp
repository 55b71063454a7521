#include <cerrno>
#include <filesystem>
#include <fstream>

#include "engine/stores.h"

namespace tricolor::engine {

FileEvidenceStore::FileEvidenceStore(std::string folder, std::size_t most_pictures)
    : folder_(std::move(folder)), most_pictures_(most_pictures) {}

EvidenceResult FileEvidenceStore::put(const EvidenceLabel&, std::span<const std::uint8_t> jpeg) {
  if (kept_ >= most_pictures_) {
    ++left_out_;
    return {{}, EvidenceLoss::limit};
  }
  const std::string hash = sha256(jpeg);
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  const auto path = std::filesystem::path(folder_) / (hash + ".jpg"),
             unfinished = std::filesystem::path(folder_) / (hash + ".part");
  // A picture under its final name is whole: it gets the name after it has been written.
  errno = 0;
  std::ofstream file(unfinished, std::ios::binary);
  file.write(reinterpret_cast<const char*>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
  file.close();
  const bool full = errno == ENOSPC || errno == EDQUOT;
  if (file) std::filesystem::rename(unfinished, path, failed);
  if (!file || failed) {
    std::filesystem::remove(unfinished, failed);
    ++left_out_;
    return {{}, full ? EvidenceLoss::disk_full : EvidenceLoss::refused};
  }
  ++kept_;
  return {hash, EvidenceLoss::none};
}

}  // namespace tricolor::engine
